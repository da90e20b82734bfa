"""Where the rows and columns of a ledger are in a workbook that people have worked in."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.fold import fold_text
from pipeline.workbook.wording import LedgerColumn, read_words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER_WITHIN = 20
"""Rows from the top in which a header is looked for: offices put titles above it."""
_LEAST_HEADINGS = 3
"""Headings of ours that make a row a header where no column of ids is there yet."""


class LedgerSheet:
    """The sheet with its header row, the place of each known column, and its rows by id."""

    def __init__(self, sheet: "Worksheet", header: int, columns: Sequence[LedgerColumn]) -> None:
        self.sheet, self.header, self.columns = sheet, header, columns
        by_heading = {fold_text(str(cell.value)): cell.column for cell in sheet[header] if cell.value is not None}
        self.places: dict[str, int] = {
            column.name: by_heading[fold_text(column.heading)]
            for column in columns
            if fold_text(column.heading) in by_heading
        }
        self.rows: dict[str, int] = {}
        self.last = header
        for number, row in enumerate(sheet.iter_rows(min_row=header + 1), start=header + 1):
            if any(cell.value is not None for cell in row):
                self.last = number
        self._find_rows()

    def _find_rows(self) -> None:
        place = self.places.get("id")
        for number in range(self.header + 1, self.last + 1) if place else ():
            value = self.sheet.cell(number, place).value
            if value:
                self.rows.setdefault(str(value), number)

    def add_column(self, column: LedgerColumn) -> int:
        """A column behind the last one that has a heading; gives its number."""
        number = max((cell.column for cell in self.sheet[self.header] if cell.value is not None), default=0) + 1
        self.sheet.cell(self.header, number, column.heading)
        self.places[column.name] = number
        return number

    def cell(self, row: int, name: str) -> "SheetCell | None":
        """The cell of a known column; None where the workbook does not have that column."""
        place = self.places.get(name)
        return None if place is None else self.sheet.cell(row, place)

    def missing(self) -> list[str]:
        """The headings of the columns that are not there."""
        return [column.heading for column in self.columns if column.name not in self.places]


def find_sheet(book: "Workbook", columns: Sequence[LedgerColumn]) -> LedgerSheet | None:
    """The ledger in a workbook: the sheet with a column of ids, else one whose header has some of our headings."""
    identity = next(fold_text(column.heading) for column in columns if column.name == "id")
    wanted = {fold_text(column.heading) for column in columns} - {identity}
    own = read_words()["sheets"]
    sheets = [sheet for sheet in book.worksheets if sheet.title not in (own["changes"], own["settings"], own["memory"])]
    for sheet, number, headings in _headers(sheets):
        if identity in headings and headings & wanted:
            return LedgerSheet(sheet, number, columns)
    for sheet, number, headings in _headers(sheets):
        if len(headings & wanted) >= _LEAST_HEADINGS:
            return LedgerSheet(sheet, number, columns)
    return None


def _headers(sheets: Sequence["Worksheet"]) -> Iterator[tuple["Worksheet", int, set[str]]]:
    for sheet in sheets:
        for number, row in enumerate(sheet.iter_rows(max_row=_HEADER_WITHIN, values_only=True), start=1):
            yield sheet, number, {fold_text(str(value)) for value in row if value is not None}
