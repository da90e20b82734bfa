"""The cells of a data table, placed as HTML places them (Living Standard, 4.9.12, forming a table)."""

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.grid import RawCell, RawTable
from pipeline.model import Issue
from pipeline.readers.html.unread import WebPicture

WIDEST = 1_000
"""Columns of a table, and the largest colspan (HTML Living Standard, 4.9.11); a larger one is a mistake and is 1."""
TALLEST = 65_534
"""The largest rowspan (ibid.)."""

_INTEGER = re.compile(r"\s*\+?(\d{1,20})")


class CellDraft(Struct):
    """A cell while its table is open; ``group_end`` is the last row it may reach, where that is known."""

    row: int
    column: int
    row_span: int
    column_span: int
    to_group_end: bool
    lines: list[str]
    ends: list[bool]
    group_end: int | None = None
    issues: tuple[Issue, ...] = ()
    pictures: tuple[WebPicture, ...] = ()

    def add_line(self, text: str, ends_paragraph: bool) -> None:
        """A blank line only ends the paragraph before it."""
        if text:
            self.lines.append(text)
            self.ends.append(ends_paragraph)
        elif self.ends:
            self.ends[-1] = self.ends[-1] or ends_paragraph

    def finish(self, last_row: int, columns: int) -> RawCell:
        """Spans end with their row group and with the last column in which a cell begins; rows beyond that are left
        for the tiling to report."""
        span = self.row_span
        if self.to_group_end or (self.group_end is not None and self.group_end < last_row):
            span = (last_row if self.group_end is None else self.group_end) - self.row + 1
        offsets: list[int] = []
        at = -1
        for line, ends in zip(self.lines[:-1], self.ends[:-1], strict=True):
            at += len(line) + 1
            if ends:
                offsets.append(at)
        width = min(self.column_span, columns - self.column)
        issues = self.issues + tuple(_picture_issues(self.pictures, self.lines))
        return RawCell(self.row, self.column, span, width, "\n".join(self.lines), tuple(offsets), issues=issues)


def _picture_issues(pictures: tuple[WebPicture, ...], lines: list[str]) -> Iterator[Issue]:
    """An error where a picture is all that a cell has, or is large; a warning where it may be more than an icon."""
    found = [picture for picture in pictures if not picture.icon]
    if found:
        certain = not lines or any(picture.large for picture in found)
        message = f"{len(found)} picture(s) in a cell were not read; they may show text."
        yield Issue("picture-unread", "error" if certain else "warning", message)


class Grid:
    """An open data table."""

    def __init__(self) -> None:
        self.cell: CellDraft | None = None
        """The open cell; None between cells."""
        self.crowded = False
        """True once a row had more than ``WIDEST`` columns; what follows goes into its last cell."""
        self.absurd = False
        """True once a colspan was larger than ``WIDEST``."""
        self._drafts: list[CellDraft] = []
        self._row = -1
        self._row_start = 0  # index of the row's first draft
        self._column = 0
        self._reaching: list[CellDraft] = []  # cells from rows above that reach this row, by column
        self._passed = 0  # how many of these the row has passed
        self._in_row = False

    def open_row(self) -> None:
        self._row += 1
        placed = (draft for draft in self._drafts[self._row_start :] if draft.row_span > 1)
        reaching = [draft for draft in (*self._reaching, *placed) if draft.row + draft.row_span > self._row]
        self._reaching = sorted(reaching, key=lambda draft: draft.column)
        self._row_start = len(self._drafts)
        self._column = self._passed = 0
        self._in_row = True

    def close_row(self) -> None:
        self._in_row = False

    def open_cell(self, attributes: dict[str, str]) -> None:
        if not self._in_row:
            self.open_row()
        while self._passed < len(self._reaching) and self._reaching[self._passed].column <= self._column:
            above = self._reaching[self._passed]
            self._column = max(self._column, above.column + above.column_span)
            self._passed += 1
        if self._column >= WIDEST:
            self.crowded = True
            self.cell = self._drafts[-1]
            return
        height, width = min(_span(attributes, "rowspan"), TALLEST), _span(attributes, "colspan")
        self.absurd = self.absurd or width > WIDEST
        width = min(width, WIDEST - self._column) if 1 <= width <= WIDEST else 1
        self.cell = CellDraft(self._row, self._column, height or TALLEST, width, height == 0, [], [])
        self._drafts.append(self.cell)
        self._column += width

    def close_cell(self) -> None:
        self.cell = None

    def close_group(self) -> None:
        """The end of thead, tbody or tfoot, beyond which no cell reaches."""
        for draft in (*self._reaching, *self._drafts[self._row_start :]):
            if draft.row + draft.row_span > self._row + 1:
                draft.group_end = self._row
        self._reaching, self._row_start = [], len(self._drafts)
        self._in_row = False

    def finish(self) -> RawTable:
        columns = self._columns()
        return RawTable(tuple(draft.finish(self._row, columns) for draft in self._drafts))

    def lines(self) -> list[str]:
        """All text, for a table that is too sparse to be one."""
        return [line for draft in self._drafts for line in draft.lines]

    @property
    def slots(self) -> int:
        return (self._row + 1) * self._columns()

    def _columns(self) -> int:
        return max((draft.column + 1 for draft in self._drafts), default=0)


def _span(attributes: dict[str, str], name: str) -> int:
    """A span as the standard parses it: no number or a negative one is 1; 0 is left to the caller."""
    found = _INTEGER.match(attributes.get(name, "1"))
    return int(found[1]) if found else 1
