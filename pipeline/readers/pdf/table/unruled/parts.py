"""What one page gives of a table without rulings."""

from msgspec import Struct

from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.pdf.table.unruled.columns import PageColumns
from pipeline.readers.pdf.table.unruled.rows import goes_on
from pipeline.readers.pdf.table.unruled.spans import Span

_ROOM = 1.5
"""Lines that a page may leave empty below a cell that goes on on the next one."""


class LoosePage(Struct, frozen=True):
    """The characters of one page without its furniture, and its own rulings (borders of filled boxes included)."""

    number: int
    words: tuple[Word, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


class TablePart(Struct, frozen=True):
    """One page's part of a table: its text by columns, the heights of its cuts, its cells by column.

    ``body``: the first row below the header. ``bands``: the rows that are one cell, which names what follows.
    ``leading``: the height of a line with the gap below it, in points. ``doubts``: texts whose row is not certain.
    """

    number: int
    sheet: PageColumns
    cuts: tuple[float, ...]
    spans: tuple[tuple[Span, ...], ...]
    body: int
    bands: frozenset[int]
    leading: float
    doubts: tuple[str, ...]

    @property
    def rows(self) -> int:
        """The number of rows, header included."""
        return len(self.cuts) - 1

    def unfinished(self) -> set[int]:
        """Columns whose last cell fills the page to its end and stops inside a sentence.

        A cell of one line does not: office programs leave at least two lines on either side of a break.
        """
        return {
            column
            for column, spans in enumerate(self.spans)
            if spans
            and spans[-1].last == self.rows - 1
            and len(spans[-1].lines) > 1
            and self.cuts[-1] - spans[-1].bottom < _ROOM * self.leading
            and goes_on(spans[-1].lines[-1], self.sheet.edges)
        }
