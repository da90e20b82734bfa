"""PDF text that is not text: fonts that lie, text over text, pictures of text. Nothing of it passes for content."""

import re
from pathlib import Path

import pytest

from make_pdf import SHIFTED, SIGNS, UNMAPPED, Font, PdfPage, lay_out, make_pdf
from pipeline.errors import GarbledText, NeedsOcr
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.readers.pdf import read_pdf

BROKEN = {"signs": SIGNS, "unmapped": UNMAPPED, "shifted": SHIFTED}
BODY = [
    "各区县人民政府要加强组织领导，明确责任分工。",
    "市发展改革局牵头推进重点项目建设和用地保障。",
    "市财政局统筹安排资金，按季度通报进展情况。",
    "各有关单位于每月底前报送工作台账和问题清单。",
]
HEADING = "一、推进政务服务事项标准化规范化便利化建设"


def paragraphs(document: RawDocument) -> list[str]:
    return ["".join(block.text.split()) for block in document.blocks if isinstance(block, RawParagraph)]


def codes(document: RawDocument) -> list[str]:
    return [issue.code for issue in document.issues]


def told(*pages: PdfPage) -> tuple[list[str], list[str]]:
    document = read_pdf(make_pdf(pages), "a.pdf")
    return paragraphs(document), codes(document)


def body_page() -> PdfPage:
    """A page whose four sentences stand 30 points apart."""
    page = PdfPage()
    for index, sentence in enumerate(BODY):
        page.text(80, 200 + 30 * index, sentence, 14)
    return page


# ---------------------------------------------------------------- fonts


@pytest.mark.parametrize("kind", BROKEN)
def test_only_the_font_that_lies_is_struck_out(kind: str) -> None:
    page = body_page()
    page.font = "L"
    page.text(80, 150, HEADING, 14)
    document = read_pdf(make_pdf([page], fonts={"L": BROKEN[kind]}), "a.pdf")
    assert paragraphs(document) == ["\ufffd" * len(HEADING), *BODY]
    assert [(issue.code, issue.severity) for issue in document.issues] == [("page-garbled", "error")]
    assert f"{len(HEADING)} of the " in document.issues[0].message


@pytest.mark.parametrize("kind", BROKEN)
def test_a_page_in_fonts_that_lie_is_left_out(kind: str) -> None:
    page = body_page()
    page.font = "L"
    for index in range(20):
        page.text(80, 320 + 20 * index, HEADING, 14)
    with pytest.raises(GarbledText):
        read_pdf(make_pdf([page], fonts={"L": BROKEN[kind]}), "a.pdf")
    document = read_pdf(make_pdf([body_page(), page], fonts={"L": BROKEN[kind]}), "a.pdf")
    assert paragraphs(document) == BODY
    assert codes(document) == ["page-garbled"]


def test_one_digit_without_a_map_is_not_skipped() -> None:
    page = PdfPage()
    for index in range(20):
        page.text(80, 150 + 20 * index, BODY[0])
    page.text(80, 100, "完成时限为")
    page.text(130, 100, "1")
    page.font = "L"
    page.text(135, 100, "2")
    page.font = "F"
    page.text(140, 100, "月底前，市财政局负责。")
    document = read_pdf(make_pdf([page], fonts={"L": UNMAPPED}), "a.pdf")
    assert paragraphs(document)[0] == "完成时限为1\ufffd月底前，市财政局负责。"
    assert codes(document) == ["page-garbled"]


def test_a_heading_of_control_codes_does_not_vanish() -> None:
    page = body_page()
    page.font = "L"
    page.text(80, 150, "".join(map(chr, [*range(0x4E04, 0x4E0C), 0x4E41])), 14)  # the last one says A
    document = read_pdf(make_pdf([page], fonts={"L": Font(lambda _: 0)}), "a.pdf")
    assert paragraphs(document) == ["\ufffd" * 9, *BODY]


def test_letters_of_all_scripts_in_one_font_are_none() -> None:
    page = body_page()
    page.font = "L"
    page.text(80, 150, HEADING, 14)
    document = read_pdf(make_pdf([page], fonts={"L": Font(lambda high: (5 + high % 24) << 8)}), "a.pdf")
    assert paragraphs(document) == ["\ufffd" * len(HEADING), *BODY]


def test_a_page_in_traditional_characters_is_sound() -> None:
    page = PdfPage()
    lines = ["經濟發展廳辦公室關於實施優化營商環境條例的通知", "各縣區應當認真組織學習並嚴格執行，財務監測評審計劃"]
    for index, line in enumerate(lines):
        page.text(80, 150 + 40 * index, line, 14)
    page.text(80, 300, "—" * 12, 14)
    assert told(page) == ([*lines, "—" * 12], [])


def test_a_space_that_the_map_forgot_is_a_space() -> None:
    page = body_page()
    page.font = "L"
    page.text(80, 150, "\x03\x03", 14)
    document = read_pdf(make_pdf([page], fonts={"L": UNMAPPED}), "a.pdf")
    assert (paragraphs(document), codes(document)) == (BODY, [])


def test_a_character_beyond_the_basic_plane_is_one_character() -> None:
    page = body_page()
    page.text(80, 150, "承办人张", 14)
    page.font = "L"
    page.text(136, 150, "一", 14)
    page.font = "F"
    page.text(150, 150, "等三人", 14)
    document = read_pdf(make_pdf([page], fonts={"L": Font(lambda _: 0xD840DC00)}), "a.pdf")
    assert paragraphs(document) == ["承办人张\U00020000等三人", *BODY]
    assert codes(document) == []
    page.font = "M"
    page.text(80, 100, HEADING, 14)
    document = read_pdf(make_pdf([page], fonts={"L": Font(lambda _: 0xD840DC00), "M": SIGNS}), "a.pdf")
    assert paragraphs(document)[1] == "承办人张\U00020000等三人"


@pytest.mark.parametrize(
    "text",
    [
        "\uf0b7\u2460\u2014\u2014㎡℃×Ⅲ√□\uf0fe",
        "經濟發展廳辦公室關於實施優化營商環境條例的通知各縣區應當認真組織學習並嚴格執行",
        "张翀、李赟、王燊、赵旻、钱喆、孙骅、周颋、吴祎、郑昕、冯璟",
        "http://www.example.gov.cn/art/2021/3/1/art_12_34.html?id=1&page=2#top",
    ],
)
def test_rare_characters_of_sound_fonts_stay(text: str) -> None:
    page = body_page()
    page.text(40, 150, text, 9)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == [text, *BODY]
    assert codes(document) == []


# ---------------------------------------------------------------- text over text


def left_out(document: RawDocument) -> list[tuple[str, str]]:
    return [(item.reason, item.text) for item in document.discarded]


@pytest.mark.parametrize("angle", [15, 35, 45, 60, 125, 335])
@pytest.mark.parametrize("first", [False, True])
def test_a_watermark_across_the_page_is_in_none_of_its_lines(angle: int, first: bool) -> None:
    page, mark = body_page(), PdfPage()
    mark.text(260, 300, "内部资料注意保存", 30, angle)
    page.ops = ["0.9 g", *mark.ops, "0 g", *page.ops] if first else [*page.ops, "0.9 g", *mark.ops]
    last = PdfPage()
    last.ops = list(mark.ops)
    last.text(80, 100, HEADING)
    document = read_pdf(make_pdf([page, last]), "a.pdf")
    assert paragraphs(document) == [*BODY, HEADING]
    assert left_out(document) == [("hidden", "内部资料注意保存")] * 2
    assert [(issue.code, issue.severity) for issue in document.issues] == [("text-over-text", "warning")]


@pytest.mark.parametrize("in_form", [False, True])
@pytest.mark.parametrize("name", ["某某市人民政府办公室", "某某市政府办公室"])
def test_a_seal_leaves_the_lines_it_covers_as_they_are(in_form: bool, name: str) -> None:
    page = body_page()
    page.stamp = PdfPage()
    (page.stamp if in_form else page).ring(200, 250, 50, name)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == BODY
    assert left_out(document) == [("hidden", name + "专用章")]
    assert codes(document) == ["text-over-text"]


def test_the_upright_letter_at_the_top_of_a_black_seal_goes_with_the_others() -> None:
    page, seal = body_page(), PdfPage()
    seal.ring(200, 250, 50, "某某市政府办公室会")
    page.ops += ["0 g", *seal.ops[1:-2]]  # without its colour and what stands across its middle
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == BODY
    assert left_out(document) == [("hidden", "某某市政府办公室会")]


def test_sloping_letters_beside_a_watermark_stay() -> None:
    page = body_page()
    slope = "斜体".encode("utf-16-be").hex()
    page.raw(f"BT /F 14 Tf 1 0 0.33 1 80 500 Tm <{slope}> Tj ET")
    page.text(300, 400, "水印", 30, 45)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == [*BODY, "斜体"]


def test_sloping_letters_and_a_page_scanned_askew_are_upright() -> None:
    page = PdfPage()
    for index, sentence in enumerate(BODY):
        page.text(80, 200 + 30 * index, sentence, 14, 0.5)
    codes_of = "斜体".encode("utf-16-be").hex()
    page.raw(f"BT /F 14 Tf 1 0 0.33 1 80 500 Tm <{codes_of}> Tj ET")
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == [*BODY, "斜体"]
    assert codes(document) == []


@pytest.mark.parametrize("first", [False, True])
def test_large_letters_across_several_lines_are_no_part_of_them(first: bool) -> None:
    page, mark = body_page(), PdfPage()
    mark.text(120, 205, "征求意见稿", 50)
    page.ops = [*mark.ops, *page.ops] if first else [*page.ops, *mark.ops]
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == BODY
    assert (left_out(document), codes(document)) == ([("hidden", "征求意见稿")], ["text-over-text"])


def test_a_large_title_above_its_text_stays() -> None:
    page = body_page()
    page.text(80, 150, "某某市人民政府", 45)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert (paragraphs(document), codes(document)) == (["某某市人民政府", *BODY], [])


def test_a_stamp_in_another_size_on_a_line_is_left_out() -> None:
    page = body_page()
    page.text(150, 232, "专用章", 10)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert paragraphs(document) == BODY
    assert (left_out(document), codes(document)) == ([("hidden", "专用章")], ["text-over-text"])


def test_a_stamp_in_a_cell_is_left_out() -> None:
    (page,) = lay_out(
        [(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "责任单位"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "市财政局牵头")], [60, 200]
    )
    page.text(130, 97, "专用章", 7)
    document = read_pdf(make_pdf([page]), "a.pdf")
    (table,) = (block for block in document.blocks if isinstance(block, RawTable))
    assert {cell.text for cell in table.cells} == {"序号", "责任单位", "1", "市财政局牵头"}
    assert ("hidden", "专用章") in left_out(document)


def test_text_on_text_in_one_size_is_told() -> None:
    page = body_page()
    page.text(165, 230, "作废", 14)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert sum(map(len, paragraphs(document))) == sum(map(len, BODY)) + 2
    (issue,) = document.issues
    assert issue.code == "text-over-text" and "作废" in issue.message


def test_a_name_on_an_underscore_and_text_printed_twice_are_not_overlaid() -> None:
    page = body_page()
    page.text(80, 400, "责任单位：" + "_" * 20, 14)
    page.text(170, 400, "市财政局", 14)
    page.text(80, 430, "联系人：张三　电话：12345", 14)
    page.text(108.3, 400, "单位", 14)
    page.text(80.3, 430, "联系人：张三", 14)
    page.text(178.3, 430, "电话：12345", 14)
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert codes(document) == []
    assert paragraphs(document)[4:] == ["责任单位：____________________市财政局", "联系人：张三电话：12345"]


def test_digits_drawn_after_all_other_text_stand_where_the_page_shows_them() -> None:
    page = PdfPage()
    for index in range(6):
        page.text(80, 200 + 24 * index, "某政发〔　　〕　号，自　月　日起施行。", 14)
    for index in range(6):
        for x, digits in ((136, "2021"), (178, str(index)), (220, "11"), (248, "30")):
            page.text(x, 200.5 + 24 * index, digits, 13)
    document = read_pdf(make_pdf([page]), "a.pdf")
    found = "".join(paragraphs(document))
    assert found == "".join(f"某政发〔2021〕{index}号，自11月30日起施行。" for index in range(6))


# ---------------------------------------------------------------- pictures of text

WHOLE = "q 595 0 0 842 0 0 cm /Im Do Q"


@pytest.mark.parametrize("mark", ["- 3 -", "某某扫描仪", "\u3000"])
def test_a_scanners_mark_does_not_make_a_picture_text(mark: str) -> None:
    page = PdfPage()
    page.raw(WHOLE)
    page.text(280, 800, mark)
    with pytest.raises(NeedsOcr):
        read_pdf(make_pdf([page]), "a.pdf")
    found, issues = told(body_page(), page)
    assert (found[:4], issues) == (BODY, ["page-needs-ocr"])


def test_a_scan_in_strips_is_a_picture() -> None:
    page = PdfPage()
    for strip in range(20):
        page.raw(f"q 595 0 0 42 0 {42 * strip} cm /Im Do Q")
    assert told(body_page(), page) == (BODY, ["page-needs-ocr"])


def test_letters_drawn_as_outlines_are_a_picture() -> None:
    page, form = PdfPage(), PdfPage()
    for letter in range(60):
        x, y = 80 + 14 * (letter % 30), 700 - 20 * (letter // 30)
        corners = " ".join(f"{x + step % 4} {y + step} l" for step in range(12))
        form.raw(f"{x} {y} m {corners} f")
    page.stamp = form
    assert told(body_page(), page) == (BODY, ["page-needs-ocr"])
    ruled = PdfPage()
    for row in range(400):
        ruled.thin_box(40, 40 + 1.5 * row, 500, 40 + 1.5 * row)
    assert told(body_page(), ruled) == (BODY, [])


def test_recognised_text_is_read_and_told() -> None:
    covered, invisible, plain = body_page(), body_page(), body_page()
    covered.raw(WHOLE)
    invisible.ops = [WHOLE, "3 Tr", *invisible.ops]
    plain.ops = [WHOLE, *plain.ops]
    assert told(covered) == (BODY, ["text-recognised"])
    assert told(invisible) == (BODY, ["text-recognised"])
    assert told(plain) == (BODY, [])


# ---------------------------------------------------------------- real files, where they are at hand

FILES = Path(__file__).parents[2] / "shared" / "corpus" / "files"
real = pytest.mark.skipif(not FILES.exists(), reason="the corpus is not beside the project")


def read_real(name: str) -> RawDocument:
    return read_pdf((FILES / f"re_{name}.pdf").read_bytes(), name)


@real
@pytest.mark.parametrize("name", ["60c7c22b", "b30f7610", "6658e95f"])
def test_real_pages_in_fonts_without_maps_are_refused(name: str) -> None:
    with pytest.raises(GarbledText):
        read_real(name)


@real
def test_digits_of_a_real_document_number_stand_in_it() -> None:
    document = read_real("50eeb78a")
    text = "".join(paragraphs(document))
    assert len(re.findall(r"〔20\d\d〕\d+号", text)) == text.count("〔") == 3
    assert codes(document) == ["page-needs-ocr"]


@real
def test_a_real_scan_with_recognised_text_is_told() -> None:
    assert codes(read_real("d5bcd118")).count("text-recognised") == 2
    with pytest.raises(NeedsOcr):
        read_real("65fba671")


@real
@pytest.mark.parametrize("name", ["49ba2977", "54905041", "58ddcf53"])
def test_nothing_is_taken_from_real_pages_that_are_sound(name: str) -> None:
    document = read_real(name)
    assert set(codes(document)) <= {"table-joined"}
    assert {reason for reason, _ in left_out(document)} <= {"page-number", "running-head", "repeated-header"}


@real
@pytest.mark.hostile
def test_a_cell_whose_text_runs_into_the_next_is_told() -> None:
    document = read_real("ac2a2f02")
    assert [issue.message[:8].strip() for issue in document.issues if issue.code == "text-not-shown"] == [
        "Page 21",
        "Page 31",
        "Page 38",
    ]
