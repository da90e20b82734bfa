"""Rows that say where the edges of their cells are → raw cells.

These formats have no grid: each row has its own edges, in twips. The columns are the edges of all rows together, but
edges closer than _SAME are one.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from pipeline.grid import RawCell, RawTable
from pipeline.model import Issue
from pipeline.readers.docx.losses import Losses

_SAME = 30
"""Twips (half a millimetre): edges drawn by hand are never quite one below the other."""
_MARGIN = 120
"""Twips by which the first and last edges of rows differ when rows were pasted from tables with other cell margins."""
_CELL = 1440


class CellShape(Struct, frozen=True, gc=False):
    """The edges of one cell; ``down`` and ``sideways``: '', 'restart' or 'continue'."""

    left: int
    right: int
    down: str = ""
    sideways: str = ""


class CellContent(Struct, frozen=True):
    """The paragraphs of a cell joined by line feeds, the offsets of these, and trouble in it."""

    text: str = ""
    ends: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


class EdgedRow(Struct):
    """One row: its cells' contents, and the shapes that its end gave them."""

    contents: Sequence[CellContent]
    shapes: Sequence[CellShape]


class _SpannedCell(Struct):
    """A cell whose extent is not final yet; ``right``: the column behind it."""

    row: int
    left: int
    right: int
    content: CellContent
    row_span: int = 1


def lay_rows(rows: list[EdgedRow], losses: Losses) -> RawTable:
    """The table of these rows. Text that a merge hides, and what is irregular, goes to ``losses``."""
    for row in rows:
        row.contents = _without_surplus(row)
    shapes = _snap([_shapes_of(row) for row in rows])
    marks = _columns([shape for line in shapes if _is_drawn(line) for shape in line])
    cells: list[_SpannedCell] = []
    above: dict[tuple[int, int], _SpannedCell] = {}
    firsts: list[_SpannedCell | None] = []
    widths: list[int] = []
    for index, (row, line) in enumerate(zip(rows, shapes, strict=True)):
        placed = _place(line, marks)
        found, above = _read_row(index, row.contents, line, placed, above, losses)
        cells.extend(found)
        firsts.append(found[0] if found else None)
        widths.append(max((right for _, right in placed), default=0))
    return RawTable(tuple(_finish(cells, firsts, widths)))


def _without_surplus(row: EdgedRow) -> Sequence[CellContent]:
    """The contents without empty ones behind the last cell that the row knows."""
    count = len(row.contents)
    while row.shapes and count > len(row.shapes) and not row.contents[count - 1].text.strip():
        count -= 1
    return row.contents[:count]


def _shapes_of(row: EdgedRow) -> list[CellShape]:
    """A shape for each content: cells that the row's end does not know follow the others."""
    shapes = list(row.shapes[: len(row.contents)])
    while len(shapes) < len(row.contents):
        right = shapes[-1].right if shapes else 0
        shapes.append(CellShape(right, right + _CELL))
    return shapes


def _snap(rows: list[list[CellShape]]) -> list[list[CellShape]]:
    """The rows, those that begin or end nearly where most do moved to there."""
    left = min((row[0].left for row in rows if row), default=0)
    right = max((row[-1].right for row in rows if row), default=0)
    snapped = []
    for row in rows:
        if row and 0 < row[0].left - left <= _MARGIN and row[0].right > left:
            row = [replace(row[0], left=left), *row[1:]]
        if row and 0 < right - row[-1].right <= _MARGIN:
            row = [*row[:-1], replace(row[-1], right=right)]
        snapped.append(row)
    return snapped


def _is_drawn(row: list[CellShape]) -> bool:
    """True where the edges go from left to right; other rows are laid by counting."""
    return all(shape.left < shape.right for shape in row) and all(
        one.right <= other.left for one, other in pairwise(row)
    )


def _columns(shapes: list[CellShape]) -> list[int]:
    """The first edge of each column line."""
    marks: list[int] = []
    for edge in sorted({edge for shape in shapes for edge in (shape.left, shape.right)}):
        if not marks or edge - marks[-1] > _SAME:
            marks.append(edge)
    return marks


def _place(row: list[CellShape], marks: list[int]) -> list[tuple[int, int]]:
    """First column and the one behind the last, for each cell."""
    if not _is_drawn(row):
        return [(index, index + 1) for index in range(len(row))]
    placed: list[tuple[int, int]] = []
    least = 0
    for shape in row:
        left = max(bisect_right(marks, shape.left) - 1, least)
        least = max(bisect_right(marks, shape.right) - 1, left + 1)
        placed.append((left, least))
    return placed


def _read_row(
    index: int,
    contents: Sequence[CellContent],
    shapes: list[CellShape],
    placed: list[tuple[int, int]],
    above: dict[tuple[int, int], _SpannedCell],
    losses: Losses,
) -> tuple[list[_SpannedCell], dict[tuple[int, int], _SpannedCell]]:
    """The new cells of a row, and the cells that a merge of the next row can continue."""
    found: list[_SpannedCell] = []
    below: dict[tuple[int, int], _SpannedCell] = {}
    for content, shape, (left, right) in zip(contents, shapes, _widen(shapes, placed), strict=True):
        if shape.sideways == "continue":
            losses.discard("hidden", content.text, reported=False)
            continue
        begun = above.get((left, right)) if shape.down == "continue" else None
        if begun is not None:
            begun.row_span += 1
            losses.discard("hidden", content.text, reported=False)
            below[left, right] = begun
            continue
        if shape.down == "continue":
            message = f"A vertical merge in row {index}, column {left} continues a cell that is not there."
            losses.issues.append(Issue("merge-orphaned", "warning", message))
        fresh = _SpannedCell(index, left, right, content)
        found.append(fresh)
        if shape.down:
            below[left, right] = fresh
    return found, below


def _widen(shapes: list[CellShape], placed: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places, the first cell of each set merged sideways as wide as the set."""
    places = list(placed)
    first = 0
    for index, shape in enumerate(shapes):
        if shape.sideways == "continue" and index:
            places[first] = (places[first][0], placed[index][1])
        else:
            first = index
    return places


def _finish(cells: list[_SpannedCell], firsts: list[_SpannedCell | None], widths: list[int]) -> list[RawCell]:
    """The cells; a warning at the first of the rows that end before the others do."""
    widest = max(widths, default=0)
    short = [index for index, width in enumerate(widths) if width < widest]
    first = firsts[short[0]] if short else None
    found = []
    for cell in cells:
        issues = cell.content.issues
        if cell is first:
            message = f"{len(short)} row(s) do not fill the {widest} columns of the table, this one first."
            issues = (*issues, Issue("row-short", "warning", message))
        content = cell.content
        found.append(
            RawCell(
                cell.row, cell.left, cell.row_span, cell.right - cell.left, content.text, content.ends, issues=issues
            )
        )
    return found
