"""Workbooks and tables with commas: what the sheet shows, as paragraphs and one table a sheet."""

import csv
import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from make_sheet import make_xls
from pipeline import extract
from pipeline.errors import FileError, TooLarge, Unreadable
from pipeline.grid import RawParagraph, RawTable
from pipeline.readers import read
from pipeline.readers.sheets.document import read_workbook
from pipeline.readers.sheets.formats import show_number
from pipeline.readers.sheets.records import find_extents
from pipeline.source import Document, Paragraph, Table

INPUTS = Path(__file__).parent.parent / "inputs"
HEADER = ["序号", "工作任务", "责任单位", "完成时限"]
ROWS: list[list[Any]] = [[1, "疏浚河道", "区水务局", "6月底前"], [2, "修缮便桥", "区城管局", "9月底前"]]


def save(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(rows: list[list[Any]], *, title: str = "Sheet1") -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def blocks(data: bytes) -> list[str | list[list[str]]]:
    """Paragraphs as texts, tables as the texts of their cells by row."""
    found: list[str | list[list[str]]] = []
    for block in read_workbook(data).blocks:
        if isinstance(block, RawParagraph):
            found.append(block.text)
        else:
            rows = 1 + max(cell.row for cell in block.cells)
            found.append([[cell.text for cell in block.cells if cell.row == row] for row in range(rows)])
    return found


SHOWN = [HEADER, ["1", "疏浚河道", "区水务局", "6月底前"], ["2", "修缮便桥", "区城管局", "9月底前"]]


def test_titles_are_above_the_table_and_notes_below() -> None:
    rows = [["某区2031年分工表"], [], ["（征求意见稿）"], HEADER, *ROWS, [], ["注：列第一位的为牵头单位。"]]
    assert blocks(save(workbook(rows))) == ["某区2031年分工表", "（征求意见稿）", SHOWN, "注：列第一位的为牵头单位。"]


def test_a_table_that_begins_in_the_middle_of_the_sheet() -> None:
    rows: list[list[Any]] = [[], [], [None, None, *HEADER], *([None, None, *row] for row in ROWS)]
    assert blocks(save(workbook(rows))) == [SHOWN]


def test_merged_ranges_are_spans() -> None:
    book = workbook(
        [
            [*HEADER],
            [1, "疏浚河道\n清理岸边", "区水务局", "6月底前"],
            [2, "修缮便桥", None, None],
            ["一、绿化"],
            [3, "种树", "区园林局", "长期"],
        ]
    )
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("D2:D3")
    sheet.merge_cells("A4:D4")
    (table,) = read_workbook(save(book)).blocks
    assert isinstance(table, RawTable)
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in table.cells}
    assert (spans[1, 2], spans[1, 3], spans[3, 0]) == ((2, 1), (2, 1), (1, 4))
    assert (2, 2) not in spans
    cell = next(cell for cell in table.cells if (cell.row, cell.column) == (1, 1))
    assert (cell.text, cell.paragraph_ends) == ("疏浚河道\n清理岸边", (4,))


def test_what_is_hidden_is_left_out_and_reported() -> None:
    book = workbook([HEADER, *ROWS, [3, "旧任务", "区档案馆", "3月底前"]])
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    other = book.create_sheet("旧表")
    other.append(["作废"])
    other.sheet_state = "hidden"
    raw = read_workbook(save(book))
    (table,) = raw.blocks
    assert isinstance(table, RawTable) and {cell.text for cell in table.cells} == {
        "序号", "工作任务", "责任单位", "1", "2", "疏浚河道", "修缮便桥", "区水务局", "区城管局",
    }  # fmt: skip
    assert {item.reason for item in raw.discarded} == {"hidden"}
    assert "旧任务" in raw.discarded[0].text and "6月底前" in raw.discarded[1].text and raw.discarded[2].text == "作废"
    assert [(issue.code, issue.severity) for issue in raw.issues] == [("hidden-text", "info")] * 3


def test_a_merged_range_keeps_its_text_where_its_first_row_is_hidden() -> None:
    book = workbook([HEADER, [1, "疏浚河道", "区水务局", "6月底前"], [2, "修缮便桥", None, "9月底前"]])
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("C2:C3")
    sheet.row_dimensions[2].hidden = True
    assert blocks(save(book)) == [[HEADER, ["2", "修缮便桥", "区水务局", "9月底前"]]]


def test_several_sheets_are_several_tables_under_their_names() -> None:
    book = workbook([HEADER, ROWS[0]], title="一、治水")
    second = book.create_sheet("Sheet2")
    second.append(HEADER)
    second.append(ROWS[1])
    book.create_sheet("空")
    assert blocks(save(book)) == ["一、治水", [SHOWN[0], SHOWN[1]], [SHOWN[0], SHOWN[2]]]


def test_comments_and_pictures_are_reported() -> None:
    book = workbook([HEADER, *ROWS])
    sheet = book.active
    assert sheet is not None
    sheet["C2"].comment = Comment("再议", "甲")
    data = with_member(save(book), "xl/media/image1.png", b"x")
    assert [(issue.code, issue.severity) for issue in read_workbook(data).issues] == [
        ("comment-unread", "info"), ("picture-unread", "warning"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (date(2031, 6, 30), "yyyy/m/d", "2031/6/30"),
        (date(2031, 6, 30), 'yyyy"年"m"月"d"日"', "2031年6月30日"),
        (date(2031, 6, 30), '[$-804]yyyy"年"m"月";@', "2031年6月"),
        (date(2031, 6, 30), '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇三一年六月三十日"),
        (date(2031, 6, 3), "yyyy-mm-dd", "2031-06-03"),
        (date(2031, 6, 3), "m\\月d\\日", "6月3日"),
        (0.85, "0%", "85%"),
        (0.8525, "0.00%", "85.25%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (7, '"第"0"条"', "第7条"),
        (3, "000", "003"),
        (2.5, "0.##", "2.5"),
        (-3, "0;(0)", "(3)"),
        (5, '0"个"', "5个"),
    ],
)
def test_numbers_are_as_their_cells_show_them(value: float | date, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


def test_dates_and_percentages_in_a_workbook() -> None:
    book = workbook([HEADER, [1, "疏浚河道", "区水务局", date(2031, 6, 30)], [2.0, 0.5, 1.25, date(2031, 9, 1)]])
    sheet = book.active
    assert sheet is not None
    sheet["D2"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["B3"].number_format = "0%"
    (table,) = blocks(save(book))
    assert table[1][3] == "2031年6月30日" and table[2] == ["2", "50%", "1.25", "2031-09-01"]


# ---------------------------------------------------------------- the same table


def comparable(tree: Any) -> Any:
    """A task without id, key, provenance, inherited and white space."""
    if isinstance(tree, dict):
        return {
            key: comparable(value) for key, value in tree.items() if key not in ("id", "key", "provenance", "inherited")
        }
    if isinstance(tree, list):
        return [comparable(value) for value in tree]
    return "".join(tree.split()) if isinstance(tree, str) else tree


def as_workbook(document: Document) -> Workbook:
    """The document's blocks below each other on one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    top = 1
    for block in document.blocks:
        if isinstance(block, Paragraph):
            sheet.cell(top, 1, block.text)
            top += 1
            continue
        for cell in block.cells:
            row, column = top + cell.row, 1 + cell.column
            if cell.text:
                sheet.cell(row, column, cell.text)
            if (cell.row_span, cell.column_span) != (1, 1):
                sheet.merge_cells(None, row, column, row + cell.row_span - 1, column + cell.column_span - 1)
        top += block.rows
    return book


@pytest.mark.parametrize("form", ["xlsx", "csv", "csv in GBK"])
def test_the_published_table_gives_the_same_tasks(form: str) -> None:
    source = (INPUTS / "yangjiang-2021.docx").read_bytes()
    book = as_workbook(read(source, "a.docx"))
    sheet = book.active
    assert sheet is not None
    if form == "xlsx":
        data = save(book)
    else:
        lines = io.StringIO()
        csv.writer(lines).writerows([value or "" for value in row] for row in sheet.iter_rows(values_only=True))
        data = lines.getvalue().encode("gb18030" if "GBK" in form else "utf-8-sig")
    record = extract(data, name="a." + form[:4].strip())
    assert len(record.tasks) == 19 and record.status == "complete"
    assert comparable(record.to_dict()["tasks"]) == comparable(extract(source, name="a.docx").to_dict()["tasks"])


# ---------------------------------------------------------------- commas


def table_of(text: str, name: str = "a.csv") -> Table:
    (found,) = [block for block in read(text.encode(), name).blocks if isinstance(block, Table)]
    return found


def test_quoted_cells_break_lines_and_hold_commas() -> None:
    text = '某区2031年分工表\n序号,工作任务,责任单位\n1,"疏浚河道,清理岸边\n并设警示牌","区水务局、""河长办"""\n'
    cells = [cell.text for cell in table_of(text).cells]
    assert cells[3:] == ["1", "疏浚河道,清理岸边\n并设警示牌", '区水务局、"河长办"']
    assert read(text.encode(), "a.csv").blocks[0] == Paragraph("p1", "某区2031年分工表")
    assert read(text.encode(), "a.txt").media_type == "text/csv"


def test_running_text_with_commas_is_no_table() -> None:
    assert (
        read("一,疏浚河道,由区水务局牵头,责任单位配合。\n二,完成时限,另行通知。".encode(), "a.txt").media_type
        == "text/plain"
    )


# ---------------------------------------------------------------- harm


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as target:
        target.writestr(name, content)
    return buffer.getvalue()


def with_sheet(content: str) -> bytes:
    """A workbook whose sheet is this XML."""
    source = save(workbook([HEADER, *ROWS]))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.infolist():
            sheet = item.filename == "xl/worksheets/sheet1.xml"
            new.writestr(item.filename, content if sheet else old.read(item))
    return buffer.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'
CELL = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>甲</t></is></c></row>'


def test_a_cell_at_an_absurd_place_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read_workbook(with_sheet(SHEET.format(CELL.format(1, "A") + CELL.format(1048576, "XFD"), "")))


def test_an_absurd_merged_range_is_cut() -> None:
    merges = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    (table,) = read(with_sheet(SHEET.format(CELL.format(1, "A") + CELL.format(3, "B"), merges)), "a.xlsx").blocks
    assert isinstance(table, Table) and table.rows <= 3


def test_a_workbook_without_its_sheets_or_cut_short_is_unreadable() -> None:
    data = save(workbook([HEADER, *ROWS]))
    with pytest.raises(Unreadable):
        read(with_sheet("<worksheet"), "a.xlsx")
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(FileError):
            read(data[: int(len(data) * share)], "a.xlsx")


@cache
def sound() -> bytes:
    """One workbook; its bytes have the time in them."""
    return save(workbook([HEADER, *ROWS]))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_bytes_raise_typed_errors_only(data: st.DataObject) -> None:
    content = bytearray(sound())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content), "a.xlsx")
    except FileError as error:
        assert error.code


# ---------------------------------------------------------------- the old format

OLD = [HEADER, [1.0, "疏浚河道", "区水务局", "6月底前"], [2.0, "修缮便桥", "", "9月底前"]]


def test_an_old_workbook_is_read_alike() -> None:
    data = make_xls({"Sheet1": OLD, "旧表": [["作废"]]}, merges=((1, 2, 2, 2),), hidden=("旧表",))
    (table,) = read_workbook(data).blocks
    assert isinstance(table, RawTable)
    assert [cell.text for cell in table.cells if cell.row == 1] == ["1", "疏浚河道", "区水务局", "6月底前"]
    assert next(cell.row_span for cell in table.cells if (cell.row, cell.column) == (1, 2)) == 2
    assert [(item.reason, item.text) for item in read_workbook(data).discarded] == [("hidden", "作废")]
    assert read(data, "a.et").media_type == "application/vnd.ms-excel"


def test_an_old_workbook_with_a_cell_at_an_absurd_place_is_too_large() -> None:
    assert find_extents(make_xls({"甲": OLD, "乙": OLD}, far=(9, 5)))[-2:] == [(10, 6), (10, 6)]
    with pytest.raises(TooLarge):
        read(make_xls({"甲": OLD}, far=(60_000, 40_000)), "a.xls")


def test_a_chain_of_sectors_that_goes_round_ends() -> None:
    data = bytearray(make_xls({"甲": OLD}))
    data[512 + 4 * 3 : 512 + 4 * 4] = (2).to_bytes(4, "little")
    try:
        read(bytes(data), "a.xls")
    except FileError as error:
        assert error.code == "unreadable"
