"""Tables without rulings over one or more pages: where their columns, rows and merged cells are.

Columns come from the valleys between stretches of text on all pages, rows from their numbers and from what is aligned
in them. What rulings there are (some tables have only some) is taken for what it says.
"""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.lexicon import UNIT_ROLES, roles_of
from pipeline.model import ColumnRole
from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.heal import NUMBER
from pipeline.readers.pdf.lattice import Line as Ruling
from pipeline.readers.pdf.lines import TextLine
from pipeline.readers.pdf.unruled.columns import find_edges, find_stretches
from pipeline.readers.pdf.unruled.header import HeaderLine, find_header
from pipeline.readers.pdf.unruled.marks import make_marks, with_rulings
from pipeline.readers.pdf.unruled.rows import Anchors, find_bands, find_cuts, goes_on, usual_gap
from pipeline.readers.pdf.unruled.sheet import Line, Sheet, make_sheet
from pipeline.readers.pdf.unruled.spans import Aim, Span, find_spans

_PROSE = 0.8
"""Share of a table's width from which a stretch is running text above or below it."""
_ROOM = 2.5
"""Lines that a page may leave empty below a cell that goes on on the next one."""
_FEWEST_COLUMNS = 3
_FAR = 1e9
_FULL: frozenset[ColumnRole] = frozenset({"number", "category", "title", "measures", "person", "deadline", *UNIT_ROLES})
"""What every row has, be it in a cell that it shares with others."""


class LoosePage(Struct, frozen=True):
    """The words of one page that stand in no ruled table and are no page furniture, and its own rulings."""

    number: int
    words: tuple[Word, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


class Part(Struct, frozen=True):
    """One page's part of a table: the edges of its columns, the heights of its cuts, its cells by column.

    ``body``: the first row below the header. ``open``: the text that goes on on the next page, by column.
    """

    page: LoosePage
    sheet: Sheet
    cuts: tuple[float, ...]
    spans: tuple[tuple[Span, ...], ...]
    body: int

    @property
    def rows(self) -> int:
        return len(self.cuts) - 1

    def unfinished(self) -> set[int]:
        """Columns whose last cell fills the page to its end and stops inside a sentence."""
        return {
            column
            for column, spans in enumerate(self.spans)
            if spans
            and spans[-1].last == self.rows - 1
            and self.cuts[-1] - spans[-1].bottom < _ROOM * spans[-1].lines[-1].size
            and goes_on(spans[-1].lines[-1], self.sheet.edges)
        }


def find_parts(pages: Sequence[LoosePage]) -> list[Part]:
    """The table that begins on the first of these consecutive pages, on as many of them as it takes; empty if none."""
    stretches = [find_stretches(page.words) for page in pages]
    header = find_header(stretches[0])
    if header is None:
        return []
    stretches[0] = [line for line in stretches[0] if line.bottom > header.middle - 3 * header.size]
    width = max(line.x1 for line in stretches[0]) - min(line.x0 for line in stretches[0])
    edges = find_edges([line for lines in stretches for line in lines if line.x1 - line.x0 < _PROSE * width])
    edges = with_rulings(edges, pages[0].vertical, header.middle)
    if len(edges) <= _FEWEST_COLUMNS:
        return []
    top = stretches[0][0].top
    words = [page.words if index else [word for word in page.words if word[4] > top] for index, page in enumerate(pages)]
    sheets = [make_sheet(page.number, some, edges) for page, some in zip(pages, words, strict=True)]
    table = _Table(header, sheets)
    parts: list[Part] = []
    for index, page in enumerate(pages):
        again = find_header(stretches[index])
        if parts and again is not None and fold_text(again.text) != fold_text(header.text):
            break
        last = index + 1 == len(pages) or not table.numbers_of(sheets[index + 1])
        part = table.read(page, sheets[index], again, parts[-1] if parts else None, last=last)
        if part is None:
            break
        parts.append(part)
    return parts


class _Table:
    """What holds for a table on all its pages."""

    def __init__(self, header: HeaderLine, sheets: Sequence[Sheet]) -> None:
        self._header = header
        self._sheets = sheets
        self._usual = usual_gap(sheets)
        self._number = self._number_column(sheets[0].edges)
        self._full: list[bool] = []
        self._depth = self._height = 0.0  # from the header's main line to its lower and its upper end

    def _number_column(self, edges: Sequence[float]) -> int | None:
        """The column under a header word for numbers, else the first one, if most of its lines are numbers."""
        named = [
            sum(edge < word.x0 + word.size for edge in edges) - 1
            for word, roles in zip(self._header.words, self._header.roles, strict=True)
            if "number" in roles
        ]
        for column in [*named, 0]:
            lines = [line for sheet in self._sheets for line in sheet.lines[column]]
            numbers = sum(1 for line in lines if is_number(line))
            if numbers > 1 and (column in named or numbers * 2 > len(lines)):
                return column
        return None

    def _full_columns(self, header: Sequence[Sequence[Line]]) -> list[bool]:
        """Which columns have a text for every row, if need be a merged one; a wide header speaks for what it covers."""
        full: list[bool] = []
        for lines in header:
            roles = roles_of("".join(line.text for line in lines))
            full.append(bool(set(roles) & _FULL) if lines else bool(full) and full[-1])
        return full

    def numbers_of(self, sheet: Sheet) -> list[Line]:
        """The lines that number a row."""
        return [] if self._number is None else [line for line in sheet.lines[self._number] if is_number(line)]

    def read(
        self, page: LoosePage, sheet: Sheet, header: HeaderLine | None, before: Part | None, *, last: bool
    ) -> Part | None:
        """One page's part; None where it holds none. ``last``: no row is numbered on the next page."""
        edges = sheet.edges
        marks = make_marks(page.horizontal)
        body = sheet
        if header is not None and before is not None:
            sheet = sheet.below(header.middle - self._height)
            body = sheet.below(header.middle + self._depth)
        begin = header.middle if header is not None else -_FAR
        numbers = self.numbers_of(sheet)
        anchors = Anchors(
            header.middle if before is None and header else None,
            tuple(line.middle for line in sorted([*numbers, *find_bands(body, numbers, begin, last=last)], key=_middle)),
            tuple(marks.across(edges[0], edges[-1])),
            before is not None,
            self._number is not None,
        )
        cuts = find_cuts(body, anchors, self._usual)
        if len(cuts) < 2:
            return None
        if body is not sheet:
            cuts = [-_FAR, *cuts]
        cuts = _fitted(sheet, cuts)
        if before is None:
            self._height, self._depth = self._header.middle - cuts[0], cuts[1] - self._header.middle
            self._full = self._full_columns(sheet.between(cuts[0], cuts[1]))
        carried = before.unfinished() - {self._number} if before else set()
        aims = [Aim(full, column in carried, before is not None) for column, full in enumerate(self._full)]
        walls = [marks.walls(height, edges) for height in cuts]
        spans = find_spans(sheet, cuts, 1.25 * self._usual + 1.0, 1 if header is not None else 0, aims, walls)
        return Part(page, sheet, tuple(cuts), tuple(map(tuple, spans)), 1 if header is not None else 0)


def _middle(line: Line) -> float:
    return line.middle


def _fitted(sheet: Sheet, cuts: Sequence[float]) -> list[float]:
    """The cuts with the outer ones just outside the text of the first and the last row."""
    first = [line.top for lines in sheet.between(cuts[0], cuts[1]) for line in lines]
    last = [line.bottom for lines in sheet.between(cuts[-2], cuts[-1]) for line in lines]
    return [min(first) - 1.0, *cuts[1:-1], max(last) + 1.0]


def is_number(line: Line) -> bool:
    """A line that is the number of a row."""
    return line.first == line.last and NUMBER.fullmatch(fold_text(line.text)) is not None
