"""Tables with two rows a task, one for what is planned and one for what was done: the second is progress, no task."""

from collections.abc import Sequence

from pipeline.fold import fold_text
from pipeline.header import Header, begun_in
from pipeline.source import Cell
from pipeline.text.patterns import pattern

_LONGEST = 12


def find_account_column(grid: Sequence[Sequence[Cell]], header: Header) -> int | None:
    """The column that holds nothing but words for plan and account (计划, 完成), both of them; None without one."""
    for column in header.columns:
        if "title" in column.roles:
            continue
        planned = done = 0
        for line in grid[header.end :]:
            text = fold_text(line[column.index].text[: 2 * _LONGEST])
            if text and pattern("headers", "done_row").fullmatch(text):
                done += 1
            elif text and pattern("headers", "planned_row").fullmatch(text):
                planned += 1
            elif text:
                break
        else:
            if planned and done:
                return column.index
    return None


def is_account(cell: Cell) -> bool:
    """True for a cell that says that its row tells what was done."""
    return len(cell.text) <= 2 * _LONGEST and bool(pattern("headers", "done_row").fullmatch(fold_text(cell.text)))


def account_cells(line: Sequence[Cell], index: int, above: Sequence[Cell]) -> list[Cell]:
    """The cells of an account's row that say something new: begun in it, with another text than the row above."""
    own = [cell for cell in begun_in(line, index) if cell.text.strip()]
    return [cell for cell in own if cell.text != above[cell.column].text and not is_account(cell)]
