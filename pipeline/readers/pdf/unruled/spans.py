"""Which rows a cell without rulings takes: its text stands in the middle of them, or begins where the first does."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from pipeline.readers.pdf.unruled.rows import aligned, goes_on
from pipeline.readers.pdf.unruled.sheet import Line, Sheet

_NEAR = 0.6
"""Share of a character's height by which a merged cell's text may miss the middle of its rows."""
_LEVEL = 0.25
"""Share of a character's height by which a cell's text may miss the top of its row."""


class Band(Struct, frozen=True):
    """One row of a page: where it begins and ends, and the extent of the texts that are aligned in it."""

    top: float
    bottom: float
    first: float
    last: float

    @property
    def middle(self) -> float:
        """The height on which its cells are centred."""
        return (self.first + self.last) / 2


class Span(Struct, frozen=True):
    """A cell: its column, its rows (first and last), its lines.

    ``sure``: text and rows agree by their places, so that an empty cell below is not the rest of this one.
    ``fits``: False where the text's place agrees with no choice of rows.
    """

    column: int
    first: int
    last: int
    lines: tuple[Line, ...]
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


def find_spans(sheet: Sheet, cuts: Sequence[float], tight: float, body: int, carried: Collection[int]) -> list[list[Span]]:
    """The cells of each column, by row, header included.

    ``tight``: the widest gap between lines of one cell. ``body``: the first row below the header. ``carried``: columns
    whose first text there goes on with a cell of the page before, so that it belongs to that row wherever it stands.
    """
    rows = [sheet.between(top, bottom) for top, bottom in zip(cuts, cuts[1:], strict=False)]
    bands = [_band(cells, top, bottom) for cells, top, bottom in zip(rows, cuts, cuts[1:], strict=False)]
    found: list[list[Span]] = []
    for column in range(len(sheet.lines)):
        spans = [Span(column, row, row, tuple(cells[column])) for row, cells in enumerate(rows) if cells[column]]
        joined = _join(spans, bands, sheet, tight)
        found.append(_settle(joined, bands, body if column in carried else None))
    return found


def _band(cells: Sequence[Sequence[Line]], top: float, bottom: float) -> Band:
    """The extent of the texts that most agree on one middle, or on one top; a merged cell's text agrees with none."""
    filled = [(lines[0].top, lines[-1].bottom, lines[0].size) for lines in cells if lines]
    centred, level = aligned(filled)
    group = [filled[index] for index in (centred if len(centred) >= len(level) else level)]
    return Band(top, bottom, min(item[0] for item in group), max(item[1] for item in group))


def _join(spans: list[Span], bands: Sequence[Band], sheet: Sheet, tight: float) -> list[Span]:
    """Texts of two rows that are one: close lines, of which not both stand where their own row has them."""
    joined: list[Span] = []
    for span in spans:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.last == span.first - 1
            and span.top - above.bottom <= tight
            and (goes_on(above.lines[-1], sheet.edges) or not (_fits(above, bands) and _fits(span, bands)))
        ):
            joined[-1] = Span(span.column, above.first, span.last, above.lines + span.lines)
        else:
            joined.append(span)
    return joined


def _fits(span: Span, bands: Sequence[Band]) -> bool:
    return span.first == span.last and (_is_centred(span, bands, span.first, span.last) or _is_top(span, bands))


def _is_centred(span: Span, bands: Sequence[Band], first: int, last: int) -> bool:
    middle = (bands[first].first + bands[last].last) / 2
    return abs(span.middle - middle) <= _NEAR * span.lines[0].size


def _is_top(span: Span, bands: Sequence[Band]) -> bool:
    return abs(span.top - bands[span.first].first) <= _LEVEL * span.lines[0].size


def _settle(spans: list[Span], bands: Sequence[Band], carried: int | None) -> list[Span]:
    """Each cell with the rows that its place speaks for, between its neighbours."""
    settled: list[Span] = []
    for index, span in enumerate(spans):
        lowest = settled[-1].last + 1 if settled else 0
        highest = spans[index + 1].first - 1 if index + 1 < len(spans) else len(bands) - 1
        highest = max(highest, span.last)
        if carried is not None and span.first >= carried and lowest <= carried:
            settled.append(_carry(span, bands, carried, highest))
        else:
            settled.append(_place(span, bands, lowest, highest))
    return settled


def _carry(span: Span, bands: Sequence[Band], first: int, highest: int) -> Span:
    """The rest of a cell that began on the page before: from the page's first row as far as it is centred on."""
    for last in range(span.last, highest + 1):
        if _is_centred(span, bands, first, last):
            return Span(span.column, first, last, span.lines)
    return Span(span.column, first, span.last, span.lines, fits=span.first == first)


def _place(span: Span, bands: Sequence[Band], lowest: int, highest: int) -> Span:
    """The rows of one cell: its own where it is centred there or begins with it, else those that it is centred on."""
    begins = _is_top(span, bands)
    if span.first == span.last and _is_centred(span, bands, span.first, span.last):
        return Span(span.column, span.first, span.last, span.lines, not begins)
    if begins:
        return Span(span.column, span.first, span.last, span.lines)
    choices = [
        (last - first, first, last)
        for first in range(lowest, span.first + 1)
        for last in range(span.last, highest + 1)
        if _is_centred(span, bands, first, last)
    ]
    if not choices:
        return Span(span.column, span.first, span.last, span.lines, fits=False)
    _, first, last = min(choices)
    return Span(span.column, first, last, span.lines, True)
