"""What a page shows is what is read: style sheets, struck-out words, forms, tables of divs, pictures, frames, copies."""

import pytest

from pipeline.errors import NeedsOcr
from pipeline.grid import RawDocument, RawParagraph
from pipeline.model import Issue
from pipeline.readers import read as read_any
from pipeline.readers.html import read as read_html
from pipeline.readers.html.looks import declared
from pipeline.readers.html.sheets import StyleSheets, is_for_screen
from pipeline.source import Document, Table

SENTENCE = (
    "本月底前疏浚三处河道，清理岸边堆放的杂物，设置警示标牌并落实专人看护（牵头单位：镇水利站；配合单位：镇城建办）。"
)
HEAD = "<tr><td>序号</td><td>工作任务</td><td>责任单位</td></tr>"
ROW = "<tr><td>1</td><td>疏浚河道</td><td>{}</td></tr>"


def read(markup: str) -> RawDocument:
    return read_html(markup.encode(), "page.html")


def document(markup: str) -> Document:
    return read_any(markup.encode(), "page.html")


def unit_cell(content: str, head: str = "") -> tuple[str, list[Issue]]:
    """What the unit's cell of a small list shows, and the issues of the page."""
    found = document(
        f"<html><head>{head}</head><body><table border=1>{HEAD}{ROW.format(content)}</table></body></html>"
    )
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    return next(cell.text for cell in table.cells if (cell.row, cell.column) == (1, 2)), list(found.issues)


# ---------------------------------------------------------------- hidden, struck out, raised


@pytest.mark.parametrize(
    "hidden",
    [
        '<span class="x">镇纪委</span>', '<span id="y">镇纪委</span>', '<i>镇纪委</i>', '<b class="p q">镇纪委</b>',
        '<span style="visibility:collapse">镇纪委</span>', '<span style="opacity:0.0">镇纪委</span>',
        '<span style="font-size: 0px">镇纪委</span>', '<span style="FONT-SIZE:0">镇纪委</span>',
        '<em><u>镇纪委</u></em>', '<span class="wide">镇纪委</span>', '<span style="display:block;display:none">镇纪委</span>',
    ],
)  # fmt: skip
def test_what_a_style_hides_is_no_name(hidden: str) -> None:
    sheet = (
        "<style>/* a{} */ .x, #y { display:none } td i { visibility : hidden } b.p.q{opacity:0}"
        " em>u{font-size:0pt} .wide{display:block} @media screen and (min-width:800px) { .wide {display:none} }"
        " @media print{td{display:none}} @media (max-width:600px){table{display:none}}</style>"
    )
    text, issues = unit_cell(hidden + "镇水利站", sheet)
    assert text == "镇水利站"
    assert [(issue.code, issue.severity) for issue in issues] == [("hidden-text", "info")]
    assert issues[0].provenance is not None and issues[0].provenance.column == 2


@pytest.mark.parametrize(
    "shown",
    [
        '<span class="x show">镇纪委</span>', '<span class="x" style="display:inline">镇纪委</span>',
        '<span style="font-size:0"><b style="font-size:14px">镇纪委</b></span>',
        '<span style="visibility:hidden"><b style="visibility:visible">镇纪委</b></span>',
        '<span class="fade">镇纪委</span>', '<span class="hover">镇纪委</span>', '<span class="alone">镇纪委</span>',
    ],
)  # fmt: skip
def test_what_a_style_shows_again_is_read(shown: str) -> None:
    sheet = (
        "<style>.x{display:none}.x.show{display:inline}.fade{opacity:0;transition:opacity 1s}"
        ".hover:hover{display:none}ul .alone{display:none}</style>"
    )
    text, issues = unit_cell(shown, sheet)
    assert text == "镇纪委" and issues == []


def test_the_cascade_follows_rank_and_importance() -> None:
    sheets = StyleSheets(
        [("", "p{display:none!important}.a{display:block}#b{display:inline}.a{visibility:hidden}"), ("print", "p{}")]
    )
    style = declared(sheets.style([("p", "b", frozenset({"a"}))], "display:flex"))
    assert style == {"display": "none", "visibility": "hidden"}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("", True), ("screen", True), ("print", False), ("all and (min-width: 900px)", True), ("(max-width: 60em)", False),
        ("print, screen and (max-width:2000px)", True), ("not print", True), ("only screen and (min-width:3000px)", False),
        ("(min-width:700px) and (max-width:1000px)", False), ("speech", False), ("(max-width:1..5px)", True),
    ],
)  # fmt: skip
def test_media_queries_are_asked_about_a_screen(query: str, holds: bool) -> None:
    assert is_for_screen(query) is holds


def test_a_broken_or_endless_sheet_hides_nothing_it_does_not_say() -> None:
    for sheet in (
        "u{display:none",
        "{}}}{ .x{",
        "a{" * 5000,
        "@media{@media{td{x:y}}",
        "td:nth-child(2){display:none}",
    ):
        text, _ = unit_cell("<u>镇纪委</u>镇水利站", f"<style>{sheet}</style>")
        assert text == ("镇水利站" if sheet.startswith("u{") else "镇纪委镇水利站")


@pytest.mark.parametrize(
    "struck",
    [
        "<s>镇纪委</s>", "<strike>镇纪委</strike>", "<del>镇纪委</del>", '<span style="text-decoration:line-through">镇纪委</span>',
        '<span style="text-decoration: underline line-through red">镇纪委</span>', '<span class="gone">镇纪委</span>',
        "<del><b>镇纪委</b></del>",
    ],
)  # fmt: skip
def test_what_is_struck_out_is_kept_apart(struck: str) -> None:
    found = read(
        f"<style>.gone{{text-decoration-line:line-through}}</style><table border=1>{HEAD}{ROW.format(struck + '镇水利站')}</table>"
    )
    assert [(item.reason, item.text) for item in found.discarded] == [("struck", "镇纪委")]
    text, issues = unit_cell(struck + "镇水利站", "<style>.gone{text-decoration-line:line-through}</style>")
    assert text == "镇水利站" and [issue.code for issue in issues] == ["struck-out"]


def test_a_struck_out_sentence_outside_tables_is_reported_with_its_paragraph() -> None:
    found = read(f"<p>一、疏浚河道。{SENTENCE}</p><p>二、<s>架设便桥。</s>修缮便桥。{SENTENCE}</p>")
    paragraph = found.blocks[1]
    assert isinstance(paragraph, RawParagraph) and paragraph.text.startswith("二、修缮便桥。")
    assert [issue.code for issue in paragraph.issues] == ["struck-out"]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("镇水利站<sup>2</sup>", "镇水利站"), ("镇水利站<sup>[1][3]</sup>、镇城建办", "镇水利站、镇城建办"),
        ("6×10<sup>3</sup>立方", "6×10³立方"), ("50m<sup>2</sup>", "50m²"), ("镇水利站<sup>（暂）</sup>", "镇水利站（暂）"),
        ('镇水利站<span style="vertical-align:super">①</span>', "镇水利站"), ("CO<sub>2</sub>", "CO2"),
    ],
)  # fmt: skip
def test_raised_marks_are_no_names_and_powers_no_digits(content: str, shown: str) -> None:
    assert unit_cell(content)[0] == shown


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<input value="镇水利站">', "镇水利站"), ('<input type=TEXT readonly value="镇水利站">', "镇水利站"),
        ("<select><option>镇纪委<option selected>镇水利站</select>", "镇水利站"),
        ("<select><option>镇水利站</option><option>镇纪委</option></select>", "镇水利站"),
        ("<textarea>镇水利站</textarea>", "镇水利站"),
        ('<input type="hidden" value="7">镇水利站<input type=submit value="保存">', "镇水利站"),
        ('<input type=checkbox checked>镇水利站 <input type=checkbox>镇纪委', "☑镇水利站 ☐镇纪委"),
        ('<input type="radio" checked="checked">镇水利站', "☑镇水利站"),
        ('<input type=text placeholder="请输入">', ""),
    ],
)  # fmt: skip
def test_controls_in_a_list_show_their_text(content: str, shown: str) -> None:
    assert unit_cell(content)[0] == shown


def test_a_filled_in_field_is_read_behind_its_label_and_nowhere_else_outside_lists() -> None:
    page = (
        f'<p><input value="请输入关键字"></p><p>一、疏浚河道。{SENTENCE}</p><p>责任单位：<input value="镇水利站"></p>'
    )
    texts = [block.text for block in read(page).blocks if isinstance(block, RawParagraph)]
    assert "责任单位：镇水利站" in texts and not any("关键字" in text for text in texts)


# ---------------------------------------------------------------- tables without table elements


def test_elements_laid_out_as_a_table_are_one() -> None:
    def line(*cells: str) -> str:
        return "<div class=r>" + "".join(f"<div class=c>{cell}</div>" for cell in cells) + "</div>"

    rows = line("序号", "工作任务", "责任单位") + line("1", "疏浚河道", "镇水利站") + line("2", "修缮便桥", "镇城建办")
    sheet = "<style>.r{display:table-row}.c{display:table-cell;border:1px solid}</style>"
    for page in (
        f"{sheet}<div>{rows}</div>",
        f"{sheet}<div style='display:table'>{rows}</div><p>附注</p>",
        f"{sheet}<p>前</p>{rows}<p>后</p>",
    ):
        (table,) = [block for block in document(page).blocks if isinstance(block, Table)]
        assert [cell.text for cell in table.cells if cell.row == 2] == ["2", "修缮便桥", "镇城建办"]


def test_elements_whose_roles_say_so_are_a_table() -> None:
    def line(*cells: str) -> str:
        return "<div role=row>" + "".join(f"<div role=cell>{cell}</div>" for cell in cells) + "</div>"

    rows = line("序号", "工作任务", "责任单位") + line("1", "疏浚河道", "镇水利站") + line("2", "修缮便桥", "镇城建办")
    (table,) = [block for block in document(f"<div role=table>{rows}</div>").blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells if cell.row == 2] == ["2", "修缮便桥", "镇城建办"]


# ---------------------------------------------------------------- copies


def test_a_list_that_is_there_twice_is_one_list() -> None:
    table = f"<table border=1>{HEAD}{ROW.format('镇水利站')}<tr><td>2</td><td>修缮便桥并加装护栏和路灯</td><td>镇城建办、镇财政所</td></tr></table>"
    found = document(f"<h1>分工表</h1>{table}<div id=print><h2>打印版</h2>{table}</div>")
    assert sum(isinstance(block, Table) for block in found.blocks) == 1
    assert [item.reason for item in found.discarded] == ["duplicate"]
    other = document(table + table.replace("镇城建办", "镇纪委"))
    assert sum(isinstance(block, Table) for block in other.blocks) == 2
    form = f"<table border=1>{HEAD}<tr><td>1</td><td></td><td></td></tr></table>"
    assert sum(isinstance(block, Table) for block in document(form + form).blocks) == 2


# ---------------------------------------------------------------- pictures and frames


@pytest.mark.parametrize(
    ("content", "severity"),
    [
        ('<img src="a.jpg">', "error"), ('镇水利站<img src="b.jpg" width="500">', "error"),
        ('镇水利站<img src="c.jpg">', "warning"), ('镇水利站<img src="d.png" width=16>', None), ('<img src="/images/icon_pdf.gif">', None),
    ],
)  # fmt: skip
def test_pictures_in_a_cell_are_reported_there(content: str, severity: str | None) -> None:
    _, issues = unit_cell(content)
    assert [(issue.code, issue.severity) for issue in issues] == ([("picture-unread", severity)] if severity else [])
    assert all(issue.provenance and issue.provenance.column == 2 for issue in issues)


def test_a_page_of_pictures_needs_ocr_and_one_with_a_list_reports_a_large_one() -> None:
    with pytest.raises(NeedsOcr):
        read("<h1>某镇疏浚分工表</h1><p><img src='1.jpg'></p><p><img src='2.jpg'></p>")
    page = f"<p>一、疏浚河道。{SENTENCE}</p><p><img src='1.jpg' width='800'></p><p>二、修桥。{SENTENCE}</p>"
    assert [(issue.code, issue.severity) for issue in read(page).issues] == [("picture-unread", "error")]
    assert read(page.replace("800", "30")).issues == ()


def test_a_frame_in_the_article_is_reported() -> None:
    page = f"<p>一、疏浚河道。{SENTENCE}</p><iframe src='list.pdf'>看不到</iframe><p>二、修桥。{SENTENCE}</p>"
    assert [issue.code for issue in read(page).issues] == ["frame-unread"]
    assert read(page.replace("<iframe", "<iframe width=0")).issues == ()
    assert read(page.replace("list.pdf", "about:blank")).issues == ()


def archive(*parts: tuple[str, str]) -> bytes:
    """A web archive of pages: location and markup of each."""
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=cut; type="text/html"\n'
    pages = "".join(
        f"\n--cut\nContent-Type: text/html; charset=utf-8\nContent-Location: {location}\n\n{markup}"
        for location, markup in parts
    )
    return f"{head}{pages}\n--cut--\n".encode()


def test_the_frames_of_an_archive_are_read_in_their_place() -> None:
    table = f"<html><body><table border=1>{HEAD}{ROW.format('镇水利站')}</table></body></html>"
    around = "<html><body><p>前文</p><iframe src='http://a.gov.cn/list.htm'></iframe><p>后文</p></body></html>"
    found = read_any(archive(("http://a.gov.cn/", around), ("http://a.gov.cn/list.htm", table)), "a.mht")
    kinds = [block.text if not isinstance(block, Table) else "table" for block in found.blocks]
    assert kinds == ["前文", "table", "后文"]
    frames = "<html><frameset cols='1,2'><frame src='menu.htm'><frame src='list.htm'></frameset></html>"
    found = read_any(archive(("file:///x/a.htm", frames), ("file:///x/list.htm", table)), "a.mht")
    assert sum(isinstance(block, Table) for block in found.blocks) == 1
