"""A sheet of a workbook, laid out so that it can be read on the screen and on paper: A4, landscape, 8 points or more.

Columns are as wide as their texts ask for, within one page; where a page cannot take them all, the pages to the right
repeat the identifying ones.
"""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import TooLarge
from pipeline.writers.widths import ColumnNeed, PageWidths, lay_out

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | date | None

CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_576
"""Excel specifications and limits: characters a cell, rows a sheet."""
_CUT = "…（过长，全文见 JSON）"
FONT_SIZE, _SMALLEST = 10, 8
"""Points: on the screen, and the least on paper."""
_A4, _MARGIN = 11.69, 0.4
"""Inches: width in landscape, left and right margin."""
_PAGE = (_A4 - 2 * _MARGIN) * 96 * FONT_SIZE / _SMALLEST
"""Pixels of columns that one page takes when it is printed as small as may be."""
_NARROWEST, _OF_A_DATE, _FILTER_ARROW = 9, 11, 2
"""Characters: a column of texts at least, one of dates, the arrow beside a header."""
_LINE, _TALLEST = 13.5, 409.0
"""Points: a line of text, and the tallest row of Excel."""
_HEADER_LIMIT = 200
"""Characters of a title above each page; Excel takes 255 with the codes around it."""


class SheetColumn(Struct, frozen=True):
    """One column: the member it shows, its Chinese header, its width in characters where a sheet has no rows."""

    name: str
    header: str
    width: int = 16


class PaperSheet(Struct, frozen=True):
    """One sheet: its name, its columns, how many on the left identify a row, and the title above each page."""

    name: str
    columns: Sequence[SheetColumn]
    identifying: int
    title: str


def write_sheet(book: "Workbook", sheet: PaperSheet, rows: Sequence[dict[str, Value]]) -> None:
    """Add the sheet with a header row and ``rows``. Raises TooLarge past Excel's rows."""
    if len(rows) >= ROW_LIMIT:
        raise TooLarge(f"{len(rows)} rows do not fit into one sheet.", advice="Export fewer records, or as csv.")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"})
    dated = book.add_format(
        {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left", "border": 1, "border_color": "#BFBFBF"}
    )
    page = book.add_worksheet(sheet.name)
    needs = [_need(column, [cells.get(column.name) for cells in rows]) for column in sheet.columns]
    laid = lay_out(needs, sheet.identifying, _PAGE)
    widths = laid.widths
    for index, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(index, index, width)
        page.write_string(0, index, column.header, head)
        for line, cells in enumerate(rows, start=1):
            _write_cell(page, line, index, cells.get(column.name), dated, wrapped)
    page.set_row(0, row_height([column.header for column in sheet.columns], widths))
    for line, cells in enumerate(rows, start=1):
        page.set_row(line, row_height([cells.get(column.name) for column in sheet.columns], widths))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    _set_paper(page, sheet, laid)


def _set_paper(page: "Worksheet", sheet: PaperSheet, laid: PageWidths) -> None:
    page.set_paper(9)  # A4
    page.set_landscape()
    page.set_margins(left=_MARGIN, right=_MARGIN, top=0.8, bottom=0.6)
    page.set_header("&C&12 " + sheet.title[:_HEADER_LIMIT].replace("&", "&&").replace("\n", " "))
    page.set_footer("&C第 &P 页，共 &N 页")
    page.repeat_rows(0)
    if not laid.breaks:
        page.fit_to_pages(1, 0)
        return
    page.repeat_columns(0, sheet.identifying - 1)
    page.set_print_scale(100 * _SMALLEST // FONT_SIZE)
    page.set_v_pagebreaks(laid.breaks)


def _need(column: SheetColumn, values: Sequence[Value]) -> ColumnNeed:
    """What the column asks for: the longer its texts, and the longest of them, the more."""
    texts = [value for value in values if isinstance(value, str)]
    lengths = [_units(text) for text in texts]
    least = _OF_A_DATE if any(isinstance(value, date) for value in values) else min(column.width, _NARROWEST)
    line = max((_units(line) for text in texts for line in text.split("\n")), default=0) + 1
    header = _units(column.header) + _FILTER_ARROW
    longest = max(lengths, default=0)
    weight = sqrt(sum(lengths) / max(len(values), 1) * longest)
    return ColumnNeed(least, max(least, line, header), longest, weight)


def row_height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """The height at which the tallest text is whole: programs differ in whether they work that out when they open."""
    lines = max((_lines(value, width) for value, width in zip(values, widths, strict=True)), default=1)
    return min(max(lines, 1) * _LINE + 2, _TALLEST)


def _lines(value: Value, width: int) -> int:
    if not isinstance(value, str):
        return 1
    room = max(width - 1, 2)
    return sum(max(1, ceil(_units(part) / room)) for part in value.split("\n"))


def _units(text: str) -> int:
    """The width of a text in Latin characters; a Chinese one takes two, as it takes two bytes in GB 18030."""
    return len(text.encode("gb18030", "replace"))


def _write_cell(page: "Worksheet", row: int, column: int, value: Value, dated: "Format", wrapped: "Format") -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), dated)
    elif value:
        text = value if len(value) <= CELL_LIMIT else value[: CELL_LIMIT - len(_CUT)] + _CUT
        page.write_string(row, column, text, wrapped)
    else:
        page.write_blank(row, column, None, wrapped)
