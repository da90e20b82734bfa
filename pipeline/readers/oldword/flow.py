"""Paragraphs with marks → blocks: a mark ends a paragraph, a cell or a row, at some depth of nested tables."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.errors import TooLarge
from pipeline.grid import RawCell, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.docx.losses import Losses
from pipeline.readers.oldword.edges import CellContent, CellShape, EdgedRow, lay_rows

ROW_LIMIT = 15_000
"""Rows of all tables of one document: some 800 pages."""
DEPTH_LIMIT = 32
"""Tables inside tables; deeper ones are read as being at this depth."""
CELL_LIMIT = 250_000
Block = RawParagraph | RawTable


class _OpenTable(Struct):
    """A table while its rows are read; ``items``: the content of its open cell."""

    rows: list[EdgedRow]
    contents: list[list[Block]]
    kept: list[list[list[Block]]]
    items: list[Block]


class Flow:
    """Takes paragraphs and marks in their order; ``finish`` gives the blocks."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._blocks: list[Block] = []
        self._tables: list[_OpenTable] = []
        self._joins = False
        self._rows = self._cells = 0

    @property
    def in_cell(self) -> bool:
        """True while a table is open."""
        return bool(self._tables)

    def add(self, number: str, text: str, issues: tuple[Issue, ...], depth: int, *, joins: bool = False) -> None:
        """A paragraph; ``joins``: its mark was deleted, so that the next one joins it.

        ``number`` is what is printed before it.
        """
        items = self._settle(depth)
        last = items[-1] if items else None
        if self._joins and isinstance(last, RawParagraph):
            items[-1] = RawParagraph(number + last.text + text, issues=(*last.issues, *issues))
        else:
            items.append(RawParagraph(number + text, issues=issues))
        self._joins = joins

    def add_block(self, block: Block, depth: int) -> None:
        """A block from elsewhere, such as a text box."""
        self._settle(depth).append(block)
        self._joins = False

    def end_cell(self, depth: int) -> None:
        """The mark of a cell's end."""
        self._settle(max(depth, 1))
        table = self._tables[-1]
        table.contents.append(table.items)
        table.items = []
        self._joins = False
        self._cells += 1
        if self._cells > CELL_LIMIT:
            raise TooLarge(f"The tables of the document have more than {CELL_LIMIT} cells.")

    def end_row(self, depth: int, shapes: Sequence[CellShape], *, removed: bool = False) -> None:
        """The mark of a row's end; ``removed``: a tracked change deleted the row."""
        self._settle(max(depth, 1))
        table = self._tables[-1]
        self._end_row(table, shapes, removed=removed)

    def finish(self) -> list[Block]:
        """All blocks, tables that have no end included."""
        self._settle(0)
        return self._blocks

    def _end_row(self, table: _OpenTable, shapes: Sequence[CellShape], *, removed: bool) -> None:
        if any(isinstance(item, RawTable) or item.text.strip() for item in table.items):
            table.contents.append(table.items)
        table.items = []
        contents, table.contents = table.contents, []
        if not contents:
            return
        if removed:
            self._losses.discard("deleted", "\n".join(join_blocks(items, self._losses).text for items in contents))
            return
        self._rows += 1
        if self._rows > ROW_LIMIT:
            raise TooLarge(f"The tables of the document have more than {ROW_LIMIT} rows.")
        table.kept.append(contents)
        table.rows.append(EdgedRow((), tuple(shapes)))

    def _settle(self, depth: int) -> list[Block]:
        """Open or end tables up to this depth; the list that takes what follows."""
        depth = min(depth, DEPTH_LIMIT)
        while len(self._tables) < depth:
            self._tables.append(_OpenTable([], [], [], []))
            self._joins = False
        while len(self._tables) > depth:
            self._joins = False
            table = self._tables.pop()
            if table.contents or table.items:
                self._end_row(table, (), removed=False)
            items = self._tables[-1].items if self._tables else self._blocks
            items.extend(self._close(table))
        return self._tables[-1].items if self._tables else self._blocks

    def _close(self, table: _OpenTable) -> list[Block]:
        """The table; of one that is only a frame around another one, its content."""
        if len(table.kept) == 1 and len(table.kept[0]) == 1:
            only = table.kept[0][0]
            if any(isinstance(item, RawTable) for item in only):
                return only
        for row, contents in zip(table.rows, table.kept, strict=True):
            row.contents = [join_blocks(items, self._losses) for items in contents]
        return [lay_rows(table.rows, self._losses)] if table.rows else []


def join_blocks(items: list[Block], losses: Losses) -> CellContent:
    """The blocks of a cell as its text; tables in it are flattened."""
    if len(items) == 1 and isinstance(items[0], RawParagraph):
        return CellContent(items[0].text, (), items[0].issues)
    pieces = [item.text if isinstance(item, RawParagraph) else _flatten(item, losses) for item in items]
    if len(pieces) > 1 and not pieces[-1] and isinstance(items[-2], RawTable):
        pieces.pop()  # the empty paragraph behind a nested table
    ends: list[int] = []
    offset = -1
    for piece in pieces[:-1]:
        offset += len(piece) + 1
        ends.append(offset)
    issues = [issue for item in items for issue in _issues_of(item)]
    return CellContent("\n".join(pieces), tuple(ends), tuple(issues))


def _issues_of(item: Block) -> tuple[Issue, ...]:
    if isinstance(item, RawParagraph):
        return item.issues
    return tuple(issue for cell in item.cells for issue in cell.issues)


def _flatten(table: RawTable, losses: Losses) -> str:
    """A nested table as text: cells of a row joined by tabs, rows by line feeds."""
    message = "A table inside a cell was read as that cell's text."
    losses.issues.append(Issue("nested-table", "info", message))
    rows: dict[int, list[RawCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return "\n".join("\t".join(cell.text for cell in cells) for cells in rows.values())
