"""Tables whose tasks do not lie in rows under one header: two lists side by side, tasks across, one task as a form.

Each is laid out anew as a table with one header row, and what is read from it is put back to the cells it came from.
"""

from collections.abc import Iterator
from typing import TypeVar, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.header import Header, label_columns, slots
from pipeline.source import Cell, Quote, Table
from pipeline.tasklist import judge
from pipeline.text.lexicon import roles_of

Slot = tuple[int, int]
_LONGEST_FORM, _WIDEST_FORM = 40, 8
_LEAST_LABELS = 3
"""Labels that make a form or a table of tasks across."""
T = TypeVar("T")


class TableLayout(Struct, frozen=True):
    """A table as its rows are read, with the slots that its cells have in the source.

    shift         what is added to the rows of the laid-out table to tell its tasks from others of the same table
    first_column  the column of the source that is the first one here
    """

    table: Table
    grid: list[list[Cell]]
    header: Header
    places: dict[Slot, Slot]
    shift: int = 0
    first_column: int = 0

    def restore(self, value: T) -> T:
        """The value with each quote at its place in the source."""
        return cast(T, _restored(value, self.places))


def lay_out_lists(table: Table, grid: list[list[Cell]], header: Header) -> Iterator[TableLayout]:
    """A table with a header as one list, or as the lists that lie side by side in it."""
    width = _repeats_after(header)
    if not width:
        yield TableLayout(table, grid, header, {})
        return
    for number in range(table.columns // width):
        low = number * width
        cells = [cell for cell in table.cells if low <= cell.column < low + width]
        moved = tuple(_moved(cell, low, width) for cell in cells)
        part = replace(table, columns=width, cells=moved)
        places = {(new.row, new.column): (old.row, old.column) for new, old in zip(moved, cells, strict=True)}
        rows = slots(part)
        found = label_columns(part, rows)
        if found:
            yield TableLayout(part, rows, found, places, number * table.rows, low)


def _moved(cell: Cell, low: int, width: int) -> Cell:
    return replace(cell, column=cell.column - low, column_span=min(cell.column_span, low + width - cell.column))


def _repeats_after(header: Header) -> int:
    """The columns after which the header begins again (序号 任务 单位 | 序号 任务 单位); 0 where it does not."""
    words = [column.header for column in header.columns]
    for width in range(2, len(words) // 2 + 1):
        again = len(words) % width == 0 and all(words[at] == words[at % width] for at in range(len(words)))
        if again and len(set(words[:width])) == width and all(words[:width]):
            return width
    return 0


def turn(table: Table) -> TableLayout | None:
    """A table whose first column holds the header words, with a task in each further column (one in a card)."""
    swapped = [
        replace(cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)
        for cell in table.cells
    ]
    swapped.sort(key=lambda cell: (cell.row, cell.column))
    turned = replace(table, rows=table.columns, columns=table.rows, cells=tuple(swapped), flattened=False, ragged=False)
    places = {(cell.row, cell.column): (cell.column, cell.row) for cell in swapped}
    return _judged(turned, places)


def unfold_form(table: Table) -> TableLayout | None:
    """A form of one task: labels, each with its value in the cell behind it."""
    if table.rows > _LONGEST_FORM or table.columns > _WIDEST_FORM:
        return None
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    lines_of_pairs = [cells for cells in by_row.values() if len(cells) > 1]
    if any(len(cells) % 2 for cells in lines_of_pairs):
        return None
    pairs = [pair for cells in lines_of_pairs for pair in zip(cells[::2], cells[1::2], strict=True)]
    pairs = [(label, value) for label, value in pairs if label.text.strip()]
    told = sum(bool(roles_of(label.text)) and not roles_of(value.text) for label, value in pairs)
    if told < _LEAST_LABELS or told * 3 < len(pairs) * 2:
        return None
    labels, values = [label for label, _ in pairs], [value for _, value in pairs]
    lines = [(row, column, cell) for row, line in enumerate((labels, values)) for column, cell in enumerate(line)]
    cells = [replace(cell, row=row, column=column, row_span=1, column_span=1) for row, column, cell in lines]
    places = {(row, column): (cell.row, cell.column) for row, column, cell in lines}
    return _judged(replace(table, rows=2, columns=len(labels), cells=tuple(cells), flattened=False), places)


def _judged(table: Table, places: dict[Slot, Slot]) -> TableLayout | None:
    """The laid-out table, if its first row is the header of a task list beyond doubt."""
    grid = slots(table)
    header = label_columns(table, grid)
    if header is None or header.first or header.end != 1 or not all(column.header for column in header.columns):
        return None
    labels = sum(bool(roles_of(column.header[-1])) for column in header.columns)
    if labels < _LEAST_LABELS or not judge(header).firm:
        return None
    return TableLayout(table, grid, header, places)


def _restored(value: object, places: dict[Slot, Slot]) -> object:
    if isinstance(value, Quote):
        if value.row is None or value.column is None:
            return value
        row, column = places.get((value.row, value.column), (value.row, value.column))
        return msgspec.structs.replace(value, row=row, column=column)
    if isinstance(value, tuple):
        return tuple(_restored(item, places) for item in value)
    if isinstance(value, dict):
        return {key: _restored(item, places) for key, item in value.items()}
    if isinstance(value, Struct):
        members = {name: _restored(getattr(value, name), places) for name in value.__struct_fields__}
        return type(value)(**members)
    return value
