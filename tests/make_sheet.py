"""A tiny old workbook (.xls) for tests: records in a container of one stream, so that every oddity can be chosen."""

import struct
from collections.abc import Mapping

_SECTOR = 512
_END, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
HIDDEN = 1


def make_xls(
    sheets: Mapping[str, list[list[str | float]]],
    *,
    merges: tuple[tuple[int, int, int, int], ...] = (),
    hidden: tuple[str, ...] = (),
    far: tuple[int, int] | None = None,
) -> bytes:
    """A workbook of these sheets; ``merges``: first row, last row, first and last column, in each; ``hidden``: names of
    sheets that are not shown; ``far``: one more cell, at this row and column of each sheet."""
    parts = [_sheet(rows, merges, far) for rows in sheets.values()]
    heads = [struct.pack("<BB", HIDDEN if name in hidden else 0, 0) + _short(name) for name in sheets]
    start = len(_record(0x0809, _bof(5))) + sum(len(head) + 8 for head in heads) + len(_record(0x000A))
    globals_ = _record(0x0809, _bof(5))
    for head, part in zip(heads, parts, strict=True):
        globals_ += _record(0x0085, struct.pack("<I", start) + head)
        start += len(part)
    return _container(globals_ + _record(0x000A) + b"".join(parts))


def _sheet(
    rows: list[list[str | float]], merges: tuple[tuple[int, int, int, int], ...], far: tuple[int, int] | None
) -> bytes:
    cells = [(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line)]
    if far:
        cells.append((*far, 1.0))
    out = _record(0x0809, _bof(16))
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            if value:
                out += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            out += _record(0x0203, place + struct.pack("<d", value))
    if merges:
        out += _record(
            0x00E5, struct.pack("<H", len(merges)) + b"".join(struct.pack("<4H", *merge) for merge in merges)
        )
    return out + _record(0x000A)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _bof(kind: int) -> bytes:
    return struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6)


def _short(name: str) -> bytes:
    return struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")


def _container(stream: bytes) -> bytes:
    """One stream, ``Workbook``, in a compound file (MS-CFB, version 3): the table, the folder, then the stream."""
    length = max(len(stream), 4096)
    sectors = -(-length // _SECTOR)
    tables = -(-(sectors + 2) // 126)
    chain = [_TABLE] * tables + [_END]
    first = tables + 1
    chain += [first + index + 1 for index in range(sectors - 1)] + [_END]
    chain += [_NONE] * (tables * 128 - len(chain))
    difat = [*range(tables), *[_NONE] * (109 - tables)]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", *difat)
    folder = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, first, length) + bytes(256)
    return head + struct.pack(f"<{len(chain)}I", *chain) + folder + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, length: int, child: int = _NONE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _NONE, _NONE, child)
    return head + bytes(36) + struct.pack("<IQ", start, length)
