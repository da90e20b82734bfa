"""Raw cells → Table: an exact tiling in which every slot belongs to one cell.

A reader gives what its format has: cells with a place and spans, holes and overlaps included. ``build_document`` makes
the tiling, clamps impossible spans and reports each as an issue, and numbers the blocks (``t1 …``, ``p1 …``).
"""

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import is_blank
from pipeline.model import Discarded, Issue, Provenance
from pipeline.source import Block, Cell, Document, Paragraph, Part, Table

SPAN_LIMIT = 1_000
"""A column beyond this is a mistake or an attack; no office program lets a table be wider than 63 (Word) to 1,000."""


_ALWAYS_COLUMNS = 32
"""Columns that a table may have however few of its slots have a cell."""


_PLACE = attrgetter("row", "column")


class RawCell(Struct, frozen=True, gc=False):
    """A cell as a format has it; spans may be absurd, slots may be claimed twice."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    paragraph_ends: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    issues: tuple[Issue, ...] = ()
    """Trouble in this cell, still without its place."""


class RawTable(Struct, frozen=True, gc=False):
    """Cells of one table; ``flattened`` and ``ragged`` as in ``source.Table``."""

    cells: tuple[RawCell, ...]
    pages: tuple[int, int] | None = None
    flattened: bool = False
    ragged: bool = False


class RawParagraph(Struct, frozen=True, gc=False):
    """A paragraph outside tables; ``issues`` as in ``RawCell``."""

    text: str
    parts: tuple[Part, ...] = ()
    issues: tuple[Issue, ...] = ()


class RawDocument(Struct, frozen=True, gc=False):
    """What one reader gives: blocks in reading order, and what it left out or could not settle."""

    media_type: str
    blocks: tuple[RawParagraph | RawTable, ...]
    discarded: tuple[Discarded, ...] = ()
    issues: tuple[Issue, ...] = ()


def build_document(raw: RawDocument, *, name: str, sha256: str, size: int) -> Document:
    """Number the blocks and tile the tables. Blank paragraphs and tables without any text are left out."""
    blocks: list[Block] = []
    issues = list(raw.issues)
    paragraphs = tables = 0
    for block in raw.blocks:
        if isinstance(block, RawParagraph):
            if not all(is_blank(char) for char in block.text):
                paragraphs += 1
                blocks.append(Paragraph(f"p{paragraphs}", block.text, block.parts))
                if block.issues:
                    place = Provenance(f"p{paragraphs}", None, None, (0, len(block.text)), block.text)
                    issues.extend(replace(issue, provenance=place) for issue in block.issues)
            else:
                issues.extend(block.issues)
        elif not any(cell.text.strip() for cell in block.cells):
            issues.extend(issue for cell in block.cells for issue in cell.issues)
        else:
            tables += 1
            table, found = tile(block, f"t{tables}")
            blocks.append(table)
            issues.extend(found)
    return Document(
        name=name,
        media_type=raw.media_type,
        sha256=sha256,
        size=size,
        blocks=tuple(blocks),
        discarded=raw.discarded,
        issues=tuple(issues),
    )


def tile(raw: RawTable, identity: str) -> tuple[Table, list[Issue]]:
    """The table as an exact tiling, and an info issue for each cell whose span had to be cut.

    Earlier cells win; a cell whose own slot is taken moves to the next free slot of its row. Holes become empty cells.
    Of a table of few cells in many columns only the first columns are kept; the last one takes in the text of the
    others. Time and memory follow the number of slots that cells name, never the spans they claim.
    """
    rows = 1 + max((cell.row for cell in raw.cells), default=-1)
    most = _most_columns(len(raw.cells), rows)
    columns = min(_width(raw), most)
    owner = [bytearray(columns) for _ in range(rows)]
    cells: list[Cell] = []
    issues: list[Issue] = []
    crowded: dict[int, list[RawCell]] = {}
    for item in _in_order(raw.cells):
        taken = owner[item.row]
        column = taken.find(0, min(item.column, columns - 1))
        if column < 0 and columns == most and cells and cells[-1].row == item.row:
            crowded.setdefault(len(cells) - 1, []).append(item)
            continue
        if column < 0:
            issues.append(_lost(item, identity))
            column = columns
            columns += 1
            for line in owner:
                line.append(0)
        width, height = _take_area(owner, item, column)
        if (width, height) != (max(item.column_span, 1), max(item.row_span, 1)):
            issues.append(_clamped(item, identity, column))
        issues.extend(_placed(item, identity, column))
        cells.append(Cell(item.row, column, height, width, item.text, item.paragraph_ends, item.parts))
    for index, items in crowded.items():
        issues.extend((_crowded(items[0], identity), *(issue for item in items for issue in item.issues)))
        cells[index] = _with_texts(cells[index], items)
    holes = _holes(owner)
    if holes or issues:
        cells.extend(holes)
        cells.sort(key=_PLACE)
    return Table(identity, rows, columns, tuple(cells), raw.pages, raw.flattened, raw.ragged), issues


def _holes(owner: list[bytearray]) -> list[Cell]:
    """Empty cells for the slots that no cell owns."""
    return [
        Cell(row, column)
        for row, line in enumerate(owner)
        if 0 in line
        for column, owned in enumerate(line)
        if not owned
    ]


def _in_order(cells: Sequence[RawCell]) -> Sequence[RawCell]:
    """The cells in row-major order. Most readers already give that order; a sort would build a key per cell and wake
    the garbage collector."""
    if all(
        cell.row < other.row or (cell.row == other.row and cell.column <= other.column)
        for cell, other in pairwise(cells)
    ):
        return cells
    return sorted(cells, key=_PLACE)


def _most_columns(cells: int, rows: int) -> int:
    """The most columns with which a table's size still follows its text, not its longest row."""
    return min(max(_ALWAYS_COLUMNS, 4 * cells // max(rows, 1)), SPAN_LIMIT)


def _with_texts(cell: Cell, further: list[RawCell]) -> Cell:
    """A cell that takes in, line by line, the texts of those for which the table has no column."""
    words = [cell.text] if cell.text else []
    ends, parts, length = list(cell.paragraph_ends), list(cell.parts), len(cell.text)
    for item in further:
        if not item.text.strip():
            continue
        if words:
            ends.append(length)
            length += 1
        words.append(item.text)
        ends.extend(length + end for end in item.paragraph_ends)
        parts.extend(replace(part, start=length + part.start, end=length + part.end) for part in item.parts)
        length += len(item.text)
    return replace(cell, text="\n".join(words), paragraph_ends=tuple(ends), parts=tuple(parts))


def _width(raw: RawTable) -> int:
    """Columns that the cells really need: a span counts only as far as some cell begins beyond it or ends with it."""
    starts = max((cell.column for cell in raw.cells), default=-1) + 1
    ends = [cell.column + max(cell.column_span, 1) for cell in raw.cells if cell.column_span <= SPAN_LIMIT]
    return max(starts, min(max(ends, default=0), starts + SPAN_LIMIT), 1)


def _take_area(owner: list[bytearray], item: RawCell, column: int) -> tuple[int, int]:
    """Take the largest part of the claimed area, from its top-left slot, that nobody owns: its width and height."""
    line = owner[item.row]
    line[column] = 1
    if item.column_span < 2 and item.row_span < 2:
        return 1, 1
    limit = min(column + max(item.column_span, 1), len(line))
    end = line.find(1, column + 1, limit)
    width = (limit if end < 0 else end) - column
    height = 1
    claimed = min(max(item.row_span, 1), len(owner) - item.row)
    while height < claimed and not any(owner[item.row + height][column : column + width]):
        height += 1
    for row in range(item.row, item.row + height):
        owner[row][column : column + width] = b"\1" * width
    return width, height


def _place(item: RawCell, identity: str, column: int) -> Provenance:
    return Provenance(identity, item.row, column, (0, len(item.text)), item.text)


def _placed(item: RawCell, identity: str, column: int) -> list[Issue]:
    """What the reader found in the cell, now with its place."""
    return [replace(issue, provenance=_place(item, identity, column)) for issue in item.issues]


def _clamped(item: RawCell, identity: str, column: int) -> Issue:
    message = f"The cell claims {item.row_span} rows and {item.column_span} columns; what other cells own was cut off."
    return Issue("span-clamped", "info", message, _place(item, identity, column))


def _crowded(item: RawCell, identity: str) -> Issue:
    message = "This row has far more cells than any other; those beyond the last column were merged into it."
    return Issue("crowded-row", "warning", message, _place(item, identity, item.column))


def _lost(item: RawCell, identity: str) -> Issue:
    message = "The row has more cells than the table has columns; the cell was set in a column of its own."
    return Issue("extra-cell", "warning", message, _place(item, identity, item.column))
