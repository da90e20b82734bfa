"""What each column means: header words → column roles.

A header is read by its words, never by its position. Two-level headers, a header over several columns, a year or
spaces inside a word, and two roles in one header (落实时间及责任单位) are all read from the same list of words.
"""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.model import Cell, Column, ColumnRole, Table
from pipeline.text.lexicon import UNIT_ROLES, is_weak, rank_of, roles_of

NAMING_ROLES: tuple[ColumnRole, ...] = ("category", "title")
_SEARCH_ROWS = 6


class Header(Struct, frozen=True):
    """The header of one table: which rows it takes, and the roles of each column.

    ``first`` and ``end`` bound the header rows (half-open); rows before ``first`` are a title inside the table.
    """

    first: int
    end: int
    columns: tuple[Column, ...]

    def has(self, *roles: ColumnRole) -> bool:
        """True if some column has one of the roles."""
        return any(role in column.roles for column in self.columns for role in roles)

    @property
    def is_task_list(self) -> bool:
        """A table with somebody responsible and something to do.

        A bare 单位 or 部门 says who is responsible only beside a time, a measure or a target.
        """
        firm = any(
            set(column.roles) & set(UNIT_ROLES) and not all(is_weak(text) for text in column.header)
            for column in self.columns
        )
        beside = self.has(*UNIT_ROLES) and self.has("deadline", "measures", "target")
        return (firm or beside) and self.has("title", "measures", "category", "target", "problem")


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
    best, first = 1, -1
    for row in range(min(table.rows, _SEARCH_ROWS)):
        known = sum(1 for cell in begun_in(grid[row], row) if roles_of(cell.text))
        if known > best and known * 2 >= len([cell for cell in begun_in(grid[row], row) if cell.text.strip()]):
            best, first = known, row
    if first < 0:
        return None
    end = _header_end(grid, first)
    texts = [_header_texts(grid, first, end, column) for column in range(table.columns)]
    if table.flattened:
        texts = _spread(texts)
    return Header(first, end, _settle(grid, end, texts))


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


def _settle(grid: list[list[Cell]], end: int, texts: list[tuple[str, ...]]) -> tuple[Column, ...]:
    """Roles for each column: the lowest header word that is known; then one title column is chosen."""
    found: list[tuple[ColumnRole, ...]] = []
    for column, words in enumerate(texts):
        roles = next((roles for text in reversed(words) if (roles := roles_of(text))), ())
        whole = roles_of("".join(words)) if not roles else ()
        found.append(roles or whole or (_guess(grid, end, column),))
    _choose_title(grid, end, texts, found)
    return tuple(Column(index, texts[index], roles) for index, roles in enumerate(found))


def _guess(grid: list[list[Cell]], end: int, column: int) -> ColumnRole:
    """A column without a known header: numbers count as numbers, all else is kept as extra text."""
    return "number" if _all_filled(grid, end, column, lambda text: text.isdigit() and len(text) <= 4) else "other"


def _all_filled(grid: list[list[Cell]], end: int, column: int, fits: Callable[[str], object]) -> bool:
    """True if a column has text in its body, and all of it fits."""
    filled = False
    for line in grid[end:]:
        text = fold_text(line[column].text)
        if text and not fits(text):
            return False
        filled = filled or bool(text)
    return filled


def _choose_title(
    grid: list[list[Cell]], end: int, texts: list[tuple[str, ...]], found: list[tuple[ColumnRole, ...]]
) -> None:
    """Of several naming columns (类别, 事项名称, 重点任务) one is the title: the highest rank that differs by row.

    Naming columns before it are categories; task texts after it are its measures. Under a header over several columns
    the rightmost is the name.
    """
    naming = [index for index, roles in enumerate(found) if set(roles) & set(NAMING_ROLES)]
    for index in naming:
        if _is_number_column(grid, end, index) and not any("number" in roles for roles in found):
            found[index] = ("number",)
    naming = [index for index in naming if found[index] != ("number",)]
    if not naming:
        return
    ranks = {index: max((rank_of(text) for text in texts[index]), default=0) for index in naming}
    numbers = [index for index, roles in enumerate(found) if "number" in roles]
    single = [index for index in naming if _differs_by_row(grid, end, index, numbers)]
    titles = [index for index in single if ranks[index]] or single or [naming[-1]]
    top = max(ranks[index] for index in titles)
    title = min(index for index in titles if ranks[index] == top)
    while title + 1 in naming and texts[title + 1] == texts[title]:
        title += 1
    split = title - 1 in naming and texts[title - 1] == texts[title]
    measures = any("measures" in roles for roles in found)
    for index in naming:
        if index == title:
            role: ColumnRole = "title"
        elif index < title or not ranks[index]:
            role = "category"
        else:
            role = "measures"
        if index == title and measures and index not in single and not split:
            role = "category"
        found[index] = tuple(dict.fromkeys(role if item in NAMING_ROLES else item for item in found[index]))


def _is_number_column(grid: list[list[Cell]], end: int, column: int) -> bool:
    return _all_filled(grid, end, column, re.compile(r"[(]?\d{1,4}[).、]?").fullmatch)


def _differs_by_row(grid: list[list[Cell]], end: int, column: int, numbers: list[int]) -> bool:
    """True if nine of ten numbered rows (or of all, where none is) have a cell of their own in the column."""
    body = list(enumerate(grid[end:], end))
    numbered = [(row, line) for row, line in body if any(_own(line[number], row) for number in numbers)]
    rows = numbered or body
    own = sum(1 for row, line in rows if _own(line[column], row))
    return own * 10 >= len(rows) * 9


def _own(cell: Cell, row: int) -> bool:
    return cell.row == row and bool(cell.text.strip())
