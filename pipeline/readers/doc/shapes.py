"""Paragraph and table properties (MS-DOC 2.6.2, 2.6.3): in which table a paragraph is, its list, a row's cells."""

import struct

from msgspec import Struct

from pipeline.readers.doc.sprms import read_prls
from pipeline.readers.oldword.edges import CellShape

_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW, _STYLE = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C, 0x4600
_DEEPER = 0x664A
_LIST, _LEVEL = 0x460B, 0x260A
_TABLE, _INSERT, _DELETE, _WIDTH, _MERGE, _SPLIT, _DOWN = 0xD608, 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
_TABLE_CODES = frozenset({_TABLE, _INSERT, _DELETE, _WIDTH, _MERGE, _SPLIT, _DOWN})
_MOST_CELLS = 64
_CELL = 20


class ParagraphShape(Struct, frozen=True):
    """``depth``: of nested tables; ``list``: index of the list it counts in, None where it does not say, 0 for none."""

    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    list: int | None = None
    level: int | None = None
    cells: tuple[CellShape, ...] = ()


def read_paragraph_shape(blob: bytes, data: bytes = b"") -> ParagraphShape:
    """What a list of paragraph properties says; ``data`` is the data stream."""
    said: dict[int, int] = {}
    depth = 0
    cells = _RowShape()
    for code, operand in read_prls(blob, data):
        if code in _TABLE_CODES:
            cells.change(code, operand)
        elif code == _DEPTH:
            depth = max(int.from_bytes(operand, "little", signed=True), 0)
        elif code == _DEEPER:
            depth = max(depth + int.from_bytes(operand, "little", signed=True), 0)
        elif len(operand) <= 2:
            said[code] = int.from_bytes(operand, "little", signed=len(operand) == 2)
    inside = bool(said.get(_IN_TABLE))
    ends_row = bool(said.get(_ROW_END) or said.get(_INNER_ROW))
    number = said.get(_LIST)
    return ParagraphShape(
        depth=depth or int(inside),
        ends_row=ends_row,
        ends_inner_cell=bool(said.get(_INNER_CELL)),
        list=None if number is None else max(number, 0) % 0x7FF,
        level=said.get(_LEVEL),
        cells=cells.finish() if ends_row else (),
    )


class _RowShape:
    """The edges and flags of a row's cells while its properties are read."""

    def __init__(self) -> None:
        self._edges: list[int] = []
        self._flags: list[int] = []

    def change(self, code: int, operand: bytes) -> None:
        """Take in one property; what does not fit is left out."""
        if code == _TABLE:
            self._define(operand)
        elif code == _DOWN:
            if len(operand) >= 2 and operand[0] < len(self._flags):
                down = operand[1] & 3
                self._flags[operand[0]] = self._flags[operand[0]] & ~0x60 | down << 5
        elif code == _INSERT:
            self._insert(operand[0], operand[1], int.from_bytes(operand[2:4], "little", signed=True))
        else:
            self._change_range(code, operand)

    def _define(self, operand: bytes) -> None:
        count = min(operand[0], _MOST_CELLS) if operand else 0
        if not count or len(operand) < 1 + 2 * (count + 1):
            return
        self._edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
        begin = 1 + 2 * (count + 1)
        # Definitions may be cut short: the cells behind are plain.
        places = (begin + _CELL * index for index in range(count))
        self._flags = [int.from_bytes(operand[at : at + 2], "little") for at in places]

    def _insert(self, first: int, count: int, width: int) -> None:
        if not self._edges or count + len(self._flags) > _MOST_CELLS:
            return
        first = min(first, len(self._flags))
        start = self._edges[first]
        fresh = [start + max(width, 1) * (index + 1) for index in range(count)]
        moved = [edge + max(width, 1) * count for edge in self._edges[first + 1 :]]
        self._edges = [*self._edges[: first + 1], *fresh, *moved]
        self._edges = self._edges[: len(self._flags) + count + 1]
        self._flags[first:first] = [0] * count

    def _change_range(self, code: int, operand: bytes) -> None:
        first, end = operand[0], min(operand[1], len(self._flags))
        if first >= end:
            return
        if code == _DELETE:
            gone = self._edges[end] - self._edges[first]
            self._edges = [*self._edges[: first + 1], *(edge - gone for edge in self._edges[end + 1 :])]
            del self._flags[first:end]
        elif code == _WIDTH:
            width = int.from_bytes(operand[2:4], "little", signed=True)
            for index in range(first, end):
                change = width - (self._edges[index + 1] - self._edges[index])
                self._edges[index + 1 :] = [edge + change for edge in self._edges[index + 1 :]]
        else:
            for index in range(first, end):
                merged = 0 if code == _SPLIT else 1 if index == first else 2
                self._flags[index] = self._flags[index] & ~3 | merged

    def finish(self) -> tuple[CellShape, ...]:
        """The cells of the row."""
        sideways = _sideways([flags & 3 for flags in self._flags])
        return tuple(
            CellShape(self._edges[index], self._edges[index + 1], _down(flags), sideways[index])
            for index, flags in enumerate(self._flags)
        )


def _down(flags: int) -> str:
    """Bit 5: merged down; bit 6: the first of the merged cells."""
    return "restart" if flags & 0x40 else "continue" if flags & 0x20 else ""


def _sideways(marks: list[int]) -> list[str]:
    """Of cells merged sideways the first has 1 and the others 2, or the other way round: programs differ."""
    found: list[str] = []
    first = 0
    for before, mark in zip([0, *marks], marks, strict=False):
        if not before:
            first = mark
        found.append("" if not mark else "restart" if mark in (first, 3) else "continue")
    return found
