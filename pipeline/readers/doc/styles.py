"""The style sheet (STSH, MS-DOC 2.9.271): which styles change what text shows or number their paragraphs; and fonts."""

import struct

from msgspec import Struct

from pipeline.readers.doc.looks import UNSAID_LOOK, RunLook, read_run_look
from pipeline.readers.doc.shapes import ParagraphShape, read_paragraph_shape

_PARAGRAPH, _CHARACTER = 1, 2
_DEPTH = 20
_MOST = 4_095
_NONE = 0xFFF
_FONT_NAME = 40


class WordStyle(Struct, frozen=True):
    """``look``: of its text; ``list`` and ``level``: as in ``ParagraphShape``."""

    look: RunLook = UNSAID_LOOK
    list: int | None = None
    level: int | None = None


BARE = WordStyle()


class _OwnProperties(Struct, frozen=True):
    """What one style says itself."""

    base: int
    shape: ParagraphShape
    look: bytes


def read_word_styles(stsh: bytes) -> dict[int, WordStyle]:
    """Index → style, with what it is based on worked in; only those that say something."""
    own: dict[int, _OwnProperties] = {}
    try:
        size, count, base = struct.unpack_from("<HHH", stsh)
        at = 2 + size
        for index in range(min(count, _MOST)):
            length = struct.unpack_from("<H", stsh, at)[0]
            blob = stsh[at + 2 : at + 2 + length]
            at += 2 + length
            if len(blob) > base:
                own[index] = _read_style(blob, base)
    except struct.error:
        pass  # a sheet that is cut short says less
    styles = {index: _resolve_style(index, own) for index in own}
    return {index: style for index, style in styles.items() if style != BARE}


def _read_style(blob: bytes, base: int) -> _OwnProperties:
    kind, parts = struct.unpack_from("<HH", blob, 2)
    at = base + 2 + 2 * struct.unpack_from("<H", blob, base)[0] + 2
    lists: list[bytes] = []
    for _ in range(min(parts & 0xF, 3)):
        at += at % 2
        if at + 2 > len(blob):
            break
        length = struct.unpack_from("<H", blob, at)[0]
        lists.append(blob[at + 2 : at + 2 + length])
        at += 2 + length
    paragraph, char = b"", b""
    if kind & 0xF == _PARAGRAPH:
        paragraph, char = ([item for item in lists] + [b"", b""])[:2]
    elif kind & 0xF == _CHARACTER:
        char = lists[0] if lists else b""
    return _OwnProperties(kind >> 4, read_paragraph_shape(paragraph[2:]), char)


def _resolve_style(index: int, own: dict[int, _OwnProperties]) -> WordStyle:
    chain: list[_OwnProperties] = []
    while index in own and len(chain) < _DEPTH:
        chain.append(own[index])
        index = own[index].base
    look = UNSAID_LOOK
    number: int | None = None
    level: int | None = None
    for style in reversed(chain):
        look = read_run_look(style.look, look).over(look) if style.look else look
        number = style.shape.list if style.shape.list is not None else number
        level = style.shape.level if style.shape.level is not None else level
    return WordStyle(RunLook(look.hidden, look.struck, look.raised, look.font), number, level)


def read_fonts(table: bytes) -> list[str]:
    """The names of the fonts, in the order of their indexes."""
    names: list[str] = []
    at = 4
    for _ in range(min(int.from_bytes(table[:2], "little"), _MOST)):
        if at >= len(table):
            break
        length = table[at]
        blob = table[at + _FONT_NAME : at + 1 + length]
        names.append(blob[: len(blob) // 2 * 2].decode("utf-16-le", "replace").split("\0")[0])
        at += 1 + length
    return names
