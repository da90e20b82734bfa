"""Task rows from a table: each body row a task, merged cells carried down, band rows as categories."""

from pipeline.fold import fold_text
from pipeline.header import Header, begun_in
from pipeline.model import (
    Cell,
    Field,
    Table,
    TaskRow,
)
from pipeline.rows.cells import (
    TEXT_ROLES,
    Row,
    band_field,
    categories_of,
    leading_number,
    number_of,
    promote,
    statements_of,
    text_of,
)
from pipeline.rows.sheet import Sheet
from pipeline.text.enumerator import leading
from pipeline.text.lexicon import UNIT_ROLES


def rows_of_table(table: Table, grid: list[list[Cell]], header: Header) -> list[TaskRow]:
    """The task rows of one table, in order; ``grid`` is ``header.slots(table)``."""
    sheet = Sheet(table, header)
    result: list[TaskRow] = []
    bands: list[tuple[Cell, int]] = []
    above: Row | None = None
    pending: list[Row] = []
    for index in range(header.end, table.rows):
        band = _band(grid[index], index, table)
        if band is not None:
            result.extend(_finish(sheet, bands, pending))
            bands, pending, above = _push_band(bands, band), [], None
            continue
        row = _row(sheet, grid[index], index, above)
        if row is None:
            continue
        if pending and not _same_task(sheet, pending[-1], row):
            result.extend(_finish(sheet, bands, pending))
            pending = []
        pending.append(row)
        above = row
    result.extend(_finish(sheet, bands, pending))
    return result


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


def _push_band(bands: list[tuple[Cell, int]], cell: Cell) -> list[tuple[Cell, int]]:
    """Band rows nest by their enumerators: 一、 over （一） over 1."""
    number = leading(fold_text(cell.text))
    level = number.rank if number else 1
    kept = [band for band in bands if band[1] < level]
    return [*kept, (cell, level)]


def _row(sheet: Sheet, line: list[Cell], index: int, above: Row | None) -> Row | None:
    """A body row, with cells that a vertical merge carries; in flattened text an empty cell goes on the one above."""
    if not any(cell.row == index and cell.text.strip() for cell in line):
        return None
    cells, carried = list(line), [cell.row != index for cell in line]
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


def _finish(sheet: Sheet, bands: list[tuple[Cell, int]], rows: list[Row]) -> list[TaskRow]:
    """The task row of one or more table rows."""
    if not rows:
        return []
    first = rows[0]
    texts: dict[str, Field] = {role: field for role in TEXT_ROLES if (field := text_of(sheet, first, role))}
    categories = [field for band, _ in bands if (field := band_field(sheet, band))]
    categories += categories_of(sheet, first)
    if "title" not in texts:
        categories, texts = promote(categories, texts, named=bool(sheet.columns("title")))
    if "title" not in texts:
        return []
    number = number_of(sheet, first)
    if not number and not sheet.columns("number"):
        number, texts = leading_number(texts)
    extra = tuple(
        (column.index, "".join(column.header), (quote,))
        for column in sheet.header.columns
        if column.roles == ("other",)
        and first.cells[column.index].column == column.index
        and (quote := sheet.quote(first.cells[column.index]))
    )
    groups = tuple(statements_of(sheet, row) for row in rows)
    own = (cell for row in rows for cell in begun_in(row.cells, row.index))
    return [
        TaskRow(
            block=sheet.table.id,
            row=first.index,
            number=number,
            categories=tuple(categories),
            texts=texts,
            extra=extra,
            groups=tuple(group for group in groups if group),
            covers=tuple(quote for cell in own if (quote := sheet.quote(cell))),
        )
    ]
