"""The text of the document by its piece table (Clx, MS-DOC 2.9.38): which bytes are which characters.

Texts are kept with one character for each 16-bit unit, as positions in the file count them.
"""

import struct
from bisect import bisect_right
from itertools import pairwise

from msgspec import Struct

from pipeline.errors import TooLarge, Unreadable

TEXT_LIMIT = 20_000_000
_COMPRESSED = 0x40000000
# The few bytes that are not as in Windows-1252 fall back to the code points of Latin-1 there.
_LATIN = "".join(
    byte.decode("cp1252", "ignore") or byte.decode("latin-1") for byte in (bytes([code]) for code in range(256))
)
_OLD_CODES = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x57: 0x0837, 0x5C: 0x083C, 0x68: 0x2A48}
"""Short codes of modifiers in a piece (MS-DOC 2.9.215), as far as they change what is read."""


class Piece(Struct, frozen=True):
    """Characters ``start:end``; their first byte; bytes a character; modifiers that hold for all of them."""

    start: int
    end: int
    offset: int
    width: int
    modifiers: bytes


class PieceTable(Struct, frozen=True):
    """The pieces in order, the positions at which they begin, and all their text."""

    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    text: str

    def piece_of(self, position: int) -> Piece:
        """The piece that a character is in."""
        return self.pieces[bisect_right(self.starts, position) - 1]


def read_pieces(clx: bytes, stream: bytes) -> PieceTable:
    """The piece table of a document. Raises Unreadable and TooLarge."""
    try:
        places, descriptors, lists = _parse(clx)
    except struct.error as error:
        raise Unreadable("The document's piece table is damaged.") from error
    pieces: list[Piece] = []
    texts: list[str] = []
    left = 2 * len(stream)
    for (start, end), (_, packed, modifier) in zip(pairwise(places), descriptors, strict=False):
        if end < start or start < 0:
            raise Unreadable("The document's piece table goes backwards.")
        width = 1 if packed & _COMPRESSED else 2
        offset = (packed & ~_COMPRESSED) // (2 if width == 1 else 1)
        left -= (end - start) * width
        if left < 0 or end > TEXT_LIMIT:
            raise TooLarge("The document's piece table claims more text than the file has.")
        blob = stream[offset : offset + (end - start) * width]
        text = _decode(blob, width)
        texts.append(text.ljust(end - start, "\0"))
        pieces.append(Piece(start, end, offset, width, _modifiers(modifier, lists)))
    if not pieces or pieces[0].start:
        raise Unreadable("The document has no text: its piece table is empty.")
    return PieceTable(tuple(pieces), tuple(piece.start for piece in pieces), "".join(texts))


def _parse(clx: bytes) -> tuple[tuple[int, ...], list[tuple[int, int, int]], list[bytes]]:
    lists: list[bytes] = []
    at = 0
    while clx[at : at + 1] == b"\x01":
        length = struct.unpack_from("<H", clx, at + 1)[0]
        lists.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if clx[at : at + 1] != b"\x02":
        raise Unreadable("The document has no piece table.")
    length = min(struct.unpack_from("<I", clx, at + 1)[0], len(clx) - at - 5)
    count = (length - 4) // 12
    if count < 0:
        raise Unreadable("The document's piece table is damaged.")
    places = struct.unpack_from(f"<{count + 1}i", clx, at + 5)
    begin = at + 5 + 4 * (count + 1)
    return places, list(struct.iter_unpack("<HIH", clx[begin : begin + 8 * count])), lists


def _decode(blob: bytes, width: int) -> str:
    if width == 1:
        return blob.decode("latin-1").translate(_LATIN_TABLE) if not blob.isascii() else blob.decode("ascii")
    text = blob.decode("utf-16-le", "surrogatepass" if len(blob) % 2 == 0 else "ignore")
    if len(text) != len(blob) // 2:
        text = "".join(map(chr, struct.unpack(f"<{len(blob) // 2}H", blob[: len(blob) // 2 * 2])))
    return text


_LATIN_TABLE = {code: char for code, char in enumerate(_LATIN) if chr(code) != char}


def _modifiers(modifier: int, lists: list[bytes]) -> bytes:
    """The list that the number in a piece names, or the one modifier that it is."""
    if modifier & 1:
        return lists[modifier >> 1] if modifier >> 1 < len(lists) else b""
    code = _OLD_CODES.get(modifier >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, modifier >> 8)
