"""The Word reader: each test is one thing that real files do, on a file made for it."""

import contextlib
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from make_word import make_docx, make_zip, p, r, sdt, tbl, tc, tr
from pipeline.errors import Encrypted, FileError, TooLarge, Unreadable, Unsupported
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.readers.docx import package
from pipeline.readers.docx import read as read_docx
from pipeline.readers.docx.numerals import write_number

INPUTS = Path(__file__).parent.parent / "inputs"


def read(body: str, **parts: str) -> RawDocument:
    return read_docx(make_docx(body, **parts), "test.docx")


def paragraphs(document: RawDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, RawParagraph)]


def cells(document: RawDocument, index: int = 0) -> list[tuple[int, int, int, int, str]]:
    tables = [block for block in document.blocks if isinstance(block, RawTable)]
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in tables[index].cells]


def codes(document: RawDocument) -> list[str]:
    return [issue.code for issue in document.issues]


def left_out(document: RawDocument) -> list[tuple[str, str]]:
    return [(item.reason, item.text.strip()) for item in document.discarded]


# ---------------------------------------------------------------- tables


def test_a_plain_table() -> None:
    found = read(tbl(tr(tc("序号"), tc("任务")), tr(tc("1"), tc("完善窗口"))))
    assert cells(found) == [(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "任务"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "完善窗口")]


def test_merges_sideways_and_down() -> None:
    found = read(
        tbl(
            tr(tc("甲", span=2), tc("乙")),
            tr(tc("类", merge="restart"), tc("一"), tc("二")),
            tr(tc(merge="continue"), tc("三", span=2)),
        )
    )
    assert cells(found) == [
        (0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"),
        (1, 0, 2, 1, "类"), (1, 1, 1, 1, "一"), (1, 2, 1, 1, "二"),
        (2, 1, 1, 2, "三"),
    ]  # fmt: skip


def test_a_merge_without_its_beginning_is_a_cell_and_is_told() -> None:
    found = read(tbl(tr(tc("类", merge="continue"), tc("一")), tr(tc(merge="continue"), tc("二"))))
    assert cells(found) == [(0, 0, 2, 1, "类"), (0, 1, 1, 1, "一"), (1, 1, 1, 1, "二")]
    assert codes(found) == ["merge-orphaned"]


def test_a_restart_ends_the_merge_above() -> None:
    found = read(tbl(tr(tc("甲", merge="restart")), tr(tc("乙", merge="restart")), tr(tc(merge="continue"))))
    assert cells(found) == [(0, 0, 1, 1, "甲"), (1, 0, 2, 1, "乙")]


def test_text_in_a_continuing_cell_is_not_printed() -> None:
    found = read(tbl(tr(tc("类", merge="restart")), tr(tc("旧文", merge="continue"))))
    assert cells(found) == [(0, 0, 2, 1, "类")]
    assert left_out(found) == [("hidden", "旧文")]


def test_grid_before_leaves_a_hole() -> None:
    found = read(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), properties='<w:gridBefore w:val="1"/>')))
    assert cells(found)[2] == (1, 1, 1, 1, "丙")


def test_grid_after_and_a_wider_continuation_leave_each_cell_where_it_stands() -> None:
    found = read(
        tbl(
            tr(tc("甲", merge="restart"), tc("乙"), tc("丙")),
            tr(tc(merge="continue"), tc("丁"), properties='<w:gridAfter w:val="1"/>'),
            tr(tc("戊", merge="continue", span=2), tc("己")),
        )
    )
    assert cells(found) == [
        (0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (0, 2, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (2, 0, 1, 2, "戊"), (2, 2, 1, 1, "己"),
    ]  # fmt: skip
    assert codes(found) == ["merge-orphaned"]


def test_a_table_in_a_page_header_is_no_table_of_the_document() -> None:
    found = read(p("正文"), header1=tbl(tr(tc("序号"), tc("任务"))))
    assert [type(block) for block in found.blocks] == [RawParagraph]


def test_content_controls_around_table_row_cell_and_paragraph() -> None:
    body = sdt(tbl(sdt(tr(sdt(tc(sdt(p("甲")))), tc("乙"))), tr(tc("丙"), sdt(tc("丁")))))
    assert [text for *_, text in cells(read(body))] == ["甲", "乙", "丙", "丁"]


def test_a_nested_table_is_the_text_of_its_cell() -> None:
    inner = tbl(tr(tc("a"), tc("b")), tr(tc("c"), tc("d")))
    found = read(tbl(tr(tc(p("看") + inner + p()), tc("乙"))))
    assert cells(found)[0] == (0, 0, 1, 1, "看\na\tb\nc\td")
    assert codes(found) == ["nested-table"]


def test_a_frame_of_one_cell_gives_way_to_the_table_inside() -> None:
    found = read(tbl(tr(tc(p("标题") + tbl(tr(tc("序号"), tc("任务"))) + p()))))
    assert paragraphs(found) == ["标题"]
    assert [text for *_, text in cells(found)] == ["序号", "任务"]


def test_an_absurd_span_is_clamped_and_told() -> None:
    found = read(tbl(tr(tc("甲", span=2_000_000_000), tc("乙"))))
    assert codes(found) == ["span-clamped"]
    assert all(column_span <= 1_000 for _, _, _, column_span, _ in cells(found))


def test_legacy_horizontal_merge() -> None:
    left = '<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>' + p("甲") + "</w:tc>"
    right = "<w:tc><w:tcPr><w:hMerge/></w:tcPr>" + p() + "</w:tc>"
    assert cells(read(tbl(tr(left, right, tc("乙"))))) == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]


def test_paragraph_ends_are_told_from_line_breaks() -> None:
    body = tbl(tr(tc(p("一") + f"<w:p>{r('二')}<w:r><w:br/></w:r>{r('三')}</w:p>"), tc("乙")))
    table = read(body).blocks[0]
    assert isinstance(table, RawTable)
    assert table.cells[0].text == "一\n二\n三"
    assert table.cells[0].paragraph_ends == (1,)


# ---------------------------------------------------------------- text


def test_tracked_changes_are_read_in_their_final_state() -> None:
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    found = read(f"<w:p>{r('由')}{deleted}<w:ins>{r('新')}</w:ins>{r('单位负责')}</w:p>")
    assert paragraphs(found) == ["由新单位负责"]
    assert left_out(found) == [("deleted", "旧")]


def test_a_deleted_row_is_gone() -> None:
    found = read(tbl(tr(tc("甲")), tr(tc("乙"), properties="<w:del/>"), tr(tc("丙"))))
    assert [(row, text) for row, _, _, _, text in cells(found)] == [(0, "甲"), (1, "丙")]
    assert left_out(found) == [("deleted", "乙")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert paragraphs(read(p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半") + p("另段"))) == ["前半后半", "另段"]


def test_hidden_text_by_run_and_by_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    )
    shown = r("看", '<w:vanish w:val="0"/>')
    styled = r("匿", '<w:rStyle w:val="H2"/>')
    body = f"<w:p>{shown}{r('藏', '<w:vanish/>')}{styled}{r('见')}</w:p>"
    found = read(body, styles=styles)
    assert paragraphs(found) == ["看见"]
    assert left_out(found) == [("hidden", "藏"), ("hidden", "匿")]


def test_a_field_gives_its_result_only() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    body = f"<w:p>{r('第')}{mark('begin')}{code}{mark('separate')}{r('3')}{mark('end')}{r('页')}</w:p>"
    assert paragraphs(read(body)) == ["第3页"]


def test_a_field_that_never_ends_does_not_swallow_the_rest() -> None:
    body = f'<w:p>{r("甲")}<w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>{p("乙")}'
    assert paragraphs(read(body)) == ["甲", "乙"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = f"<w:p>{r('正文')}<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    assert paragraphs(read(body)) == ["正文", "框内"]


def test_pinyin_above_the_line_is_left_out() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('hang')}</w:rt><w:rubyBase>{r('行')}</w:rubyBase></w:ruby></w:r>"
    found = read(f"<w:p>{r('银')}{ruby}</w:p>")
    assert paragraphs(found) == ["银行"]
    assert left_out(found) == [("hidden", "hang")]


def test_notes_follow_and_comments_are_left_out() -> None:
    found = read(
        p("正文"),
        footnotes=f'<w:footnote w:type="separator">{p("线")}</w:footnote><w:footnote w:id="2">{p("脚注")}</w:footnote>',
        comments=f"<w:comment>{p('批注')}</w:comment>",
    )
    assert paragraphs(found) == ["正文", "脚注"]
    assert left_out(found) == [("comment", "批注")]


def test_a_foreign_chunk_is_reported() -> None:
    assert codes(read(p("正文") + "<w:altChunk/>")) == ["alt-chunk"]


def test_tabs_breaks_and_hyphens() -> None:
    body = f"<w:p>{r('甲')}<w:r><w:tab/><w:noBreakHyphen/><w:cr/></w:r>{r('乙')}</w:p>"
    assert paragraphs(read(body)) == ["甲\t-\n乙"]


@pytest.mark.parametrize("code", ["D800", "DFFF", "-1", "000A", "x", "1F600"])
def test_a_symbol_that_is_no_character_is_nothing(code: str) -> None:
    assert paragraphs(read(f'<w:p>{r("甲")}<w:r><w:sym w:char="{code}"/></w:r>{r("乙")}</w:p>')) == ["甲乙"]


# ---------------------------------------------------------------- numbering


def level(index: int, form: str, text: str, more: str = "") -> str:
    form, text = f'<w:numFmt w:val="{form}"/>', f'<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/>{form}{text}{more}</w:lvl>'


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "（%1）", '<w:suff w:val="nothing"/>')
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def item(text: str, depth: int, list_id: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_that_word_computes_are_printed() -> None:
    body = item("甲", 0) + item("a", 1) + item("b", 1) + item("c", 2) + item("乙", 0) + item("d", 1)
    assert paragraphs(read(body, numbering=LISTS)) == ["（一）甲", "1. a", "2. b", "1.2.1 c", "（二）乙", "1. d"]


def test_an_override_begins_anew_and_numid_zero_is_no_number() -> None:
    body = item("甲", 0) + item("乙", 0, 2) + item("丙", 0, 2) + item("丁", 0, 0)
    assert paragraphs(read(body, numbering=LISTS)) == ["（一）甲", "（五）乙", "（六）丙", "丁"]


def test_an_empty_numbered_cell_holds_its_number() -> None:
    row = tr(tc(item("", 1)), tc("任务"))
    assert [text.strip() for *_, text in cells(read(tbl(row, row), numbering=LISTS))] == ["1.", "任务", "2.", "任务"]


def test_a_style_can_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Task"><w:basedOn w:val="Base"/></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="Task"/>') + p("乙", '<w:pStyle w:val="Task"/>')
    assert paragraphs(read(body, styles=styles, numbering=LISTS)) == ["（一）甲", "（二）乙"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (20, "ideographDigital", "二〇"),
        (10, "chineseLegalSimplified", "壹拾"),
        (3, "ideographTraditional", "丙"),
        (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (0, "chineseCounting", "0"),
        (4, "aFormatOfTheFuture", "4"),
    ],
)
def test_number_formats(number: int, form: str, printed: str) -> None:
    assert write_number(number, form) == printed


# ---------------------------------------------------------------- packages


def test_strict_and_transitional_files_read_the_same() -> None:
    body = item("甲", 0) + tbl(tr(tc("一", merge="restart"), tc("二")), tr(tc(merge="continue"), tc("三")))
    loose, strict = (read_docx(make_docx(body, strict=flag, numbering=LISTS), "a.docx") for flag in (False, True))
    assert strict == loose


def test_the_published_table_has_its_tiling() -> None:
    document = read_docx((INPUTS / "yangjiang-2021.docx").read_bytes(), "yangjiang-2021.docx")
    found = cells(document)
    assert max(row for row, *_ in found) == 19
    assert max(column + span for _, column, _, span, _ in found) == 9
    assert sum(rows * columns for _, _, rows, columns, _ in found) == 20 * 9


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_unreadable(share: float) -> None:
    data = make_docx(p("正文" * 500))
    with pytest.raises(Unreadable):
        read_docx(data[: int(len(data) * share)], "cut.docx")


def test_other_zip_files_are_unsupported() -> None:
    with pytest.raises(Unsupported):
        read_docx(make_zip({"a.txt": b"text"}), "a.zip")


def test_a_zip_bomb_is_stopped_while_it_inflates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "BYTE_LIMIT", 2**20)
    with pytest.raises(TooLarge):
        read_docx(make_docx(p("字" * 2**20)), "bomb.docx")


def test_an_encrypted_member_is_told() -> None:
    data = bytearray(make_docx(p("正文")))
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    with pytest.raises(Encrypted):
        read_docx(bytes(data), "locked.docx")


def test_entities_are_refused_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    data = make_docx(
        p("正文", '<w:pStyle w:val="x"/>'),
        styles='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;<b>vanish</b></x>',
    )
    with pytest.raises(Unreadable):
        read_docx(data, "dtd.docx")


def test_deep_nesting_is_a_typed_error_or_a_reading() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + p("底") + "</w:sdtContent></w:sdt>" * 5_000
    with pytest.raises(Unreadable):
        read(deep)


@pytest.mark.hostile
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_bytes_raise_typed_errors_only(data: st.DataObject) -> None:
    blob = bytearray(make_docx(item("甲", 0) + tbl(tr(tc("一"), tc("二"))), numbering=LISTS))
    for _ in range(data.draw(st.integers(1, 8))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileError):
        read_docx(bytes(blob), "fuzz.docx")


@pytest.mark.hostile
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_xml_raises_typed_errors_only(data: st.DataObject) -> None:
    body = item("甲", 0) + tbl(tr(tc("一", merge="restart"), tc("二", span=2)), tr(tc(merge="continue"), tc("三")))
    at = data.draw(st.integers(0, len(body) - 1))
    body = (
        body[:at]
        + data.draw(st.text(alphabet='<>/"w:val0-9 甲&;', max_size=4))
        + body[at + data.draw(st.integers(0, 6)) :]
    )
    with contextlib.suppress(FileError):
        read(body, numbering=LISTS)
