"""The PDF reader: pages made for each point, the published table, and pdfplumber as the second opinion."""

import contextlib
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from make_pdf import A4, A4_WIDE, SIGNS, Cell, PdfPage, lay_out, make_pdf
from pipeline.errors import Encrypted, FileError, GarbledText, NeedsOcr, TooLarge, Unreadable
from pipeline.grid import RawDocument, RawParagraph, RawTable, tile
from pipeline.readers.docx import read as read_docx
from pipeline.readers.pdf import read_pdf
from pipeline.readers.pdf.limits import streams
from pipeline.readers.pdf.limits.objects import PdfObjects
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.table.lattice import find_tables
from pipeline.source import Table

INPUTS = Path(__file__).parent.parent / "inputs"
WIDTHS = [30.0, 60.0, 240.0, 100.0]
SENTENCE = "推动各项措施落地见效，完善工作机制，强化督促检查，确保年底前取得明显成效。"


def squeeze(text: str) -> str:
    return "".join(text.split())


def tables(document: RawDocument) -> list[RawTable]:
    return [block for block in document.blocks if isinstance(block, RawTable)]


def paragraphs(document: RawDocument) -> list[str]:
    return [squeeze(block.text) for block in document.blocks if isinstance(block, RawParagraph)]


def facts(table: RawTable | Table) -> set[Cell]:
    return {(cell.row, cell.column, cell.row_span, cell.column_span, squeeze(cell.text)) for cell in table.cells}


def codes(document: RawDocument) -> list[str]:
    return [issue.code for issue in document.issues]


def left_out(document: RawDocument, reason: str) -> list[str]:
    return [item.text for item in document.discarded if item.reason == reason]


def task_table(rows: int, *, header: bool = True, first: int = 1) -> list[Cell]:
    """Numbered tasks in two categories that are merged cells, texts of one to four sentences."""
    head = [(0, column, 1, 1, text) for column, text in enumerate(["序号", "类别", "工作任务", "责任单位"])]
    base = 1 if header else 0
    cells = head if header else []
    half = rows // 2
    for row in range(base, base + rows):
        number = first + row - base
        cells.append((row, 0, 1, 1, str(number)))
        cells.append((row, 2, 1, 1, f"任务{number}要" + SENTENCE * (1 + number % 4)))
        cells.append((row, 3, 1, 1, "市发展改革局、市财政局按职责分工负责"))
    cells.append((base, 1, half, 1, "优化环境"))
    cells.append((base + half, 1, rows - half, 1, "改善民生"))
    return cells


# ---------------------------------------------------------------- the published table


def test_the_published_pdf_equals_the_published_word_file_cell_for_cell() -> None:
    pdf = read_pdf((INPUTS / "yangjiang-2021.pdf").read_bytes(), "yangjiang-2021.pdf")
    word = read_docx((INPUTS / "yangjiang-2021.docx").read_bytes(), "yangjiang-2021.docx")
    (one,), (other,) = tables(pdf), tables(word)
    assert facts(one) == facts(other)
    assert paragraphs(pdf) == paragraphs(word)
    assert one.pages == (1, 8)
    assert codes(pdf) == ["table-joined"] * 7
    assert len(left_out(pdf, "page-number")) == 8
    assert len(left_out(pdf, "repeated-header")) == 7


def test_every_character_has_its_page_and_its_box_lies_on_the_page() -> None:
    pdf = read_pdf((INPUTS / "yangjiang-2021.pdf").read_bytes(), "yangjiang-2021.pdf")
    for cell in tables(pdf)[0].cells:
        assert cell.parts
        covered = "".join(cell.text[part.start : part.end] for part in cell.parts)
        assert squeeze(covered) == squeeze(cell.text)
        for part in cell.parts:
            x0, top, x1, bottom = part.bbox
            assert 0 <= x0 < x1 <= 842 and 0 <= top < bottom <= 596


# ---------------------------------------------------------------- one page, drawn in many ways


@pytest.mark.parametrize("draw", ["line", "thin_box", "dashed", "double", "hairline"])
def test_rulings_of_every_kind(draw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def double(page: PdfPage, x0: float, y0: float, x1: float, y1: float) -> None:
        page.line(x0, y0, x1, y1)
        page.line(x0 + 1.2, y0 + 1.2, x1 + 1.2, y1 + 1.2)

    def pieces(page: PdfPage, x0: float, y0: float, x1: float, y1: float) -> None:
        """A dashed ruling as some producers draw it: many short strokes."""
        length = max(x1 - x0, y1 - y0)
        for start in range(0, int(length), 5):
            share, end = start / length, min(start + 3, length) / length
            page.line(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, x0 + (x1 - x0) * end, y0 + (y1 - y0) * end)
        page.line(x1 - (x1 > x0), y1 - (y1 > y0), x1, y1)

    def hairline(page: PdfPage, *ends: float) -> None:
        page.line(*ends, width=0)

    for name, method in (("dashed", pieces), ("double", double), ("hairline", hairline)):
        monkeypatch.setattr(PdfPage, name, method, raising=False)
    cells = task_table(4)
    (table,) = tables(read_pdf(make_pdf(lay_out(cells, WIDTHS, draw=draw)), "a.pdf"))
    assert facts(table) == set(cells)


def test_a_table_inside_a_form_object() -> None:
    cells = task_table(4)
    pages = lay_out(cells, WIDTHS)
    pages[0].as_form = True
    (table,) = tables(read_pdf(make_pdf(pages), "a.pdf"))
    assert facts(table) == set(cells)


def test_cells_drawn_as_filled_boxes_only() -> None:
    page = PdfPage()
    for column in range(3):
        for row in range(2):
            page.raw(f"{0.8 + 0.05 * column} g {60 + 100 * column} {700 - 30 * row} 100 30 re f 0 g")
            page.text(70 + 100 * column, 842 - 722 + 30 * row, f"格{row}{column}")
    (table,) = tables(read_pdf(make_pdf([page]), "a.pdf"))
    assert facts(table) == {(row, column, 1, 1, f"格{row}{column}") for row in range(2) for column in range(3)}


@pytest.mark.parametrize("drop", ["left", "right", "both"])
def test_open_sides(drop: str) -> None:
    """Outer borders that are not drawn: the horizontal rulings still say how far the table goes."""
    page = PdfPage()
    xs, ys = [60.0, 160.0, 260.0, 360.0], [100.0, 130.0, 160.0]
    for y in ys:
        page.line(xs[0], y, xs[-1], y)
    kept = {"left": xs[1:], "right": xs[:-1], "both": xs[1:-1]}[drop]
    for x in kept:
        page.line(x, ys[0], x, ys[-1])
    for row in range(2):
        for column in range(3):
            page.text(xs[column] + 5, ys[row] + 8, f"格{row}{column}")
    (table,) = tables(read_pdf(make_pdf([page]), "a.pdf"))
    assert facts(table) == {(row, column, 1, 1, f"格{row}{column}") for row in range(2) for column in range(3)}


def turned(page: PdfPage, angle: int) -> PdfPage:
    """The drawing of ``page`` turned anticlockwise onto a page of the other orientation."""
    sideways = PdfPage((page.height, page.width))
    matrix = {90: f"0 1 -1 0 {page.height} 0", 270: f"0 -1 1 0 0 {page.width}"}[angle]
    sideways.ops = [f"q {matrix} cm", *page.ops, "Q"]
    return sideways


@pytest.mark.parametrize("angle", [90, 270])
def test_a_wide_table_set_sideways_on_a_portrait_page(angle: int) -> None:
    cells = task_table(4)
    (page,) = lay_out(cells, WIDTHS, size=A4_WIDE, page_numbers=False)
    sideways = turned(page, angle)
    sideways.text(280, 800, "— 3 —")
    document = read_pdf(make_pdf([sideways]), "a.pdf")
    (table,) = tables(document)
    assert facts(table) == set(cells)
    assert left_out(document, "page-number") == ["— 3 —"]
    for cell in table.cells:  # boxes are on the page as it is shown
        assert cell.parts[0].bbox[2] <= A4[0] and cell.parts[0].bbox[3] <= A4[1]


@pytest.mark.parametrize("angle", [90, 270])
def test_rotate_turns_a_sideways_page_upright(angle: int) -> None:
    cells = task_table(4)
    (page,) = lay_out(cells, WIDTHS, size=A4_WIDE)
    sideways = turned(page, angle)
    sideways.rotate = angle
    (upright,) = tables(read_pdf(make_pdf([page]), "a.pdf"))
    (table,) = tables(read_pdf(make_pdf([sideways]), "b.pdf"))
    assert table == upright


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotate_and_crop_together_change_no_cell(rotate: int) -> None:
    cells = task_table(4)
    (page,) = lay_out(cells, WIDTHS)
    page.rotate, page.crop = rotate, (20.0, 30.0, 580.0, 830.0)
    (table,) = tables(read_pdf(make_pdf([page]), "a.pdf"))
    assert facts(table) == set(cells)
    width, height = (560.0, 800.0) if rotate == 180 else (800.0, 560.0)
    for cell in table.cells:
        x0, top, x1, bottom = cell.parts[0].bbox
        assert 0 <= x0 < x1 <= width and 0 <= top < bottom <= height


def test_what_the_crop_box_cuts_off_is_hidden() -> None:
    page = PdfPage(crop=(50, 50, 500, 792))
    page.text(100, 100, "看得见的文字")
    page.text(20, 10, "裁掉")
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == ["看得见的文字"]
    assert left_out(document, "hidden") == ["裁掉"]
    block = document.blocks[0]
    assert isinstance(block, RawParagraph)
    assert block.parts[0].bbox[:2] == (50.0, 50.0)  # measured from the corner of what is shown


def test_a_clipped_ruling_counts_as_far_as_it_is_seen() -> None:
    page = PdfPage()
    for y in (100, 130, 160):
        page.line(60, y, 260, y)
    for x in (60, 160, 260):
        page.raw(f"q 50 682 220 60 re W n {x} 600 m {x} 800 l S Q")
    page.text(70, 108, "甲")
    page.text(170, 138, "乙")
    (table,) = tables(read_pdf(make_pdf([page]), "a.pdf"))
    assert {(row, column) for row, column, _, _, text in facts(table) if text} == {(0, 0), (1, 1)}
    assert all(part.bbox[1] >= 99 and part.bbox[3] <= 161 for cell in table.cells for part in cell.parts)


def test_a_word_set_sideways_in_a_cell_stays_in_its_cell() -> None:
    cells = task_table(4)
    (page,) = lay_out(cells, WIDTHS)
    page.text(48, 300, "序", angle=90)
    (table,) = tables(read_pdf(make_pdf([page]), "a.pdf"))
    assert sum("序" in cell.text for cell in table.cells) == 2


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    page = PdfPage()
    page.text(100, 100, "重点任务", 16)
    page.text(100.4, 100, "重点任务", 16)
    assert paragraphs(read_pdf(make_pdf([page]), "a.pdf")) == ["重点任务"]


def test_spaces_stand_between_latin_words_only() -> None:
    page = PdfPage()
    page.text(100, 100, "建设")
    page.text(125, 100, "5G")
    page.text(140, 100, "Cloud")
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert [block.text for block in document.blocks if isinstance(block, RawParagraph)] == ["建设5G Cloud"]


# ---------------------------------------------------------------- over pages


@pytest.mark.parametrize("keep_rows", [False, True])
@pytest.mark.parametrize("slots", range(12, 32))
def test_a_table_cut_anywhere_is_healed(slots: int, keep_rows: bool) -> None:
    cells = task_table(8)
    document = read_pdf(make_pdf(lay_out(cells, WIDTHS, slots=slots, keep_rows=keep_rows)), "a.pdf")
    (table,) = tables(document)
    assert facts(table) == set(cells)


@pytest.mark.parametrize("slots", range(12, 32))
def test_without_a_repeated_header_the_numbering_or_a_cut_row_is_the_proof(slots: int) -> None:
    cells = task_table(8, header=False)
    document = read_pdf(make_pdf(lay_out(cells, WIDTHS, slots=slots, header=0)), "a.pdf")
    (table,) = tables(document)
    assert facts(table) == set(cells)


def test_two_tables_with_other_columns_stay_two() -> None:
    one, two = task_table(2), [(row, column, 1, 1, f"{row}格{column}") for row in range(3) for column in range(2)]
    pages = [*lay_out(one, WIDTHS), *lay_out(two, [200.0, 230.0])]
    assert [facts(table) for table in tables(read_pdf(make_pdf(pages), "a.pdf"))] == [set(one), set(two)]


def test_a_heading_between_keeps_tables_apart() -> None:
    first, second = lay_out(task_table(2), WIDTHS), lay_out(task_table(2), WIDTHS)
    second[0].text(40, 50, "第二部分任务清单", 14)
    assert len(tables(read_pdf(make_pdf([*first, *second]), "a.pdf"))) == 2


def test_numbering_that_starts_again_is_another_table() -> None:
    first, second = (lay_out(task_table(rows, header=False), WIDTHS, header=0) for rows in (3, 4))
    assert len(tables(read_pdf(make_pdf([*first, *second]), "a.pdf"))) == 2


def test_a_continuation_mark_is_furniture() -> None:
    pages = lay_out(task_table(8), WIDTHS, slots=20)
    for page in pages[1:]:
        page.text(40, 60, "续表")
    document = read_pdf(make_pdf(pages), "a.pdf")
    assert len(tables(document)) == 1
    assert "续表" in left_out(document, "repeated-header")


def test_a_running_head_is_discarded_but_a_title_kept_once() -> None:
    pages = lay_out(task_table(12), WIDTHS, slots=16)
    for page in pages:
        page.text(200, 30, "某市人民政府公报")
    document = read_pdf(make_pdf(pages), "a.pdf")
    assert len(tables(document)) == 1
    assert left_out(document, "running-head") == ["某市人民政府公报"] * (len(pages) - 1)
    assert paragraphs(document) == ["某市人民政府公报"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    page = PdfPage()
    page.text(100, 300, "12")
    page.text(100, 340, "第二行文字")
    assert paragraphs(read_pdf(make_pdf([page]), "a.pdf")) == ["12", "第二行文字"]


def test_a_paragraph_goes_on_over_the_page_break() -> None:
    pages = [PdfPage(), PdfPage()]
    pages[0].text(90, 740, "为" * 41)
    pages[1].text(90, 80, "此制定本方案。")
    document = read_pdf(make_pdf(pages), "a.pdf")
    assert paragraphs(document) == ["为" * 41 + "此制定本方案。"]
    block = document.blocks[0]
    assert isinstance(block, RawParagraph)
    assert [part.page for part in block.parts] == [1, 2]


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[list[Cell], int, bool]:
    """A numbered task table with random merged categories, texts and page lengths."""
    rows = draw(st.integers(2, 14))
    cells: list[Cell] = [
        (0, column, 1, 1, text) for column, text in enumerate(["序号", "类别", "工作任务", "责任单位"])
    ]
    row = 1
    while row <= rows:
        span = min(draw(st.integers(1, 5)), rows + 1 - row)
        cells.append((row, 1, span, 1, f"类别{row}"))
        row += span
    for row in range(1, rows + 1):
        cells.append((row, 0, 1, 1, str(row)))
        length = draw(st.integers(5, 160))
        cells.append((row, 2, 1, 1, (f"任务{row}是" + SENTENCE * 4)[:length] + "。"))
        cells.append(
            (row, 3, 1, 1, draw(st.sampled_from(["市财政局", "市教育局、市体育局、市卫生健康局负责", "各县区"])))
        )
    return cells, draw(st.integers(9, 40)), draw(st.booleans())


@pytest.mark.parametrize("rounds", [20, pytest.param(60, marks=pytest.mark.hostile)])
def test_any_numbered_table_comes_back_from_its_pages(rounds: int) -> None:
    rules = settings(max_examples=rounds, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    rules(given(laid_out())(comes_back))()


def comes_back(layout: tuple[list[Cell], int, bool]) -> None:
    cells, slots, keep_rows = layout
    document = read_pdf(make_pdf(lay_out(cells, WIDTHS, slots=slots, keep_rows=keep_rows)), "a.pdf")
    (table,) = tables(document)
    if "merge-uncertain" in codes(document):
        return  # a column with one merged cell only, cut exactly between its rows: told, not guessed
    assert facts(table) == set(cells)
    tiled, issues = tile(table, "t1")
    assert facts(tiled) == set(cells) and not issues


# ---------------------------------------------------------------- geometry


def second_opinion(horizontal: list[Ruling], vertical: list[Ruling]) -> object:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
    from pdfplumber.utils import filter_edges

    edges = [
        {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0, "orientation": "h"}
        for y, x0, x1 in horizontal
    ] + [
        {"x0": x, "x1": x, "top": y0, "bottom": y1, "width": 0, "height": y1 - y0, "orientation": "v"}
        for x, y0, y1 in vertical
    ]
    merged = filter_edges(merge_edges(edges, 3, 3, 3, 3), min_length=3)
    found = cells_to_tables(intersections_to_cells(edges_to_intersections(merged, 3, 3)))
    return sorted(sorted(table) for table in found)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000))
def test_cells_are_those_of_pdfplumbers_table_finder(seed: int) -> None:
    chance = random.Random(seed)

    def rulings() -> list[Ruling]:
        found = []
        for _ in range(chance.randint(2, 9)):
            begin = chance.randrange(0, 80, 8)
            at, length = chance.randrange(0, 100, 8), chance.randrange(8, 100, 8)
            found.append(Ruling(float(at), float(begin), float(begin + length)))
        return found

    horizontal, vertical = rulings(), rulings()
    ours = sorted(sorted(table) for table in find_tables(horizontal, vertical, close=False).tables)
    assert ours == second_opinion(horizontal, vertical)


@pytest.mark.hostile
def test_graph_paper_does_not_stall_the_reader() -> None:
    lines = [Ruling(float(5 * index), 0.0, 2_000.0) for index in range(401)]
    lattice = find_tables(lines, lines)
    assert lattice.overfull or len(lattice.tables[0]) == 400 * 400


# ---------------------------------------------------------------- pages that cannot be trusted


def picture() -> PdfPage:
    page = PdfPage()
    page.raw("q 595 0 0 842 0 0 cm /Im Do Q")
    return page


def test_a_scan_needs_ocr() -> None:
    with pytest.raises(NeedsOcr):
        read_pdf(make_pdf([picture(), picture()]), "scan.pdf")


def test_one_scanned_page_among_others_is_an_issue() -> None:
    page = PdfPage()
    page.text(100, 100, "正文文字")
    document = read_pdf(make_pdf([page, picture()]), "a.pdf")
    assert codes(document) == ["page-needs-ocr"]
    assert paragraphs(document) == ["正文文字"]


def test_garbage_for_han_characters_is_never_passed_on() -> None:
    page = PdfPage()
    for line in range(10):
        page.text(80, 100 + 20 * line, SENTENCE)
    with pytest.raises(GarbledText):
        read_pdf(make_pdf([page], fonts={"F": SIGNS}), "a.pdf")


def test_an_empty_page_is_neither_a_scan_nor_garbled() -> None:
    page = PdfPage()
    page.text(100, 100, "正文文字")
    document = read_pdf(make_pdf([page, PdfPage()]), "a.pdf")
    assert codes(document) == []


def test_an_encrypted_file_is_told() -> None:
    page = PdfPage()
    page.text(100, 100, "正文")
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]"
    data = make_pdf([page]).replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock.encode())
    with pytest.raises(Encrypted):
        read_pdf(data, "locked.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-1.7\n" + b"\0" * 5_000])
def test_what_is_no_whole_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_pdf(data, "cut.pdf")


def test_a_stream_that_inflates_without_end_is_stopped() -> None:
    page = PdfPage()
    page.raw("0 0 m 1 1 l S " * 6_000_000)
    with pytest.raises(TooLarge):
        read_pdf(make_pdf([page]), "bomb.pdf")


def test_deflate_inside_deflate_is_counted_too() -> None:
    packed = zlib.compress(zlib.compress(b"\0" * (streams.STREAM_LIMIT + 2), 9), 0)
    data = b"1 0 obj << /Filter [/FlateDecode /FlateDecode] >> stream\n" + packed + b"\nendstream"
    with pytest.raises(TooLarge):
        streams.check_streams(PdfObjects(data))


def test_a_page_tree_that_loops() -> None:
    data = make_pdf([PdfPage()]).replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(FileError):
        read_pdf(data, "loop.pdf")


def test_a_form_that_draws_itself() -> None:
    page = PdfPage()
    page.as_form = True
    page.raw("/Fm Do")
    page.text(100, 100, "正文")
    data = make_pdf([page], compress=False)
    form = data.index(b"/Subtype /Form")
    number = data[:form].rpartition(b" 0 obj")[0].rpartition(b"\n")[2]
    loop = b"/XObject << /Fm " + number + b" 0 R >>"
    looped = data[:form] + data[form:].replace(b"/XObject << /Im 6 0 R >>", loop, 1)
    with contextlib.suppress(FileError):
        read_pdf(looped, "loop.pdf")


def test_a_page_of_absurd_size() -> None:
    page = PdfPage((1e9, 1e9))
    page.text(100, 100, "正文")
    for y in (90, 120, 150):
        page.line(0, y, 1e9, y)
    with contextlib.suppress(FileError):
        read_pdf(make_pdf([page]), "a.pdf")


@pytest.mark.hostile
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_bytes_raise_typed_errors_only(data: st.DataObject) -> None:
    blob = bytearray(make_pdf(lay_out(task_table(3), WIDTHS), compress=False))
    for _ in range(data.draw(st.integers(1, 20))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileError):
        read_pdf(bytes(blob), "fuzz.pdf")


def test_a_table_without_rulings_is_told() -> None:
    page = PdfPage()
    for row in range(8):
        for x, text in ((60, str(row)), (120, "完善窗口服务"), (300, "市财政局")):
            page.text(x, 100 + 20 * row, text)
    assert codes(read_pdf(make_pdf([page]), "a.pdf")) == ["table-unruled"]


def test_running_text_is_no_table() -> None:
    page = PdfPage()
    for line in range(20):
        page.text(80, 100 + 20 * line, SENTENCE)
    assert codes(read_pdf(make_pdf([page]), "a.pdf")) == []


def with_map(lines: str) -> bytes:
    """A page of five letters whose font maps 一 and 丁 by these lines of its ToUnicode map."""
    page = PdfPage()
    page.text(100, 100, "前一后十丁")
    data = make_pdf([page], compress=False)
    added = f"\n2 beginbfchar\n{lines}\nendbfchar".encode()
    length = int(data[: data.index(b">>\nstream\n/CIDInit")].rpartition(b"/Length ")[2])
    data = data.replace(
        b"/Length %d >>\nstream\n/CIDInit" % length, b"/Length %d >>\nstream\n/CIDInit" % (length + len(added))
    )
    data = data.replace(b"<4e00> <4eff> <4e00>", b"<4e02> <4eff> <4e02>")
    return data.replace(b"endbfrange\nendcmap", b"endbfrange" + added + b"\nendcmap")


def test_a_character_beyond_the_basic_plane_is_one_character() -> None:
    assert paragraphs(read_pdf(with_map("<4e00> <d869df4c>\n<4e01> <4e01>"), "a.pdf")) == ["前\U0002a74c后十丁"]


def test_half_a_character_never_leaves_the_reader() -> None:
    assert paragraphs(read_pdf(with_map("<4e00> <d869>\n<4e01> <df4c>"), "a.pdf")) == ["前\ufffd后十\ufffd"]


def test_one_code_may_say_several_characters_in_either_reading() -> None:
    from pipeline.readers.pdf.page.document import open_document
    from pipeline.readers.pdf.page.page import read_page
    from pipeline.readers.pdf.page.plumber import reread_page

    data = with_map("<4e00> <006600660069>\n<4e01> <4e01>")
    assert paragraphs(read_pdf(data, "a.pdf")) == ["前ffi后十丁"]
    again = reread_page(data, read_page(open_document(data), 0))
    assert again is not None
    assert [word.text for word in again.words] == ["前", "ffi", "后", "十", "丁"]


def test_a_font_that_claims_widths_without_measure_does_not_stall_the_second_reader() -> None:
    page = PdfPage()
    for line in range(10):
        page.text(80, 100 + 20 * line, SENTENCE)
    data = make_pdf([page], fonts={"F": SIGNS}, compress=False).replace(b"/W [32 126 500]", b"/W [0 2000000000 5]")
    with pytest.raises(GarbledText):
        read_pdf(data, "a.pdf")


def test_a_form_is_weighed_as_often_as_it_is_drawn() -> None:
    """Two levels are what real files have; the task beside them is read."""
    cells = task_table(2)
    pages = lay_out(cells, WIDTHS)
    pages[0].as_form = True
    (table,) = tables(read_pdf(make_pdf(pages * 50), "a.pdf"))[:1]
    assert facts(table) >= set(cells)
