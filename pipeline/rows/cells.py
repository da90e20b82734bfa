"""What the cells of one table row say: number, categories, texts by member, and the statements of who and when."""

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


class Row(Struct, frozen=True, gc=False):
    """One body row: the cell for each column, and which of them were carried from above."""

    index: int
    cells: tuple[Cell, ...]
    carried: tuple[bool, ...]


def quote_cell(table: Table, cell: Cell) -> Quote | None:
    """The whole text of a cell without blanks at its ends."""
    whole = Quote(table.id, cell.row, cell.column, 0, len(cell.text), cell.text, cell.paragraph_ends)
    return strip_quote(whole)


def columns_of(header: Header, *roles: ColumnRole) -> list[int]:
    return [column.index for column in header.columns if set(roles) & set(column.roles)]


def number_of(table: Table, header: Header, row: Row) -> Quotes:
    """The printed number of this row; never one carried from above."""
    for column in columns_of(header, "number"):
        if not row.carried[column]:
            quote = quote_cell(table, row.cells[column])
            if quote:
                return (quote,)
    return ()


def leading_number(texts: dict[str, Field]) -> tuple[Quotes, dict[str, Field]]:
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


def text_of(table: Table, header: Header, row: Row, role: ColumnRole) -> Field | None:
    """The text of a role: its columns' cells in order, each once; a cell over several columns belongs to the last."""
    quotes: list[Quote] = []
    origin: Origin | None = None
    for column in columns_of(header, role):
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


def categories_of(table: Table, header: Header, row: Row) -> list[Field]:
    fields: list[Field] = []
    for column in columns_of(header, "category"):
        cell = row.cells[column]
        if _owner(header, cell) != column:
            continue
        quote = quote_cell(table, cell)
        if quote and all(quote not in field.quotes for field in fields):
            fields.append(Field((quote,), _origin(table, cell, row.carried[column])))
    return fields


def band_field(table: Table, cell: Cell) -> Field | None:
    quote = quote_cell(table, cell)
    return Field((quote,), Origin("band", quote)) if quote else None


def promote(categories: list[Field], texts: dict[str, Field], *, named: bool) -> tuple[list[Field], dict[str, Field]]:
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


def statements_of(table: Table, header: Header, row: Row) -> tuple[Statement, ...]:
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
