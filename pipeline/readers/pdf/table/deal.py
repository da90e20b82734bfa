"""Words into cells: a word lies where its middle lies, and text that runs over a border stays in its own cell."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Box
from pipeline.readers.pdf.page.lines import PageLine, group_lines
from pipeline.readers.pdf.page.overlay import LineLosses
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.pdf.table.content import PageCell, PageTable
from pipeline.readers.pdf.table.vertical import vertical_lines

_TOUCHING = 0.15
"""Of a character's height: words nearer than this, on one line, are of one text."""
_ACROSS = 0.15
"""Of a character's width: a glyph that reaches over a border by more is over it, not beside it."""
_UNPADDED = 0.3
"""Of the room that a text leaves at the beginning of its cell: text of the next cell leaves more than this share."""


class CellGrid:
    """The cell boxes of one table as rows and columns, and the text that was put into each.

    ``words`` and ``aside`` (lines in other directions) go by the cell's index in ``boxes``.
    """

    def __init__(self, boxes: tuple[Box, ...]) -> None:
        self.boxes = boxes
        self.words: dict[int, list[Word]] = defaultdict(list)
        self.aside: dict[int, list[PageLine]] = defaultdict(list)
        self._xs = sorted({edge for box in boxes for edge in (box[0], box[2])})
        self._ys = sorted({edge for box in boxes for edge in (box[1], box[3])})
        self._rows: list[tuple[int, int]] = []  # first row and row span of each cell
        self._owner: dict[tuple[int, int], int] = {}
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            first, last = bisect_right(self._ys, top) - 1, bisect_right(self._ys, bottom) - 1
            self._rows.append((first, last - first))
            for column in range(bisect_right(self._xs, x0) - 1, bisect_right(self._xs, x1) - 1):
                self._owner.update(((row, column), index) for row in range(first, last))

    @property
    def box(self) -> Box:
        """The box around all cells."""
        return (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])

    def find(self, x: float, y: float) -> int | None:
        """The index of the cell at this point of the page."""
        return self._owner.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))

    def has_text(self) -> bool:
        """True when any cell holds text."""
        return bool(self.words or self.aside)

    def fill(self, page: PageReading, losses: LineLosses) -> PageTable:
        """The table with its text as lines; ``losses`` as in group_lines."""
        cells = []
        for index, (box, (row, span)) in enumerate(zip(self.boxes, self._rows, strict=True)):
            words = self.words.get(index)
            upright = (vertical_lines(words) or group_lines(words, losses)) if words else ()
            lines = (*upright, *self.aside.get(index, ()))
            cells.append(PageCell(row, span, box, lines))
        return PageTable(page.number, tuple(self._xs), len(self._ys) - 1, tuple(cells), self.box, page.to_shown)


class _CellPlace(NamedTuple):
    """Where a word goes: a cell of a table."""

    grid: CellGrid
    cell: int

    @property
    def box(self) -> Box:
        return self.grid.boxes[self.cell]


class Deal:
    """The words of a page dealt to its tables. ``outside``: those in no cell. ``intruders``: text that runs over the
    border of its cell into one that has text of its own there."""

    def __init__(self, words: Sequence[Word], grids: Sequence[CellGrid]) -> None:
        self.outside: list[Word] = []
        self._grids = grids
        self._carried: list[tuple[_CellPlace, Word]] = []
        x0 = top = x1 = bottom = 0.0
        texts = self.outside  # where the word before went: most often this one goes there too
        place: _CellPlace | None = None
        before: Word | None = None
        for word in words:
            _, left, high, right, low = word
            x, y = (left + right) / 2, (high + low) / 2  # its centre and middle, without a call for each word
            if not (x0 <= x < x1 and top <= y < bottom):
                found = self._find(x, y)
                if place is not None and before is not None and _runs_over(before, word, place.box, texts):
                    if found is not None:
                        self._carried.append((found, word))
                else:
                    place = found
                    texts = self.outside if place is None else place.grid.words[place.cell]
                    x0, top, x1, bottom = (x0, top, x0, bottom) if place is None else place.box
            texts.append(word)
            before = word

    def _find(self, x: float, y: float) -> _CellPlace | None:
        for grid in self._grids:
            index = grid.find(x, y)
            if index is not None:
                return _CellPlace(grid, index)
        return None

    @property
    def intruders(self) -> list[str]:
        found: dict[int, str] = {}
        for place, word in self._carried:
            own = place.grid.words.get(place.cell, ())
            if any(other.top < word.middle < other.bottom for other in own):
                found[id(own)] = found.get(id(own), "") + word.text
        return list(found.values())


def _runs_over(before: Word, word: Word, cell: Box, texts: Sequence[Word]) -> bool:
    """Does ``word`` go on with ``before``, the last of ``texts`` in this cell, over the cell's right border?"""
    if not _follows(before, word) or word.x1 <= cell[2]:
        return False
    reach = _ACROSS * word.glyph
    if before.x1 > cell[2] + reach or word.x0 < cell[2] - reach:
        return True
    first = next((other for other in texts if abs(other.middle - word.middle) < _TOUCHING * word.height), before)
    return word.x0 - cell[2] < _UNPADDED * (first.x0 - cell[0])


def _follows(before: Word, word: Word) -> bool:
    """Is ``word`` right behind ``before``, on its line and in its size?"""
    near = _TOUCHING * word.height
    ends = abs(word.x0 - before.x1), abs(word.middle - before.middle), abs(word.height - before.height)
    return max(ends) < near


def deal_aside(lines: Sequence[PageLine], grids: Sequence[CellGrid]) -> list[PageLine]:
    """Put lines in other directions into the cells of the tables; those in none come back."""
    outside: list[PageLine] = []
    for line in lines:
        for grid in grids:
            index = grid.find((line.x0 + line.x1) / 2, (line.top + line.bottom) / 2)
            if index is not None:
                grid.aside[index].append(line)
                break
        else:
            outside.append(line)
    return outside
