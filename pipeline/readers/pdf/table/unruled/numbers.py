"""The lines that number the rows of a table, and those that are alone at their height."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.readers.pdf.table.unruled.columns import ColumnLine, PageColumns
from pipeline.readers.pdf.table.unruled.edges import opens_alone
from pipeline.readers.pdf.table.unruled.header import HeaderLine
from pipeline.text.enumerator import row_number

_MOST_LINES = 3
"""Lines over which a narrow cell may break a number."""


class RowNumber(Struct, frozen=True):
    """The number of a row: its lines, most often one."""

    lines: tuple[ColumnLine, ...]

    @property
    def middle(self) -> float:
        return sum(line.middle for line in self.lines) / len(self.lines)


def find_numbers(lines: Sequence[ColumnLine]) -> list[RowNumber]:
    """The numbers among the lines of one column."""
    found: list[RowNumber] = []
    index = 0
    while index < len(lines):
        number = next(
            (some for count in range(1, _MOST_LINES + 1) if _is_number(some := lines[index : index + count], count)), ()
        )
        if number:
            found.append(RowNumber(tuple(number)))
        index += len(number) or 1
    return found


def _is_number(lines: Sequence[ColumnLine], count: int) -> bool:
    near = all(below.top - line.bottom < line.size for line, below in pairwise(lines))
    text = "".join(line.text for line in lines)
    return (
        len(lines) == count
        and near
        and all(line.first == line.last for line in lines)
        and row_number(fold_text(text)) is not None
    )


def number_column(header: HeaderLine, sheets: Sequence[PageColumns]) -> int | None:
    """The column under a header word for numbers, else the first one, if most of its lines are numbers."""
    edges = sheets[0].edges
    named = [
        min(sum(edge < (word.x0 + word.x1) / 2 for edge in edges), len(edges) - 1) - 1
        for word in header.words
        if "number" in word.roles
    ]
    for column in [*named, 0]:
        lines = sum(len(sheet.lines[column]) for sheet in sheets)
        numbers = sum(len(number.lines) for sheet in sheets for number in find_numbers(sheet.lines[column]))
        if numbers > 1 and (column in named or numbers * 2 > lines):
            return column
    return None


def lone_lines(sheet: PageColumns, numbers: Sequence[RowNumber], begin: float) -> list[ColumnLine]:
    """Lines below ``begin`` that are alone at their height and reach over an edge or open with an enumerator.

    Between numbered rows they name what follows (a band); after the last one they are notes below the table.
    """
    lines = [line for column in sheet.lines for line in column]
    known = {line for number in numbers for line in number.lines}
    return [
        line
        for index, column in enumerate(sheet.lines)
        for line in column
        if begin < line.middle
        and line not in known
        and ((index < 2 and line.first < line.last) or opens_alone(fold_text(line.text)))
        and all(other is line or other.bottom <= line.middle or other.top >= line.middle for other in lines)
    ]
