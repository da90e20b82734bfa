"""What one page holds, once its text is in cells: tables, and the lines outside them."""

from msgspec import Struct

from pipeline.model import Box, Discarded, Issue
from pipeline.readers.pdf.page.frame import IDENTITY, Matrix, PageFrame
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.page.reading import PageReading


class PageCell(Struct, frozen=True, gc=False):
    """A cell, or the part of one, on one page."""

    row: int
    row_span: int
    box: Box
    lines: tuple[PageLine, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


class PageTable(Struct, frozen=True):
    """A table, or the part of one, on one page: column edges from left to right, rows, cells."""

    page: int
    xs: tuple[float, ...]
    rows: int
    cells: tuple[PageCell, ...]
    box: Box
    to_shown: Matrix = IDENTITY
    flattened: bool = False
    """True where an empty cell may belong to the one above it, because no ruling shows where that ends."""


class PageContent(Struct, frozen=True):
    """Tables and the lines outside them, each from top to bottom; ``hidden`` lines lie outside the visible page."""

    number: int
    frame: PageFrame
    to_shown: Matrix
    tables: tuple[PageTable, ...] = ()
    lines: tuple[PageLine, ...] = ()
    hidden: tuple[PageLine, ...] = ()
    decoded: str = ""
    """Every character that the page's text layer gave."""
    discarded: tuple[Discarded, ...] = ()
    """Text in no line and no cell, with the reasons, but for ``hidden`` and ``strays``."""
    strays: tuple[str, ...] = ()
    """Text that lies across other text and was left out."""
    issues: tuple[Issue, ...] = ()
    loose: PageReading | None = None
    """The page as read, where its rulings show no whole table."""
    lost: bool = False
    """Could nothing of the page be read?"""
