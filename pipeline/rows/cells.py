"""What the cells of one table row say: number, categories, texts by member, and the statements of who and when."""

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import Folded
from pipeline.model import ColumnRole, TitleBasis
from pipeline.rows.outline import enumerated_lines
from pipeline.rows.sentences import first_point
from pipeline.rows.sheet import Sheet
from pipeline.source import Cell, Field, Origin, Quote, Quotes, Statement
from pipeline.text.enumerator import leading
from pipeline.text.lexicon import UNIT_ROLES

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


def number_of(sheet: Sheet, row: Row) -> Quotes:
    """The printed number of this row; never one carried from above."""
    for column in sheet.columns("number"):
        if not row.carried[column]:
            quote = sheet.quote(row.cells[column])
            if quote:
                return (quote,)
    return ()


def leading_number(texts: dict[str, Field]) -> tuple[Quotes, dict[str, Field]]:
    """A number that opens the title's text (1.推进…), where it is the only one: a list of steps keeps its numbers."""
    title = texts["title"]
    if title.origin:
        return (), texts
    folded = Folded(title.quotes)
    found = leading(folded.text)
    if (
        found is None
        or len(enumerated_lines(folded)) > 1
        or first_point(folded) is not None
        or found.end >= len(folded)
    ):
        return (), texts
    rest = Field(folded.locate(found.end, len(folded)))
    return folded.locate(found.start, found.end), {**texts, "title": rest}


def _origin(sheet: Sheet, cell: Cell, carried: bool) -> Origin | None:
    quote = sheet.quote(cell) if carried else None
    return Origin("blank-cell" if sheet.table.flattened else "merged-cell", quote) if quote else None


def text_of(sheet: Sheet, row: Row, role: ColumnRole) -> Field | None:
    """The text of a role: its columns' cells in order, each once; a cell over several columns belongs to the last."""
    quotes: list[Quote] = []
    origin: Origin | None = None
    for column in sheet.columns(role):
        cell = row.cells[column]
        if role == "person" and set(sheet.header.columns[column].roles) & set(UNIT_ROLES):
            continue  # 牵头单位及责任人: the statement tells the person from the unit
        if sheet.owner(cell) != column or (role == "person" and sheet.names_nobody(cell)):
            continue
        quote = sheet.quote(cell)
        if quote and quote not in quotes:
            quotes.append(quote)
            origin = origin or _origin(sheet, cell, row.carried[column])
    return Field(tuple(quotes), origin) if quotes else None


def categories_of(sheet: Sheet, row: Row) -> list[Field]:
    fields: list[Field] = []
    for column in sheet.columns("category"):
        cell = row.cells[column]
        if sheet.owner(cell) != column:
            continue
        quote = sheet.quote(cell)
        if quote and all(quote not in field.quotes for field in fields):
            fields.append(Field((quote,), _origin(sheet, cell, row.carried[column])))
    return fields


def band_field(sheet: Sheet, cell: Cell) -> Field | None:
    quote = sheet.quote(cell)
    return Field((quote,), Origin("band", quote)) if quote else None


class Promoted(Struct, frozen=True):
    """Categories and texts after one of them became the title, and on what ground."""

    categories: list[Field]
    texts: dict[str, Field]
    basis: TitleBasis


def promote(categories: list[Field], texts: dict[str, Field], *, named: bool) -> Promoted:
    """A row without a title of its own: its measures, target or innermost category is what it is about.

    ``named``: the table has a title column, so that a category of the row's own is its name set too far left.
    """
    if named and categories and categories[-1].origin is None:
        return Promoted(categories[:-1], {"title": categories[-1], **texts}, "stated")
    for member in ("measures", "target", "problem"):
        if member in texts:
            rest = {name: field for name, field in texts.items() if name != member}
            basis: TitleBasis = "problem" if member == "problem" else "stated"
            return Promoted(categories, {"title": texts[member], **rest}, basis)
    if categories:
        return Promoted(categories[:-1], {"title": categories[-1], **texts}, "category")
    return Promoted(categories, texts, "stated")


def extra_of(sheet: Sheet, row: Row) -> tuple[tuple[int, str, Quotes], ...]:
    """What columns without a role say, each under its header."""
    cells = ((column, row.cells[column.index]) for column in sheet.header.columns if column.roles == ("other",))
    return tuple(
        (column.index, "".join(column.header), (quote,))
        for column, cell in cells
        if cell.column == column.index and (quote := sheet.quote(cell))
    )


def nobody_marks(sheet: Sheet, row: Row) -> Quotes:
    """The marks for nobody and no time in a row's own cells."""
    columns = dict.fromkeys([*(column for column, _ in sheet.statements), *sheet.columns("person")])
    cells = dict.fromkeys(row.cells[column] for column in columns if not row.carried[column])
    return tuple(quote for cell in cells if sheet.names_nobody(cell) and (quote := sheet.quote(cell)))


def statements_of(sheet: Sheet, row: Row) -> tuple[Statement, ...]:
    """What the row says of who and when."""
    found: list[Statement] = []
    done: set[tuple[int, int]] = set()
    for column, asked in sheet.statements:
        cell = row.cells[column]
        slot = cell.row, cell.column
        if slot in done:
            continue
        done.add(slot)
        if sheet.is_tick_column(column):
            if not row.carried[column] and (ticked := sheet.ticked(cell, asked)):
                found.append(ticked)
            continue
        quote = None if sheet.names_nobody(cell) else sheet.quote(cell)
        if quote:
            found.append(replace(asked, quotes=(quote,), origin=_origin(sheet, cell, row.carried[column])))
    return tuple(found)
