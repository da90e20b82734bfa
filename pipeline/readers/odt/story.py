"""Paragraphs, lists, sections and tables of a text, a cell, a note or a box, in order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.errors import TooLarge
from pipeline.grid import RawCell, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import whole
from pipeline.readers.odt import names as o
from pipeline.readers.odt.inline import OpenInline, text_below
from pipeline.readers.odt.lists import Counts, OpenLists
from pipeline.readers.odt.package import OpenText
from pipeline.readers.odt.styles import OpenStyles
from pipeline.readers.oldword.flow import CELL_LIMIT, ROW_LIMIT, Block, join_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

COLUMN_LIMIT = 63
_REPEATED = 1_000_000
"""Characters that repeated cells may print again."""
_DEEPEST = 100
"""Lists, sections and tables inside each other."""


class OpenStory:
    """One pass over the content; ``losses`` and ``inline`` keep what was left out or not read."""

    def __init__(self, text: OpenText) -> None:
        self.losses = Losses()
        self.inline = OpenInline(OpenStyles(text.styles), self.losses)
        self._lists = OpenLists(text.styles)
        self._rows = self._cells = self._repeated = self._depth = 0

    def read(self, parent: "_Element", found: list[Block]) -> None:
        """Add the blocks of an element's content. Raises TooLarge where elements are nested absurdly deep."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooLarge("The elements of the document are nested absurdly deep.")
        for child in parent:
            if isinstance(child.tag, str):
                self._read_block(child, found)
        self._depth -= 1

    def _read_block(self, child: "_Element", found: list[Block]) -> None:
        tag = child.tag
        if tag in (o.P, o.H):
            self.read_paragraph(child, found, self._heading_number(child) if tag == o.H else "")
        elif tag == o.LIST:
            self._read_list(child, found, None, "", 1)
        elif tag == o.TABLE:
            found.extend(self._read_table(child))
        elif tag in (o.TRACKED,):
            self._discard_deleted(child)
        elif tag in o.DRAWN:
            self.inline.read_drawing(child)
            self._add_boxes(found)
        elif tag == o.SECTION and child.get(o.DISPLAY) in ("none", "condition"):
            self.losses.discard("hidden", "\n".join(_texts(child)))
        elif tag not in o.SKIPPED:
            self.read(child, found)

    def read_paragraph(self, element: "_Element", found: list[Block], number: str) -> None:
        """A paragraph, and the boxes that are anchored in it."""
        text = self.inline.read(element)
        found.append(RawParagraph(number + text, issues=self.losses.take()))
        self._add_boxes(found)

    def _add_boxes(self, found: list[Block]) -> None:
        boxes, self.inline.boxes = self.inline.boxes, []
        for box in boxes:
            self.read(box, found)

    def read_notes(self, found: list[Block]) -> None:
        """Notes at the foot or end, behind the body; one may have notes of its own."""
        while self.inline.notes:
            self.read(self.inline.notes.pop(0), found)

    def _heading_number(self, heading: "_Element") -> str:
        if heading.get(o.UNNUMBERED) == "true":
            return ""
        return self._lists.outline(whole(heading.get(o.OUTLINE_LEVEL), 1))

    def _discard_deleted(self, changes: "_Element") -> None:
        for deletion in changes.iter(o.DELETION):
            self.losses.discard("deleted", "\n".join(_texts(deletion)))

    def _read_list(
        self, element: "_Element", found: list[Block], counts: Counts | None, style: str, depth: int
    ) -> None:
        """A list, and those inside it, which have their counters in common."""
        style = element.get(o.STYLE_NAME) or style
        counts = self._lists.open(element, style) if counts is None else counts
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooLarge("The lists of the document are nested absurdly deep.")
        for item in element:
            numbered = item.tag != o.LIST_ITEM
            for child in item:
                if child.tag == o.LIST:
                    self._read_list(child, found, counts, style, depth + 1)
                elif child.tag in (o.P, o.H) and not numbered:
                    numbered = True
                    number = self._lists.number(counts, style, depth, item.get(o.START))
                    self.read_paragraph(child, found, number)
                elif child.tag in (o.P, o.H):
                    self.read_paragraph(child, found, "")
                elif isinstance(child.tag, str):
                    self._read_block(child, found)
        self._depth -= 1

    def _read_table(self, table: "_Element") -> list[Block]:
        """The table; of one that is only a frame around another one, its content."""
        outside, self.inline.in_cell = self.inline.in_cell, True
        rows: list[list[tuple[RawCell, list[Block]]]] = []
        for row, times in _rows(table):
            cells = self._read_row(row, len(rows))
            times = times if any(_has_text(items) for _, items in cells) else 1
            for _, items in cells:
                self._repeat(times - 1, items)
            for _ in range(times):
                self._rows += 1
                if self._rows > ROW_LIMIT:
                    raise TooLarge(f"The tables of the document have more than {ROW_LIMIT} rows.")
                rows.append(cells)
        self.inline.in_cell = outside
        if len(rows) == 1 and len(rows[0]) == 1 and any(isinstance(item, RawTable) for item in rows[0][0][1]):
            return rows[0][0][1]
        cells_found = []
        for index, line in enumerate(rows):
            for cell, items in line:
                content = join_blocks(items, self.losses)
                cells_found.append(
                    RawCell(
                        index, cell.column, cell.row_span, cell.column_span, content.text, content.ends,
                        issues=content.issues,
                    )
                )  # fmt: skip
        return [RawTable(tuple(cells_found))] if cells_found else []

    def _read_row(self, row: "_Element", index: int) -> list[tuple[RawCell, list[Block]]]:
        """The cells of a row that are shown, with their content; the text of covered ones is hidden."""
        column = 0
        cells: list[tuple[RawCell, list[Block]]] = []
        for element in row.iterchildren(o.CELL, o.COVERED):
            times = max(whole(element.get(o.COLUMNS_REPEATED), 1), 1)
            if column + times > COLUMN_LIMIT:
                self._clamp(times)
                times = max(COLUMN_LIMIT - column, 1)
            if element.tag == o.COVERED:
                self.losses.discard("hidden", "\n".join(_texts(element)), reported=False)
            else:
                cell, items = self._read_cell(element, index, column)
                self._repeat(times - 1, items)
                cells += [(replace(cell, column=place), items) for place in range(column, column + times)]
            column += times
        return cells

    def _read_cell(self, element: "_Element", row: int, column: int) -> tuple[RawCell, list[Block]]:
        spans = [max(whole(element.get(name), 1), 1) for name in (o.ROWS_SPANNED, o.COLUMNS_SPANNED)]
        if spans[1] > COLUMN_LIMIT:
            self._clamp(spans[1])
            spans[1] = COLUMN_LIMIT
        items: list[Block] = []
        self.read(element, items)
        self._repeat(1, [])
        return RawCell(row, column, min(spans[0], ROW_LIMIT), spans[1]), items

    def _repeat(self, copies: int, items: list[Block]) -> None:
        """Keep the cells within bounds: few bytes can repeat one without end."""
        self._cells += copies
        self._repeated += copies * sum(len(item.text) for item in items if isinstance(item, RawParagraph))
        if self._cells > CELL_LIMIT or self._repeated > _REPEATED:
            raise TooLarge(f"The tables of the document have more than {CELL_LIMIT} cells, or repeat them endlessly.")

    def _clamp(self, claimed: int) -> None:
        message = f"A cell claims {claimed} columns; a table has at most {COLUMN_LIMIT}."
        self.losses.issues.append(Issue("span-clamped", "warning", message))


def _rows(table: "_Element") -> "Iterator[tuple[_Element, int]]":
    """The rows of a table, those in groups too, and how often each is repeated."""
    for child in table:
        if child.tag == o.TABLE_ROW:
            yield child, min(max(whole(child.get(o.ROWS_REPEATED), 1), 1), ROW_LIMIT + 1)
        elif child.tag in o.ROW_GROUPS:
            yield from _rows(child)


def _has_text(items: list[Block]) -> bool:
    return any(isinstance(item, RawTable) or item.text.strip() for item in items)


def _texts(element: "_Element") -> Iterator[str]:
    """The text of each paragraph below an element."""
    for paragraph in element.iter(o.P, o.H):
        yield text_below(paragraph)
