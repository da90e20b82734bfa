"""What Word shows is what is read: struck-out text, symbols, fields, formulas, drawings, foreign parts."""

import pytest

from make_word import field, make_docx, make_flat, p, picture, r, sdt, tbl, tc, tr
from pipeline.errors import NeedsOcr, Unreadable, Unsupported
from pipeline.grid import RawDocument, RawParagraph, RawTable, build_document
from pipeline.readers import read as read_any
from pipeline.readers.docx import read as read_docx
from pipeline.readers.docx.equation import print_equation
from pipeline.source import Paragraph


def read(body: str, **more: object) -> RawDocument:
    return read_docx(make_docx(body, **more), "test.docx")  # type: ignore[arg-type]


def text(content: str, **more: object) -> str:
    """What one paragraph of this content shows."""
    blocks = read(f"<w:p>{content}</w:p>", **more).blocks
    return "\n".join(block.text for block in blocks if isinstance(block, RawParagraph))


def left_out(document: RawDocument) -> list[tuple[str, str]]:
    return [(item.reason, item.text.strip()) for item in document.discarded]


def placed(document: RawDocument) -> list[tuple[str, str, tuple[int | None, int | None] | None]]:
    """Code, severity and cell of each issue."""
    issues = build_document(document, name="", sha256="", size=0).issues
    return [
        (issue.code, issue.severity, (issue.provenance.row, issue.provenance.column) if issue.provenance else None)
        for issue in issues
    ]


# ---------------------------------------------------------------- struck out, raised, hidden


@pytest.mark.parametrize(
    ("struck", "shown"),
    [
        (r("区住建局", "<w:strike/>"), "区园林局"),
        (r("区住建局", "<w:dstrike/>"), "区园林局"),
        (r("区住建局", '<w:rStyle w:val="Gone"/>'), "区园林局"),
        (r("区住建局", '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>'), "区住建局区园林局"),
        (r("区住建局", '<w:strike w:val="false"/>'), "区住建局区园林局"),
    ],
)
def test_struck_out_text_is_kept_apart(struck: str, shown: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
    document = read(tbl(tr(tc("7"), tc(f"<w:p>{struck}{r('区园林局')}</w:p>"))), styles=styles)
    table = document.blocks[0]
    assert isinstance(table, RawTable) and table.cells[1].text == shown
    kept = shown == "区园林局"
    assert left_out(document) == ([("struck", "区住建局")] if kept else [])
    assert placed(document) == ([("struck-out", "info", (0, 1))] if kept else [])


@pytest.mark.parametrize(
    ("before", "raised", "shown", "mark"),
    [
        ("区园林局", "2", "区园林局", "2"),
        ("区园林局", "[12]", "区园林局", "[12]"),
        ("10月底前", "①", "10月底前", "①"),
        ("区园林局", "*", "区园林局", "*"),
        ("种草3×10", "5", "种草3×10⁵", ""),
        ("建房80m", "2", "建房80m²", ""),
        ("区园林局", "牵头", "区园林局牵头", ""),
        ("共10", "[3]", "共10", "[3]"),
    ],
)
def test_raised_text_is_the_mark_of_a_note_or_a_power(before: str, raised: str, shown: str, mark: str) -> None:
    up = r(raised, '<w:vertAlign w:val="superscript"/>')
    document = read(f"<w:p>{r(before)}{up}</w:p>")
    assert document.blocks == (RawParagraph(shown),)
    assert left_out(document) == ([("comment", mark)] if mark else [])


def test_hidden_text_in_a_cell_is_reported_there() -> None:
    document = read(tbl(tr(tc(f"<w:p>{r('区园林局')}{r('区档案馆', '<w:vanish/>')}</w:p>"))))
    assert left_out(document) == [("hidden", "区档案馆")]
    assert placed(document) == [("hidden-text", "info", (0, 0))]


# ---------------------------------------------------------------- symbols, boxes, fields


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="006F"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0CC"/></w:r>', "\ufffd"),
        ('<w:r><w:sym w:font="SimSun" w:char="25A1"/></w:r>', "□"),
        (r("þ", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☑"),
        (r("\uf0a8", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☐"),
        (r("P区园林局", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'), "✓区园林局"),
        (r("R", '<w:rFonts w:ascii="Arial" w:eastAsia="Wingdings 2"/>'), "R"),
        (r("R", '<w:rStyle w:val="Tick"/>'), "☑"),
        (field("FORMCHECKBOX", form="<w:checkBox><w:checked/></w:checkBox>"), "☑"),
        (field("FORMCHECKBOX", form='<w:checkBox><w:default w:val="1"/></w:checkBox>'), "☑"),
        (field("FORMCHECKBOX", form='<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'), "☐"),
        (field("SYMBOL 254 \\f Wingdings \\s 10"), "☑"),
        (field('SYMBOL 0x52 \\f "Wingdings 2"'), "☑"),
        (field("SYMBOL 9633 \\u \\f SimSun"), "□"),
    ],
)
def test_symbols_and_boxes_are_what_they_look_like(content: str, shown: str) -> None:
    style = '<w:style w:type="character" w:styleId="Tick"><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr></w:style>'
    assert text(content, styles=style) == shown


@pytest.mark.parametrize(("state", "shown"), [("1", "☑"), ("true", "☑"), ("0", "☐")])
def test_a_tick_box_of_a_content_control_is_its_state(state: str, shown: str) -> None:
    box = f'<w14:checkbox><w14:checked w14:val="{state}"/><w14:checkedState w14:val="2612"/></w14:checkbox>'
    control = f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{r('☒')}</w:sdtContent></w:sdt>"
    assert text(control + r("区园林局")) == shown + "区园林局"


def test_the_prompt_of_an_empty_content_control_is_no_content() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    document = read(tbl(tr(tc("8"), prompt.format(tc("请选择单位")), tc(f"<w:p>{prompt.format(r('选日期'))}</w:p>"))))
    table = document.blocks[0]
    assert isinstance(table, RawTable) and [cell.text for cell in table.cells] == ["8", "", ""]
    assert left_out(document) == [("hidden", "请选择单位"), ("hidden", "选日期")]
    assert text(sdt(r("区园林局"))) == "区园林局"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="区园林局"/><w:listEntry w:val="区水务局"/></w:ddList>',
            "区水务局",
        ),
        ('<w:ddList><w:listEntry w:val="区园林局"/><w:listEntry w:val="区水务局"/></w:ddList>', "区园林局"),
        ('<w:ddList><w:result w:val="7"/><w:listEntry w:val="区园林局"/></w:ddList>', ""),
    ],
)
def test_a_drop_down_list_shows_its_choice(form: str, shown: str) -> None:
    assert text(field("FORMDROPDOWN", form=form)) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r"\o\ac(○,7)", "⑦"),
        (r"\o\ac(◯,34)", "(34)"),
        (r"\o\ac(○,三)", "㊂"),
        (r"\o\ac(□,急)", "(急)"),
        (r"\f(3,4)", "3/4"),
        (r"\f(a+b,2)", "(a+b)/2"),
        (r"\r(3,x)", "3√x"),
        (r"10\s\up6(3)", "10³"),
        (r"\* jc2 \* hps10 \o\ad(\s\up 9(hang),行)", "行"),
        (r"\o(\s\up 6(区园),\s\do 2(林局))", "区园林局"),
        (r"\o\ad(区园林局, )", "区园林局"),
        (r"\b\bc\{(x)", "(x)"),
        (r"\f(\f(1,2),3)", "(1/2)/3"),
        (r"\x(区园林局)", "区园林局"),
        (r"\f(1", "1"),
        ("\\f(" * 5000, None),
    ],
)
def test_equation_fields_are_one_line_of_text(code: str, shown: str | None) -> None:
    found = print_equation(code)
    assert shown is None or found.replace("* jc2 * hps10", "").strip() == shown


def test_a_field_with_a_result_shows_it_and_one_without_its_code() -> None:
    assert text(r("第") + field("eq \\o\\ac(○,12)") + r("项")) == "第⑫项"
    assert text(field("eq \\o\\ac(○,12)", "十二")) == "十二"
    assert text(field("PAGE", "3") + field("TOC")) == "3"
    assert text('<w:fldSimple w:instr=" eq \\f(1,2) "/>') == "1/2"


def test_a_field_whose_end_was_deleted_ends_there() -> None:
    begin, end = field("HYPERLINK x", "旧").split('<w:r><w:fldChar w:fldCharType="separate"/>', 1)
    body = f'{begin}<w:del><w:r><w:fldChar w:fldCharType="separate"/>{end}</w:del>{r("区园林局")}'
    assert text(body) == "区园林局"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("<m:f><m:num>{3}</m:num><m:den>{4}</m:den></m:f>", "3/4"),
        ("{1}<m:f><m:num>{1}</m:num><m:den>{2}</m:den></m:f>", "1 1/2"),
        ("<m:sSup><m:e>{10}</m:e><m:sup>{2}</m:sup></m:sSup>", "10²"),
        ("<m:sSup><m:e>{x}</m:e><m:sup>{n+1}</m:sup></m:sSup>", "x^(n+1)"),
        ("<m:sSub><m:e>{a}</m:e><m:sub>{1}</m:sub></m:sSub>", "a₁"),
        ("<m:rad><m:deg/><m:e>{2}</m:e></m:rad>", "√2"),
        ('<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{x}</m:e></m:d>', "[x]"),
    ],
)
def test_formulas_keep_fractions_and_powers_apart(formula: str, shown: str) -> None:
    for word in ("10", "n+1", "1", "2", "3", "4", "x", "a"):
        formula = formula.replace(f"{{{word}}}", f"<m:r><m:t>{word}</m:t></m:r>")
    assert text(f"{r('约')}<m:oMath>{formula}</m:oMath>") == "约" + shown


# ---------------------------------------------------------------- numbers of deleted paragraphs

LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1)"/><w:suff w:val="nothing"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>'
GONE = "<w:rPr><w:del/></w:rPr>"


def deleted(words: str) -> str:
    return f"<w:p><w:pPr>{NUMBERED}{GONE}</w:pPr><w:del><w:r><w:delText>{words}</w:delText></w:r></w:del></w:p>"


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        (p("甲", NUMBERED) + deleted("乙") + p("丙", NUMBERED), "1)甲\n2)丙"),
        (p("甲", NUMBERED) + deleted("乙") + deleted("丁") + p("丙", NUMBERED), "1)甲\n2)丙"),
        (deleted("乙") + p("甲", NUMBERED), "1)甲"),
        (p("甲", NUMBERED + GONE) + p("丙", NUMBERED) + p("戊", NUMBERED), "1)甲丙\n2)戊"),
    ],
)
def test_a_deleted_paragraph_leaves_no_number(items: str, shown: str) -> None:
    table = read(tbl(tr(tc(items))), numbering=LIST).blocks[0]
    assert isinstance(table, RawTable) and table.cells[0].text == shown


# ---------------------------------------------------------------- drawings


def test_word_art_is_text() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="某区清淤分工表"/></v:shape></w:pict></w:r>'
    assert [block for block in read(f"<w:p>{art}</w:p>{p('正文')}").blocks] == [
        RawParagraph("某区清淤分工表"), RawParagraph("正文"),
    ]  # fmt: skip


def test_a_diagram_is_read_from_its_data() -> None:
    data = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>清淤'
        "</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    drawing = '<w:r><w:drawing><a:graphic><dgm:relIds r:dm="d1"/></a:graphic></w:drawing></w:r>'
    related = {"d1": ("diagramData", "diagrams/data1.xml")}
    whole = read(f"<w:p>{drawing}</w:p>", related=related, members={"word/diagrams/data1.xml": data.encode()})
    assert whole.blocks == (RawParagraph("清淤"),)
    broken = read(f"<w:p>{r('见图')}{drawing}</w:p>", related=related, members={"word/diagrams/data1.xml": b"<a"})
    assert placed(broken) == [("object-unread", "error", (None, None))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (tbl(tr(tc("9"), tc(f"<w:p>{picture(5, 3)}</w:p>"))), [("picture-unread", "error", (0, 1))]),
        (tbl(tr(tc("9"), tc(f"<w:p>{picture(0.5, 0.5)}</w:p>"))), []),
        (p("正文。") + f"<w:p>{picture(15, 20)}</w:p>", [("picture-unread", "error", None)]),
        (p("正文。") + f"<w:p>{picture(3, 3)}</w:p>", []),
        (p("正文。") + f"<w:p>{picture(15, 0.3)}</w:p>", []),
        (
            '<w:p><w:r><w:t>正文。</w:t></w:r><w:r><w:pict><v:shape style="width:15cm;height:200pt"><v:imagedata/></v:shape></w:pict></w:r></w:p>',
            [("picture-unread", "error", (None, None))],
        ),
        (
            '<w:p><w:r><w:t>正文。</w:t></w:r><w:r><w:object><v:shape style="width:9cm;height:9cm"><v:imagedata/></v:shape>'
            '<o:OLEObject ProgID="Excel.Sheet.8"/></w:object></w:r></w:p>',
            [("object-unread", "error", (None, None))],
        ),
    ],
)  # fmt: skip
def test_pictures_and_objects_are_reported_where_they_are(
    body: str, expected: list[tuple[str, str, tuple[int | None, int | None] | None]]
) -> None:
    assert placed(read(body)) == expected


def test_a_document_of_pictures_needs_ocr_and_one_of_an_embedded_file_names_it() -> None:
    with pytest.raises(NeedsOcr):
        read(p("某区清淤分工表") + f"<w:p>{picture(15, 20)}</w:p>" * 2)
    sheet = '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    with pytest.raises(Unsupported, match=r"Excel\.Sheet\.12"):
        read(sheet)


def test_comments_in_the_margin_are_counted() -> None:
    found = read(p("正文"), comments=f"<w:comment>{p('再议')}</w:comment><w:comment>{p()}</w:comment>")
    assert placed(found) == [("comment-unread", "info", None)]


# ---------------------------------------------------------------- the package

PAGE = "<html><body><table border=1><tr><td>序号</td><td>任务</td></tr><tr><td>3</td><td>清淤</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.html", PAGE.encode(), ["序号", "任务", "3", "清淤"]),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
                  b"Content-Type: text/html; charset=utf-8\n\n" + PAGE.encode() + b"\n--b--", ["序号", "任务", "3", "清淤"]),
        ("a.txt", "清淤".encode(), ["清淤"]),
    ],
)  # fmt: skip
def test_a_page_inside_the_document_is_read_in_its_place(name: str, content: bytes, shown: list[str]) -> None:
    document = read(
        p("前") + '<w:altChunk r:id="c1"/>' + p("后"),
        related={"c1": ("aFChunk", name)},
        members={f"word/{name}": content},
    )
    first, *inner, last = document.blocks
    assert (first, last) == (RawParagraph("前"), RawParagraph("后"))
    texts = [cell.text for block in inner if isinstance(block, RawTable) for cell in block.cells]
    assert (texts or [block.text for block in inner if isinstance(block, RawParagraph)]) == shown
    assert document.issues == ()


def test_a_flat_package_is_the_same_document() -> None:
    data = make_docx(p("某区清淤分工表") + tbl(tr(tc("序号"), tc("任务")), tr(tc("3"), tc("清淤"))), styles="")
    flat = make_flat(data)
    assert read_any(flat, "a.xml").blocks == read_any(data, "a.docx").blocks
    with pytest.raises(Unreadable):
        read_any(flat[:-40], "a.xml")
    with pytest.raises(Unsupported):
        read_any(b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "a.xml")


def test_a_missing_part_is_reported_and_the_rest_is_read() -> None:
    found = read(p("正文"), related={"i1": ("image", "media/a.png"), "h1": ("styles", "gone.xml")})
    assert found.blocks == (RawParagraph("正文"),)
    assert [issue.code for issue in found.issues] == ["part-missing"]
    assert "word/gone.xml, word/media/a.png" in found.issues[0].message


def test_rows_that_end_early_are_reported_at_the_first() -> None:
    short = tbl(tr(tc("序号"), tc("任务"), tc("单位")), tr(tc("1"), tc("清淤")), tr(tc("2"), tc("疏浚", span=2)))
    assert placed(read(short)) == [("row-short", "warning", (1, 0))]
    told = tbl(tr(tc("序号"), tc("任务")), tr(tc("1"), properties='<w:gridAfter w:val="1"/>'))
    assert placed(read(told)) == []


def test_text_of_a_web_page_named_as_a_word_file_is_read_with_a_word() -> None:
    document = read_any(PAGE.encode(), "清单.docx")
    assert [issue.code for issue in document.issues] == ["type-mismatch"]
    assert not any(isinstance(block, Paragraph) for block in document.blocks)
