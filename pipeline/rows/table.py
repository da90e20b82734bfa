"""Task rows from a table: each body row a task, merged cells carried down, band rows as categories."""

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import fold_text
from pipeline.header import Header, begun_in, header_inside
from pipeline.model import TitleBasis
from pipeline.rows.accounts import account_cells, find_account_column, is_account
from pipeline.rows.asides import aside_of
from pipeline.rows.cells import (
    TEXT_ROLES,
    Row,
    band_field,
    categories_of,
    extra_of,
    leading_number,
    nobody_marks,
    number_of,
    promote,
    statements_of,
    text_of,
)
from pipeline.rows.sheet import Sheet
from pipeline.rows.ticks import Legend
from pipeline.source import Cell, Field, Quote, Quotes, Table, TaskRow
from pipeline.text.enumerator import Kind, leading
from pipeline.text.lexicon import UNIT_ROLES
from pipeline.text.patterns import pattern

_NUMBER = 12
"""Characters of a cell that holds a number."""
_DITTO = 4
"""Characters of 同上, blanks included."""
_HEADINGS: tuple[Kind, ...] = ("chapter", "han", "han-bracket")


class TableRows(Struct, frozen=True):
    """The task rows of one table in order, its repeated headers' cells, and rows that say who or when of no task.

    ``unexplained``: several marks of a matrix that no legend tells apart.
    """

    rows: tuple[TaskRow, ...]
    headers: Quotes
    lost: Quotes
    unexplained: Quotes = ()


def rows_of_table(table: Table, grid: list[list[Cell]], header: Header, legend: Legend) -> TableRows:
    """The rows of one table; ``grid`` is ``header.slots(table)``, ``legend`` says what the marks of a matrix mean."""
    return _BodyReader(table, grid, header, legend).read()


class _BodyReader:
    """The reading of one table from top to bottom; it lives for one call of ``rows_of_table``."""

    def __init__(self, table: Table, grid: list[list[Cell]], header: Header, legend: Legend) -> None:
        self.table, self.grid = table, grid
        self.account = find_account_column(grid, header)
        self.accounts: list[Quote] = []
        self.counted = _is_counted(grid, header)
        if self.account is not None:
            kept = replace(header.columns[self.account], roles=("other",))
            columns = (*header.columns[: self.account], kept, *header.columns[self.account + 1 :])
            header = replace(header, columns=columns)
        self.sheet = Sheet(table, header, legend)
        self.bands: list[tuple[Cell, int]] = []
        self.above: Row | None = None
        self.pending: list[Row] = []
        self.done: list[TaskRow] = []
        self.headers: list[Quote] = []
        self.lost: list[Quote] = []

    def read(self) -> TableRows:
        self._take_bands_above()
        for index in range(self.sheet.header.end, self.table.rows):
            line = self.grid[index]
            aside = aside_of(line, index, self.sheet.header)
            if aside == "header":
                self._take_header(line, index)
            if aside:
                continue
            band = _band(line, index, self.table)
            if band is None and self.counted:
                band = _numbered_band(self.sheet, line, index)
            if band is not None:
                self._close()
                self.bands, self.above = _push_band(self.bands, band), None
                self.headers.extend(quote for cell in begun_in(line, index) if (quote := self.sheet.quote(cell)))
                continue
            if self.account is not None and self.pending and is_account(line[self.account]):
                cells = account_cells(line, index, self.pending[-1].cells)
                self.accounts.extend(quote for cell in cells if (quote := self.sheet.quote(cell)))
                continue
            row = _row(self.sheet, line, index, self.above)
            if self.pending and not _same_task(self.sheet, self.pending[-1], row):
                self._close()
            self.pending.append(row)
            self.above = row
        self._close()
        marks = tuple(self.sheet.unexplained.values())
        several = marks if len(marks) > 1 else ()
        return TableRows(tuple(self.done), tuple(self.headers), tuple(self.lost), several)

    def _take_bands_above(self) -> None:
        """A numbered heading over the header (一、优化服务) is a band as well; a title is none."""
        for index in range(self.sheet.header.first):
            band = _band(self.grid[index], index, self.table)
            if band is not None and leading(fold_text(band.text), kinds=_HEADINGS):
                self.bands = _push_band(self.bands, band)

    def _take_header(self, line: list[Cell], index: int) -> None:
        """A header inside the body: the same once more, or one that holds from here on."""
        self._close()
        self.above = None
        self.headers.extend(quote for cell in begun_in(line, index) if (quote := self.sheet.quote(cell)))
        header = header_inside(self.table, self.grid, index, self.sheet.header)
        if header is not self.sheet.header:
            self.sheet = Sheet(self.table, header, self.sheet.legend)

    def _close(self) -> None:
        """Make a task row of the table rows that wait."""
        if not self.pending:
            return
        found = _finish(self.sheet, self.bands, self.pending)
        if found:
            self.done.append(_with_account(found, tuple(self.accounts)))
        else:
            self.lost.extend(_said(self.sheet, self.pending)[:1])
        self.pending, self.accounts = [], []


def _with_account(row: TaskRow, account: Quotes) -> TaskRow:
    """The row with what a second row of it says was done."""
    if not account:
        return row
    before = row.texts.get("progress")
    progress = Field((*before.quotes, *account) if before else account)
    return replace(row, texts={**row.texts, "progress": progress}, covers=(*row.covers, *account))


def _said(sheet: Sheet, rows: list[Row]) -> Quotes:
    """What rows without a task say of who and when."""
    return tuple(quote for row in rows for statement in statements_of(sheet, row) for quote in statement.quotes)


def _band(line: list[Cell], index: int, table: Table) -> Cell | None:
    """The cell of a band row: one text over (nearly) the whole width, or alone in its row."""
    own = [cell for cell in begun_in(line, index) if cell.text.strip()]
    if len(own) != 1 or table.columns < 2:
        return None
    cell = own[0]
    carried = any(item.row != index and item.text.strip() for item in line)
    wide = cell.column_span >= max(2, table.columns - 1)
    alone = not carried and cell.column <= 1 and not fold_text(cell.text).isdigit()
    return cell if wide or (alone and cell.row_span == 1 and not table.flattened) else None


def _is_counted(grid: list[list[Cell]], header: Header) -> bool:
    """True for a table whose number column holds 1, 2 … beside 一, 二 …: the latter number sections."""
    columns = [column.index for column in header.columns if column.roles == ("number",)]
    if len(columns) != 1:
        return False
    texts = {fold_text(line[columns[0]].text[:_NUMBER]) for line in grid[header.end :]}
    return any(text.isdigit() for text in texts) and any(_is_section(text) for text in texts)


def _is_section(number: str) -> bool:
    return bool(pattern("headers", "section_number").fullmatch(number))


def _numbered_band(sheet: Sheet, line: list[Cell], index: int) -> Cell | None:
    """The second cell of a row 一 | 优化服务 that has nothing else: a section of the rows below it."""
    own = [cell for cell in begun_in(line, index) if cell.text.strip()]
    numbers = sheet.columns("number")
    if len(own) != 2 or own[0].column != numbers[0] or not _is_section(fold_text(own[0].text[:_NUMBER])):
        return None
    naming = sheet.columns("title", "measures", "category")
    return own[1] if own[1].column in naming else None


def _push_band(bands: list[tuple[Cell, int]], cell: Cell) -> list[tuple[Cell, int]]:
    """Band rows nest by their enumerators: 一、 over （一） over 1."""
    number = leading(fold_text(cell.text))
    level = number.rank if number else 1
    kept = [band for band in bands if band[1] < level]
    return [*kept, (cell, level)]


def _row(sheet: Sheet, line: list[Cell], index: int, above: Row | None) -> Row:
    """A body row, with cells that a vertical merge carries; in flattened text an empty cell goes on the one above."""
    cells, carried = list(line), [cell.row != index for cell in line]
    for column, cell in enumerate(line):
        if above is not None and len(cell.text) <= _DITTO and pattern("headers", "ditto").match(fold_text(cell.text)):
            cells[column], carried[column] = above.cells[column], True
    if sheet.table.flattened and above is not None:
        content = sheet.columns("number", "title", "measures")
        if all(not line[column].text.strip() for column in content):
            for column in sheet.columns("title", "measures"):
                cells[column], carried[column] = above.cells[column], True
        for column in sheet.columns("category", *UNIT_ROLES, "person", "deadline"):
            if not line[column].text.strip() and _carries(above, cells, column, sheet):
                cells[column], carried[column] = above.cells[column], True
    return Row(index, tuple(cells), tuple(carried))


def _carries(above: Row, cells: list[Cell], column: int, sheet: Sheet) -> bool:
    """True if an empty cell of flattened text may go on the cell above it.

    A category does so only under the same parents; helpers and times only where the row names nobody who leads.
    """
    columns = sheet.header.columns
    if above.cells[column].column_span > 1:
        return False
    if "category" in columns[column].roles:
        parents = [left for left in range(column) if "category" in columns[left].roles]
        return all(cells[left] is above.cells[left] for left in parents)
    first = sheet.columns("lead_units") or sheet.columns(*UNIT_ROLES)
    if column not in first:
        return all(cells[item] is above.cells[item] or not cells[item].text.strip() for item in first)
    return True


def _same_task(sheet: Sheet, before: Row, row: Row) -> bool:
    """Rows whose title and measures are both merged are one task with an assignment each."""
    content = sheet.columns("title", "measures") or sheet.columns("category", "target")
    filled = [column for column in content if before.cells[column].text.strip()]
    return bool(filled) and all(row.cells[column] is before.cells[column] for column in filled)


def _finish(sheet: Sheet, bands: list[tuple[Cell, int]], rows: list[Row]) -> TaskRow | None:
    """The task row of one or more table rows; None where they have nothing that could be its title."""
    first = rows[0]
    texts: dict[str, Field] = {role: field for role in TEXT_ROLES if (field := text_of(sheet, first, role))}
    categories = [field for band, _ in bands if (field := band_field(sheet, band))]
    categories += categories_of(sheet, first)
    basis: TitleBasis = "stated"
    if "title" not in texts:
        promoted = promote(categories, texts, named=bool(sheet.columns("title")))
        categories, texts, basis = promoted.categories, promoted.texts, promoted.basis
    if "title" not in texts:
        return None
    number = number_of(sheet, first)
    if not number and not sheet.columns("number"):
        number, texts = leading_number(texts)
    groups = tuple(statements_of(sheet, row) for row in rows)
    own = (cell for row in rows for cell in begun_in(row.cells, row.index))
    return TaskRow(
        block=sheet.table.id,
        row=first.index,
        number=number,
        categories=tuple(categories),
        texts=texts,
        extra=extra_of(sheet, first),
        groups=tuple(group for group in groups if group),
        covers=tuple(quote for cell in own if (quote := sheet.quote(cell))),
        marks=tuple(mark for row in rows for mark in nobody_marks(sheet, row)),
        title_basis=basis,
    )
