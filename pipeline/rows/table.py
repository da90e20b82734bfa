"""Task rows from a table: each body row a task, merged cells carried down, band rows as categories."""

from itertools import takewhile

from msgspec import Struct

from pipeline.fields.labels import party_role
from pipeline.fold import Folded, fold_text, is_blank, strip_quote
from pipeline.header import Header
from pipeline.lexicon import UNIT_ROLES, without_remarks
from pipeline.model import (
    Cell,
    Column,
    ColumnRole,
    Field,
    Origin,
    PartyRole,
    Quote,
    Quotes,
    Statement,
    StatementKind,
    Table,
    TaskRow,
)
from pipeline.rows.outline import enumerated_lines, leading_enumerator

TEXT_ROLES: tuple[ColumnRole, ...] = (
    "title",
    "measures",
    "target",
    "problem",
    "current_state",
    "best_practice",
    "person",
    "progress",
    "scope",
    "note",
)


class _Row(Struct, frozen=True):
    """One body row: the cell for each column, and which of them were carried from above."""

    index: int
    cells: tuple[Cell, ...]
    carried: tuple[bool, ...]


def quote_cell(table: Table, cell: Cell) -> Quote | None:
    """The whole text of a cell without blanks at its ends."""
    whole = Quote(table.id, cell.row, cell.column, 0, len(cell.text), cell.text, cell.paragraph_ends)
    return strip_quote(whole)


def rows_of_table(table: Table, grid: list[list[Cell]], header: Header) -> list[TaskRow]:
    """The task rows of one table, in order; ``grid`` is ``header.slots(table)``."""
    result: list[TaskRow] = []
    bands: list[tuple[Cell, int]] = []
    above: _Row | None = None
    pending: list[_Row] = []
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


def _row(table: Table, grid: list[list[Cell]], header: Header, index: int, above: _Row | None) -> _Row | None:
    """A body row, with cells that a vertical merge carries; in flattened text an empty cell goes on the one above."""
    line = grid[index]
    if not any(cell.row == index and cell.text.strip() for cell in line):
        return None
    cells, carried = list(line), [cell.row != index for cell in line]
    if table.flattened and above is not None:
        content = _columns(header, "number", "title", "measures")
        if all(not line[column].text.strip() for column in content):
            for column in _columns(header, "title", "measures"):
                cells[column], carried[column] = above.cells[column], True
        for column in _columns(header, "category", *UNIT_ROLES, "person", "deadline"):
            if not line[column].text.strip() and _carries(above, cells, column, header):
                cells[column], carried[column] = above.cells[column], True
    return _Row(index, tuple(cells), tuple(carried))


def _carries(above: _Row, cells: list[Cell], column: int, header: Header) -> bool:
    """True if an empty cell of flattened text may go on the cell above it.

    A category does so only under the same parents; helpers and times only where the row names nobody who leads.
    """
    roles = header.columns[column].roles
    if above.cells[column].column_span > 1:
        return False
    if "category" in roles:
        parents = [left for left in range(column) if "category" in header.columns[left].roles]
        return all(cells[left] is above.cells[left] for left in parents)
    first = _columns(header, "lead_units") or _columns(header, *UNIT_ROLES)
    if column not in first:
        return all(cells[item] is above.cells[item] or not cells[item].text.strip() for item in first)
    return True


def _columns(header: Header, *roles: ColumnRole) -> list[int]:
    return [column.index for column in header.columns if set(roles) & set(column.roles)]


def _same_task(table: Table, header: Header, before: _Row, row: _Row) -> bool:
    """Rows whose title and measures are both merged are one task with an assignment each."""
    content = _columns(header, "title", "measures") or _columns(header, "category", "target")
    filled = [column for column in content if before.cells[column].text.strip()]
    return bool(filled) and all(row.cells[column] is before.cells[column] for column in filled)


def _finish(table: Table, header: Header, bands: list[tuple[Cell, int]], rows: list[_Row]) -> list[TaskRow]:
    """The task row of one or more table rows."""
    if not rows:
        return []
    first = rows[0]
    texts: dict[str, Field] = {role: field for role in TEXT_ROLES if (field := _text(table, header, first, role))}
    categories = [field for band, _ in bands if (field := _band_field(table, band))]
    categories += _categories(table, header, first)
    if "title" not in texts:
        categories, texts = _promote(categories, texts, named=bool(_columns(header, "title")))
    if "title" not in texts:
        return []
    number = _number(table, header, first)
    if not number and not _columns(header, "number"):
        number, texts = _leading_number(texts)
    extra = tuple(
        (column.index, "".join(column.header), (quote,))
        for column in header.columns
        if column.roles == ("other",)
        and first.cells[column.index].column == column.index
        and (quote := quote_cell(table, first.cells[column.index]))
    )
    groups = tuple(_statements(table, header, row) for row in rows)
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


def _number(table: Table, header: Header, row: _Row) -> Quotes:
    """The printed number of this row; never one carried from above."""
    for column in _columns(header, "number"):
        if not row.carried[column]:
            quote = quote_cell(table, row.cells[column])
            if quote:
                return (quote,)
    return ()


def _leading_number(texts: dict[str, Field]) -> tuple[Quotes, dict[str, Field]]:
    """A number that opens the title's text (1.推进…), where it is the only one: a list of steps keeps its numbers."""
    title = texts["title"]
    if title.origin:
        return (), texts
    folded = Folded(title.quotes)
    found = leading_enumerator(folded.text)
    if found is None or len(enumerated_lines(folded)) > 1 or found.end >= len(folded):
        return (), texts
    rest = Field(folded.locate(found.end, len(folded)))
    return folded.locate(found.start, found.end), {**texts, "title": rest}


def _origin(table: Table, cell: Cell, carried: bool) -> Origin | None:
    quote = quote_cell(table, cell) if carried else None
    return Origin("blank-cell" if table.flattened else "merged-cell", quote) if quote else None


def _text(table: Table, header: Header, row: _Row, role: ColumnRole) -> Field | None:
    """The text of a role: its columns' cells in order, each once; a cell over several columns belongs to the last."""
    quotes: list[Quote] = []
    origin: Origin | None = None
    for column in _columns(header, role):
        cell = row.cells[column]
        if role == "person" and set(header.columns[column].roles) & set(UNIT_ROLES):
            continue  # 牵头单位及责任人: the statement tells the person from the unit
        if _owner(header, cell) != column:
            continue
        quote = quote_cell(table, cell)
        if quote and quote not in quotes:
            quotes.append(quote)
            origin = origin or _origin(table, cell, row.carried[column])
    return Field(tuple(quotes), origin) if quotes else None


def _owner(header: Header, cell: Cell) -> int:
    """Of the columns that a wide cell covers, the one it speaks for: the title, else the last."""
    covered = range(cell.column, cell.column + cell.column_span)
    return next((column for column in covered if "title" in header.columns[column].roles), covered[-1])


def _categories(table: Table, header: Header, row: _Row) -> list[Field]:
    fields: list[Field] = []
    for column in _columns(header, "category"):
        cell = row.cells[column]
        if _owner(header, cell) != column:
            continue
        quote = quote_cell(table, cell)
        if quote and all(quote not in field.quotes for field in fields):
            fields.append(Field((quote,), _origin(table, cell, row.carried[column])))
    return fields


def _band_field(table: Table, cell: Cell) -> Field | None:
    quote = quote_cell(table, cell)
    return Field((quote,), Origin("band", quote)) if quote else None


def _promote(categories: list[Field], texts: dict[str, Field], *, named: bool) -> tuple[list[Field], dict[str, Field]]:
    """A row without a title of its own: its measures, target or innermost category is what it is about.

    ``named``: the table has a title column, so that a category of the row's own is its name set too far left.
    """
    if named and categories and categories[-1].origin is None:
        return categories[:-1], {"title": categories[-1], **texts}
    for member in ("measures", "target", "problem"):
        if member in texts:
            rest = {name: field for name, field in texts.items() if name != member}
            return categories, {"title": texts[member], **rest}
    if categories:
        return categories[:-1], {"title": categories[-1], **texts}
    return categories, texts


def _statements(table: Table, header: Header, row: _Row) -> tuple[Statement, ...]:
    """What the row says of who and when."""
    found: list[Statement] = []
    done: set[Cell] = set()
    for column in header.columns:
        kind = _kind(column)
        cell = row.cells[column.index]
        if kind is None or cell in done:
            continue
        done.add(cell)
        quote = quote_cell(table, cell)
        if quote is None:
            continue
        given = [party_role(_header_text(column), item) for item in column.roles]
        role: PartyRole = next((item for item in given if item), "responsible")
        found.append(
            Statement(
                quotes=(quote,),
                kind=kind,
                role=role,
                basis="header",
                role_quote=_header_quote(table, header, column.index),
                origin=_origin(table, cell, row.carried[column.index]),
            )
        )
    return tuple(found)


def _kind(column: Column) -> StatementKind | None:
    units = bool(set(column.roles) & set(UNIT_ROLES))
    if units and "deadline" in column.roles:
        return "mixed"
    if units:
        return "units"
    if "deadline" in column.roles:
        return "deadline"
    return "milestone" if "milestone" in column.roles else None


def _header_text(column: Column) -> str:
    return without_remarks(fold_text(column.header[-1])) if column.header else ""


def _header_quote(table: Table, header: Header, column: int) -> Quote | None:
    """The header cell that names the column: the lowest with text."""
    above_body = takewhile(lambda cell: cell.row < header.end, table.cells)
    cells = [
        cell
        for cell in above_body
        if header.first <= cell.row and cell.column <= column < cell.column + cell.column_span
    ]
    named = [cell for cell in cells if not all(is_blank(char) for char in cell.text)]
    return quote_cell(table, named[-1]) if named else None
