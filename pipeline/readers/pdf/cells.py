"""One page → its tables with the text of each cell, and the lines outside them."""

from bisect import bisect_right
from collections import defaultdict

from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.frame import IDENTITY, Frame, Matrix
from pipeline.readers.pdf.lattice import Lattice, find_tables
from pipeline.readers.pdf.lines import Slots, TextLine, group_lines
from pipeline.readers.pdf.overlay import Overlap
from pipeline.readers.pdf.page import Page


class PageCell(Struct, frozen=True, gc=False):
    """A cell, or the part of one, that stands on one page."""

    row: int
    row_span: int
    box: Box
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


class PageTable(Struct, frozen=True):
    """A table, or the part of one, that stands on one page: column edges from left to right, rows, cells."""

    page: int
    xs: tuple[float, ...]
    rows: int
    cells: tuple[PageCell, ...]
    box: Box
    to_shown: Matrix = IDENTITY
    flattened: bool = False
    """True where an empty cell may belong to the one above it: no ruling tells."""


class PageContent(Struct, frozen=True):
    """Tables and the lines outside them, each from top to bottom; ``hidden`` lines lie outside the visible page."""

    number: int
    frame: Frame
    to_shown: Matrix
    tables: tuple[PageTable, ...]
    lines: tuple[TextLine, ...]
    hidden: tuple[TextLine, ...]
    overfull: bool
    over: tuple[Overlap, ...] = ()
    """Text printed on the place of other text."""


def read_content(page: Page) -> PageContent:
    """Find the ruled tables of a page and put each character into its cell."""
    lattice = _find_lattice(page)
    finders = [_Grid(boxes) for boxes in lattice.tables]
    outside: list[Word] = []
    inside: list[dict[int, list[Word]]] = [defaultdict(list) for _ in finders]
    x0 = top = x1 = bottom = 0.0
    texts = outside  # where the character before went: most often this one goes there too
    for word in page.words:
        x, y = (word[1] + word[3]) / 2, (word[2] + word[4]) / 2
        if not (x0 <= x < x1 and top <= y < bottom):
            for grid, cells in zip(finders, inside, strict=True):
                index = grid.slots.find(x, y)
                if index is not None:
                    texts = cells[index]
                    x0, top, x1, bottom = grid.boxes[index]
                    break
            else:
                texts, x1 = outside, x0
        texts.append(word)
    over: list[Overlap] = []
    lines = group_lines(outside, over)
    turned: list[dict[int, list[TextLine]]] = [defaultdict(list) for _ in finders]
    for line in page.aside:
        for grid, cells_aside in zip(finders, turned, strict=True):
            index = grid.slots.find((line.x0 + line.x1) / 2, (line.top + line.bottom) / 2)
            if index is not None:
                cells_aside[index].append(line)
                break
        else:
            lines.append(line)
    if page.aside:
        lines.sort(key=lambda line: (line.top, line.x0))
    seen = tuple(line for line in lines if _is_seen(line, page.frame))
    hidden = () if len(seen) == len(lines) else tuple(line for line in lines if not _is_seen(line, page.frame))
    tables = tuple(
        grid.fill(page, cells, extra, over)
        for grid, cells, extra in zip(finders, inside, turned, strict=True)
        if cells or extra
    )
    return PageContent(page.number, page.frame, page.to_shown, tables, seen, hidden, lattice.overfull, tuple(over))


def _is_seen(line: TextLine, frame: Frame) -> bool:
    return line.x1 > 0 and line.x0 < frame.width and line.bottom > 0 and line.top < frame.height


def _find_lattice(page: Page) -> Lattice:
    """The tables that rulings draw; where there is none, those that filled boxes draw."""
    lattice = find_tables(page.horizontal, page.vertical)
    if lattice.tables or lattice.overfull or len(page.shades) < 2:
        return lattice
    horizontal, vertical = list(page.horizontal), list(page.vertical)
    for x0, top, x1, bottom in page.shades:
        horizontal.extend([(top, x0, x1), (bottom, x0, x1)])
        vertical.extend([(x0, top, bottom), (x1, top, bottom)])
    return find_tables(horizontal, vertical)


class _Grid:
    """The cell boxes of one table as rows and columns."""

    def __init__(self, boxes: tuple[Box, ...]) -> None:
        self.boxes = boxes
        self.xs = sorted({edge for box in boxes for edge in (box[0], box[2])})
        self.ys = sorted({edge for box in boxes for edge in (box[1], box[3])})
        owner: dict[tuple[int, int], int] = {}
        self.rows: list[tuple[int, int]] = []
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            first, last = bisect_right(self.ys, top) - 1, bisect_right(self.ys, bottom) - 1
            self.rows.append((first, last - first))
            for column in range(bisect_right(self.xs, x0) - 1, bisect_right(self.xs, x1) - 1):
                owner.update(((row, column), index) for row in range(first, last))
        self.slots = Slots(self.xs, self.ys, owner)

    def fill(
        self, page: Page, texts: dict[int, list[Word]], aside: dict[int, list[TextLine]], over: list[Overlap]
    ) -> PageTable:
        """The table with these characters, and lines in other directions, in its cells; ``over`` as in group_lines."""
        cells = []
        for index, (box, (row, span)) in enumerate(zip(self.boxes, self.rows, strict=True)):
            lines = (*(group_lines(texts[index], over) if index in texts else ()), *aside.get(index, ()))
            cells.append(PageCell(row, span, box, lines))
        box = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        return PageTable(page.number, tuple(self.xs), len(self.ys) - 1, tuple(cells), box, page.to_shown)
