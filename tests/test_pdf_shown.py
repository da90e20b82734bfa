"""What a PDF's page shows is what is read: nothing hidden, nothing struck, nothing lost, each kind in several forms."""

import re
from pathlib import Path

import pytest

from make_pdf import Cell, PdfPage, lay_out, make_pdf
from pipeline.fold import count_ink, fold_text
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.readers.pdf import read

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
FOREIGN = [pytest.param(path, marks=pytest.mark.hostile) for path in sorted(SHARED.glob("corpus/files/*.pdf"))]
SAMPLES = [*sorted([*HERE.rglob("*.pdf"), *HERE.parent.glob("inputs/*.pdf"), *SHARED.glob("seed/*.pdf")]), *FOREIGN]
WIDTHS = [40.0, 240.0, 120.0, 90.0]
HEADER = ["序号", "工作任务", "责任单位", "完成时限"]
ROWS = [("整修河堤", "市水利局", "6月底前"), ("开放校园", "市教育局", "9月底前"), ("更换路灯", "市城管局", "11月底前")]
UNITS, SECOND = 325.0, 110.0
"""Where the units' column begins to hold text, and the top of the second row's text."""


def rows_of(first: int = 1, header: bool = True, rows: list[tuple[str, str, str]] = ROWS) -> list[Cell]:
    cells: list[Cell] = [(0, column, 1, 1, text) for column, text in enumerate(HEADER)] if header else []
    for row, texts in enumerate(rows, int(header)):
        number = first + row - int(header)
        cells += [(row, column, 1, 1, text) for column, text in enumerate((str(number), *texts))]
    return cells


def page_of(cells: list[Cell] | None = None, left_empty: str = "") -> PdfPage:
    """The table of three tasks on one page, without the text ``left_empty``."""
    (page,) = lay_out(cells or rows_of(), WIDTHS)
    codes = left_empty.encode("utf-16-be").hex()
    page.ops = [op for op in page.ops if not left_empty or f"<{codes}>" not in op]
    return page


def show(text: str, x: float = UNITS, top: float = SECOND, size: float = 10) -> str:
    """The operators that print a text."""
    page = PdfPage()
    page.text(x, top, text, size)
    return page.ops[0]


def cells_of(document: RawDocument) -> dict[tuple[int, int], str]:
    tables = [block for block in document.blocks if isinstance(block, RawTable)]
    return {(cell.row, cell.column): cell.text for cell in tables[0].cells}


def left_out(document: RawDocument, reason: str) -> str:
    return "".join(item.text for item in document.discarded if item.reason == reason)


def codes(document: RawDocument) -> set[str]:
    return {issue.code for issue in document.issues}


def unit_of(page: PdfPage, **options: object) -> tuple[str, RawDocument]:
    document = read(make_pdf([page], **options), "a.pdf")  # type: ignore[arg-type]
    assert "text-lost" not in codes(document)
    return cells_of(document)[2, 2], document


# ---------------------------------------------------------------- hidden

HIDDEN = {
    "a layer that is off": f"/OC /Old BDC {show('市民政局')} EMC",
    "outside its clip": f"q 500 100 20 20 re W n {show('市民政局')} Q",
    "outside a clip after another": f"q 0 0 595 842 re W n q 500 100 20 20 re W* n {show('市民政局')} Q Q",
    "under a white box": f"{show('市民政局')} 1 g 322 720 70 13 re f 0 g",
    "under a white box in RGB": f"{show('市民政局')} q 1 1 1 rg 322 720 70 13 re f Q",
    "under a box with a border": f"{show('市民政局')} q 0.9 g 1 w 322 720 70 13 re B Q",
    "white on white": f"q 1 g {show('市民政局')} Q",
    "white in CMYK": f"q 0 0 0 0 k {show('市民政局')} Q",
    "nearly white": f"q 0.99 0.99 1 rg {show('市民政局')} Q",
    "grey on the same grey": f"q 0.8 g 322 720 70 13 re f {show('市民政局')} Q",
    "invisible": f"BT 3 Tr ET {show('市民政局')} BT 0 Tr ET",
    "half a point high": show("市民政局", size=0.5),
    "one point high by its matrix": show("市民政局").replace("10 Tf 1.0 0.0 -0.0 1.0", "10 Tf 0.1 0 0 0.1"),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_what_the_page_does_not_show_is_not_read(way: str) -> None:
    page = page_of(left_empty="市教育局")
    page.raw(HIDDEN[way])
    unit, document = unit_of(page, layers={"Old": False, "New": True})
    assert unit == ""
    assert left_out(document, "hidden") == "市民政局"
    assert "text-not-shown" in codes(document)


@pytest.mark.parametrize("way", [way for way in HIDDEN if "white box" in way or "layer" in way or "clip" in way])
@pytest.mark.parametrize("new", ["市教育局", "市民政局和市教育局", "市局"])
def test_what_is_written_over_the_hidden_text_is_read_whole(way: str, new: str) -> None:
    """Also where both have the same character in the same place, which pdfium gives once."""
    page = page_of(left_empty="市教育局")
    page.raw(HIDDEN[way])
    page.raw(show(new))
    unit, document = unit_of(page, layers={"Old": False})
    assert unit == new
    assert left_out(document, "hidden") == "市民政局"


SHOWN = {
    "a layer that is on": f"/OC /New BDC {show('市民政局')} EMC",
    "inside its clip": f"q 320 715 100 20 re W n {show('市民政局')} Q",
    "on a white box": f"1 g 322 720 70 13 re f 0 g {show('市民政局')}",
    "beside a white box": f"{show('市民政局')} 1 g 395 720 30 13 re f 0 g",
    "white on dark": f"q 0 0 0.5 rg 322 720 70 13 re f 1 g {show('市民政局')} Q",
    "white on a dark shape that is no box": f"q 0 g 320 720 m 400 720 l 405 727 l 400 734 l 320 734 l f 1 g {show('市民政局')} Q",
    "white on a picture": f"q 80 0 0 14 320 720 cm /Im Do Q q 1 g {show('市民政局')} Q",
    "invisible on a picture": f"q 80 0 0 14 320 720 cm /Im Do Q BT 3 Tr ET {show('市民政局')} BT 0 Tr ET",
    "light grey": f"q 0.75 g {show('市民政局')} Q",
    "red": f"q 1 0 0 rg {show('市民政局')} Q",
    "in small print": show("市民政局", size=4),
}


@pytest.mark.parametrize("way", SHOWN)
def test_what_the_page_shows_is_read(way: str) -> None:
    page = page_of(left_empty="市教育局")
    page.raw(SHOWN[way])
    unit, document = unit_of(page, layers={"Old": False, "New": True})
    assert unit == "市民政局"
    assert not left_out(document, "hidden")


# ---------------------------------------------------------------- struck out


@pytest.mark.parametrize("height", [0.4, 0.5, 0.6])
@pytest.mark.parametrize("draw", ["line", "thin_box"])
@pytest.mark.parametrize("beyond", [0.0, 1.0, 3.0])
def test_a_line_through_text_strikes_it(height: float, draw: str, beyond: float) -> None:
    page = page_of(left_empty="市教育局")
    page.raw(show("市民政局、"))
    page.raw(show("市教育局", UNITS + 55))
    at = SECOND + 10 * height
    getattr(page, draw)(UNITS - beyond, at, UNITS + 50 + min(beyond, 2), at)
    unit, document = unit_of(page)
    assert unit == "市教育局"
    assert left_out(document, "struck") == "市民政局、"
    assert "struck-out" in codes(document)


@pytest.mark.parametrize("height", [-0.1, 0.95, 1.1])
def test_a_line_above_or_below_text_strikes_nothing(height: float) -> None:
    page = page_of()
    page.line(UNITS, SECOND + 10 * height, UNITS + 40, SECOND + 10 * height)
    unit, document = unit_of(page)
    assert unit == "市教育局" and not left_out(document, "struck")


def test_the_border_of_a_cell_strikes_nothing_where_its_text_is_too_low() -> None:
    page = page_of(left_empty="市教育局")
    page.raw(show("市教育局和市民政局", top=SECOND + 6))  # across the border below
    document = read(make_pdf([page]), "a.pdf")
    assert not left_out(document, "struck") and "text-lost" not in codes(document)


def test_annotations_strike_remark_and_fill_in() -> None:
    note = "此处拟改".encode("utf-16-be").hex()
    typed = "市民政局".encode("utf-16-be").hex()
    page = page_of(left_empty="市水利局")
    page.annotations = [
        f"/Subtype /StrikeOut /QuadPoints [325 732 365 732 325 722 365 722] /Rect [325 722 365 732] /Contents <feff{note}>",
        "/Subtype /Text /Rect [300 700 320 720] /Contents (see office)",
        f"/Subtype /Widget /FT /Tx /Rect [322 735 438 747] /V <feff{typed}>",
        f"/Subtype /FreeText /Rect [322 707 438 718] /Contents <feff{typed}> /F 2",
        "/Subtype /Stamp /Rect [100 100 200 150] /Contents (VOID)",
    ]
    unit, document = unit_of(page)
    assert unit == "" and left_out(document, "struck") == "市教育局"
    assert left_out(document, "comment") == "此处拟改see officeVOID"
    assert cells_of(document)[1, 2] == "市民政局" and cells_of(document)[3, 2] == "市城管局"
    assert left_out(document, "hidden") == "市民政局"
    assert {"struck-out", "comment-unread", "typed-text", "stamped-void"} <= codes(document)


# ---------------------------------------------------------------- nothing lost


@pytest.mark.parametrize("scale", [50, 66, 80, 100])
@pytest.mark.parametrize("text", ["2031年11月11日", "III类1100件", "Hello http://all.gov.cn", "VIII期220011%"])
@pytest.mark.parametrize("turned", [False, True])
def test_narrow_characters_one_by_one_are_all_read(scale: int, text: str, turned: bool) -> None:
    page = page_of(left_empty="市教育局")
    x = UNITS
    for char in text:
        if char != " ":
            page.raw(show(char, x).replace("BT ", f"BT {scale} Tz ", 1))
        x += (5 if char < "\x7f" else 10) * scale / 100
    page.raw("BT 100 Tz ET")
    if turned:
        page.text(48, 300, "序", angle=90)
    unit, document = unit_of(page)
    assert unit.replace(" ", "") == text.replace(" ", "")
    assert not left_out(document, "duplicate")


@pytest.mark.parametrize("times", [2, 4])
@pytest.mark.parametrize("shift", [(0.4, 0.0), (0.3, 0.3), (0.0, 0.5)])
@pytest.mark.parametrize("apart", [False, True])
def test_text_printed_several_times_to_look_bold_is_read_once(
    times: int, shift: tuple[float, float], apart: bool
) -> None:
    page = page_of(left_empty="市教育局")
    for time in range(times):
        for index, char in enumerate("市教教育局11" if apart else ["市教育局"]):
            page.raw(show(char, UNITS + 10 * index + time * shift[0], SECOND + time * shift[1]))
    unit, _ = unit_of(page)
    assert unit.replace(" ", "") == ("市教教育局11" if apart else "市教育局")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_bag_of_characters_is_pdfiums_own(path: Path) -> None:
    """Of pages that pdfium decodes: each character is in a block, or was discarded for a reason."""
    import pypdfium2

    from pipeline.errors import FileError

    try:
        document = read(path.read_bytes(), path.name)
    except FileError:
        pytest.skip("no text that can be trusted")
    assert "text-lost" not in codes(document)
    if codes(document) & {"page-garbled", "page-fallback", "page-unreadable"}:
        return
    pages = pypdfium2.PdfDocument(path)
    theirs = sum(count_ink(page.get_textpage().get_text_range()) for page in pages)
    ours = sum(count_ink(item.text) for item in document.discarded)
    for block in document.blocks:
        ours += (
            count_ink(block.text)
            if isinstance(block, RawParagraph)
            else sum(count_ink(cell.text) for cell in block.cells)
        )
    assert ours == theirs


# ---------------------------------------------------------------- over borders, beside tables


@pytest.mark.parametrize("text", ["2031年12月31日前", "2031年12月31日24时以前", "至2031年年底全面完成"])
@pytest.mark.parametrize("by_character", [False, True])
def test_text_over_the_border_of_the_last_column_stays_in_its_cell(text: str, by_character: bool) -> None:
    page = page_of(left_empty="9月底前")
    place = 445.0
    for char in text if by_character else [text]:
        page.raw(show(char, place))
        place += 5 if char < "\x7f" else 10
    document = read(make_pdf([page]), "a.pdf")
    assert cells_of(document)[2, 3] == text
    assert len([block for block in document.blocks if isinstance(block, RawParagraph)]) == 0


@pytest.mark.parametrize("filled", [False, True])
def test_text_over_the_border_of_the_next_cell(filled: bool) -> None:
    text = "整治背街小巷并逐一公布改造清单和改造进度情况"
    page = page_of(left_empty="开放校园")
    page.raw(show(text, 105.0))
    if not filled:
        page.ops = [op for op in page.ops if f"<{'市教育局'.encode('utf-16-be').hex()}>" not in op]
    document = read(make_pdf([page]), "a.pdf")
    if filled:
        assert codes(document) & {"text-over-border", "text-over-text"}
    else:
        assert cells_of(document)[2, 1] == text and cells_of(document)[2, 2] == ""


def test_a_stray_piece_beside_a_table_is_reported() -> None:
    page = page_of()
    page.text(560, 112, "前")
    document = read(make_pdf([page]), "a.pdf")
    assert "text-over-border" in codes(document)


def test_columns_of_vertical_text_are_read_from_the_right() -> None:
    cells: list[Cell] = [
        (0, 0, 1, 1, "类别"),
        *((row, column + 1, span, 1, text) for row, column, span, _, text in rows_of()),
    ]
    cells.append((1, 0, 3, 1, ""))
    for order in (1, -1):
        (page,) = lay_out(cells, [40.0, *WIDTHS])
        for column, words in list(enumerate(["优化服", "务行动"]))[::order]:
            for index, char in enumerate(words):
                page.text(62 - 17 * column, 97 + 10.5 * index, char)
        assert cells_of(read(make_pdf([page]), "a.pdf"))[1, 0].replace("\n", "") == "优化服务行动"


# ---------------------------------------------------------------- over pages

LONG = [(f"任务{number}" + "推动各项措施落地见效，完善工作机制" * 4, "市财政局", "年底前") for number in range(1, 9)]


@pytest.mark.parametrize(
    "mark",
    [
        "续上表",
        "接上页",
        "（接上表）",
        "续前表",
        "续表1-1",
        "（续一）",
        "（续）",
        "附表1（续）",
        "任务分工表（续）",
        "续表2",
    ],
)
@pytest.mark.parametrize("slots", [16, 19, 22])
def test_a_mark_that_the_table_goes_on_does_not_part_it(mark: str, slots: int) -> None:
    cells = rows_of(rows=LONG)
    pages = lay_out(cells, WIDTHS, slots=slots)
    for page in pages[1:]:
        page.text(240, 60, mark)
    for page in pages[:-1]:
        page.text(440, 745, "转下页")
    document = read(make_pdf(pages), "a.pdf")
    (table,) = [block for block in document.blocks if isinstance(block, RawTable)]
    assert {(c.row, c.column, re.sub(r"\s", "", c.text)) for c in table.cells} == {(c[0], c[1], c[4]) for c in cells}
    assert mark in [item.text for item in document.discarded if item.reason == "repeated-header"]


@pytest.mark.parametrize("foot", ["共{1}页，第{0}页", "Page {0} of {1}", "打印日期：2031-06-01", "内部资料"])
def test_what_is_printed_at_the_foot_of_pages_does_not_part_a_table(foot: str) -> None:
    pages = lay_out(rows_of(rows=LONG), WIDTHS, slots=19, page_numbers=False)
    for number, page in enumerate(pages, 1):
        page.text(400, 800, foot.format(number, len(pages)))
    document = read(make_pdf(pages), "a.pdf")
    assert len(document.blocks) == 1


def test_a_part_without_header_and_numbers_is_joined_by_its_columns() -> None:
    named = [(row, column, 1, 1, text) for row, column, _, _, text in rows_of() if column]
    first = [(row, column - 1, 1, 1, text) for row, column, _, _, text in named]
    rest = [(row - 1, column, 1, 1, text) for row, column, _, _, text in first if row]
    pages = [*lay_out(first, WIDTHS[1:]), *lay_out(rest, WIDTHS[1:], header=0)]
    document = read(make_pdf(pages), "a.pdf")
    assert len([block for block in document.blocks if isinstance(block, RawTable)]) == 1


def test_a_part_that_cannot_be_joined_is_an_error() -> None:
    pages = [*lay_out(rows_of(), WIDTHS), *lay_out(rows_of(4, header=False), WIDTHS, header=0)]
    pages[1].text(40, 50, "以下任务由各镇另行安排并报市里备案")
    document = read(make_pdf(pages), "a.pdf")
    assert ("table-apart", "error") in {(issue.code, issue.severity) for issue in document.issues}


@pytest.mark.parametrize("numbered", [False, True])
def test_a_page_that_is_there_twice_is_read_once(numbered: bool) -> None:
    pages = [*lay_out(rows_of(), WIDTHS, page_numbers=False), *lay_out(rows_of(), WIDTHS, page_numbers=False)]
    for number, page in enumerate(pages, 1):
        page.text(100, 40, "某市重点任务清单附件之一供有关单位办理时查阅使用")
        if numbered:
            page.text(280, 800, f"— {number} —")
    document = read(make_pdf(pages), "a.pdf")
    assert len([block for block in document.blocks if isinstance(block, RawTable)]) == 1
    assert "page-twice" in codes(document) and "text-lost" not in codes(document)


def test_radicals_are_the_characters_that_they_look_like() -> None:
    assert fold_text("⺠政局⻓期⻋⻔⾦⽔") == "民政局长期车门金水"
