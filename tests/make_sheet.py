"""A tiny old workbook (.xls) for tests: records in a container of one stream, so that every oddity can be chosen."""

import struct
from collections.abc import Mapping

from make_container import make_container

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
    return make_container({"Workbook": globals_ + _record(0x000A) + b"".join(parts)})


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
