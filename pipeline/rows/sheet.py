"""A table as its rows are read: what is the same for every row, or asked of a cell more than once, is found once."""

from itertools import takewhile

from pipeline.fold import fold_text, is_blank, strip_quote
from pipeline.header import Header
from pipeline.model import Column, ColumnRole, PartyRole
from pipeline.rows.ticks import Legend
from pipeline.source import Cell, Quote, Statement, StatementKind, Table
from pipeline.statement.labels import party_role
from pipeline.text.lexicon import UNIT_ROLES, roles_of, without_remarks
from pipeline.text.patterns import pattern

_MARK = 12
"""A mark for nobody is no longer, blanks included."""


class Sheet:
    """A table with its header.

    statements   the columns that say who or when, each with a statement that still lacks its cell
    unexplained  the marks of a matrix met so far that no legend explains, each with its first place
    """

    def __init__(self, table: Table, header: Header, legend: Legend) -> None:
        self.table, self.header, self.legend = table, header, legend
        self._columns: dict[tuple[ColumnRole, ...], list[int]] = {}
        self._quotes: dict[tuple[int, int], Quote | None] = {}
        self.unexplained: dict[str, Quote] = {}
        self.statements = [
            (column.index, _statement(table, header, column, kind))
            for column in header.columns
            if (kind := _kind(column))
        ]

    def is_tick_column(self, column: int) -> bool:
        """True for a column of a matrix: its heading names the unit, its cells tell whether it takes part."""
        words = self.header.columns[column].header
        return bool(words) and not roles_of(words[-1]) and "responsible_units" in self.header.columns[column].roles

    def ticked(self, cell: Cell, asked: Statement) -> Statement | None:
        """The statement of a marked cell: the unit of its heading, in the role that the legend gives to the mark."""
        mark = fold_text(cell.text)
        if not mark or asked.role_quote is None:
            return None
        sign = self.legend.get(mark)
        if sign is None:
            if (quote := self.quote(cell)) is not None:
                self.unexplained.setdefault(mark, quote)
            return Statement((asked.role_quote,))
        return Statement((asked.role_quote,), role=sign.role, basis="rule", rule_quotes=sign.quotes)

    def columns(self, *roles: ColumnRole) -> list[int]:
        """The columns with one of the roles, from the left."""
        found = self._columns.get(roles)
        if found is None:
            wanted = set(roles)
            found = [column.index for column in self.header.columns if not wanted.isdisjoint(column.roles)]
            self._columns[roles] = found
        return found

    def quote(self, cell: Cell) -> Quote | None:
        """The whole text of a cell without blanks at its ends."""
        slot = cell.row, cell.column
        if slot not in self._quotes:
            self._quotes[slot] = quote_cell(self.table, cell)
        return self._quotes[slot]

    def names_nobody(self, cell: Cell) -> bool:
        """True for a cell that holds a mark for nobody or no time: /, —, 无, 待定."""
        return len(cell.text) <= _MARK and bool(pattern("headers", "nobody").fullmatch(fold_text(cell.text)))

    def owner(self, cell: Cell) -> int:
        """Of the columns that a wide cell covers, the one it speaks for: the title, else the last."""
        if cell.column_span == 1:
            return cell.column
        covered = range(cell.column, cell.column + cell.column_span)
        return next((column for column in covered if "title" in self.header.columns[column].roles), covered[-1])


def quote_cell(table: Table, cell: Cell) -> Quote | None:
    """The whole text of a cell without blanks at its ends."""
    whole = Quote(table.id, cell.row, cell.column, 0, len(cell.text), cell.text, cell.paragraph_ends)
    return strip_quote(whole)


def _statement(table: Table, header: Header, column: Column, kind: StatementKind) -> Statement:
    given = [party_role(_header_text(column), item) for item in column.roles]
    role: PartyRole = next((item for item in given if item), "responsible")
    return Statement((), kind, role, basis="header", role_quote=_header_quote(table, header, column.index))


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
