"""A ``w:tbl`` as raw cells: one pass, no look-ups by row and column.

Spans are worked out as Word draws them: ``gridSpan`` and ``hMerge`` sideways, ``vMerge`` down a grid column,
``gridBefore`` as a hole; rows and cells may be wrapped in content controls.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import TooLarge
from pipeline.grid import RawCell, RawTable
from pipeline.model import Issue
from pipeline.readers.docx import names as w
from pipeline.readers.docx.numbering import whole
from pipeline.readers.docx.story import Story

if TYPE_CHECKING:
    from lxml.etree import _Element

ROW_LIMIT = 15_000
"""Rows of all tables of one document: some 800 pages."""
COLUMN_LIMIT = 63
"""Word's own limit on columns; larger spans are a mistake or an attack."""


class _OpenCell(Struct, gc=False):
    """A cell whose extent is not final yet."""

    row: int
    column: int
    column_span: int
    row_span: int = 1
    text: str = ""
    ends: tuple[int, ...] = ()


class _Shape(Struct, gc=False):
    """The properties of one ``w:tc`` that decide its place; ``down`` and ``sideways``: restart, continue or empty."""

    span: int = 1
    down: str = ""
    sideways: str = ""
    deleted: bool = False


def _read_shape(properties: "_Element | None") -> _Shape:
    shape = _Shape()
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == w.GRID_SPAN:
            shape.span = max(whole(child.get(w.VAL), COLUMN_LIMIT), 1)
        elif tag == w.V_MERGE:
            shape.down = child.get(w.VAL) or "continue"
        elif tag == w.H_MERGE:
            shape.sideways = child.get(w.VAL) or "continue"
        elif tag == w.CELL_DEL:
            shape.deleted = True
    return shape


def _open_cell(cell: "_Element") -> "tuple[_Shape, Iterable[_Element]]":
    """The shape of a cell, and its content: all after the ``w:tcPr``, which is the first child where there is one."""
    children = iter(cell)
    first = next(children, None)
    if first is not None and first.tag == w.TC_PR:
        return _read_shape(first), children
    return _read_shape(next(cell.iterchildren(w.TC_PR), None)), cell


def read_table(table: "_Element", story: Story) -> RawTable:
    """The cells of one table. Text left out, and what was irregular, goes to ``story``. Raises TooLarge."""
    cells: list[_OpenCell] = []
    open_above: dict[int, _OpenCell] = {}
    row = 0
    for element in _unwrap(table, w.TR):
        if _is_removed(element):
            story.discard_element("deleted", element)
            continue
        open_above = _read_row(element, row, open_above, cells, story)
        row += 1
        story.rows += 1
        if story.rows > ROW_LIMIT:
            raise TooLarge(f"The tables of the document have more than {ROW_LIMIT} rows.")
    return RawTable(
        tuple(RawCell(cell.row, cell.column, cell.row_span, cell.column_span, cell.text, cell.ends) for cell in cells)
    )


def frame_content(table: "_Element") -> "_Element | None":
    """The only cell of a table that is just a frame around another table, else None."""
    rows = list(islice(_unwrap(table, w.TR), 2))
    if len(rows) != 1:
        return None
    cells = list(islice(_unwrap(rows[0], w.TC), 2))
    return cells[0] if len(cells) == 1 and next(_unwrap(cells[0], w.TBL), None) is not None else None


def _read_row(
    element: "_Element", row: int, above: dict[int, _OpenCell], cells: list[_OpenCell], story: Story
) -> dict[int, _OpenCell]:
    """Add one row's cells; gives the cells that a ``vMerge`` of the next row can continue, by their column."""
    column = _skipped(element)
    below: dict[int, _OpenCell] = {}
    last: _OpenCell | None = None
    for cell in _unwrap(element, w.TC):
        shape, content = _open_cell(cell)
        if shape.deleted:
            story.discard_element("deleted", cell)
            continue
        span = min(shape.span, max(COLUMN_LIMIT - column, 1))
        if span < shape.span:
            message = f"A cell claims {shape.span} columns; Word tables have at most {COLUMN_LIMIT}."
            story.issues.append(Issue("span-clamped", "warning", message))
        if shape.sideways == "continue" and last is not None:
            last.column_span += span
            story.discard("hidden", _read_text(content, story)[0])
        else:
            last = _place_cell(content, shape, _OpenCell(row, column, span), above, cells, story)
            if shape.down:
                below[column] = last
        column += span
    return below


def _place_cell(
    content: "Iterable[_Element]",
    shape: _Shape,
    fresh: _OpenCell,
    above: dict[int, _OpenCell],
    cells: list[_OpenCell],
    story: Story,
) -> _OpenCell:
    """Extend the cell above, or add ``fresh``. A continuation without a beginning becomes a cell of its own."""
    text, ends = _read_text(content, story)
    if shape.down == "continue":
        begun = above.get(fresh.column)
        if begun is not None and begun.column_span == fresh.column_span:
            begun.row_span += 1
            story.discard("hidden", text)  # Word does not print the content of a continuing cell
            return begun
        message = f"A vertical merge in row {fresh.row}, column {fresh.column} continues a cell that is not there."
        story.issues.append(Issue("merge-orphaned", "warning", message))
    fresh.text, fresh.ends = text, ends
    cells.append(fresh)
    return fresh


def _read_text(content: "Iterable[_Element]", story: Story) -> tuple[str, tuple[int, ...]]:
    """A cell's paragraphs joined by line feeds, and the offsets of those line feeds."""
    items = story.read_items(content)
    if len(items) == 1 and isinstance(items[0], str):
        return items[0], ()
    pieces = [item if isinstance(item, str) else _flatten(item, story) for item in items]
    if len(pieces) > 1 and not pieces[-1] and not isinstance(items[-2], str):
        pieces.pop()  # the empty paragraph that Word demands after a nested table
    ends: list[int] = []
    offset = -1
    for piece in pieces[:-1]:
        offset += len(piece) + 1
        ends.append(offset)
    return "\n".join(pieces), tuple(ends)


def _flatten(table: "_Element", story: Story) -> str:
    """A nested table as text: cells of a row joined by tabs, rows by line feeds."""
    message = "A table inside a cell was read as that cell's text."
    story.issues.append(Issue("nested-table", "info", message))
    rows: dict[int, list[str]] = {}
    for cell in read_table(table, story).cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(texts) for texts in rows.values())


def _unwrap(parent: "_Element", tag: str) -> "Iterator[_Element]":
    """Children with this tag, also inside content controls and tracked insertions."""
    for child in parent:
        found = child.tag
        if found == tag:
            yield child
        elif found in w.WRAPPERS:
            yield from _unwrap(child, tag)


def _skipped(row: "_Element") -> int:
    """Grid columns left out before the row's first cell."""
    for properties in row.iterchildren(w.TR_PR):
        for mark in properties.iterchildren(w.GRID_BEFORE):
            return min(max(whole(mark.get(w.VAL)), 0), COLUMN_LIMIT)
    return 0


def _is_removed(row: "_Element") -> bool:
    return any(next(properties.iterchildren(w.DEL), None) is not None for properties in row.iterchildren(w.TR_PR))
