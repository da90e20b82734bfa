"""Rows, columns and merged cells as rulings."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.readers.pdf.page.lines import PADDING
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.table.unruled.columns import ColumnLine
from pipeline.readers.pdf.table.unruled.parts import TablePart


def draw_rulings(part: TablePart, before: TablePart | None) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and vertical rulings of one page's part of a table; ``before`` is the part on the page before."""
    edges, cuts = part.sheet.edges, part.cuts
    merged = {(row, span.column) for spans in part.spans for span in spans for row in range(span.first, span.last)}
    horizontal = [Ruling(cuts[0], edges[0], edges[-1]), Ruling(cuts[-1], edges[0], edges[-1])]
    horizontal += [
        Ruling(height, left, right)
        for row, height in enumerate(cuts[1:-1])
        for column, (left, right) in enumerate(pairwise(edges))
        if (row, column) not in merged
    ]
    joined = set(_joined(part, before))
    vertical = [Ruling(edges[0], cuts[0], cuts[-1]), Ruling(edges[-1], cuts[0], cuts[-1])]
    vertical += [
        Ruling(edge, top, bottom)
        for column, edge in enumerate(edges[1:-1])
        for row, (top, bottom) in enumerate(pairwise(cuts))
        if (row, column) not in joined
    ]
    return horizontal, vertical


def _joined(part: TablePart, before: TablePart | None) -> Iterator[tuple[int, int]]:
    """Row and column of every slot that is one cell with the slot to its right."""
    yield from _wide_header(part)
    for row in part.bands:
        yield from ((row, column) for column in range(len(part.spans) - 1))
    for spans in part.spans:
        for span in spans:
            for line in span.lines:
                for column in range(line.first, line.last):
                    yield from ((row, column) for row in range(span.first, span.last + 1))
    if before is not None and part.body < part.rows:
        filled = {span.column for spans in part.spans for span in spans if span.first == part.body}
        for row, column in _joined(before, None):
            if row == before.rows - 1 and column not in filled and column + 1 not in filled:
                yield part.body, column


def _wide_header(part: TablePart) -> Iterator[tuple[int, int]]:
    """A header word with empty slots beside it covers them: as far as it is centred on, or begins with, them."""
    cells = [(spans[0].lines, column) for column, spans in enumerate(part.spans) if spans and spans[0].first == 0]
    if not part.body or not cells:
        return
    first = 0
    for index, (lines, column) in enumerate(cells):
        reach = max(column, *(line.last for line in lines))
        following = cells[index + 1] if index + 1 < len(cells) else None
        last = len(part.spans) - 1
        if following is not None:
            last = min(
                range(reach, max(following[1], reach + 1)),
                key=lambda end: (
                    _misfit(lines, first, end, part) + _misfit(following[0], end + 1, following[1], part),
                    -end,
                ),
            )
        yield from ((0, slot) for slot in range(first, last))
        first = last + 1


def _misfit(lines: Sequence[ColumnLine], first: int, last: int, part: TablePart) -> float:
    """By how much a text misses the middle, or the beginning, of the columns from ``first`` to ``last``; in points."""
    edges = part.sheet.edges
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return min(abs(left + right - edges[first] - edges[last + 1]) / 2, abs(left - edges[first] - PADDING))
