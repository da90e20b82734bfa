"""Tables without rulings over one or more pages: where their columns, rows and merged cells are.

Columns come from the valleys between stretches of text on all pages, rows from their numbers and from what is aligned
in them. Where a table has some rulings, they are kept.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.model import ColumnRole
from pipeline.readers.pdf.table.unruled.columns import ColumnLine, PageColumns, put_in_columns
from pipeline.readers.pdf.table.unruled.doubts import find_doubts
from pipeline.readers.pdf.table.unruled.edges import find_edges, find_stretches
from pipeline.readers.pdf.table.unruled.header import HeaderLine, find_header
from pipeline.readers.pdf.table.unruled.marks import Marks, make_marks, with_rulings
from pipeline.readers.pdf.table.unruled.numbers import RowNumber, find_numbers, lone_lines, number_column
from pipeline.readers.pdf.table.unruled.parts import LoosePage, TablePart
from pipeline.readers.pdf.table.unruled.rows import LOOSE, Anchors, aligned_lines, find_cuts, usual_gap
from pipeline.readers.pdf.table.unruled.spans import ColumnRule, find_spans
from pipeline.text.lexicon import roles_of

_PROSE = 0.8
"""Share of a table's width from which a stretch is running text above or below it."""
_FEWEST_COLUMNS = 3
_FAR = 1e9
_ABOVE, _LARGER = 0.5, 1.15
"""Lines by which a header may begin above its words; titles are larger than they, by at least this factor."""
_MAJORITY = 3
"""How many times as many rows must be centred as begin level, or the other way round, for it to be the table's way."""
_FULL: frozenset[ColumnRole] = frozenset({"number", "category", "title", "lead_units", "responsible_units"})
"""What every row has, be it in a cell that it shares with others."""


def find_parts(pages: Sequence[LoosePage]) -> list[TablePart]:
    """The table that begins on the first of these consecutive pages, on as many of them as it takes; empty if none.

    It is read twice: how the cells of a row are aligned is learnt from the first time.
    """
    first = find_stretches(pages[0].words) if pages else []
    header = find_header(first)
    if header is None:
        return []
    stretches = [first, *(find_stretches(page.words) for page in pages[1:])]
    headers = [header, *map(find_header, stretches[1:])]
    stretches[0] = [line for line in stretches[0] if line.bottom > header.top - 2 * header.size]
    width = max(line.x1 for line in stretches[0]) - min(line.x0 for line in stretches[0])
    narrow = [line for lines in stretches for line in lines if line.x1 - line.x0 < _PROSE * width]
    edges = find_edges(narrow, [(word.x0, word.x1) for word in header.words])
    edges = with_rulings(edges, pages[0].vertical, (header.middle, header.x0, header.x1))
    if len(edges) <= _FEWEST_COLUMNS:
        return []
    sheets = [put_in_columns(page.number, page.words, edges) for page in pages]
    top = _header_top(header, sheets[0])
    sheets[0] = sheets[0].below(top)
    table = _LooseTable(header, header.top - top, sheets)
    table.learn(_read_all(table, pages, headers, sheets))
    return _read_all(table, pages, headers, sheets)


def _header_top(header: HeaderLine, sheet: PageColumns) -> float:
    """Where the header begins: lines of one column, as large as its words, may be a little above those."""
    top = header.top
    for line in sorted((line for lines in sheet.lines for line in lines), key=lambda line: -line.middle):
        near = line.bottom > top - _ABOVE * header.size and line.middle < header.middle
        if near and line.first == line.last and line.size < _LARGER * header.size:
            top = min(top, line.top)
    return top


def _read_all(
    table: "_LooseTable",
    pages: Sequence[LoosePage],
    headers: Sequence[HeaderLine | None],
    sheets: Sequence[PageColumns],
) -> list[TablePart]:
    """The parts of a table, page after page until it ends."""
    parts: list[TablePart] = []
    for index, page in enumerate(pages):
        header = headers[index]
        if parts and header is not None and not table.has_header(header):
            break
        last = index + 1 == len(pages) or not table.numbers_of(sheets[index + 1])
        part = table.read(page, sheets[index], header, parts[-1] if parts else None, last=last)
        if part is None:
            break
        parts.append(part)
    return parts


class _TableZone(Struct, frozen=True):
    """What of a page may belong to the table. ``body``: the part below a header that is printed again."""

    sheet: PageColumns
    body: PageColumns
    numbers: list[RowNumber]
    lone: list[ColumnLine]


class _LooseTable:
    """What holds for a table on all its pages."""

    def __init__(self, header: HeaderLine, above: float, sheets: Sequence[PageColumns]) -> None:
        self._header = header
        self._usual = usual_gap(sheets)
        self._number = number_column(header, sheets)
        self._full: list[bool] = []
        self._centred: bool | None = None
        self._above, self._depth = above, 0.0  # how far the header goes above its words, and below its middle

    def has_header(self, header: HeaderLine) -> bool:
        """Is this the table's own header, printed again?"""
        return fold_text(header.text) == fold_text(self._header.text)

    def numbers_of(self, sheet: PageColumns) -> list[RowNumber]:
        """The numbers of a page's rows."""
        return [] if self._number is None else find_numbers(sheet.lines[self._number])

    def learn(self, parts: Sequence[TablePart]) -> None:
        """From a first reading: are the cells of a row centred on one height, or do they begin at one?"""
        centred = level = 0
        for part in parts:
            for top, bottom in list(pairwise(part.cuts))[part.body : -1]:
                one, other = aligned_lines(part.sheet.between(top, bottom))
                centred += one > other
                level += other > one
        if max(centred, level) >= _MAJORITY * min(centred, level):
            self._centred = centred > level

    def read(
        self, page: LoosePage, sheet: PageColumns, header: HeaderLine | None, before: TablePart | None, *, last: bool
    ) -> TablePart | None:
        """One page's part; None where it holds none. ``last``: no row is numbered on the next page."""
        zone = self._zone(sheet, header, before, last=last)
        marks = make_marks(page.horizontal)
        cuts = self._cuts(zone, marks, header, before)
        if not cuts:
            return None
        sheet, body = zone.sheet, 1 if header is not None else 0
        if before is None:
            self._depth = cuts[1] - self._header.middle
            self._full = _full_columns(sheet.between(cuts[0], cuts[1]))
        carried = before.unfinished() - {self._number} if before else set()
        rules = [ColumnRule(full, column in carried, before is not None) for column, full in enumerate(self._full)]
        bands = frozenset(bisect_right(cuts, line.middle) - 1 for line in zone.lone)
        walls = [
            [True] * len(rules) if row in bands or row - 1 in bands else marks.walls(height, sheet.edges)
            for row, height in enumerate(cuts)
        ]
        tight = self._usual + LOOSE
        spans = find_spans(sheet, cuts, tight, body, rules, walls)
        rows = [row for row in range(body + (before is not None), len(cuts) - 1) if row not in bands]
        return TablePart(
            number=page.number,
            sheet=sheet,
            cuts=tuple(cuts),
            spans=tuple(map(tuple, spans)),
            body=body,
            bands=bands,
            leading=self._usual + self._header.size,
            doubts=tuple(find_doubts(sheet, cuts, spans, rows, self._number, tight)),
        )

    def _zone(
        self, sheet: PageColumns, header: HeaderLine | None, before: TablePart | None, *, last: bool
    ) -> _TableZone:
        """The page without what is above a header that is printed again, and without notes below the last row."""
        body = sheet
        if header is not None and before is not None:
            sheet = sheet.below(header.top - self._above)
            body = sheet.below(header.middle + self._depth)
        numbers = self.numbers_of(sheet)
        lone = lone_lines(body, numbers, header.middle if header is not None else -_FAR)
        if last and numbers:
            end = min((line.top for line in lone if line.middle > numbers[-1].middle), default=_FAR)
            sheet, body = sheet.above(end), body.above(end)
            lone = [line for line in lone if line.middle < numbers[-1].middle]
        return _TableZone(sheet, body, numbers, lone)

    def _cuts(self, zone: _TableZone, marks: Marks, header: HeaderLine | None, before: TablePart | None) -> list[float]:
        """The heights at which the header and each row begin and end; empty where the page has no row."""
        sheet = zone.sheet
        anchors = Anchors(
            header=header.middle if header is not None and before is None else None,
            numbers=tuple(number.middle for number in zone.numbers),
            lone=tuple(sorted(line.middle for line in zone.lone)),
            rulings=tuple(marks.across(sheet.edges[0], sheet.edges[-1])),
            open=before is not None,
            numbered=self._number is not None,
            centred=self._centred,
        )
        cuts = find_cuts(zone.body, anchors, self._usual)
        if cuts and header is not None and before is not None:
            cuts = [-_FAR, *cuts]
        if len(cuts) < 2:
            return []
        first = [line.middle - line.size / 2 for lines in sheet.between(cuts[0], cuts[1]) for line in lines]
        last = [line.middle + line.size / 2 for lines in sheet.between(cuts[-2], cuts[-1]) for line in lines]
        return [min(first), *cuts[1:-1], max(last)] if first and last else []


def _full_columns(header: Sequence[Sequence[ColumnLine]]) -> list[bool]:
    """Which columns have a text for every row, if need be a merged one; a wide header counts for all it covers."""
    full: list[bool] = []
    for lines in header:
        roles = roles_of("".join(line.text for line in lines))
        full.append(bool(set(roles) & _FULL) if lines else bool(full) and full[-1])
    return full
