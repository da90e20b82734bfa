"""The text of one page of a table, column by column."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.lines import TextLine, group_lines
from pipeline.readers.pdf.unruled.columns import find_stretches

CROSSING = 0.6
"""Share of a character's height by which a stretch must reach into the next column to stand in both."""


class Line(Struct, frozen=True):
    """One line of a cell's text, in the columns from ``first`` to ``last``."""

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
        return self.bottom - self.top


class Sheet(Struct, frozen=True):
    """``lines``: for each column its lines from top to bottom, wide ones in the first column that they stand in."""

    page: int
    edges: tuple[float, ...]
    lines: tuple[tuple[Line, ...], ...]

    def between(self, top: float, bottom: float) -> list[list[Line]]:
        """For each column the lines whose middle lies between these heights."""
        return [[line for line in column if top <= line.middle < bottom] for column in self.lines]

    def below(self, height: float) -> "Sheet":
        """The lines below a height only."""
        lines = tuple(tuple(line for line in column if line.middle > height) for column in self.lines)
        return Sheet(self.page, self.edges, lines)


def make_sheet(page: int, words: Sequence[Word], edges: Sequence[float]) -> Sheet:
    """Put the words of a page into columns. A stretch that reaches over an edge is one line in several columns."""
    columns = len(edges) - 1
    inside: list[list[Word]] = [[] for _ in range(columns)]
    wide: list[Line] = []
    for stretch in find_stretches(words, edges):
        first, last = _columns_of(stretch, edges)
        if first < last:
            wide.append(Line(first, last, stretch.text, stretch.x0, stretch.top, stretch.x1, stretch.bottom))
        else:
            inside[first].append((stretch.text, stretch.x0, stretch.top, stretch.x1, stretch.bottom))
    lines = [
        [Line(index, index, line.text, line.x0, line.top, line.x1, line.bottom) for line in group_lines(column)]
        for index, column in enumerate(inside)
    ]
    for line in wide:
        lines[line.first].append(line)
    for column in lines:
        column.sort(key=lambda line: line.middle)
    return Sheet(page, tuple(edges), tuple(map(tuple, lines)))


def _columns_of(stretch: TextLine, edges: Sequence[float]) -> tuple[int, int]:
    reach = CROSSING * stretch.size
    last = len(edges) - 2
    first = min(max(bisect_right(edges, stretch.x0 + reach) - 1, 0), last)
    end = min(max(bisect_right(edges, stretch.x1 - reach) - 1, first), last)
    return first, end
