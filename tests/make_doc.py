"""A tiny .doc (MS-DOC) for tests: text, properties and tables byte by byte, so that every oddity can be chosen."""

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from make_container import make_container

PAGE, TEXT = 512, 1024
PIECES, CHARS, PARAGRAPHS, FONTS, STYLES, LISTS, OVERRIDES = 33, 12, 13, 15, 1, 73, 74
ANCHORS, BOXES = 40, 56
HIDDEN, STRIKE, DELETED, RAISED, SPECIAL = (
    (0x083C, b"\1"),
    (0x0837, b"\1"),
    (0x0800, b"\1"),
    (0x2A48, b"\1"),
    (0x0855, b"\1"),
)
Sprm = tuple[int, bytes]


class Run(NamedTuple):
    """Characters with properties of their own."""

    text: str
    sprms: tuple[Sprm, ...] = ()


class Par(NamedTuple):
    """A paragraph: its runs, its mark, its properties, the properties of the mark."""

    runs: tuple[Run, ...]
    mark: str = "\r"
    sprms: tuple[Sprm, ...] = ()
    mark_sprms: tuple[Sprm, ...] = ()


def par(text: str = "", *sprms: Sprm) -> Par:
    """A plain paragraph."""
    return Par((Run(text),) if text else (), "\r", sprms)


def cell(text: str, *, depth: int = 1) -> Par:
    """The only paragraph of a cell."""
    if depth == 1:
        return Par((Run(text),) if text else (), "\7", ((0x2416, b"\1"),))
    return Par((Run(text),), "\r", ((0x2416, b"\1"), (0x6649, struct.pack("<i", depth)), (0x244B, b"\1")))


def row(edges: Sequence[int], flags: Sequence[int] = (), *more: Sprm, depth: int = 1) -> Par:
    """The end of a row: where its cells begin and end, their flags, further properties of the table."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H", flag).ljust(20, b"\0") for flag in (*flags, *[0] * (count - len(flags))))
    shape = struct.pack("<B", count) + struct.pack(f"<{count + 1}h", *edges) + cells
    table: Sprm = (0xD608, shape)
    if depth == 1:
        return Par((), "\7", ((0x2416, b"\1"), (0x2417, b"\1"), table, *more))
    inner = ((0x2416, b"\1"), (0x6649, struct.pack("<i", depth)), (0x244B, b"\1"), (0x244C, b"\1"))
    return Par((), "\r", (*inner, table, *more))


def pack_sprms(sprms: Sequence[Sprm]) -> bytes:
    """A list of properties as bytes, with the lengths that some have before them."""
    out = b""
    for code, operand in sprms:
        length = b""
        if code >> 13 == 6:
            length = struct.pack("<H", len(operand) + 1) if code == 0xD608 else bytes((len(operand),))
        out += struct.pack("<H", code) + length + operand
    return out


def make_doc(
    body: Sequence[Par],
    *,
    after: Sequence[Par] = (),
    lengths: Mapping[str, int] | None = None,
    structures: Mapping[int, bytes] | None = None,
    data: bytes = b"",
    clx: bytes | None = None,
    version: int = 0xC1,
    flags: int = 0,
    magic: int = 0xA5EC,
    levels: bytes = b"",
) -> bytes:
    """A document. ``after``: text behind the body, whose parts ``lengths`` names; ``structures``: by their index in the
    header; ``data``: the data stream; ``clx``: another piece table; ``levels``: behind the lists."""
    text = "".join("".join(run.text for run in item.runs) + item.mark for item in (*body, *after))
    packed = text.encode("utf-16-le", "surrogatepass")
    chars, paragraphs = _pages(body, after)
    first = -(-(TEXT + len(packed)) // PAGE)
    stream = (TEXT * b"\0" + packed).ljust(first * PAGE, b"\0") + b"".join(page for _, _, page in (*chars, *paragraphs))
    piece = struct.pack("<BIIIHIH", 2, 16, 0, len(packed) // 2, 0, TEXT, 0)
    tables = {
        CHARS: _plc(chars, first),
        PARAGRAPHS: _plc(paragraphs, first + len(chars)),
        PIECES: piece if clx is None else clx,
        **(structures or {}),
    }
    table, pairs = b"\0" * 4, [(0, 0)] * 93
    for index, content in tables.items():
        pairs[index] = (len(table), len(content))
        table += content + (levels if index == LISTS else b"")
    size = {"body": sum(len("".join(run.text for run in item.runs)) + 1 for item in body), **(lengths or {})}
    stream = _header(size, pairs, version, flags, magic).ljust(TEXT, b"\0") + stream[TEXT:]
    return make_container({"WordDocument": stream, "1Table": table, **({"Data": data} if data else {})})


def _header(size: Mapping[str, int], pairs: list[tuple[int, int]], version: int, flags: int, magic: int) -> bytes:
    base = struct.pack("<HHHHHH", magic, version, 0, 0x804, 0, 0x0200 | flags).ljust(32, b"\0")
    words = struct.pack("<H", 14) + bytes(28)
    parts = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
    longs = struct.pack("<H3i8i", 22, 0, 0, 0, *(size.get(name, 0) for name in parts)).ljust(90, b"\0")
    head = base + words + longs + struct.pack("<H", len(pairs))
    return head + b"".join(struct.pack("<II", *pair) for pair in pairs)


def _pages(
    body: Sequence[Par], after: Sequence[Par]
) -> tuple[list[tuple[int, int, bytes]], list[tuple[int, int, bytes]]]:
    """A formatted page for each run and for each paragraph: first byte, the one behind the last, the page."""
    chars: list[tuple[int, int, bytes]] = []
    paragraphs: list[tuple[int, int, bytes]] = []
    at = TEXT
    for item in (*body, *after):
        begin = at
        for text, sprms in (*item.runs, (item.mark, item.mark_sprms)):
            end = at + len(text.encode("utf-16-le", "surrogatepass"))
            blob = pack_sprms(sprms)
            chars.append((at, end, _page(at, end, bytes((len(blob),)) + blob)))
            at = end
        blob = bytes(2) + pack_sprms(item.sprms)
        blob += bytes(len(blob) % 2)
        paragraphs.append((begin, at, _page(begin, at, bytes((0, len(blob) // 2)) + blob)))
    return chars, paragraphs


def _page(start: int, end: int, blob: bytes) -> bytes:
    place = (PAGE - 1 - len(blob)) // 2 * 2
    head = struct.pack("<II", start, end) + bytes((place // 2,))
    return (head.ljust(place, b"\0") + blob).ljust(PAGE - 1, b"\0") + b"\1"


def _plc(pages: list[tuple[int, int, bytes]], first: int) -> bytes:
    ends = [start for start, _, _ in pages] + [pages[-1][1]]
    numbers = range(first, first + len(pages))
    return struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(pages)}I", *numbers)
