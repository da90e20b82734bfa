"""Rows of a sheet → paragraphs and a table: what is above the header and below the last row is text."""

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.grid import RawCell, RawParagraph, RawTable
from pipeline.text.lexicon import roles_of
from pipeline.text.patterns import pattern

_HEADER_REACH = 40
"""Rows in which the header is looked for."""


class Merge(Struct, frozen=True, gc=False):
    """A merged range, first and last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    def among(self, rows: list[int], columns: list[int]) -> "Merge | None":
        """The range where only some rows and columns are left; ``rows[i]``: how many are left before row ``i``."""
        top, bottom = _at(rows, self.top), _at(rows, self.bottom + 1) - 1
        left, right = _at(columns, self.left), _at(columns, self.right + 1) - 1
        return Merge(top, left, bottom, right) if bottom >= top and right >= left else None


def _at(places: list[int], index: int) -> int:
    return places[min(index, len(places) - 1)]


def lay_out_rows(rows: list[list[str]], merges: list[Merge]) -> list[RawParagraph | RawTable]:
    """The blocks of one sheet. Without a header that is known, all rows are one table."""
    rows, merges = _trimmed(rows, merges)
    header, end = find_table(rows)
    table = _table(rows[header:end], [merge for merge in merges if header <= merge.top < end], header)
    blocks: list[RawParagraph | RawTable] = [*lines_of(rows[:header])]
    if table.cells:
        blocks.append(table)
    return [*blocks, *lines_of(rows[end:])]


def find_table(rows: list[list[str]]) -> tuple[int, int]:
    """Half-open range of the rows of the table; its header is the first of them."""
    header = _header(rows)
    return header, _end(rows, header)


def lines_of(rows: list[list[str]]) -> list[RawParagraph]:
    """Rows outside the table, a paragraph each."""
    return [RawParagraph(line) for row in rows if (line := _line(row))]


def _trimmed(rows: list[list[str]], merges: list[Merge]) -> tuple[list[list[str]], list[Merge]]:
    """Without blank rows and columns at the ends."""
    last = len(rows) - 1
    while last >= 0 and not any(map(str.strip, rows[last])):
        last -= 1
    rows = rows[: last + 1]
    left, width = 0, max(map(len, rows), default=0)
    while left < width and not any(row[left : left + 1] and row[left].strip() for row in rows):
        left += 1
    while width > left and not any(row[width - 1 : width] and row[width - 1].strip() for row in rows):
        width -= 1
    rows = [row[left:width] for row in rows] if left or any(len(row) > width for row in rows) else rows
    inside = [merge for merge in merges if merge.top < len(rows) and merge.left < width and merge.right >= left]
    return rows, [
        Merge(m.top, max(m.left - left, 0), min(m.bottom, last), min(m.right, width - 1) - left) for m in inside
    ]


def _header(rows: list[list[str]]) -> int:
    """The index of the first row with two words of a header; 0 where there is none."""
    for index, row in enumerate(rows[:_HEADER_REACH]):
        if sum(bool(roles_of(cell)) for cell in row if cell.strip()) >= 2:
            return index
    return 0


def _end(rows: list[list[str]], header: int) -> int:
    """Behind the last row of the table: rows of one text that opens a note are below it."""
    end = len(rows)
    while end > header + 1:
        texts = [cell for cell in rows[end - 1] if cell.strip()]
        opens = len(texts) == 1 and pattern("layout", "after_table").match(fold_text(texts[0][:20]))
        if texts and not opens:
            break
        end -= 1
    return end


def _line(row: list[str]) -> str:
    return " ".join(cell.strip() for cell in row if cell.strip())


def _table(rows: list[list[str]], merges: list[Merge], first: int) -> RawTable:
    spans = {(merge.top - first, merge.left): merge for merge in merges}
    covered = {
        (row, column)
        for merge in merges
        for row in range(merge.top - first, min(merge.bottom - first + 1, len(rows)))
        for column in range(merge.left, merge.right + 1)
        if (row, column) != (merge.top - first, merge.left)
    }
    cells: list[RawCell] = []
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if covered and (row, column) in covered:
                continue
            span = spans.get((row, column)) if spans else None
            height, width = (span.bottom - span.top + 1, span.right - span.left + 1) if span else (1, 1)
            if "\n" in text:
                text = text.strip("\n")
                ends = tuple(index for index, char in enumerate(text) if char == "\n")
                cells.append(RawCell(row, column, height, width, text, ends))
            else:
                cells.append(RawCell(row, column, height, width, text))
    return RawTable(tuple(cells))
