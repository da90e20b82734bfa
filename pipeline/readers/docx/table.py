"""A ``w:tbl`` as raw cells: one pass, no look-ups by row and column.

Spans are worked out as Word draws them: ``gridSpan`` and ``hMerge`` sideways, ``vMerge`` down a grid column,
``gridBefore`` as a hole; rows and cells may be wrapped in content controls.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import TooLarge
from pipeline.grid import RawCell, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.docx import names as w
from pipeline.readers.docx.numbering import whole
from pipeline.readers.docx.story import ForeignBlocks, Story, StoryParagraph

if TYPE_CHECKING:
    from lxml.etree import _Element

ROW_LIMIT = 15_000
"""Rows of all tables of one document: some 800 pages."""
COLUMN_LIMIT = 63
"""Word's own limit on columns; larger spans are a mistake or an attack."""


class _Content(Struct, frozen=True, gc=False):
    """A cell's paragraphs joined by line feeds, the offsets of those line feeds, and trouble in it."""

    text: str = ""
    ends: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


class _OpenCell(Struct, gc=False):
    """A cell whose extent is not final yet."""

    row: int
    column: int
    column_span: int
    row_span: int = 1
    content: _Content = _Content()

    def finish(self) -> RawCell:
        """The cell, its extent now known."""
        text = self.content
        return RawCell(self.row, self.column, self.row_span, self.column_span, text.text, text.ends, issues=text.issues)


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
    reader = _TableReader(story)
    outside, story.inline.in_cell = story.inline.in_cell, True
    for element in _unwrap(table, w.TR):
        if _is_removed(element):
            story.losses.discard_element("deleted", element)
            continue
        reader.read_row(element)
        story.rows += 1
        if story.rows > ROW_LIMIT:
            raise TooLarge(f"The tables of the document have more than {ROW_LIMIT} rows.")
    story.inline.in_cell = outside
    return reader.finish()


def frame_content(table: "_Element") -> "_Element | None":
    """The only cell of a table that is just a frame around another table, else None."""
    rows = list(islice(_unwrap(table, w.TR), 2))
    if len(rows) != 1:
        return None
    cells = list(islice(_unwrap(rows[0], w.TC), 2))
    return cells[0] if len(cells) == 1 and next(_unwrap(cells[0], w.TBL), None) is not None else None


class _TableReader:
    """A table while its rows are read."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._cells: list[_OpenCell] = []
        self._above: dict[int, _OpenCell] = {}  # cells that a vMerge of the next row can continue, by their column
        self._firsts: list[_OpenCell | None] = []  # the first cell of each row
        self._widths: list[int] = []  # how many columns each row fills

    def read_row(self, element: "_Element") -> None:
        """Add one row's cells."""
        story = self._story
        column, after = _skipped(element)
        below: dict[int, _OpenCell] = {}
        first = last = None
        for cell in _unwrap(element, w.TC):
            shape, content = _open_cell(cell)
            if shape.deleted:
                story.losses.discard_element("deleted", cell)
                continue
            span = min(shape.span, max(COLUMN_LIMIT - column, 1))
            if span < shape.span:
                message = f"A cell claims {shape.span} columns; Word tables have at most {COLUMN_LIMIT}."
                story.losses.issues.append(Issue("span-clamped", "warning", message))
            if shape.sideways == "continue" and last is not None:
                last.column_span += span
                story.losses.discard("hidden", _read_text(content, story).text, reported=False)
            else:
                last = self._place_cell(content, shape, _OpenCell(len(self._widths), column, span))
                first = first or last
                if shape.down:
                    below[column] = last
            column += span
        self._above = below
        self._firsts.append(first)
        self._widths.append(column + after)

    def _place_cell(self, content: "Iterable[_Element]", shape: _Shape, fresh: _OpenCell) -> _OpenCell:
        """Extend the cell above, or add ``fresh``. A continuation without a beginning becomes a cell of its own."""
        losses = self._story.losses
        read = _read_text(content, self._story)
        if shape.down == "continue":
            begun = self._above.get(fresh.column)
            if begun is not None and begun.column_span == fresh.column_span:
                begun.row_span += 1
                # Word does not print the content of a continuing cell.
                losses.discard("hidden", read.text, reported=False)
                return begun
            message = f"A vertical merge in row {fresh.row}, column {fresh.column} continues a cell that is not there."
            losses.issues.append(Issue("merge-orphaned", "warning", message))
        fresh.content = read
        self._cells.append(fresh)
        return fresh

    def finish(self) -> RawTable:
        """The table; a warning at the first of the rows that end before the others do."""
        widest = max(self._widths, default=0)
        short = [index for index, width in enumerate(self._widths) if width < widest]
        cells = [cell.finish() for cell in self._cells]
        first = self._firsts[short[0]] if short else None
        if first is not None:
            message = f"{len(short)} row(s) do not fill the {widest} columns of the table, this one first."
            index = self._cells.index(first)
            issue = Issue("row-short", "warning", message)
            cells[index] = replace(cells[index], issues=(*cells[index].issues, issue))
        return RawTable(tuple(cells))


def _read_text(content: "Iterable[_Element]", story: Story) -> _Content:
    items = story.read_items(content)
    if len(items) == 1 and isinstance(items[0], StoryParagraph):
        return _Content(items[0].text, (), items[0].issues)
    pieces = [_text_of(item, story) for item in items]
    if len(pieces) > 1 and not pieces[-1] and not isinstance(items[-2], StoryParagraph):
        pieces.pop()  # the empty paragraph that Word demands after a nested table
    ends: list[int] = []
    offset = -1
    for piece in pieces[:-1]:
        offset += len(piece) + 1
        ends.append(offset)
    issues = tuple(issue for item in items if isinstance(item, StoryParagraph) for issue in item.issues)
    return _Content("\n".join(pieces), tuple(ends), (*issues, *story.losses.take()))


def _text_of(item: "StoryParagraph | ForeignBlocks | _Element", story: Story) -> str:
    if isinstance(item, StoryParagraph):
        return item.text
    if isinstance(item, ForeignBlocks):
        texts = (block.text if isinstance(block, RawParagraph) else _join_rows(block) for block in item.blocks)
        return "\n".join(texts)
    return _flatten(item, story)


def _join_rows(table: RawTable) -> str:
    """Cells of a row joined by tabs, rows by line feeds."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(texts) for texts in rows.values())


def _flatten(table: "_Element", story: Story) -> str:
    """A nested table as text: cells of a row joined by tabs, rows by line feeds."""
    message = "A table inside a cell was read as that cell's text."
    story.losses.issues.append(Issue("nested-table", "info", message))
    return _join_rows(read_table(table, story))


def _unwrap(parent: "_Element", tag: str) -> "Iterator[_Element]":
    """Children with this tag, also inside content controls and tracked insertions."""
    for child in parent:
        found = child.tag
        if found == tag:
            yield child
        elif found in w.WRAPPERS:
            yield from _unwrap(child, tag)


def _skipped(row: "_Element") -> tuple[int, int]:
    """Grid columns left out before the row's first cell and behind its last."""
    before = after = 0
    for properties in row.iterchildren(w.TR_PR):
        for mark in properties.iterchildren(w.GRID_BEFORE, w.GRID_AFTER):
            columns = min(max(whole(mark.get(w.VAL)), 0), COLUMN_LIMIT)
            before, after = (columns, after) if mark.tag == w.GRID_BEFORE else (before, columns)
    return before, after


def _is_removed(row: "_Element") -> bool:
    return any(next(properties.iterchildren(w.DEL), None) is not None for properties in row.iterchildren(w.TR_PR))
