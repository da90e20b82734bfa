"""Which rows a cell without rulings takes: its text is in the middle of them, or begins where the first does."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from pipeline.readers.pdf.table.unruled.columns import ColumnLine, PageColumns
from pipeline.readers.pdf.table.unruled.rows import aligned

_NEAR = 0.6
"""Share of a character's height by which a merged cell's text may miss the middle of its rows."""
_LEVEL = 0.25
"""Share of a character's height by which a cell's text may miss the top of its row."""
_LOST, _WIDER, _MISFIT, _WALLED = 1.0, 0.1, 3.0, 50.0
"""What a row without a cell costs in a column that should be full, a further row of a merged cell, a cell that fits
none, one that goes through a ruling."""


class Band(Struct, frozen=True):
    """The extent of the texts that are aligned in one row: where the first begins and the last ends."""

    first: float
    last: float


class Span(Struct, frozen=True):
    """A cell: its column, its rows (first and last), its lines.

    ``sure``: text and rows agree by their places, so that an empty cell below is not the rest of this one.
    ``fits``: False where the text's place agrees with no choice of rows.
    """

    column: int
    first: int
    last: int
    lines: tuple[ColumnLine, ...]
    sure: bool = False
    fits: bool = True

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class ColumnRule(Struct, frozen=True):
    """What is asked of one column: ``full`` columns have a text for every row, if need be a merged one.

    ``carried``: its first text goes on with a cell of the page before, so that it belongs to the first row of the page
    wherever it is.
    """

    full: bool = False
    carried: bool = False
    may_continue: bool = False
    """Rows at the top of the page that no cell takes may belong to one of the page before."""


def find_spans(
    sheet: PageColumns,
    cuts: Sequence[float],
    tight: float,
    body: int,
    rules: Sequence[ColumnRule],
    walls: Sequence[list[bool] | None],
) -> list[list[Span]]:
    """The cells of each column, by row, header included.

    ``tight``: the widest gap between lines of one cell. ``body``: the first row below the header. ``walls``: for each
    cut that is ruled, which columns the ruling closes; a cell goes on where it does not, and ends where it does.
    """
    rows = [sheet.between(top, bottom) for top, bottom in pairwise(cuts)]
    bands = [_band(cells, *edges) for cells, edges in zip(rows, pairwise(cuts), strict=True)]
    found: list[list[Span]] = []
    for column, rule in enumerate(rules):
        spans = [Span(column, row, row, tuple(cells[column])) for row, cells in enumerate(rows) if cells[column]]
        head = [span for span in spans if span.first < body]
        closed = [None if wall is None else wall[column] for wall in walls]
        joined = _join([span for span in spans if span.first >= body], bands, tight, closed)
        found.append([*head, *_settle(joined, bands, body, rule, closed)])
    return found


def _band(cells: Sequence[Sequence[ColumnLine]], top: float, bottom: float) -> Band:
    """The extent of the texts that most agree on one middle, or on one top; a merged cell's text agrees with none.

    ``top`` and ``bottom``: the row's own, for one without texts.
    """
    filled = [(lines[0].top, lines[-1].bottom, lines[0].size) for lines in cells if lines]
    if not filled:
        return Band(top, bottom)
    centred, level = aligned(filled)
    group = [filled[index] for index in (centred if len(centred) >= len(level) else level)]
    return Band(min(item[0] for item in group), max(item[1] for item in group))


def _join(spans: list[Span], bands: Sequence[Band], tight: float, closed: Sequence[bool | None]) -> list[Span]:
    """Texts of two rows that are one: close lines, of which not both are where their own row has them."""
    joined: list[Span] = []
    for span in spans:
        above = joined[-1] if joined else None
        if above is not None and above.last == span.first - 1:
            whole = Span(span.column, above.first, span.last, above.lines + span.lines)
            apart = _fits(above, bands) and _fits(span, bands)
            near = span.top - above.bottom <= tight and not apart and _fits_all(whole, bands)
            if closed[span.first] is False or (closed[span.first] is None and near):
                joined[-1] = whole
                continue
        joined.append(span)
    return joined


def _fits(span: Span, bands: Sequence[Band]) -> bool:
    return span.first == span.last and (_is_centred(span, bands, span.first, span.last) or _is_top(span, bands))


def _fits_all(span: Span, bands: Sequence[Band]) -> bool:
    return _is_centred(span, bands, span.first, span.last) or _is_top(span, bands)


def _is_centred(span: Span, bands: Sequence[Band], first: int, last: int) -> bool:
    middle = (bands[first].first + bands[last].last) / 2
    return abs(span.middle - middle) <= _NEAR * span.lines[0].size


def _is_top(span: Span, bands: Sequence[Band]) -> bool:
    return abs(span.top - bands[span.first].first) <= _LEVEL * span.lines[0].size


class _Choice(Struct, frozen=True):
    """One way to place the cells of a column so far."""

    cost: float
    spans: tuple[Span, ...]


def _settle(
    spans: list[Span], bands: Sequence[Band], body: int, rule: ColumnRule, closed: Sequence[bool | None]
) -> list[Span]:
    """Each cell with the rows that its place suggests: the cheapest way to lay all cells of a column.

    A cell is centred on its rows or begins with the first. In a full column a row that no cell takes costs, but below
    a cell that begins at its top, which may go on there.
    """
    lost = _LOST if rule.full else 0.0
    ways: dict[int, _Choice] = {body: _Choice(0.0, ())}  # by the first row that is not taken yet
    for index, span in enumerate(spans):
        highest = spans[index + 1].first - 1 if index + 1 < len(spans) else len(bands) - 1
        further: dict[int, _Choice] = {}
        for free, way in ways.items():
            may_continue = not way.spans[-1].sure and way.spans[-1].fits if way.spans else rule.may_continue
            for placed, cost in _placings(
                span, bands, free, max(highest, span.last), rule, first=index == 0, body=body
            ):
                if any(closed[row] for row in range(placed.first + 1, placed.last + 1)):
                    cost += _WALLED
                total = way.cost + cost + (0.0 if may_continue else lost * (placed.first - free))
                known = further.get(placed.last + 1)
                if known is None or total < known.cost:
                    further[placed.last + 1] = _Choice(total, (*way.spans, placed))
        ways = further
    ends = [
        (way.cost + (0.0 if way.spans and not way.spans[-1].sure else lost * (len(bands) - free)), way.spans)
        for free, way in ways.items()
    ]
    return list(min(ends, key=itemgetter(0))[1])


def _placings(
    span: Span, bands: Sequence[Band], lowest: int, highest: int, rule: ColumnRule, *, first: bool, body: int
) -> Iterator[tuple[Span, float]]:
    """The rows that a cell may take, with what each choice costs."""
    if first and rule.carried:
        ends = [last for last in range(span.last, highest + 1) if _is_centred(span, bands, body, last)]
        last = ends[0] if ends else span.last
        yield Span(span.column, body, last, span.lines, fits=bool(ends) or span.first == body), 0.0
        return
    begins = _is_top(span, bands)
    centred = span.first == span.last and _is_centred(span, bands, span.first, span.last)
    fits = begins or centred
    yield Span(span.column, span.first, span.last, span.lines, centred and not begins, fits), 0.0 if fits else _MISFIT
    for low in range(lowest, span.first + 1):
        for high in range(span.last, highest + 1):
            wider = high - low - (span.last - span.first)
            if (wider or not fits) and _is_centred(span, bands, low, high):
                yield Span(span.column, low, high, span.lines, True), wider * (_WIDER if rule.full else _LOST)
