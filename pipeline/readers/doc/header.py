"""The header of a Word stream (FIB, MS-DOC 2.5): which version it is, and where the other structures are."""

import struct

from msgspec import Struct

from pipeline.errors import Encrypted, Unreadable, Unsupported

_MAGIC = 0xA5EC
_OLDER = frozenset({0xA5DC, 0xA5DB, 0xA59C, 0xA59B, 0xA697, 0xA699})
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_IN_WORD = "Open it in Word, WPS or LibreOffice, save it as .docx and convert that."

# Indexes of pairs of offset and length (MS-DOC 2.5.6).
STYLES, NOTE_REFERENCES, SECTIONS, CHAR_PAGES, PARAGRAPH_PAGES, FONTS, PIECES = 1, 2, 6, 12, 13, 15, 33
ANCHORS, DRAWINGS, BOXES, LISTS, LIST_OVERRIDES = 40, 50, 56, 73, 74


class Lengths(Struct, frozen=True):
    """Characters of each part of the text, in their order in the stream."""

    body: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int


class FileHeader(Struct, frozen=True):
    """``table``: the name of the table stream; ``pairs``: offset and length of each structure in it."""

    table: str
    lengths: Lengths
    pairs: tuple[tuple[int, int], ...]

    def cut(self, stream: bytes, index: int) -> bytes:
        """The bytes of one structure; empty where the file has none."""
        if index >= len(self.pairs):
            return b""
        start, length = self.pairs[index]
        return stream[start : start + length]


def read_header(stream: bytes) -> FileHeader:
    """The header of a Word stream. Raises Unreadable, Unsupported (Word 95 and older) and Encrypted."""
    try:
        return _read(stream)
    except struct.error as error:
        raise Unreadable("The Word stream is cut short.") from error


def _read(stream: bytes) -> FileHeader:
    magic, version = struct.unpack_from("<HH", stream)
    flags = struct.unpack_from("<H", stream, 10)[0]
    if magic in _OLDER or (magic == _MAGIC and version < _WORD_97):
        raise Unsupported("This is a document of Word 95 or older.", advice=_IN_WORD)
    if magic != _MAGIC:
        raise Unreadable("The Word stream does not begin as one.")
    if flags & _ENCRYPTED:
        raise Encrypted("The document is protected by a password.")
    at = 32
    at += 2 + 2 * _count(stream, at)
    longs = struct.unpack_from("<11i", stream, at + 2)
    if any(length < 0 for length in longs[3:10]):
        raise Unreadable("The document's header gives a part of its text a negative length.")
    at += 2 + 4 * _count(stream, at)
    count = min(_count(stream, at), (len(stream) - at - 2) // 8)
    pairs = tuple(struct.iter_unpack("<II", stream[at + 2 : at + 2 + 8 * count]))
    table = "1Table" if flags & _SECOND_TABLE else "0Table"
    return FileHeader(table, Lengths(*longs[3:10]), pairs)


def _count(stream: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", stream, at)[0])
