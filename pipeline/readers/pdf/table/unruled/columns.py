"""The text of one page of a table, column by column."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from pipeline.readers.pdf.page.lines import PageLine, group_lines
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.pdf.table.unruled.edges import find_stretches

CROSSING = 0.6
"""Share of a character's height by which a stretch must reach into the next column to be in both."""
_CORE = 0.6
"""Share of a line's height that surely is its own: fonts give boxes that reach into the lines above and below."""


class ColumnLine(Struct, frozen=True):
    """One line of a cell's text, in the columns from ``first`` to ``last``; ``top`` and ``bottom`` bound its core."""

    first: int
    last: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of the whole line."""
        return (self.bottom - self.top) / _CORE


_MIDDLE = attrgetter("middle")


class PageColumns(Struct, frozen=True):
    """``lines``: for each column its lines from top to bottom, wide ones in the first column that they are in."""

    page: int
    edges: tuple[float, ...]
    lines: tuple[tuple[ColumnLine, ...], ...]

    def between(self, top: float, bottom: float) -> list[list[ColumnLine]]:
        """For each column the lines whose middle lies between these heights."""
        found: list[list[ColumnLine]] = []
        for column in self.lines:
            first = bisect_left(column, top, key=_MIDDLE)
            found.append(list(column[first : bisect_left(column, bottom, first, key=_MIDDLE)]))
        return found

    def below(self, height: float) -> "PageColumns":
        """The lines below a height only."""
        lines = tuple(tuple(line for line in column if line.middle > height) for column in self.lines)
        return PageColumns(self.page, self.edges, lines)

    def above(self, height: float) -> "PageColumns":
        """The lines above a height only."""
        lines = tuple(tuple(line for line in column if line.middle < height) for column in self.lines)
        return PageColumns(self.page, self.edges, lines)


def put_in_columns(page: int, words: Sequence[Word], edges: Sequence[float]) -> PageColumns:
    """Put the words of a page into columns. A stretch that reaches over an edge is one line in several columns."""
    columns = len(edges) - 1
    inside: list[list[Word]] = [[] for _ in range(columns)]
    wide: list[ColumnLine] = []
    for stretch in find_stretches(words, edges, _starts(words, edges)):
        first, last = _columns_of(stretch, edges)
        if first < last:
            wide.append(_line(first, last, stretch))
        else:
            inside[first].append(Word(stretch.text, stretch.x0, stretch.top, stretch.x1, stretch.bottom))
    lines = [[_line(index, index, line) for line in group_lines(column)] for index, column in enumerate(inside)]
    for line in wide:
        lines[line.first].append(line)
    for column in lines:
        column.sort(key=lambda line: line.middle)
    return PageColumns(page, tuple(edges), tuple(map(tuple, lines)))


def _starts(words: Sequence[Word], edges: Sequence[float]) -> list[float]:
    """For each column where most of its lines begin, if there is such a place."""
    counts: list[Counter[float]] = [Counter() for _ in edges]
    for line in find_stretches(words, edges):
        counts[bisect_right(edges, line.x0) - 1][round(line.x0 * 2) / 2] += 1
    common = [count.most_common(1) for count in counts]
    return [found[0][0] for found in common if found and found[0][1] > 2]


def _line(first: int, last: int, line: PageLine) -> ColumnLine:
    middle, half = (line.top + line.bottom) / 2, _CORE / 2 * line.size
    return ColumnLine(first, last, line.text, line.x0, middle - half, line.x1, middle + half)


def _columns_of(stretch: PageLine, edges: Sequence[float]) -> tuple[int, int]:
    reach = CROSSING * stretch.size
    last = len(edges) - 2
    first = min(max(bisect_right(edges, stretch.x0 + reach) - 1, 0), last)
    end = min(max(bisect_right(edges, stretch.x1 - reach) - 1, first), last)
    return first, end
