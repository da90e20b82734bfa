"""Lists of single property modifiers (Prl, MS-DOC 2.2.5): a code, and an operand whose length the code tells."""

import struct
from collections.abc import Iterator

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE_SHAPES = (0xD608, 0xD606)
_TABS = 0xC615
_LONG = (0x6645, 0x6646, 0x646B)
"""sprmPHugePapx and sprmPTableProps: the list goes on in the data stream."""


def read_prls(blob: bytes, data: bytes = b"") -> Iterator[tuple[int, bytes]]:
    """The codes and operands of a list, without the lengths; ``data``: the data stream, for lists that go on there.

    What does not fit the bytes ends the list.
    """
    at, end = 0, len(blob)
    while at + 2 <= end:
        code = blob[at] | blob[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if not size:
            if at >= end:
                return
            if code in _TABLE_SHAPES:
                size = (int.from_bytes(blob[at : at + 2], "little") or 1) - 1
                at += 2
            else:
                size = blob[at]
                at += 1
                if size == 255 and code == _TABS:
                    return
        operand = blob[at : at + size]
        at += size
        if code in _LONG and data and size == 4:
            start = struct.unpack("<I", operand.ljust(4, b"\0"))[0]
            length = int.from_bytes(data[start : start + 2], "little")
            yield from read_prls(data[start + 2 : start + 2 + length])
        elif len(operand) == size:
            yield code, operand
