"""The rows of a table without rulings between them: the cheapest way to cut a page into bands.

A row's cells are centred on one height or begin at one height; a cut runs through gaps that are wider than those
between the lines of a cell; no row has two numbers. Where a merged cell forbids a cut, the others outvote it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pipeline.readers.pdf.page.lines import SENTENCE_ENDS, PageLine, is_full
from pipeline.readers.pdf.table.unruled.columns import ColumnLine, PageColumns

ALIGNED = 0.3
"""Share of a character's height by which cells of one row may miss each other's middle or top."""
LOOSE = 1.3
"""Points by which a gap is wider than those between the lines of a cell, to be one between cells."""
_CROSSED, _IN_SENTENCE, _TIGHT, _WIDE = 1.5, 1.0, 0.4, -0.5
"""What a cut costs for each column: through a line, inside a sentence, between close lines, in a wide gap."""
_STRAY = 1.2
"""What a cell costs that is aligned with no other of its row."""
_SECOND = 0.5
"""What a cell costs that begins with others where most are centred, or the other way round."""
_ROW, _REST, _PLAIN = 1.5, 0.5, 4.0
"""What a row costs, the rest of a row at the top of a page, and one without a number where rows are numbered."""
_RULED = 6.0
"""What a ruling across costs inside a row."""
_LEFT_OUT, _CUT_OFF = 0.6, 3.0
"""What a line below the last row costs: far from the line above it, and near to it."""
_TALLEST = 60
"""Lines that a row takes at most; a page has some fifty."""
_NEVER = 1e9


class Anchors(Struct, frozen=True):
    """What is known of a page's rows, each by its height: the middle of the header, the lines that number a row, those
    that are alone at their height and name a band, the rulings across.

    ``open``: the page begins with the rest of a row. ``numbered``: rows have numbers, on this page or another.
    """

    header: float | None
    numbers: tuple[float, ...]
    lone: tuple[float, ...]
    rulings: tuple[float, ...]
    open: bool
    numbered: bool
    centred: bool | None = None
    """Cells of a row are centred on one height (True), begin at one (False), or not known yet."""


def usual_gap(sheets: Sequence[PageColumns]) -> float:
    """The gap between the lines of a cell, in points."""
    gaps = sorted(
        below.top - line.bottom for sheet in sheets for column in sheet.lines for line, below in pairwise(column)
    )
    return max(gaps[len(gaps) // 5], 0.0) if gaps else 0.0


def find_cuts(sheet: PageColumns, anchors: Anchors, usual: float) -> list[float]:
    """The heights at which bands begin and end: header and rows of one page. Empty where no way can be found."""
    columns = [_ColumnCuts(sheet, index, usual) for index in range(len(sheet.lines))]
    places = _places(columns, anchors.rulings)
    bands = _Bands(columns, anchors)
    first = -_NEVER if anchors.header is None else anchors.header
    last = max((*anchors.numbers, *anchors.lone), default=first)
    tallest = _TALLEST * (usual + max((line.size for column in columns for line in column.lines), default=0.0))
    best = [0.0, *[_NEVER] * (len(places) - 1)]
    back = [-1] * len(places)
    for end in range(1, len(places)):
        height, cost = places[end]
        for start in range(end - 1, -1, -1):
            if height - places[start][0] > tallest:
                break
            if best[start] >= _NEVER:
                continue
            band = bands.cost(places[start][0], height)
            if band is None:
                break
            total = best[start] + band + (cost if end < len(places) - 1 else 0.0)
            if band < _NEVER and total < best[end]:
                best[end], back[end] = total, start
    ends = [index for index, (height, _) in enumerate(places) if height > last and back[index] >= 0]
    if not ends:
        return []
    end = min(ends, key=lambda index: best[index] + sum(column.left_out(places[index][0]) for column in columns))
    path = [end]
    while back[path[-1]] >= 0:
        path.append(back[path[-1]])
    return [places[index][0] for index in reversed(path)]


def _places(columns: "Sequence[_ColumnCuts]", rulings: Sequence[float]) -> list[tuple[float, float]]:
    """Heights where the page may be cut, with what lies across them: rulings, and for each gap between two lines of a
    column the height in it that is best for all columns."""
    edges = sorted({edge for column in columns for line in column.lines for edge in (line.top, line.bottom)})
    if not edges:
        return []
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    costs = [sum(column.cost(height) for column in columns) for height in middles]
    widths = [high - low for low, high in pairwise(edges)]
    chosen: set[int] = set()
    for column in columns:
        for line, below in pairwise(column.lines):
            first, last = bisect_left(middles, line.bottom), bisect_left(middles, below.top)
            if first < last:
                chosen.add(min(range(first, last), key=lambda index: (costs[index], -widths[index])))
    heights = [middles[index] for index in chosen]
    heights += [height for height in rulings if edges[0] < height < edges[-1]]
    found = [(height, sum(column.crossed(height) for column in columns)) for height in sorted(heights)]
    return [(edges[0] - LOOSE, 0.0), *found, (edges[-1] + LOOSE, 0.0)]


class _ColumnCuts:
    """The lines of one column, and what a cut between each and the next costs."""

    def __init__(self, sheet: PageColumns, index: int, usual: float) -> None:
        self.lines = sheet.lines[index]
        self.tops = [line.top for line in self.lines]
        self.middles = [line.middle for line in self.lines]
        tight = usual + LOOSE
        self.gaps = [_gap_cost(line, below, tight, sheet.edges) for line, below in pairwise(self.lines)]

    def crossed(self, height: float) -> float:
        """What a cut at this height costs where it goes through a line."""
        below = bisect_left(self.tops, height)
        return _CROSSED if below and self.lines[below - 1].bottom > height else 0.0

    def left_out(self, height: float) -> float:
        """What it costs to end the table here and leave out the lines below."""
        below = bisect_left(self.middles, height)
        if below == len(self.lines):
            return 0.0
        far = below == 0 or self.tops[below] - self.lines[below - 1].bottom > 2 * self.lines[below].size
        return (_LEFT_OUT if far else _CUT_OFF) * (len(self.lines) - below)

    def cost(self, height: float) -> float:
        """What a cut at this height costs, be it through a line or between two."""
        below = bisect_left(self.tops, height)
        between = self.gaps[below - 1] if 0 < below < len(self.lines) else 0.0
        return self.crossed(height) or between


def _gap_cost(line: ColumnLine, below: ColumnLine, tight: float, edges: Sequence[float]) -> float:
    if below.top - line.bottom > tight:
        return _WIDE
    return _IN_SENTENCE if goes_on(line, edges) else _TIGHT


def goes_on(line: ColumnLine, edges: Sequence[float]) -> bool:
    """A line that fills its column and does not end a sentence."""
    whole = PageLine(line.text, line.x0, line.middle - line.size / 2, line.x1, line.middle + line.size / 2)
    return line.text[-1] not in SENTENCE_ENDS and is_full(whole, edges[line.first], edges[line.last + 1])


class _Bands:
    """What a band costs as one row."""

    def __init__(self, columns: Sequence[_ColumnCuts], anchors: Anchors) -> None:
        self._columns = columns
        self._anchors = anchors
        self._bottom = max((column.lines[-1].bottom for column in columns if column.lines), default=0.0)
        self._top = min((column.tops[0] for column in columns if column.tops), default=0.0)

    def cost(self, top: float, bottom: float) -> float | None:
        """None where this band, and every larger one that begins above it, holds two rows."""
        known = self._anchors
        numbers = bisect_left(known.numbers, bottom) - bisect_left(known.numbers, top)
        header = known.header is not None and top < known.header < bottom
        lone = bisect_left(known.lone, bottom) - bisect_left(known.lone, top)
        if numbers + header + lone > 1:
            return None
        cells = []
        gaps = 0.0
        for column in self._columns:
            first, last = bisect_left(column.middles, top), bisect_left(column.middles, bottom)
            if first < last:
                cells.append((column.tops[first], column.lines[last - 1].bottom, column.lines[first].size))
                gaps += column.gaps[first - 1] if first else 0.0
                gaps += column.gaps[last - 1] if last < len(column.lines) else 0.0
        if not cells or (lone and len(cells) > 1):
            return _NEVER
        centred, level = aligned(cells)
        either = len(centred | level)
        most = max(len(centred), len(level))
        if known.centred is not None and bottom < self._bottom:
            most = len(centred if known.centred else level)
        ruled = bisect_left(known.rulings, top - 0.5), bisect_left(known.rulings, bottom - 0.5)
        begins = ruled[0] < len(known.rulings) and known.rulings[ruled[0]] <= top + 0.5
        ends = ruled[1] < len(known.rulings) and known.rulings[ruled[1]] <= bottom + 0.5
        rest = known.open and top < self._top
        free = numbers or header or lone or (begins and ends)
        base = _ROW if free else _REST if rest else _PLAIN if known.numbered else _ROW
        base += _RULED * (ruled[1] - ruled[0] - begins)
        if not known.numbered:
            base -= either  # what makes a row, where no number does
        return base + gaps / 2 + _STRAY * (len(cells) - either) + _SECOND * (either - most)


Extent = tuple[float, float, float]
"""Top and bottom of a text, and the height of one of its lines."""


def aligned(cells: Sequence[Extent]) -> tuple[set[int], set[int]]:
    """The largest group of texts that are centred on one height, and the largest of those that begin at one."""
    return (
        _largest([(top + bottom) / 2 for top, bottom, _ in cells], cells),
        _largest([top for top, _, _ in cells], cells),
    )


def aligned_lines(cells: Sequence[Sequence[ColumnLine]]) -> tuple[int, int]:
    """How many texts of a row are centred on one height, and how many begin at one."""
    centred, level = aligned([(lines[0].top, lines[-1].bottom, lines[0].size) for lines in cells if lines])
    return len(centred), len(level)


def _largest(values: list[float], cells: Sequence[Extent]) -> set[int]:
    """The largest group of values that lie together."""
    order = sorted(range(len(values)), key=values.__getitem__)
    best: set[int] = set()
    start = 0
    for end, index in enumerate(order):
        while values[index] - values[order[start]] > ALIGNED * cells[index][2]:
            start += 1
        if end - start + 1 > len(best):
            best = set(order[start : end + 1])
    return best
