"""What each column means: header words → column roles.

A header is read by its words, never by its position. Two-level headers, a header over several columns, a year or
spaces inside a word, and two roles in one header (落实时间及责任单位) are all read from the same list of words.
"""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.columns import NAMING_ROLES, header_roles, is_ticked, settle_columns
from pipeline.fold import fold_text
from pipeline.model import Column, ColumnRole
from pipeline.source import Cell, Table
from pipeline.text.lexicon import roles_of
from pipeline.text.profiles import find_profile, profiles

_SEARCH_ROWS = 6
_DEEPEST_HEADER = 3
"""Rows of a header that a profile describes."""


class Header(Struct, frozen=True):
    """The header of one table: which rows it takes, and the roles of each column.

    ``first`` and ``end`` bound the header rows (half-open); rows before ``first`` are a title inside the table.
    """

    first: int
    end: int
    columns: tuple[Column, ...]
    confirmed: bool = False
    """A person said what its columns mean."""

    def has(self, *roles: ColumnRole) -> bool:
        """True if some column has one of the roles."""
        return any(role in column.roles for column in self.columns for role in roles)


def slots(table: Table) -> list[list[Cell]]:
    """rows × columns: the cell that owns each slot."""
    grid: list[list[Cell]] = [[] for _ in range(table.rows)]
    empty = Cell(0, 0)
    for line in grid:
        line.extend([empty] * table.columns)
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            grid[row][cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
    return grid


def label_columns(table: Table, grid: list[list[Cell]]) -> Header | None:
    """The header of a table, or None where no row reads like one.

    ``grid`` is ``slots(table)``. The header is the row among the first six with the most known words (at least two
    cells), with the rows that its cells span or that go on with known words below a wide cell.
    """
    if confirmed := _confirmed_header(table, grid):
        return confirmed
    best, first = 1, -1
    for row in range(min(table.rows, _SEARCH_ROWS)):
        known = sum(1 for cell in begun_in(grid[row], row) if header_roles(cell.text) or _is_matrix_unit(grid, cell))
        if (
            known > best
            and any(roles_of(cell.text) for cell in begun_in(grid[row], row))
            and known * 2 >= len([cell for cell in begun_in(grid[row], row) if cell.text.strip()])
        ):
            best, first = known, row
    if first < 0:
        return None
    end = _header_end(grid, first)
    texts = [_header_texts(grid, first, end, column) for column in range(table.columns)]
    if table.flattened:
        texts = _spread(texts)
    return Header(first, end, settle_columns(grid[end:], end, texts))


def _confirmed_header(table: Table, grid: list[list[Cell]]) -> Header | None:
    """The header whose words are those of a profile in force: it says what the columns mean."""
    if not profiles():
        return None
    for first in range(min(table.rows, _SEARCH_ROWS)):
        for end in range(first + 1, min(table.rows, first + _DEEPEST_HEADER) + 1):
            texts = [_header_texts(grid, first, end, column) for column in range(table.columns)]
            found = find_profile(texts)
            if found is not None:
                columns = settle_columns(grid[end:], end, _spread(texts) if table.flattened else texts)
                return Header(first, end, found.give_roles(columns), confirmed=True)
    return None


def _is_matrix_unit(grid: list[list[Cell]], cell: Cell) -> bool:
    """True for the name of a unit over nothing but marks."""
    below = (grid[row][cell.column].text for row in range(cell.row + cell.row_span, len(grid)))
    return is_ticked((cell.text,), below)


def header_inside(table: Table, grid: list[list[Cell]], row: int, before: Header) -> Header:
    """The header that holds from a header row inside the body on: ``before`` where the row only repeats it."""
    own = [cell for cell in begun_in(grid[row], row) if cell.text.strip()]
    words = [{fold_text(word) for word in before.columns[cell.column].header} for cell in own]
    if all(fold_text(cell.text) in known for cell, known in zip(own, words, strict=True)):
        return before
    texts = [_header_texts(grid, row, row + 1, column) for column in range(table.columns)]
    return Header(row, row + 1, settle_columns(grid[row + 1 :], row + 1, texts))


def begun_in(line: Sequence[Cell], row: int) -> list[Cell]:
    """The cells of a row's slots that begin in this row, each once."""
    return [cell for column, cell in enumerate(line) if cell.row == row and cell.column == column]


def _header_end(grid: list[list[Cell]], first: int) -> int:
    end = max(cell.row + cell.row_span for cell in begun_in(grid[first], first) if roles_of(cell.text))
    end = min(end, first + 3)
    while end < len(grid) and end < first + 3:
        cells = [cell for cell in dict.fromkeys(grid[end]) if cell.text.strip()]
        below = [cell for cell in cells if cell.row == end]
        known = [cell for cell in below if roles_of(cell.text) and len(fold_text(cell.text)) <= 12]
        wide = any(cell.column_span > 1 for cell in begun_in(grid[first], first))
        if not below or len(known) * 2 <= len(below) or not (wide or len(known) == len(below) > 1):
            break
        end += 1
    return end


def _header_texts(grid: list[list[Cell]], first: int, end: int, column: int) -> tuple[str, ...]:
    cells = dict.fromkeys(grid[row][column] for row in range(first, end))
    return tuple(text for cell in cells if (text := "".join(cell.text.split())))


def _spread(texts: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """In flattened text a header over several columns leaves the others empty: a naming header holds for them too."""
    result: list[tuple[str, ...]] = []
    for words in texts:
        left = result[-1] if result else ()
        naming = any(set(roles_of(text)) & set(NAMING_ROLES) for text in left)
        result.append(left if not words and naming else words)
    return result
