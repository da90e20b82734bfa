"""The sheet 变更: every row and cell that an update changed, below those of earlier updates."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.workbook.cells import put
from pipeline.workbook.layout import Styles
from pipeline.workbook.wording import read_words

if TYPE_CHECKING:
    from openpyxl import Workbook


class ChangeLine(Struct, frozen=True):
    """One change; ``kind`` is added, changed, withdrawn, restored or kept."""

    day: str
    id: str
    title: str
    kind: str
    column: str
    old: str
    new: str
    source: str


def write_changes(book: "Workbook", lines: Sequence[ChangeLine], styles: Styles) -> None:
    """Add the lines; the sheet is made where it is not there."""
    words, name = read_words()["changes"], read_words()["sheets"]["changes"]
    if name not in book.sheetnames:
        _make(book, name, styles)
    sheet = book[name]
    start = sheet.max_row
    for number, line in enumerate(lines, start=start + 1):
        values = (line.day, line.id, line.title, words[line.kind], line.column, line.old, line.new, line.source)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            put(cell, value)
            cell.alignment = styles.wrapped
    sheet.auto_filter.ref = f"A1:H{max(sheet.max_row, 2)}"


def _make(book: "Workbook", name: str, styles: Styles) -> None:
    words, sheet = read_words()["changes"], book.create_sheet(name)
    sheet.append(words["headings"])
    for cell, width in zip(sheet[1], words["widths"], strict=True):
        cell.font, cell.fill, cell.alignment = styles.bold, styles.head, styles.middle
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
