"""Rich Text: characters, cells, lists and fields as an office program shows them."""

import pytest

from pipeline.errors import FileError, NeedsOcr
from pipeline.grid import RawDocument, RawParagraph
from pipeline.readers import read as read_any
from pipeline.readers.rtf import read

Block = str | list[tuple[int, int, int, int, str]]
HEAD = (
    r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 SimSun;}"
    r"{\f2\fnil\fcharset2 Wingdings;}{\f3\fnil\fcharset136 PMingLiU;}{\f4\fnil\fcharset128 MS Mincho;}}"
)


def rtf(content: str | bytes) -> bytes:
    body = content.encode("gb18030") if isinstance(content, str) else content
    return HEAD.encode() + body + b"}"


def blocks(document: RawDocument) -> list[Block]:
    return [
        block.text
        if isinstance(block, RawParagraph)
        else [(item.row, item.column, item.row_span, item.column_span, item.text) for item in block.cells]
        for block in document.blocks
    ]


def shown(content: str | bytes) -> list[Block]:
    return blocks(read(rtf(content), "a.rtf"))


def left_out(content: str) -> list[tuple[str, str]]:
    return [(item.reason, item.text) for item in read(rtf(content), "a.rtf").discarded]


def code(text: str, encoding: str) -> str:
    """Characters as their bytes in hexadecimal."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r"\f1 " + code("镇水利站", "gb18030"), "镇水利站"),
        (r"\f3 " + code("鎮水利站", "big5"), "鎮水利站"),
        (r"\f4 " + code("水路", "cp932"), "水路"),
        (r"\f0 " + code("·", "cp1252") + " a", "· a"),
        (r"\f0 " + code("镇水利站", "gb18030"), "镇水利站"),
        (r"\f1 镇水利站", "镇水利站"),
        (r"\u38215\'d5\u27700\'cb x", "镇水 x"),
        (r"\uc2\u38215\'d5\'f2\u27700\'cb\'ae x", "镇水 x"),
        (r"\uc0\u38215\u27700x", "镇水x"),
        (r"\u-10179?\u-8249?", "\U0001f7c7"),
        (r"{\uc0\u38215}\u27700?x", "镇水x"),
        (r"a\~b\_c\-d\{e\}\\f", "a\xa0b-cd{e}\\f"),
        (r"\ldblquote 甲\rdblquote\emdash 乙\tab 丙\line 丁", "“甲”—乙\t丙\n丁"),
        (r"{\f2 \'fe}已办{\f2\u61608?}未办", "☑已办☐未办"),
        (r"\f0 3\'d7 10{\super 5}", "3× 10⁵"),
        ("A\\bin5 }}{{xB", "AB"),
    ],
)
def test_characters(content: str, text: str) -> None:
    assert shown(content) == [text]


def test_a_picture_between_words_and_unknown_groups_are_passed_over() -> None:
    assert shown(
        r"甲{\*\unknown {\b 乙}\bin3 }}}丙}丁{\info{\title 题}}{\header 眉\par}{\pict\wmetafile8 0102ff}戊"
    ) == ["甲丁戊"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [(r"\v", "hidden"), (r"\strike", "struck"), (r"\striked1", "struck"), (r"\deleted", "deleted")],
)
def test_text_that_is_not_shown_is_kept_apart(markup: str, reason: str) -> None:
    content = r"镇水利站{" + markup + r" 镇林业站}负责"
    assert shown(content) == ["镇水利站负责"]
    assert left_out(content) == [(reason, "镇林业站")]
    assert shown(r"甲" + markup + r"\plain 乙") == (["甲"] if reason == "deleted" else ["甲乙"])


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    assert shown(r"疏浚{\deleted\par}河道\par 岸线") == ["疏浚河道", "岸线"]


def test_a_field_gives_its_result() -> None:
    link = r'{\field{\*\fldinst HYPERLINK "x{\field{\*\fldinst PAGE}{\fldrslt 9}}"}{\fldrslt {\b 河长制}}}'
    assert shown("见" + link + "办法") == ["见河长制办法"]
    assert shown(r"{\field{\*\fldinst EQ \\o(\\s\\up 6(甲),\\s\\do 5(乙))}{\fldrslt }}") == ["甲乙"]


@pytest.mark.parametrize(
    ("state", "mark"), [(r"\ffres1", "☑"), (r"\ffres0\ffdefres1", "☐"), (r"\ffres25\ffdefres1", "☑")]
)
def test_the_tick_boxes_of_a_form(state: str, mark: str) -> None:
    assert shown(r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1" + state + r"}}}{\fldrslt}}同意") == [
        mark + "同意"
    ]


def test_the_chosen_entry_of_a_list() -> None:
    form = r"{\*\formfield{\fftype2\ffres1{\*\ffl 镇水利站}{\*\ffl 镇林业站}}}"
    assert shown(r"{\field{\*\fldinst FORMDROPDOWN " + form + r"}{\fldrslt}}") == ["镇林业站"]


def test_numbers_are_those_that_the_file_prints() -> None:
    content = r"{\listtext\f1 （一）\tab}栽树\par{\*\pn\pnlvlbody}{\pntext 2.\tab}植草\par{\listtext 第3条}养护"
    assert shown(content) == ["（一） 栽树", "2. 植草", "第3条养护"]


def test_notes_follow_the_body_comments_do_not_and_boxes_follow_their_paragraph() -> None:
    note = r"{\footnote\pard\plain {\super 1} 注释\par 二段}"
    box = r"{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv 1}}{\shptxt\pard 框一\par 框二\par}}{\shprslt 旧}}"
    remark = r"{\*\atnid 3}{\*\annotation\pard 批注}"
    content = "正文" + note + remark + "续" + box + r"\par 后文"
    assert shown(content) == ["正文续", "框一", "框二", "后文", " 注释", "二段"]
    assert ("comment", "批注") in left_out(content)


# ---------------------------------------------------------------- tables


def test_columns_come_from_the_edges_of_all_rows() -> None:
    content = (
        r"\trowd\trleft-108\cellx1000\cellx4000\pard\intbl 序号\cell 任务\cell\row"
        r"\trowd\trleft-108\cellx1000\cellx2500\cellx4010\pard\intbl 1\cell 栽树\par 植草\cell 镇林业站\cell\row\pard 表后"
    )
    assert shown(content) == [
        [
            (0, 0, 1, 1, "序号"),
            (0, 1, 1, 2, "任务"),
            (1, 0, 1, 1, "1"),
            (1, 1, 1, 1, "栽树\n植草"),
            (1, 2, 1, 1, "镇林业站"),
        ],
        "表后",
    ]


def test_merged_cells() -> None:
    content = (
        r"\trowd\clvmgf\cellx900\clmgf\cellx1800\clmrg\cellx2700\pard\intbl 类\cell 宽\cell\cell\row"
        r"\trowd\clvmrg\cellx900\cellx1800\cellx2700\pard\intbl\cell 甲\cell 乙\cell\row"
        r"\trowd\clvmrg\cellx900\cellx1800\cellx2700\intbl 藏\cell 丙\cell 丁\cell\row"
    )
    assert shown(content) == [
        [
            (0, 0, 3, 1, "类"),
            (0, 1, 1, 2, "宽"),
            (1, 1, 1, 1, "甲"),
            (1, 2, 1, 1, "乙"),
            (2, 1, 1, 1, "丙"),
            (2, 2, 1, 1, "丁"),
        ]
    ]
    assert left_out(content) == [("hidden", "藏")]


def test_a_table_inside_a_cell() -> None:
    inner = (
        r"\pard\intbl\itap2 内一\nestcell{\nonesttables\par}内二\nestcell{\nonesttables\par}"
        r"{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}"
    )
    outer = r"\trowd\cellx1000\cellx2000\pard\intbl 甲\cell " + inner + r"\pard\intbl\itap1\cell"
    assert shown(outer + r"\trowd\cellx1000\cellx2000\row") == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "内一\t内二")]]


def test_a_row_without_a_definition_of_its_own() -> None:
    content = r"\trowd\cellx900\cellx1800\intbl a\cell b\cell\row \intbl c\cell d\cell\row\pard e"
    assert shown(content) == [[(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")], "e"]


def test_rows_without_edges_are_laid_by_counting() -> None:
    assert shown(r"\trowd\intbl a\cell b\cell\row\trowd\intbl c\cell\row") == [
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c")]
    ]


# ---------------------------------------------------------------- what it is, and what is wrong with it


def test_a_file_that_ends_early_is_read_and_reported() -> None:
    document = read(rtf(r"\trowd\cellx900\intbl 甲\cell 乙")[:-1], "a.rtf")
    assert blocks(document) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]]
    assert [issue.code for issue in document.issues] == ["cut-short"]


def test_bytes_that_are_no_characters_are_reported() -> None:
    document = read(rtf(rb"\f1 \'d5\'f2\'ff\'ff"), "a.rtf")
    assert [issue.code for issue in document.issues] == ["damaged-character"]


def test_a_picture_as_wide_as_the_text_needs_recognition() -> None:
    with pytest.raises(NeedsOcr):
        read(rtf(r"{\*\shppict{\pict\picwgoal9000\pichgoal9000\pngblip 00}}{\nonshppict{\pict 00}}"), "a.rtf")


@pytest.mark.parametrize("content", [r"{\b" * 50_000, r"\trowd" + r"\intbl\cell" * 300_000 + r"\row"])
def test_absurd_nesting_and_counts_are_refused(content: str) -> None:
    with pytest.raises(FileError):
        read(rtf(content), "a.rtf")


def test_it_is_told_from_its_bytes() -> None:
    document = read_any(b"\xef\xbb\xbf" + rtf("甲"), "清单.doc")
    assert document.media_type == "application/rtf"
    assert [issue.code for issue in document.issues] == ["type-mismatch"]
