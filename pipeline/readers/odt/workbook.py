"""OpenDocument sheets (.ods): what each cell shows is written in it, so its text is read and not its value."""

from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import TooLarge
from pipeline.grid import RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import whole
from pipeline.readers.listing import Merge, lay_out_rows
from pipeline.readers.odt import names as o
from pipeline.readers.odt.inline import OpenInline
from pipeline.readers.odt.styles import OpenStyles

if TYPE_CHECKING:
    from lxml.etree import _Element

ROW_LIMIT = 100_000
COLUMN_LIMIT = 1_000
SLOTS = 1_000_000
_REPEATED = 1_000_000
"""Characters that repeated cells and rows may print again."""


class OpenSheet(Struct):
    """The texts of a sheet that are shown, its merged ranges, and what it hides."""

    rows: list[list[str]]
    merges: list[Merge]
    hidden: list[str]


def read_sheets(
    body: "_Element", styles: "tuple[_Element, ...]"
) -> tuple[list[RawParagraph | RawTable], list[Discarded], list[Issue]]:
    """The shown sheets in their order, each as paragraphs above and below a table; what is hidden. Raises TooLarge."""
    concealed = _concealed(styles)
    losses = Losses()
    inline = OpenInline(OpenStyles(styles), losses)
    blocks: list[RawParagraph | RawTable] = []
    discarded: list[Discarded] = []
    issues: list[Issue] = []
    tables = list(body.iterchildren(o.TABLE))
    shown = [table for table in tables if table.get(o.TABLE_STYLE) not in concealed]
    for table in tables:
        sheet = _SheetReader(inline).read(table)
        name = table.get(o.TABLE_NAME, "")
        if table not in shown:
            sheet.hidden, sheet.rows = ["\n".join("\t".join(row) for row in sheet.rows)], []
        if text := "\n".join(text for text in sheet.hidden if text.strip()):
            discarded.append(Discarded("hidden", text))
            issues.append(
                Issue("hidden-text", "info", f"Hidden rows, columns or all of the sheet {name} were not read.")
            )
        found = lay_out_rows(sheet.rows, sheet.merges)
        if found and len(shown) > 1 and name.rstrip("0123456789 ").strip().lower() not in ("", "sheet"):
            blocks.append(RawParagraph(name))
        blocks.extend(found)
    if comments := sum(1 for _ in body.iter(o.ANNOTATION)):
        issues.append(Issue("comment-unread", "info", f"{comments} comment(s) of cells were not read."))
    return blocks, [*discarded, *losses.discarded], [*issues, *losses.issues, *losses.take()]


def _concealed(styles: "tuple[_Element, ...]") -> frozenset[str]:
    """The names of table styles that hide a sheet."""
    return frozenset(
        item.get(o.NAME, "")
        for part in styles
        for item in part.iterchildren(o.STYLE)
        if any(found.get(o.SHEET_DISPLAY) == "false" for found in item.iterchildren(o.TABLE_PROPERTIES))
    )


class _SheetReader:
    """A sheet while its rows are read; columns and rows that are not shown are left out as they come."""

    def __init__(self, inline: OpenInline) -> None:
        self._inline = inline
        self._sheet = OpenSheet([], [], [])
        self._gone: set[int] = set()  # hidden columns
        self._columns = 0
        self._slots = self._repeated = 0

    def read(self, table: "_Element") -> OpenSheet:
        """All of one sheet."""
        self._read_parts(table)
        while self._sheet.rows and not any(self._sheet.rows[-1]):
            self._sheet.rows.pop()
        return self._sheet

    def _read_parts(self, parent: "_Element") -> None:
        for child in parent:
            if child.tag == o.COLUMN:
                self._read_column(child)
            elif child.tag == o.TABLE_ROW:
                self._read_row(child)
            elif child.tag in o.ROW_GROUPS or child.tag in o.COLUMN_GROUPS:
                self._read_parts(child)

    def _read_column(self, column: "_Element") -> None:
        end = self._columns + max(whole(column.get(o.COLUMNS_REPEATED), 1), 1)
        if column.get(o.VISIBILITY) in ("collapse", "filter"):
            self._gone.update(range(self._columns, min(end, COLUMN_LIMIT)))
        self._columns = min(end, COLUMN_LIMIT)

    def _read_row(self, row: "_Element") -> None:
        texts, merges = self._read_cells(row)
        while texts and not texts[-1]:
            texts.pop()
        times = max(whole(row.get(o.ROWS_REPEATED), 1), 1)
        if row.get(o.VISIBILITY) in ("collapse", "filter"):
            self._sheet.hidden.append("\t".join(texts))
            return
        rows = self._sheet.rows
        if not texts:
            times = min(times, 1)  # one empty row parts what is above from what is below as well as a thousand do
        self._repeated += (times - 1) * sum(map(len, texts))
        self._slots += times * len(texts)
        if len(rows) + times > ROW_LIMIT or self._slots > SLOTS or self._repeated > _REPEATED:
            raise TooLarge(f"A sheet has more than {ROW_LIMIT} rows or {SLOTS} cells.")
        self._sheet.merges.extend(
            Merge(len(rows), left, len(rows) + height - 1, left + width - 1) for left, width, height in merges
        )
        rows.extend([list(texts) for _ in range(times)])

    def _read_cells(self, row: "_Element") -> tuple[list[str], list[tuple[int, int, int]]]:
        """The shown texts of a row, and its merged cells: first column, width, height."""
        texts: list[str] = []
        merges: list[tuple[int, int, int]] = []
        column = 0
        for element in row.iterchildren(o.CELL, o.COVERED):
            times = min(max(whole(element.get(o.COLUMNS_REPEATED), 1), 1), COLUMN_LIMIT - column)
            text = "\n".join(map(self._inline.read, element.iterchildren(o.P))) if element.tag == o.CELL else ""
            width, height = (max(whole(element.get(name), 1), 1) for name in (o.COLUMNS_SPANNED, o.ROWS_SPANNED))
            self._repeated += max(times - 1, 0) * len(text)
            if self._repeated > _REPEATED:
                raise TooLarge(f"A sheet has more than {ROW_LIMIT} rows or {SLOTS} cells.")
            kept = [place for place in range(column, column + times) if place not in self._gone]
            if text and len(kept) < times:
                self._sheet.hidden.append(text)
            if kept and (width > 1 or height > 1):
                width = sum(place not in self._gone for place in range(column, column + min(width, COLUMN_LIMIT)))
                merges.append((len(texts), width, min(height, ROW_LIMIT)))
            texts.extend([text] * len(kept))
            column += times
        return texts, merges
