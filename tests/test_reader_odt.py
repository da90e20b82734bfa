"""OpenDocument texts: paragraphs, cells, lists and what is not shown."""

import pytest

from make_odt import COVERED, cell, make_fodt, make_odt, p, table
from make_word import make_zip
from pipeline.errors import Encrypted, FileError, NeedsOcr, TooLarge, Unreadable, Unsupported
from pipeline.grid import RawDocument, RawParagraph
from pipeline.readers import read as read_any
from pipeline.readers.odt import read

Block = str | list[tuple[int, int, int, int, str]]


def blocks(document: RawDocument) -> list[Block]:
    return [
        block.text
        if isinstance(block, RawParagraph)
        else [(item.row, item.column, item.row_span, item.column_span, item.text) for item in block.cells]
        for block in document.blocks
    ]


def shown(body: str, **more: str) -> list[Block]:
    return blocks(read(make_odt(body, **more), "a.odt"))


def style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


# ---------------------------------------------------------------- text


def test_white_space_is_as_the_format_has_it() -> None:
    content = "\n  栽树 \n <text:span>植<text:s text:c='3'/>草</text:span><text:tab/>一<text:line-break/>二"
    assert shown(p(content)) == ["栽树 植   草\t一\n二"]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ('text:display="none"', "hidden"),
        ('style:text-line-through-style="solid"', "struck"),
        ('style:text-line-through-type="double"', "struck"),
    ],
)
def test_text_that_is_not_shown_is_kept_apart(properties: str, reason: str) -> None:
    body = p('镇水利站<text:span text:style-name="T2">镇林业站</text:span>负责')
    styles = style("T1", properties)
    document = read(make_odt(body, styles=styles, automatic=style("T2", "", parent="T1")), "a.odt")
    assert blocks(document) == ["镇水利站负责"]
    assert [(item.reason, item.text) for item in document.discarded] == [(reason, "镇林业站")]


def test_a_raised_number_is_a_power() -> None:
    raised = style("T", 'style:text-position="super 58%"')
    assert shown(p('3×10<text:span text:style-name="T">5</text:span>'), automatic=raised) == ["3×10⁵"]


def test_hidden_sections_deletions_and_comments_are_no_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("删去")
        + "</text:deletion></text:changed-region>"
        '</text:tracked-changes><text:section text:display="none">' + p("暗节") + "</text:section>"
        "<text:section>" + p("明节<office:annotation>" + p("批注") + "</office:annotation>") + "</text:section>"
    )
    document = read(make_odt(body), "a.odt")
    assert blocks(document) == ["明节"]
    assert [(item.reason, item.text) for item in document.discarded] == [
        ("deleted", "删去"),
        ("hidden", "暗节"),
        ("comment", "批注"),
    ]


def test_notes_follow_the_body_and_boxes_their_paragraph() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("注释")
        + "</text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box>" + p("框一") + p("框二") + "</draw:text-box></draw:frame>"
    assert shown(p("正文" + note + box + "续") + p("后文")) == ["正文续", "框一", "框二", "后文", "注释"]


# ---------------------------------------------------------------- tables


def test_spans_and_covered_cells() -> None:
    body = table(cell("类别", down=2) + cell("宽", across=2) + COVERED, COVERED + cell("甲") + cell(p("乙") + p("丙")))
    assert shown(body) == [[(0, 0, 2, 1, "类别"), (0, 1, 1, 2, "宽"), (1, 1, 1, 1, "甲"), (1, 2, 1, 1, "乙\n丙")]]


def test_header_rows_and_repeated_cells() -> None:
    head = (
        "<table:table-header-rows><table:table-row>"
        + cell("序号")
        + cell("任务")
        + "</table:table-row></table:table-header-rows>"
    )
    body = "<table:table>" + head + "<table:table-row>" + cell("", repeated=2) + "</table:table-row></table:table>"
    assert shown(body) == [[(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "任务"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "")]]


def test_a_table_inside_a_cell_is_text_and_one_in_a_frame_stands_alone() -> None:
    inner = table(cell("内一") + cell("内二"))
    assert shown(table(cell("甲") + cell(inner))) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "内一\t内二")]]
    assert shown(table(cell(p("外") + inner))) == ["外", [(0, 0, 1, 1, "内一"), (0, 1, 1, 1, "内二")]]


# ---------------------------------------------------------------- lists


def levels(*formats: tuple[str, str, str]) -> str:
    """A list style: number format, prefix and suffix of each level."""
    made = "".join(
        f'<text:list-level-style-number text:level="{index}" style:num-format="{form}" style:num-prefix="{before}"'
        f' style:num-suffix="{after}"/>'
        for index, (form, before, after) in enumerate(formats, 1)
    )
    return f'<text:list-style style:name="L">{made}</text:list-style>'


CHINESE = levels(("一, 二, 三, ...", "", "、"), ("一, 二, 三, ...", "（", "）"), ("1", "", "."))


def items(*texts: str, more: str = "") -> str:
    inner = "".join(f"<text:list-item>{text if text.startswith('<') else p(text)}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="L" {more}>{inner}</text:list>'


def test_numbers_of_lists_are_printed_before_their_paragraphs() -> None:
    body = items(p("总则") + items("甲", p("乙") + p("乙的续段") + items("细")), "附则")
    assert shown(body, automatic=CHINESE) == ["一、 总则", "（一） 甲", "（二） 乙", "乙的续段", "1. 细", "二、 附则"]


def test_lists_begin_again_or_go_on() -> None:
    body = items("甲") + p("间") + items("乙") + p("间") + items("丙", more='text:continue-numbering="true"')
    assert shown(body, automatic=CHINESE) == ["一、 甲", "间", "一、 乙", "间", "二、 丙"]


def test_a_value_to_start_from_and_a_level_that_shows_those_above() -> None:
    two = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
        'text:start-value="4"/><text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2" '
        'style:num-suffix="."/></text:list-style>'
    )
    body = (
        items(p("甲") + items("乙")) + '<text:list text:style-name="L"><text:list-item text:start-value="9">' + p("丙")
    )
    assert shown(body + "</text:list-item></text:list>", automatic=two) == ["4 甲", "4.1. 乙", "9 丙"]


def test_numbered_headings() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." '
        'style:num-suffix="、"/></text:outline-style>'
    )
    body = '<text:h text:outline-level="1">总则</text:h><text:h text:outline-level="2">甲</text:h><text:h text:outline-level="1">附则</text:h>'
    assert shown(body, styles=outline) == ["一、 总则", "甲", "二、 附则"]


# ---------------------------------------------------------------- sheets

SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def test_a_sheet_is_a_table_with_what_is_above_it() -> None:
    body = table(
        cell("某区任务清单", across=3) + COVERED * 2,
        cell("序号") + cell("工作任务") + cell("责任单位"),
        cell("1") + cell(p("疏浚河道") + p("清理岸线")) + cell("区水务局", down=2),
        cell("2") + cell("修缮便桥") + COVERED,
        cell("", repeated=16_384),
    )
    assert shown(body, inside="spreadsheet", kind=SHEET) == [
        "某区任务清单",
        [(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "工作任务"), (0, 2, 1, 1, "责任单位"),
         (1, 0, 1, 1, "1"), (1, 1, 1, 1, "疏浚河道\n清理岸线"), (1, 2, 2, 1, "区水务局"),
         (2, 0, 1, 1, "2"), (2, 1, 1, 1, "修缮便桥")],
    ]  # fmt: skip


def test_what_a_sheet_hides_is_kept_apart() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    rows = table(
        cell("序号") + cell("旧") + cell("工作任务"),
        cell("1") + cell("密") + cell("疏浚河道"),
    ).replace("<table:table>", "<table:table>" + columns)
    rows = rows.replace(
        "</table:table>",
        '<table:table-row table:visibility="collapse">' + cell("2") + "</table:table-row></table:table>",
    )
    document = read(make_odt(rows, inside="spreadsheet", kind=SHEET), "a.ods")
    assert blocks(document) == [
        [(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "工作任务"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "疏浚河道")]
    ]
    assert [item.text for item in document.discarded] == ["旧\n密\n2"]
    assert [issue.code for issue in document.issues] == ["hidden-text"]


def test_a_sheet_that_repeats_a_text_without_end_is_refused() -> None:
    rows = table(cell("甲")).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    with pytest.raises(TooLarge):
        read(make_odt(rows, inside="spreadsheet", kind=SHEET), "a.ods")


# ---------------------------------------------------------------- what it is, and what it is not


def test_one_xml_text_is_read_too() -> None:
    document = read_any(make_fodt(p("甲")), "a.fodt")
    assert [getattr(block, "text", "") for block in document.blocks] == ["甲"] and not document.issues


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (make_odt(p("甲"), kind="application/vnd.oasis.opendocument.presentation"), Unsupported),
        (make_odt(p("甲"), manifest="<manifest:encryption-data/>"), Encrypted),
        (make_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), Unreadable),
        (make_odt(p("甲"))[:-120], Unreadable),
        (make_odt(p("&x;")), Unreadable),
        (
            make_fodt(p("&x;")).replace(b"<office:document ", b'<!DOCTYPE d [<!ENTITY x "y">]><office:document ', 1),
            Unreadable,
        ),
        (make_odt(table(cell("甲" * 200_000, repeated=60))), TooLarge),
        (make_odt("<text:section>" * 120 + p("甲") + "</text:section>" * 120), TooLarge),
        (make_odt(p('<draw:frame svg:width="16cm" svg:height="20cm"><draw:image/></draw:frame>')), NeedsOcr),
    ],
)
def test_what_cannot_be_read_is_a_typed_error(data: bytes, error: type[FileError]) -> None:
    with pytest.raises(error):
        read_any(data, "a.odt")


def test_endless_spans_are_cut() -> None:
    document = read(make_odt(table(cell("甲", across=2_000_000_000) + cell("乙", repeated=2_000_000_000))), "a.odt")
    assert {issue.code for issue in document.issues} == {"span-clamped"}
