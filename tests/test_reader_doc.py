"""Old Word files: text, marks, cells and lists as Word shows them; each oddity byte by byte."""

import struct

import pytest

from make_container import make_container
from make_doc import (
    ANCHORS,
    BOXES,
    DELETED,
    FONTS,
    HIDDEN,
    LISTS,
    OVERRIDES,
    RAISED,
    SPECIAL,
    STRIKE,
    STYLES,
    Par,
    Run,
    cell,
    make_doc,
    pack_sprms,
    par,
    row,
)
from make_sheet import make_xls
from pipeline.errors import Encrypted, FileError, NeedsOcr, TooLarge, Unreadable, Unsupported
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.readers import read as read_any
from pipeline.readers.doc import read

Block = str | list[tuple[int, int, int, int, str]]


def blocks(document: RawDocument) -> list[Block]:
    """Paragraphs as texts, tables as (row, column, rows, columns, text) of each cell."""
    return [
        block.text
        if isinstance(block, RawParagraph)
        else [(item.row, item.column, item.row_span, item.column_span, item.text) for item in block.cells]
        for block in document.blocks
    ]


def shown(data: bytes) -> list[Block]:
    return blocks(read(data, "a.doc"))


def left_out(document: RawDocument) -> list[tuple[str, str]]:
    return [(item.reason, item.text) for item in document.discarded]


# ---------------------------------------------------------------- text


def test_paragraphs_and_special_characters() -> None:
    runs = (Run("种树\x0b植草\t3\x1e5棵\x1f，𠮷"),)
    assert shown(make_doc([par("清风镇"), Par(runs), par("页一\x0c页二")])) == [
        "清风镇",
        "种树\n植草\t3-5棵，𠮷",
        "页一\n页二",
    ]


@pytest.mark.parametrize(
    ("sprm", "reason"), [(HIDDEN, "hidden"), (STRIKE, "struck"), ((0x2A53, b"\1"), "struck"), (DELETED, "deleted")]
)
def test_text_that_is_not_shown_is_kept_apart(sprm: tuple[int, bytes], reason: str) -> None:
    document = read(make_doc([Par((Run("镇水利站"), Run("镇林业站", (sprm,)), Run("负责")))]), "a.doc")
    assert blocks(document) == ["镇水利站负责"]
    assert left_out(document) == [(reason, "镇林业站")]


def test_a_raised_number_behind_a_power_of_ten() -> None:
    assert shown(make_doc([Par((Run("种草3×10"), Run("5", (RAISED,)), Run("株")))])) == ["种草3×10⁵株"]


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    assert shown(make_doc([Par((Run("疏浚"),), "\r", (), (DELETED,)), par("河道")])) == ["疏浚河道"]


def test_a_field_gives_its_result_and_not_its_code() -> None:
    marks = [Run(mark, (SPECIAL,)) for mark in "\x13\x14\x15"]
    field = (marks[0], Run(' HYPERLINK "x" '), marks[1], Run("河长制"), marks[2])
    symbol = (marks[0], Run(" EQ \\o(\\s\\up 6(甲),\\s\\do 5(乙))"), marks[2])
    assert shown(make_doc([Par((Run("见"), *field, Run("办法"))), Par(symbol)])) == ["见河长制办法", "甲乙"]


def test_a_symbol_is_what_its_font_shows() -> None:
    name = "Wingdings".encode("utf-16-le") + bytes(2)
    fonts = struct.pack("<HH", 1, 0) + bytes((39 + len(name),)) + bytes(39) + name
    symbol = Run("(", (SPECIAL, (0x6A09, struct.pack("<HH", 0, 0xF0FE))))
    typed = Run("\uf0a8", ((0x4A4F, bytes(2)),))
    assert shown(make_doc([Par((symbol, Run("已办("), typed, Run("未办")))], structures={FONTS: fonts})) == [
        "☑已办(☐未办"
    ]


def test_pieces_may_be_in_bytes_and_out_of_order() -> None:
    first, second = struct.pack("<HIH", 0, 1024 + 8, 0), struct.pack("<HIH", 0, 1024, 0)
    clx = struct.pack("<BI3i", 2, 28, 0, 3, 7) + first + second
    assert shown(make_doc([par("ABCD甲乙")], clx=clx)) == ["甲乙", "ABCD"]
    in_bytes = struct.pack("<BI2i", 2, 16, 0, 7) + struct.pack("<HIH", 0, 0x40000000 | 1024 * 2, 0)
    data = make_doc([par("\u4241\u4443\u8045\u0d46")], clx=in_bytes, lengths={"body": 7})
    assert shown(data) == ["ABCDE€F"]


def test_a_modifier_of_a_piece_holds_for_all_of_it() -> None:
    hide = pack_sprms((HIDDEN,))
    clx = struct.pack("<BH", 1, len(hide)) + hide
    clx += struct.pack("<BI3i", 2, 28, 0, 2, 5) + struct.pack("<HIHHIH", 0, 1024, 1, 0, 1028, 0)
    assert shown(make_doc([par("藏起露出")], clx=clx)) == ["露出"]


def test_notes_follow_the_body_and_headers_and_comments_do_not() -> None:
    after = [par("\2注释"), par("页眉"), par("\5批注"), par("\2尾注")]
    lengths = {"footnotes": 4, "headers": 3, "comments": 4, "endnotes": 4}
    document = read(make_doc([par("正文\2")], after=after, lengths=lengths), "a.doc")
    assert blocks(document) == ["正文", "注释", "尾注"]
    assert left_out(document) == [("comment", "批注")]


def test_the_text_of_a_box_follows_its_paragraph() -> None:
    anchors = struct.pack("<2i", 1, 5) + struct.pack("<5i", 77, 0, 0, 900, 900).ljust(26, b"\0")
    places = struct.pack("<2i", 0, 5) + (bytes(14) + struct.pack("<i", 77)).ljust(22, b"\0")
    structures = {ANCHORS: anchors, BOXES: places}
    body = [par("锚\x08点"), par("后文")]
    data = make_doc(body, after=[par("框中文字")], lengths={"boxes": 5}, structures=structures)
    assert shown(data) == ["锚点", "框中文字", "后文"]


# ---------------------------------------------------------------- tables


def test_columns_come_from_the_edges_of_all_rows() -> None:
    data = make_doc([
        cell("序号"), cell("任务"), row([0, 1000, 4000]),
        cell("1"), cell("栽树"), cell("镇林业站"), row([4, 1010, 2500, 3990]),
    ])  # fmt: skip
    assert shown(data) == [
        [(0, 0, 1, 1, "序号"), (0, 1, 1, 2, "任务"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "栽树"), (1, 2, 1, 1, "镇林业站")]
    ]


def test_cells_merged_down() -> None:
    data = make_doc([
        cell("类别"), cell("甲"), row([0, 1000, 2000], [0x60]),
        cell(""), cell("乙"), row([0, 1000, 2000], [0x20]),
        cell("新类"), cell("丙"), row([0, 1000, 2000], [0x60]),
        cell(""), cell("丁"), row([0, 1000, 2000], [], (0xD62B, b"\0\1")),
    ])  # fmt: skip
    assert shown(data) == [
        [(0, 0, 2, 1, "类别"), (0, 1, 1, 1, "甲"), (1, 1, 1, 1, "乙"),
         (2, 0, 2, 1, "新类"), (2, 1, 1, 1, "丙"), (3, 1, 1, 1, "丁")]
    ]  # fmt: skip


@pytest.mark.parametrize("flags", [(1, 2, 2, 0), (2, 1, 1, 0), (3, 1, 1, 0)])
def test_cells_merged_sideways_as_either_standard_marks_them(flags: tuple[int, ...]) -> None:
    data = make_doc([cell("甲"), cell(""), cell(""), cell("乙"), row([0, 900, 1800, 2700, 3600], flags)])
    assert shown(data) == [[(0, 0, 1, 3, "甲"), (0, 3, 1, 1, "乙")]]


def test_a_row_changed_by_later_properties() -> None:
    merged = (0x5624, b"\0\2")
    data = make_doc([cell("甲"), cell(""), cell("乙"), row([0, 900, 1800, 2700], [], merged)])
    assert shown(data) == [[(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]]
    fewer = (0x5622, b"\1\2")
    data = make_doc([cell("甲"), cell("乙"), row([0, 900, 1800, 2700], [], fewer)])
    assert shown(data) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]]


def test_a_row_whose_properties_are_in_the_data_stream() -> None:
    end = row([0, 900, 1800], [0x60])
    blob = pack_sprms(end.sprms)
    data = struct.pack("<H", len(blob)) + blob
    far = Par((), "\7", ((0x2416, b"\1"), (0x2417, b"\1"), (0x6646, struct.pack("<I", 0))))
    again = row([0, 900, 1800], [0x20])
    assert shown(make_doc([cell("甲"), cell("乙"), far, cell(""), cell("丙"), again], data=data)) == [
        [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")]
    ]


def test_a_table_inside_a_cell_is_text_of_the_cell_and_one_in_a_frame_stands_alone() -> None:
    inner = [cell("内一", depth=2), cell("内二", depth=2), row([0, 500, 900], depth=2)]
    data = make_doc([cell("甲"), *inner, cell(""), row([0, 1000, 2000])])
    assert shown(data) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "内一\t内二")]]
    framed = make_doc([*inner, cell(""), row([0, 2000])])
    assert shown(framed) == [[(0, 0, 1, 1, "内一"), (0, 1, 1, 1, "内二")]]


def test_a_deleted_row_and_cells_of_several_paragraphs() -> None:
    two = Par((Run("疏浚河道"),), "\r", ((0x2416, b"\1"),))
    gone = row([0, 900, 1800])
    document = read(make_doc([
        two, cell("清理岸线"), cell("乙"), row([0, 900, 1800]),
        cell("旧"), cell("行"), gone._replace(mark_sprms=(DELETED,)),
    ]), "a.doc")  # fmt: skip
    assert blocks(document) == [[(0, 0, 1, 1, "疏浚河道\n清理岸线"), (0, 1, 1, 1, "乙")]]
    assert ("deleted", "旧\n行") in left_out(document)
    table = document.blocks[0]
    assert isinstance(table, RawTable) and table.cells[0].paragraph_ends == (4,)


# ---------------------------------------------------------------- lists and styles


def level(text: str, form: int, *, start: int = 1, suffix: int = 2, flags: int = 0) -> bytes:
    """A level; a digit in the text stands for the number of that level, from 1 on."""
    places = bytes(index + 1 for index, char in enumerate(text) if char.isdigit()).ljust(9, b"\0")
    chars = "".join(chr(int(char) - 1) if char.isdigit() else char for char in text)
    head = struct.pack("<iBB", start, form, flags) + places + bytes((suffix,)) + bytes(8) + bytes(4)
    return head + struct.pack("<H", len(chars)) + chars.encode("utf-16-le")


def one_list(*levels: bytes, starts: tuple[int, int] | None = None) -> dict[str, object]:
    """The structures of one list with nine levels, and an override where it starts elsewhere."""
    lists = struct.pack("<Hi", 1, 7).ljust(30, b"\0")
    override = struct.pack("<Ii", 1, 7).ljust(16, b"\0") + bytes((1 if starts else 0, 0, 0, 0)) + b"\xff" * 4
    if starts:
        override += struct.pack("<iI", starts[1], starts[0] | 0x10)
    nine = b"".join([*levels, *[level("", 255)] * (9 - len(levels))])
    return {"structures": {LISTS: lists, OVERRIDES: override}, "levels": nine}


def item(text: str, depth: int = 0) -> Par:
    return par(text, (0x460B, struct.pack("<h", 1)), (0x260A, bytes((depth,))))


def test_numbers_of_lists_are_printed_before_their_paragraphs() -> None:
    made = one_list(level("1、", 39), level("（2）", 37), level("1.2.3", 0, flags=4))
    body = [item("总则"), item("甲", 1), item("细目", 2), item("乙", 1), item("附则"), item("丙", 1), par("无号")]
    data = make_doc(body, **made)  # type: ignore[arg-type]
    assert shown(data) == ["一、总则", "（一）甲", "1.1.1细目", "（二）乙", "二、附则", "（一）丙", "无号"]


def test_a_list_that_starts_elsewhere() -> None:
    made = one_list(level("第1条", 0, suffix=1), starts=(0, 5))
    assert shown(make_doc([item("甲"), item("乙")], **made)) == ["第5条 甲", "第6条 乙"]  # type: ignore[arg-type]


def test_styles_hide_text_and_number_paragraphs() -> None:
    def style(kind: int, *lists: bytes) -> bytes:
        blob = struct.pack("<HHHHH", 0, 0xFFF0 | kind, len(lists), 0, 0) + struct.pack("<HHH", 1, 65, 0)
        for part in lists:
            blob += bytes(len(blob) % 2) + struct.pack("<H", len(part)) + part
        return struct.pack("<H", len(blob)) + blob

    numbered = bytes(2) + pack_sprms(((0x460B, struct.pack("<h", 1)),))
    sheet = struct.pack("<HHH", 4, 2, 10) + style(1, numbered, b"") + style(2, pack_sprms((HIDDEN,)))
    made = one_list(level("1.", 0))
    made["structures"] = {**made["structures"], STYLES: sheet}  # type: ignore[dict-item]
    secret = Run("密", ((0x4A30, struct.pack("<H", 1)),))
    document = read(make_doc([Par((Run("甲"), secret)), par("乙")], **made), "a.doc")  # type: ignore[arg-type]
    assert blocks(document) == ["1.甲", "2.乙"]
    assert left_out(document) == [("hidden", "密")]


# ---------------------------------------------------------------- what it is, and what it is not


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (make_doc([par("甲")], version=0x68), Unsupported),
        (make_doc([par("甲")], magic=0xA5DC), Unsupported),
        (make_doc([par("甲")], flags=0x0100), Encrypted),
        (make_doc([par("甲")], magic=0x1234), Unreadable),
        (make_doc([par("甲")], clx=b""), Unreadable),
        (make_doc([par("甲")], clx=struct.pack("<BI2i", 2, 16, 0, 2**31 - 1) + bytes(8)), TooLarge),
        (make_doc([par("甲")], clx=struct.pack("<BI3i", 2, 28, 0, 9, 3) + bytes(16)), Unreadable),
        (make_container({"WordDocument": b"\xec\xa5\xc1"}), Unreadable),
        (make_doc([par("甲")], lengths={"body": -5}), Unreadable),
    ],
)
def test_what_cannot_be_read_is_a_typed_error(data: bytes, error: type[FileError]) -> None:
    with pytest.raises(error):
        read_any(data, "a.doc")


def test_nothing_but_a_picture_needs_recognition() -> None:
    picture = struct.pack("<IH", 100, 68).ljust(28, b"\0") + struct.pack("<HHHH", 9000, 12000, 1000, 1000)
    run = Run("\1", (SPECIAL, (0x6A03, struct.pack("<I", 0))))
    with pytest.raises(NeedsOcr):
        read(make_doc([Par((run,))], data=picture.ljust(200, b"\0")), "a.doc")


def test_a_document_with_a_workbook_inside_is_a_document_and_the_other_way_round() -> None:
    # What a container holds is told by its top, not by a name somewhere in its bytes.
    named = "Workbook\0".encode("utf-16-le").decode("utf-16-le")
    assert read_any(make_doc([par("正文" + named)]), "a.doc").media_type == "application/msword"
    workbook = make_xls({"清单": [["序号", "WordDocument\0"]]})
    assert read_any(workbook, "a.xls").media_type == "application/vnd.ms-excel"
