"""The rows of a table without rulings between them: the cheapest way to cut a page into bands.

A row's cells are centred on one height or begin at one height; a cut runs through gaps that are wider than those between
the lines of a cell; no row has two numbers. A merged cell may speak against a cut, the other columns outvote it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.readers.pdf.lines import SENTENCE_ENDS, is_full
from pipeline.readers.pdf.unruled.sheet import Line, Sheet

ALIGNED = 0.3
"""Share of a character's height by which cells of one row may miss each other's middle or top."""
_CROSSED, _IN_SENTENCE, _TIGHT, _WIDE = 1.5, 1.0, 0.4, -0.5
"""What a cut costs for each column: through a line, inside a sentence, between close lines, in a wide gap."""
_STRAY = 1.2
"""What a cell costs that is aligned with no other of its row."""
_NUMBERED, _PLAIN = 1.0, 5.0
"""What a row costs with a number, and without one where rows are numbered: only several aligned cells outweigh it."""
_RULED = 6.0
"""What a ruling across costs inside a row."""
_LEFT_OUT = 1.0
"""What a line below the last row costs."""
_NEVER = 1e9
_OPENING = re.compile(r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)].|第[一二三四五六七八九十]{1,3}[章节部]")


class Anchors(Struct, frozen=True):
    """What is known of a page's rows, each by its height: the header's main line, the lines that number a row or name a
    band, the rulings across.

    ``open``: the page begins with the rest of a row. ``numbered``: rows have numbers, on this page or another.
    """

    header: float | None
    numbers: tuple[float, ...]
    rulings: tuple[float, ...]
    open: bool
    numbered: bool


def usual_gap(sheets: Sequence[Sheet]) -> float:
    """The gap between the lines of a cell, in points."""
    gaps = sorted(
        below.top - line.bottom for sheet in sheets for column in sheet.lines for line, below in pairwise(column)
    )
    return max(gaps[len(gaps) // 5], 0.0) if gaps else 0.0


def find_cuts(sheet: Sheet, anchors: Anchors, usual: float) -> list[float]:
    """The heights at which bands begin and end: header and rows of one page. Empty where no way can be found."""
    columns = [_Column(sheet, index, usual) for index in range(len(sheet.lines))]
    places = _places(columns, usual, anchors.rulings)
    bands = _Bands(columns, anchors)
    first = anchors.header if anchors.header is not None else _NEVER
    last = max(anchors.numbers, default=first if first < _NEVER else -_NEVER)
    best = [0.0 if height < first else _NEVER for height, _ in places]
    if anchors.header is None:
        best[1:] = [_NEVER] * (len(places) - 1)
    back = [-1] * len(places)
    for end in range(1, len(places)):
        height, cost = places[end]
        for start in range(end - 1, -1, -1):
            if best[start] >= _NEVER:
                continue
            band = bands.cost(places[start][0], height)
            if band is None:
                break
            total = best[start] + band + (cost if end < len(places) - 1 else 0.0)
            if band < _NEVER and (total < best[end] or (back[end] < 0 and first < height)):
                best[end], back[end] = total, start
    ends = [index for index, (height, _) in enumerate(places) if height > last and back[index] >= 0]
    if not ends:
        return []
    end = min(ends, key=lambda index: best[index] + _LEFT_OUT * bands.lines_below(places[index][0]))
    path = [end]
    while back[path[-1]] >= 0:
        path.append(back[path[-1]])
    return [places[index][0] for index in reversed(path)]


def _places(columns: "Sequence[_Column]", usual: float, rulings: Sequence[float]) -> list[tuple[float, float]]:
    """Heights where the page may be cut, with what each costs: the best of every run of like ones, and rulings."""
    edges = sorted({edge for column in columns for line in column.lines for edge in (line.top, line.bottom)})
    if not edges:
        return []
    found: list[tuple[float, float]] = [(edges[0] - usual, 0.0)]
    run: list[tuple[float, float, float]] = []  # cost, height, width
    for low, high in pairwise(edges):
        if high - low < 0.2:
            continue
        height = (low + high) / 2
        run.append((sum(column.cost(height) for column in columns), height, high - low))
    for index, (cost, height, width) in enumerate(run):
        before = run[index - 1] if index else (_NEVER, 0.0, 0.0)
        after = run[index + 1] if index + 1 < len(run) else (_NEVER, 0.0, 0.0)
        if (cost, -width) <= (before[0], -before[2]) and (cost, -width) < (after[0], -after[2]):
            found.append((height, sum(column.crossed(height) for column in columns)))
    found += [
        (height, sum(column.crossed(height) for column in columns))
        for height in rulings
        if edges[0] < height < edges[-1]
    ]
    return [*sorted(found), (edges[-1] + usual, 0.0)]


def find_bands(sheet: Sheet, numbers: Sequence[Line], begin: float, *, last: bool) -> list[Line]:
    """Lines that stand alone at their height and name what follows: they reach over an edge, or open with an enumerator.

    Only those below ``begin`` and, on the ``last`` page with numbers, above the last of ``numbers``: what comes after is
    a note below the table.
    """
    lines = [line for column in sheet.lines for line in column]
    end = max((line.middle for line in numbers), default=-_NEVER) if last else _NEVER
    return [
        line
        for column in sheet.lines[:2]
        for line in column
        if begin < line.middle < end
        and line not in numbers
        and (line.first < line.last or _OPENING.match(fold_text(line.text)))
        and all(other is line or other.bottom <= line.middle or other.top >= line.middle for other in lines)
    ]


class _Column:
    """The lines of one column, and what a cut between each and the next costs."""

    def __init__(self, sheet: Sheet, index: int, usual: float) -> None:
        self.lines = sheet.lines[index]
        self.tops = [line.top for line in self.lines]
        self.middles = [line.middle for line in self.lines]
        tight = 1.25 * usual + 1.0
        self.gaps = [_gap_cost(line, below, tight, sheet.edges) for line, below in pairwise(self.lines)]

    def crossed(self, height: float) -> float:
        """What a cut at this height costs where it goes through a line."""
        below = bisect_left(self.tops, height)
        return _CROSSED if below and self.lines[below - 1].bottom > height else 0.0

    def cost(self, height: float) -> float:
        """What a cut at this height costs, be it through a line or between two."""
        below = bisect_left(self.tops, height)
        between = self.gaps[below - 1] if 0 < below < len(self.lines) else 0.0
        return self.crossed(height) or between


def _gap_cost(line: Line, below: Line, tight: float, edges: Sequence[float]) -> float:
    if below.top - line.bottom > tight:
        return _WIDE
    return _IN_SENTENCE if goes_on(line, edges) else _TIGHT


def goes_on(line: Line, edges: Sequence[float]) -> bool:
    """A line that fills its column and does not end a sentence."""
    from pipeline.readers.pdf.lines import TextLine

    whole = TextLine(line.text, line.x0, line.top, line.x1, line.bottom)
    return line.text[-1] not in SENTENCE_ENDS and is_full(whole, edges[line.first], edges[line.last + 1])


class _Bands:
    """What a band costs as one row."""

    def __init__(self, columns: Sequence[_Column], anchors: Anchors) -> None:
        self._columns = columns
        self._anchors = anchors
        self._top = min((column.tops[0] for column in columns if column.tops), default=0.0)

    def cost(self, top: float, bottom: float) -> float | None:
        """None where this band, and every larger one that begins above it, holds two rows."""
        known = self._anchors
        numbers = bisect_left(known.numbers, bottom) - bisect_left(known.numbers, top)
        header = known.header is not None and top < known.header < bottom
        if numbers + header > 1:
            return None
        cells = []
        gaps = 0.0
        for column in self._columns:
            first, last = bisect_left(column.middles, top), bisect_left(column.middles, bottom)
            if first < last:
                cells.append((column.tops[first], column.lines[last - 1].bottom, column.lines[first].size))
                gaps += column.gaps[first - 1] if first else 0.0
                gaps += column.gaps[last - 1] if last < len(column.lines) else 0.0
        if not cells:
            return _NEVER
        centred, level = aligned(cells)
        fit = len(centred | level)
        ruled = bisect_left(known.rulings, top - 0.5), bisect_left(known.rulings, bottom - 0.5)
        begins = ruled[0] < len(known.rulings) and known.rulings[ruled[0]] <= top + 0.5
        free = numbers or header or begins or (known.open and top < self._top)
        base = _NUMBERED if free else _PLAIN if known.numbered else 2.0
        base += _RULED * (ruled[1] - ruled[0] - begins)
        return base + gaps / 2 + _STRAY * (len(cells) - fit) - fit

    def lines_below(self, height: float) -> int:
        """How many lines stand below this height."""
        return sum(len(column.middles) - bisect_left(column.middles, height) for column in self._columns)


Extent = tuple[float, float, float]
"""Top and bottom of a text, and the height of one of its lines."""


def aligned(cells: Sequence[Extent]) -> tuple[set[int], set[int]]:
    """The largest group of texts that are centred on one height, and the largest of those that begin at one."""
    return (
        _largest([(top + bottom) / 2 for top, bottom, _ in cells], cells),
        _largest([top for top, _, _ in cells], cells),
    )


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
