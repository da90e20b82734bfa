"""The records of an .xls (MS-XLS) inside its container (MS-CFB): where its last cells are.

calamine makes a value for each slot up to the last cell, so a damaged place of one cell would cost minutes. Only the
places are read here; whatever is not as the standards say ends the search, and calamine says what is wrong.
"""

import struct
from collections.abc import Iterator

_FREE = 0xFFFFFFF0
"""Sector numbers from here on end a chain or mark no sector."""
_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""FORMULA, MULRK, RSTRING, LABELSST, NUMBER, LABEL, BOOLERR, RK: records that begin with row and column."""
_BEGINS = 0x0809
"""BOF: a sheet begins."""


def find_extents(data: bytes) -> list[tuple[int, int]]:
    """Rows and columns of each part of the workbook, up to its last cell."""
    extents: list[tuple[int, int]] = []
    rows = columns = 0
    for kind, row, column in _cells(_stream(data)):
        if kind == _BEGINS:
            extents.append((rows, columns))
            rows = columns = 0
        else:
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return [*extents, (rows, columns)]


def _cells(stream: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 8 <= len(stream):
        kind, length, row, column = struct.unpack_from("<HHHH", stream, at)
        if kind in _CELLS or kind == _BEGINS:
            yield kind, row, column
        at += 4 + length


def _stream(data: bytes) -> bytes:
    """The workbook's stream; empty where the container has none, or is broken."""
    try:
        size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
        if size not in (512, 4096):
            return b""
        table = _table(data, size)
        folder = _chain(data, table, struct.unpack_from("<I", data, 0x30)[0], size)
        for at in range(0, len(folder) - 127, 128):
            name = folder[at : at + 64].split(b"\0\0\0", 1)[0].replace(b"\0", b"")
            if name in (b"Workbook", b"Book"):
                start, length = struct.unpack_from("<II", folder, at + 116)
                return _chain(data, table, start, size)[:length]
    except struct.error:
        pass
    return b""


def _table(data: bytes, size: int) -> list[int]:
    """The table of sectors: for each the one that follows it."""
    sectors = [number for number in struct.unpack_from("<109I", data, 0x4C) if number < _FREE]
    after, left = struct.unpack_from("<II", data, 0x44)
    while after < _FREE and left > 0 and len(sectors) * size < len(data):
        more = struct.unpack_from(f"<{size // 4}I", data, (after + 1) * size)
        sectors.extend(number for number in more[:-1] if number < _FREE)
        after, left = more[-1], left - 1
    table: list[int] = []
    for number in sectors:
        table.extend(struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size))
    return table


def _chain(data: bytes, table: list[int], start: int, size: int) -> bytes:
    """The sectors of a chain; a chain that comes back to itself ends there."""
    pieces: list[bytes] = []
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        pieces.append(data[(start + 1) * size : (start + 2) * size])
        start = table[start]
    return b"".join(pieces)
