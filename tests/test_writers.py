"""What the writers make of a record, read back by other programs' eyes: the csv module, json, openpyxl."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from msgspec import structs
from openpyxl.utils import get_column_letter

import records
from pipeline import extract
from pipeline.model import Record
from pipeline.writers import WRITERS, Writer, find_writer
from pipeline.writers.csv import make_safe
from pipeline.writers.options import ExportOptions
from pipeline.writers.rows import join_parties
from pipeline.writers.units import nearest_names

FORMATS = pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)


def written(name: str, *these: Record, **options: Any) -> bytes:
    out = io.BytesIO()
    find_writer(name).write(these or (records.record(),), out, ExportOptions(**options))
    return out.getvalue()


def csv_rows(**options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", **options).decode("utf-8-sig"), newline="")))


def sheet(name: str, *these: Record, **options: Any) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", *these, **options)))
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def changed(change: Callable[[Any], Any]) -> Record:
    """The record with its first task put through ``change``."""
    record = records.record()
    return structs.replace(record, tasks=(change(record.tasks[0]), *record.tasks[1:]))


@FORMATS
def test_the_same_records_give_the_same_bytes(writer: Writer) -> None:
    assert written(writer.name) == written(writer.name)


@FORMATS
def test_the_stream_stays_open_for_the_caller(writer: Writer) -> None:
    out = io.BytesIO()
    writer.write([records.record()], out, ExportOptions())
    assert not out.closed


def test_json_of_one_record_is_the_record_and_of_two_a_list() -> None:
    record = records.record()
    assert written("json") == record.to_json().encode()
    assert json.loads(written("json", record, record)) == [record.to_dict(), record.to_dict()]


def test_jsonl_has_one_task_a_line_with_its_document() -> None:
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [line["title"] for line in lines] == ["优化办事窗口", "开通服务热线"]
    assert {line["document"]["title"] for line in lines} == {records.TITLE}
    assert [unit["name"] for unit in lines[0]["units"]] == ["清河市政务服务管理局", "清河市公安局"]


def test_csv_opens_in_excel_and_has_one_row_an_assignment() -> None:
    data = written("csv")
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = csv_rows()
    assert [(row["number"], row["assignment"], row["part"]) for row in rows] == [
        ("1", "0", "热线平台上线"),
        ("1", "1", ""),
        ("2", "0", "热线平台上线"),
        ("2", "1", ""),
    ]
    assert rows[0]["lead"] == "市政务服务局"
    assert rows[0]["support"] == "市公安局、市税务局"
    assert rows[1]["responsible"] == "市公安局、有关单位等"
    assert (rows[0]["deadline"], rows[0]["latest"]) == ("2023年6月底前", "2023-06-30")
    assert rows[0]["measures"] == "合并同类窗口。\n=每周公布等候时间"


def test_long_csv_has_one_row_a_party() -> None:
    rows = csv_rows(long=True)
    assert [row["party"] for row in rows[:5]] == ["市政务服务局", "市公安局", "市税务局", "市公安局", "有关单位"]
    assert rows[1]["unit_name"] == "清河市公安局"
    assert rows[2]["resolution"] == "ambiguous" and rows[2]["unit"] == ""
    assert len(rows) == 10


@pytest.mark.parametrize("wanted", ["市公安局", "清河市公安局", "990100/public-security", " 市 公安局"])
def test_a_unit_is_found_by_printed_name_official_name_and_id(wanted: str) -> None:
    assert len(csv_rows(unit=wanted)) == 4
    assert {row["party"] for row in csv_rows(unit=wanted, long=True)} == {"市公安局"}


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ("public-security", 4),  # the organ at any place
        ("市公安局、市政务服务局", 6),  # a list: each row of either, once
        ("市政务服务局；市气象局", 2),
    ],
)
def test_units_are_found_by_slug_and_in_a_list(wanted: str, rows: int) -> None:
    assert len(csv_rows(unit=wanted, long=True)) == rows


def test_a_unit_is_found_by_a_spelling_that_the_record_does_not_have() -> None:
    text = "阳江市2021年任务分工表\n一、做好服务。（市市场监督管理局、市公安局负责）\n二、开会。（市公安局负责）\n"
    record = extract(text.encode())
    for wanted in ("市市场监管局", "阳江市市场监管局", "市市场监管局、市卫健局"):
        assert len(written("csv", record, unit=wanted).decode().splitlines()) == 2, wanted
    assert nearest_names([record], "市场监管理局") == ["市市场监督管理局", "市公安局"]


def test_a_row_of_a_csv_says_which_document_and_what_became_of_each_party() -> None:
    record = structs.replace(
        records.record(), document=structs.replace(records.record().document, year=2023, number="清政办〔2023〕1号")
    )
    (row, *_) = csv.DictReader(io.StringIO(written("csv", record, paths=("out/a.json",)).decode("utf-8-sig")))
    assert (row["year"], row["document_number"], row["path"]) == ("2023", "清政办〔2023〕1号", "out/a.json")
    assert row["sha256"] == records.DIGEST
    assert row["resolutions"].startswith("市政务服务局=990100/") and "市税务局=ambiguous（" in row["resolutions"]
    (_, _, third, *_) = csv_rows(long=True)
    assert third["party"] == "市税务局" and len(third["candidates"].split("；")) > 1


def test_several_deadlines_keep_their_intervals_and_the_next_one() -> None:
    text = "阳江市2021年任务分工表\n一、建平台。责任单位：市公安局；完成时限：2021年6月底前动工，2021年12月底前竣工\n"
    (row,) = csv.DictReader(io.StringIO(written("csv", extract(text.encode())).decode("utf-8-sig")))
    assert (row["next_due"], row["latest"]) == ("2021-06-30", "2021-12-31")
    assert row["intervals"] == "/2021-06-30；/2021-12-31"


def test_a_unit_without_a_part_has_no_rows() -> None:
    assert csv_rows(unit="市卫生健康局") == []
    assert written("jsonl", unit="市卫生健康局") == b""
    assert sheet("任务分工", unit="市卫生健康局") == []


def test_the_workbook_of_one_unit_says_what_it_has_to_do() -> None:
    assert [row["本单位角色"] for row in sheet("任务分工", unit="清河市公安局")] == ["配合单位", "责任单位"] * 2
    assert "本单位角色" not in sheet("任务分工")[0]


def test_one_unit_keeps_only_the_assignments_it_has_a_part_in() -> None:
    assert [row["assignment"] for row in csv_rows(unit="市政务服务局")] == ["0", "0"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx", "＝1", "＠x"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    assert make_safe(text) == "'" + text
    assert make_safe("x" + text) == "x" + text


def test_formulas_in_a_record_come_out_as_text() -> None:
    wicked = '=HYPERLINK("http://example.org","x")'
    record = changed(lambda task: structs.replace(task, title=wicked, measures=None))
    assert "'=HYPERLINK" in written("csv", record).decode()
    assert sheet("任务分工", record)[0]["任务"] == wicked
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", record)))
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_the_workbook_has_names_in_columns_and_real_dates() -> None:
    rows = sheet("任务分工")
    assert len(rows) == 4
    assert rows[0]["牵头单位"] == "市政务服务局"
    assert rows[0]["配合单位"] == "市公安局、市税务局"
    assert rows[1]["责任单位"] == "市公安局、有关单位等"
    assert rows[0]["截止日期"] == datetime(2023, 6, 30)
    assert rows[0]["完成时限（原文）"] == "2023年6月底前"
    assert "督导单位" not in rows[0], "a column that no row fills is left out"


def test_the_workbook_is_ready_to_use() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written("xlsx")))["任务分工"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:{page.cell(5, page.max_column).coordinate}"
    assert page["C2"].alignment.wrap_text


def layout(record: Record, name: str = "任务分工") -> Any:
    return openpyxl.load_workbook(io.BytesIO(written("xlsx", record)))[name]


def test_the_workbook_is_made_for_paper() -> None:
    page = layout(records.record())
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.print_title_rows == "$1:$1"
    assert records.TITLE in page.oddHeader.center.text
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert [page.cell(1, column).value for column in (1, 2, 3)] == ["序号", "类别", "任务"]
    assert {"来源文件", "文件摘要", "任务编号"}.isdisjoint(cell.value for cell in page[1])
    assert layout(records.record(), "编号与出处")["M2"].value == records.DIGEST


def pages_across(page: Any) -> list[list[float]]:
    """The widths of the columns on each page to the right, the repeated ones too."""
    widths = [page.column_dimensions[column[0].column_letter].width for column in openpyxl_columns(page)]
    starts = [3, *(item.id for item in page.col_breaks.brk), len(widths)]
    return [widths[:3] + widths[start:stop] for start, stop in pairwise(starts)]


def openpyxl_columns(page: Any) -> list[Any]:
    """The columns, each with its own width: openpyxl reads a run of equal ones as one."""
    for letter, dimension in list(page.column_dimensions.items()):
        for index in range(dimension.min, dimension.max + 1):
            page.column_dimensions[get_column_letter(index)].width = page.column_dimensions[letter].width
    return list(page.columns)


@pytest.mark.parametrize("words", [0, 10, 280])
def test_a_page_takes_its_columns_at_eight_points(words: int) -> None:
    """The columns of one page, at 96 pixels an inch, shrunk from 10 points to 8 and no further, are as wide as A4, also
    where a program has a wider font (8 pixels a digit)."""
    members = ("target", "problem", "note")
    page = layout(changed(lambda task: structs.replace(task, **dict.fromkeys(members, "长文字" * words or None))))
    across = pages_across(page)
    assert all(sum(8 * width for width in widths) <= (11.69 - 0.8) * 96 * 10 / 8 for widths in across)
    assert len(across) == 1 or (page.print_title_cols, page.page_setup.scale) == ("$A:$C", 80)
    assert len(across) > 1 or page.page_setup.fitToHeight == 0
    assert (len(across) > 1) == (words > 0)


def test_one_page_takes_all_columns_unless_a_text_would_be_cut() -> None:
    """Excel's tallest row, 409 points, shows some 30 lines."""
    pages = [layout(changed(lambda task, n=n: structs.replace(task, measures="长" * n))) for n in (300, 1500)]
    assert [len(pages_across(page)) for page in pages] == [1, 2]
    assert all(page.row_dimensions[2].height < 409 for page in pages)


def test_wide_columns_are_those_with_long_texts() -> None:
    page = layout(changed(lambda task: structs.replace(task, measures="长" * 200)))
    width = {cell.value: page.column_dimensions[cell.column_letter].width for cell in page[1]}
    assert width["具体举措"] > 2 * width["牵头单位"]


def test_a_row_is_as_high_as_its_text() -> None:
    page = layout(changed(lambda task: structs.replace(task, measures="长" * 200)))
    letter = next(cell.column_letter for cell in page[1] if cell.value == "具体举措")
    room = page.column_dimensions[letter].width / 2
    assert page.row_dimensions[2].height >= 200 / room * 13
    assert page.row_dimensions[4].height < page.row_dimensions[2].height


def test_the_issues_stand_on_a_sheet_of_their_own_with_their_place() -> None:
    rows = sheet("问题")
    assert [(row["级别"], row["代码"], row["原文"]) for row in rows] == [("警告", "ambiguous-unit", "市税务局")]
    assert rows[0]["位置"] == "表1 第2行第5列"


def test_a_cell_longer_than_excel_allows_is_cut_and_says_so() -> None:
    text = sheet("任务分工", changed(lambda task: structs.replace(task, measures="长" * 40_000)))[0]["具体举措"]
    assert len(text) == 32_767 and text.endswith("（过长，全文见 JSON）")


def test_the_parties_of_a_role_are_joined_in_order() -> None:
    parties = records.record().tasks[0].assignments[0].parties
    assert join_parties(parties, "support") == "市公安局、市税务局"
    assert join_parties(parties, "guide") == ""
