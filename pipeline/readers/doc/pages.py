"""Formatted pages (FKP, MS-DOC 2.9.33, 2.9.174): which bytes of the text have which properties."""

import struct
from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct

_PAGE = 512


class PropertyRuns(Struct, frozen=True):
    """Runs of bytes in order: where each begins, and the list of properties that it has (b'' for none)."""

    starts: tuple[int, ...]
    lists: tuple[bytes, ...]
    lost: int = 0
    """Pages that the file does not have."""

    def at(self, offset: int) -> tuple[int, int, bytes]:
        """The run that the byte at this offset is in: its first byte, the one behind its last, its properties."""
        index = bisect_right(self.starts, offset) - 1
        start = self.starts[index] if index >= 0 else 0
        end = self.starts[index + 1] if index + 1 < len(self.starts) else offset + 1
        return start, end, self.lists[index] if index >= 0 else b""

    def between(self, start: int, end: int) -> list[tuple[int, bytes]]:
        """The runs of a stretch of bytes: where each begins in it, and its properties."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        found = [(start, b"")] if not self.starts or self.starts[first] > start else []
        for index in range(first, len(self.starts)):
            begin = self.starts[index]
            if begin >= end:
                break
            found.append((max(begin, start), self.lists[index]))
        return found


def read_char_runs(stream: bytes, plc: bytes) -> PropertyRuns:
    """The character properties of all text."""
    return _read_runs(stream, plc, 1, _char_list)


def read_paragraph_runs(stream: bytes, plc: bytes) -> PropertyRuns:
    """The paragraph properties: each list begins with the two bytes of the style."""
    return _read_runs(stream, plc, 13, _paragraph_list)


def _read_runs(stream: bytes, plc: bytes, entry: int, cut: Callable[[bytes, int], bytes]) -> PropertyRuns:
    runs: dict[int, bytes] = {}
    count = max((len(plc) - 4) // 8, 0)
    numbers = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ()
    lost = 0
    for number in dict.fromkeys(numbers):
        start = (number & 0x3FFFFF) * _PAGE
        page = stream[start : start + _PAGE]
        if len(page) < _PAGE or not page[-1]:
            lost += 1
            continue
        many = min(page[-1], (_PAGE - 5) // (4 + entry))
        offsets = struct.unpack_from(f"<{many + 1}I", page)
        base = 4 * (many + 1)
        for index in range(many):
            if offsets[index] < offsets[index + 1]:
                runs[offsets[index]] = cut(page, 2 * page[base + index * entry])
        if many:
            runs.setdefault(offsets[many], b"")  # behind the page nothing is known, until another one says
    ordered = sorted(runs)
    return PropertyRuns(tuple(ordered), tuple(runs[start] for start in ordered), lost)


def _char_list(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _paragraph_list(page: bytes, at: int) -> bytes:
    if not at:
        return b""
    size = page[at]
    if size:
        return page[at + 1 : at + 2 * size]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""
