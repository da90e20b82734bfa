"""Pages of our own wording, small enough to read: encodings, tables, layout, chrome, hostile markup."""

import base64
import json
import re
from pathlib import Path

import pytest

from pipeline.errors import TooLarge, Unreadable
from pipeline.fold import count_ink, fold_text
from pipeline.grid import RawDocument, RawParagraph, RawTable, build_document
from pipeline.knowledge import read_toml
from pipeline.readers.encoding import decode_text, looks_like_text
from pipeline.readers.html import read as read_html
from pipeline.readers.html.chrome import begins_with, is_covered
from pipeline.readers.html.events import Text, parse
from pipeline.readers.markup import declared_encoding, looks_like_html
from pipeline.source import Table

SENTENCE = "本月底前建成三处便民驿站，配齐桌椅、饮水和充电设备（牵头单位：镇城建办；配合单位：镇财政所）。"
NOTICE = "".join(f"<p>{number}.{SENTENCE}</p>" for number in range(1, 6))


def read(markup: str) -> RawDocument:
    return read_html(markup.encode(), "page.html")


def paragraphs(markup: str) -> list[str]:
    return [block.text for block in read(markup).blocks if isinstance(block, RawParagraph)]


def table(markup: str) -> Table:
    """The only table of a page, tiled."""
    document = build_document(read(markup), name="page.html", sha256="", size=0)
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return found


def rows(markup: str) -> list[list[str]]:
    """The cells' texts by row; a spanning cell stands once."""
    found = table(markup)
    return [[cell.text for cell in found.cells if cell.row == row] for row in range(found.rows)]


def discarded(markup: str, reason: str) -> str:
    return "\n".join(item.text for item in read(markup).discarded if item.reason == reason)


# ---------------------------------------------------------------- encodings

TEXT = "任务分工表。责任单位：市财政局，镕、喆、囍等字只在大字符集里。\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("cut", [0, 1, 2, 3])
def test_a_text_cut_anywhere_is_read_up_to_the_last_whole_character(encoding: str, cut: int) -> None:
    data = TEXT.encode(encoding)
    decoded = decode_text(data[: len(data) - cut])
    assert TEXT.startswith(decoded.text)
    assert len(TEXT) - len(decoded.text) <= cut
    whole = len(decoded.text.encode(decoded.encoding)) + decoded.cut_bytes
    mark = len(data) - len(TEXT.encode(decoded.encoding))
    assert whole + mark == len(data) - cut, "every byte is either read or counted as cut"


def test_a_page_that_declares_gb2312_keeps_characters_beyond_it() -> None:
    markup = f'<meta charset="gb2312"><p>联系人：朱镕喆，{SENTENCE}</p>'
    document = read_html(markup.encode("gb18030"), "page.html")
    assert document.blocks[0] == RawParagraph(f"联系人：朱镕喆，{SENTENCE}")
    assert document.issues == ()


@pytest.mark.parametrize(("declared", "actual"), [("utf-8", "gb18030"), ("gbk", "utf-8"), ("iso-8859-1", "gb18030")])
def test_a_wrong_declaration_is_seen_and_told(declared: str, actual: str) -> None:
    markup = f'<html><head><meta http-equiv=Content-Type content="text/html; charset={declared}"></head>{NOTICE}'
    document = read_html(markup.encode(actual), "page.html")
    assert document.blocks[0] == RawParagraph("1." + SENTENCE)
    assert [issue.code for issue in document.issues] == ["wrong-encoding"]


def test_damaged_bytes_are_told_and_the_rest_is_read() -> None:
    data = bytearray((TEXT * 20).encode())
    data[300:301] = b"\xff"
    decoded = decode_text(bytes(data))
    assert (decoded.encoding, decoded.damaged > 0) == ("utf-8", True)
    assert decoded.text.count("任务分工表") >= 59


def test_big5_is_told_from_gbk() -> None:
    text = "關於印發任務分工表的通知。責任單位：財政局、人力資源局\n" * 3
    assert decode_text(text.encode("big5")).text == text


def test_bytes_that_are_no_text_are_refused() -> None:
    noise = bytes((index * index * 7 + index // 3) % 256 for index in range(4000))
    assert not looks_like_text(noise)
    with pytest.raises(Unreadable):
        decode_text(noise)


def test_declarations_are_found() -> None:
    assert declared_encoding(b"<html><head><META content='text/html; charset=gb2312' http-equiv=x>") == "gb2312"
    assert declared_encoding(b'<?xml version="1.0" encoding="GBK"?><html>') == "GBK"
    assert declared_encoding(b"<p>charset=utf-8</p>") is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", True),
        (b"<table border=1><tr><td>1", True),
        ("<html><body>".encode("utf-16"), True),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', True),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", True),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas"><p >', False),
        ("一、任务<分工>表".encode(), False),
        (b"%PDF-1.7", False),
        (b"", False),
    ],
)
def test_pages_are_known_by_their_bytes(data: bytes, expected: bool) -> None:
    assert looks_like_html(data) is expected


def test_a_saved_web_archive_gives_its_page() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    page = base64.b64encode(f"<p>{SENTENCE}</p>".encode("gb18030"))
    assert read_html(data + page + b"\r\n--xx--\r\n", "page.mht").blocks == (RawParagraph(SENTENCE),)


# ---------------------------------------------------------------- lines


def test_white_space_is_what_a_browser_shows() -> None:
    assert paragraphs("<p>  责任\n   单位：<b>镇</b>\n<i>财政所</i>  Smart\n City </p>") == [
        "责任单位：镇财政所 Smart City"
    ]
    assert paragraphs("<p>第一行<br>第二行<br/><br>第三行</p>尾巴") == ["第一行", "第二行", "第三行", "尾巴"]
    assert paragraphs("<pre>甲  乙\n丙</pre>") == ["甲  乙", "丙"]
    assert paragraphs("<p>A&amp;B&lt;1&nbsp;&#x4e2d;&mdash;</p><p>&nbsp;</p>") == ["A&B<1\xa0中—"]


def test_ordered_lists_show_their_numbers_unless_the_items_bring_their_own() -> None:
    assert paragraphs("<ol start=3><li>修路<li>架桥</ol>") == ["3. 修路", "4. 架桥"]
    assert paragraphs("<ol><li>1.修路<li>（二）架桥</ol>") == ["1.修路", "（二）架桥"]
    assert paragraphs('<ol style="list-style-type:none"><li>修路</ol><ul><li>架桥</ul>') == ["修路", "架桥"]
    assert paragraphs('<ol start=12 style="list-style-type:cjk-ideographic"><li>修路</ol>') == ["十二、修路"]


def test_word_pages_keep_the_numbers_that_stand_in_conditional_comments() -> None:
    assert paragraphs("<p><![if !supportLists]><span>1.</span><![endif]>修路<o:p></o:p></p>") == ["1.修路"]


def test_a_page_saved_by_word_has_its_table_and_neither_its_ruler_row_nor_its_property_title() -> None:
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>旧文件名</title></head><p>某镇分工表</p>'
        "<table class=MsoNormalTable border=1><tr><td><p>任务</p></td><td><p>单位</p></td></tr>"
        "<tr><td><p>建成便民\r\n驿站</p></td><td><p>镇城建办<span><br></span>镇财政所<o:p></o:p></p></td></tr>"
        "<![if !supportMisalignedColumns]><tr height=0><td></td><td></td></tr><![endif]></table>"
    )
    assert rows(page) == [["任务", "单位"], ["建成便民驿站", "镇城建办\n镇财政所"]]
    assert paragraphs(page) == ["某镇分工表"]
    assert discarded(page, "hidden") == "旧文件名"


def test_what_is_not_shown_is_discarded_with_its_reason() -> None:
    page = (
        NOTICE + "<div style='color:red; display : none'>藏一<p>藏二</p></div><p hidden>藏三</p><del>删去</del>"
        "<ruby>驿<rt>yì</rt></ruby>站<script>var a='<p>x</p>'</script><style>p{}</style><template>模板</template>"
    )
    assert discarded(page, "hidden") == "藏一\n藏二\n藏三"
    assert discarded(page, "struck") == "删去"
    assert discarded(page, "comment") == "yì"
    assert paragraphs(page)[-1] == "驿站"


def test_a_page_whose_article_waits_for_a_script_is_read_with_an_issue() -> None:
    document = read(f"<p>载入中</p><div style='visibility:hidden'>{NOTICE * 3}</div>")
    assert [issue.code for issue in document.issues] == ["hidden-shown"]
    assert RawParagraph("5." + SENTENCE) in document.blocks


# ---------------------------------------------------------------- tables


def test_cells_keep_paragraphs_and_lines_apart() -> None:
    found = table("<table><tr><td>甲<td>乙<tr><td><p>一段</p><p>二段<br>续行</p><td>丁</table>")
    cell = found.cells[2]
    assert cell.text == "一段\n二段\n续行"
    assert cell.paragraph_ends == (2,)


def test_spans_place_cells_as_a_browser_does() -> None:
    found = table(
        "<table><tr><th rowspan=2>序号<th colspan=2>单位<tr><th>牵头<th>配合"
        "<tr><td>1<td rowspan=0>甲<td>乙<tr><td>2<td>丙"
    )
    places = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in found.cells}
    assert places["序号"] == (0, 0, 2, 1)
    assert places["单位"] == (0, 1, 1, 2)
    assert places["配合"] == (1, 2, 1, 1)
    assert places["甲"] == (2, 1, 2, 1)
    assert places["丙"] == (3, 2, 1, 1)


@pytest.mark.parametrize("span", ["2000000000", "-3", "0", "x", "", "99999999999999999999"])
def test_absurd_spans_leave_a_table_of_the_cells_that_are_there(span: str) -> None:
    found = table(f"<table><tr><td rowspan='{span}' colspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>")
    assert found.rows == 2
    assert found.columns <= 1_002
    assert "".join(cell.text for cell in found.cells if cell.text) == "甲乙丙丁"


def test_a_band_that_spans_more_columns_than_there_are_ends_with_the_table() -> None:
    found = table("<table><tr><td colspan=50>一、道路<tr><td>1<td>修路<td>镇城建办</table>")
    assert (found.columns, found.cells[0].column_span) == (3, 3)


def test_spans_end_with_their_group_of_rows() -> None:
    markup = (
        "<table><thead><tr><th rowspan=9>序号<th>任务</thead><tbody><tr><td>1<td>修路<tr><td>2<td>架桥</tbody></table>"
    )
    assert rows(markup) == [["序号", "任务"], ["1", "修路"], ["2", "架桥"]]


def test_unclosed_cells_and_a_table_inside_a_paragraph() -> None:
    assert rows("<p>前<table><tr><td>甲<td>乙<tr><td>丙<td>丁</p></table>后") == [["甲", "乙"], ["丙", "丁"]]
    assert paragraphs("<p>前<table>散<tr><td>甲<td>乙<tr><td>丙<td>丁</table>后") == ["前", "散", "后"]


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    markup = (
        "<table border=1><tr><th>任务<th>单位<tr><td>修建环镇道路并完成绿化照明等配套设施建设任务"
        "<td><table><tr><td>牵头<td>甲<tr><td>配合<td>乙</table><tr><td>架桥<td>丙</table>"
    )
    assert rows(markup)[1][1] == "牵头\n甲\n配合\n乙"
    assert [issue.code for issue in read(markup).issues] == ["nested-table"]


def test_layout_tables_dissolve_and_the_data_table_inside_stays() -> None:
    data = "<table><tr><td>任务<td>单位<tr><td>修路<td>镇城建办</table>"
    page = f"<table width=100%><tr><td><a href=x>栏目</a><td>{NOTICE}{data}<tr><td colspan=2>落款</table>"
    assert rows(page) == [["任务", "单位"], ["修路", "镇城建办"]]
    assert "1." + SENTENCE in paragraphs(page)


def test_one_column_is_no_table() -> None:
    assert paragraphs("<table><tr><td>一、修路<tr><td>二、架桥</table>") == ["一、修路", "二、架桥"]


def test_the_block_above_an_article_becomes_label_and_value() -> None:
    page = (
        "<table><tr><td>索引号：<td><p>A-1</p><td>发布机构：<td>某镇政府<tr><td>文号：<td>镇发〔2020〕3号"
        f"<td>成文日期：<td>2020-05-06</table>{NOTICE}"
    )
    assert paragraphs(page)[:4] == [
        "索引号： A-1",
        "发布机构： 某镇政府",
        "文号： 镇发〔2020〕3号",
        "成文日期： 2020-05-06",
    ]


def test_a_table_of_documents_is_data_although_its_header_has_such_labels() -> None:
    markup = "<table border=1><tr><td>标题<td>文号<td>发布日期<tr><td>甲通知<td>镇发1号<td>2020-01-02</table>"
    assert rows(markup)[0] == ["标题", "文号", "发布日期"]


# ---------------------------------------------------------------- the site around the article

SITE = f"""<html><head><title>某镇便民驿站建设任务分工_某镇人民政府网</title></head><body>
<div class="top"><a href=/>首页</a> <a href=/a>镇情</a></div><ul><li>登录</li><li><a href=b>机构</a></li></ul>
<div>您当前的位置：<a href=/>首页</a> &gt; <a href=c>公告</a></div>
<h1>某镇便民驿站建设任务分工</h1>
<div>发布日期：2020-03-04 来源：镇党政办</div><div>【打印】【关闭】</div>
<div>【字体：<i>大</i> <i>中</i> <i>小</i>】</div>
<div id=zoom><p>各村（社区）：</p>{NOTICE}<p>某镇人民政府</p><p>2020年3月3日</p>
<p>附件：<a href=x>分工表.docx</a></p></div>
<div>分享到：</div><div>上一篇：<a href=d>关于召开会议的通知</a></div>
<p>主办单位：某镇人民政府</p><p>地址：某镇一号</p><p>某ICP备0000号</p><p>网站标识码：0000000000</p>
<p>技术联系人某某</p>
</body></html>"""


def test_the_article_stays_and_the_site_goes() -> None:
    assert paragraphs(SITE) == [
        "某镇便民驿站建设任务分工",
        "发布日期：2020-03-04 来源：镇党政办",
        "各村（社区）：",
        *(f"{number}.{SENTENCE}" for number in range(1, 6)),
        "某镇人民政府",
        "2020年3月3日",
        "附件：分工表.docx",
    ]


def test_nothing_is_lost_silently() -> None:
    document = read(SITE)
    told = "".join(item.text for item in document.discarded) + "".join(paragraphs(SITE))
    shown = re.sub(r"<[^>]*>", "", SITE).replace("&gt;", ">")
    assert sorted(fold_text(told)) == sorted(fold_text(shown))


def test_a_title_that_the_page_does_not_show_is_its_first_paragraph() -> None:
    page = f"<title>某镇驿站分工</title>{NOTICE}"
    assert paragraphs(page)[0] == "某镇驿站分工"
    assert discarded(SITE, "site-chrome").startswith("某镇便民驿站建设任务分工_某镇人民政府网")


def test_an_article_in_an_element_that_is_named_like_a_menu_stays_whole() -> None:
    lines = ["一、道路", SENTENCE, "责任单位：镇城建办", "二、驿站", SENTENCE, "责任单位：镇文化站"]
    page = "<div class='share-box'><a href=x>首页</a>" + "".join(f"<p>{line}</p>" for line in lines)
    assert paragraphs(page) == lines


def test_organisers_named_inside_an_article_stay() -> None:
    page = f"<div>{NOTICE}<p>主办单位：镇文化站</p><p>联系电话：000000</p></div>"
    assert paragraphs(page)[-2:] == ["主办单位：镇文化站", "联系电话：000000"]


@pytest.mark.parametrize("section", ["tools", "menus", "trails", "footers", "footers_near"])
def test_chrome_words_take_their_examples_and_leave_the_others(section: str) -> None:
    data = read_toml("site_chrome.toml")[section]
    judge = is_covered if section in ("tools", "menus") else begins_with
    name = "near" if section == "footers_near" else section
    for example in data["examples"]:
        assert judge(fold_text(example), name), example
    for other in data["others"]:
        assert not judge(fold_text(other), name), other


# ---------------------------------------------------------------- hostile markup


def test_five_thousand_levels_are_read() -> None:
    assert paragraphs("<div>" * 5_000 + SENTENCE + "</div>" * 5_000) == [SENTENCE]
    assert SENTENCE in paragraphs("<table><tr><td>" * 1_500 + SENTENCE)


def test_absurd_depth_is_refused() -> None:
    with pytest.raises(TooLarge):
        read("<div>" * 100_000)


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<table><tr>" + "<td>甲" * 3_000 + "<tr><td>乙", "crowded-row"),
        ("<table><tr>" + "<td>甲" * 990 + "<tr><td>乙<td>丙" * 10_000, "sparse-table"),
    ],
)
def test_absurd_tables_stay_small_and_are_told(markup: str, code: str) -> None:
    document = read(markup)
    assert code in [issue.code for issue in document.issues]
    kept = "".join(
        block.text if isinstance(block, RawParagraph) else "".join(cell.text for cell in block.cells)
        for block in document.blocks
    )
    assert kept.count("甲") == markup.count("甲")


def test_broken_bits_do_no_harm() -> None:
    tags = ("<", "<p", "<td>x", "</table>x", "<table>", "<tr><td>x<table></td>", "<!--", "<a<b>")
    for markup in (*tags, "&#xD800;x", "a\0b"):
        assert isinstance(read(markup + SENTENCE), RawDocument)


# ---------------------------------------------------------------- real pages

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real pages is not here")
def test_every_character_of_real_pages_is_in_a_block_or_discarded() -> None:
    for path in sorted(CORPUS.glob("pages/*.html")):
        markup = parse(path.read_text("utf-8"))
        source = sum(count_ink(event.text) for event in markup.events if isinstance(event, Text))
        document = read_html(path.read_bytes(), path.name)
        kept = sum(count_ink(block.text) for block in document.blocks if isinstance(block, RawParagraph))
        told = sum(count_ink(re.sub("[☐☑]", "", item.text)) for item in document.discarded)
        assert kept + told == source + count_ink(markup.title), path.name


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real pages is not here")
def test_real_pages_keep_every_statement() -> None:
    for path in sorted(CORPUS.glob("pages/*.html")):
        gold = json.loads((CORPUS / "gold" / f"{path.stem}.json").read_text("utf-8"))
        document = read_html(path.read_bytes(), path.name)
        kept = fold_text("".join(block.text for block in document.blocks if isinstance(block, RawParagraph)))
        for task in gold["tasks"]:
            assert fold_text(task["head"]) in kept
            for unit in task["units"]:
                assert fold_text(unit.get("printed", unit["name"])) in kept
        assert "ICP备" not in kept
        assert not any(isinstance(block, RawTable) for block in document.blocks)
