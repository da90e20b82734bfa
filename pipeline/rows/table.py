"""Task rows from a table: each body row a task, merged cells carried down, band rows as categories."""

from pipeline.fold import fold_text
from pipeline.header import Header
from pipeline.lexicon import UNIT_ROLES
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
    columns_of,
    leading_number,
    number_of,
    promote,
    quote_cell,
    statements_of,
    text_of,
)


def rows_of_table(table: Table, grid: list[list[Cell]], header: Header) -> list[TaskRow]:
    """The task rows of one table, in order; ``grid`` is ``header.slots(table)``."""
    result: list[TaskRow] = []
    bands: list[tuple[Cell, int]] = []
    above: Row | None = None
    pending: list[Row] = []
    for index in range(header.end, table.rows):
        band = _band(grid[index], index, table)
        if band is not None:
            result.extend(_finish(table, header, bands, pending))
            bands, pending, above = _push_band(bands, band), [], None
            continue
        row = _row(table, grid, header, index, above)
        if row is None:
            continue
        if pending and not _same_task(table, header, pending[-1], row):
            result.extend(_finish(table, header, bands, pending))
            pending = []
        pending.append(row)
        above = row
    result.extend(_finish(table, header, bands, pending))
    return result


def _band(line: list[Cell], index: int, table: Table) -> Cell | None:
    """The cell of a band row: one text over (nearly) the whole width, or alone in its row."""
    own = [cell for cell in dict.fromkeys(line) if cell.row == index and cell.text.strip()]
    if len(own) != 1 or table.columns < 2:
        return None
    cell = own[0]
    carried = any(item.row != index and item.text.strip() for item in line)
    wide = cell.column_span >= max(2, table.columns - 1)
    alone = not carried and cell.column <= 1 and not fold_text(cell.text).isdigit()
    return cell if wide or (alone and cell.row_span == 1 and not table.flattened) else None


def _push_band(bands: list[tuple[Cell, int]], cell: Cell) -> list[tuple[Cell, int]]:
    """Band rows nest by their enumerators: 一、 over （一） over 1."""
    level = _enumerator_level(fold_text(cell.text))
    kept = [band for band in bands if band[1] < level]
    return [*kept, (cell, level)]


def _enumerator_level(text: str) -> int:
    if text[:1] in "一二三四五六七八九十" or text.startswith("第"):
        return 1
    if text[:1] == "(":
        return 2
    return 3 if text[:1].isdigit() else 1


def _row(table: Table, grid: list[list[Cell]], header: Header, index: int, above: Row | None) -> Row | None:
    """A body row, with cells that a vertical merge carries; in flattened text an empty cell goes on the one above."""
    line = grid[index]
    if not any(cell.row == index and cell.text.strip() for cell in line):
        return None
    cells, carried = list(line), [cell.row != index for cell in line]
    if table.flattened and above is not None:
        content = columns_of(header, "number", "title", "measures")
        if all(not line[column].text.strip() for column in content):
            for column in columns_of(header, "title", "measures"):
                cells[column], carried[column] = above.cells[column], True
        for column in columns_of(header, "category", *UNIT_ROLES, "person", "deadline"):
            if not line[column].text.strip() and _carries(above, cells, column, header):
                cells[column], carried[column] = above.cells[column], True
    return Row(index, tuple(cells), tuple(carried))


def _carries(above: Row, cells: list[Cell], column: int, header: Header) -> bool:
    """True if an empty cell of flattened text may go on the cell above it.

    A category does so only under the same parents; helpers and times only where the row names nobody who leads.
    """
    roles = header.columns[column].roles
    if above.cells[column].column_span > 1:
        return False
    if "category" in roles:
        parents = [left for left in range(column) if "category" in header.columns[left].roles]
        return all(cells[left] is above.cells[left] for left in parents)
    first = columns_of(header, "lead_units") or columns_of(header, *UNIT_ROLES)
    if column not in first:
        return all(cells[item] is above.cells[item] or not cells[item].text.strip() for item in first)
    return True


def _same_task(table: Table, header: Header, before: Row, row: Row) -> bool:
    """Rows whose title and measures are both merged are one task with an assignment each."""
    content = columns_of(header, "title", "measures") or columns_of(header, "category", "target")
    filled = [column for column in content if before.cells[column].text.strip()]
    return bool(filled) and all(row.cells[column] is before.cells[column] for column in filled)


def _finish(table: Table, header: Header, bands: list[tuple[Cell, int]], rows: list[Row]) -> list[TaskRow]:
    """The task row of one or more table rows."""
    if not rows:
        return []
    first = rows[0]
    texts: dict[str, Field] = {role: field for role in TEXT_ROLES if (field := text_of(table, header, first, role))}
    categories = [field for band, _ in bands if (field := band_field(table, band))]
    categories += categories_of(table, header, first)
    if "title" not in texts:
        categories, texts = promote(categories, texts, named=bool(columns_of(header, "title")))
    if "title" not in texts:
        return []
    number = number_of(table, header, first)
    if not number and not columns_of(header, "number"):
        number, texts = leading_number(texts)
    extra = tuple(
        (column.index, "".join(column.header), (quote,))
        for column in header.columns
        if column.roles == ("other",)
        and first.cells[column.index].column == column.index
        and (quote := quote_cell(table, first.cells[column.index]))
    )
    groups = tuple(statements_of(table, header, row) for row in rows)
    covers = dict.fromkeys(
        cell for row in rows for cell, carried in zip(row.cells, row.carried, strict=True) if not carried
    )
    return [
        TaskRow(
            block=table.id,
            row=first.index,
            number=number,
            categories=tuple(categories),
            texts=texts,
            extra=extra,
            groups=tuple(group for group in groups if group),
            covers=tuple(quote for cell in covers if (quote := quote_cell(table, cell))),
        )
    ]
