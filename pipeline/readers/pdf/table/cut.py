"""One page → its ruled tables with the text of each cell, and the lines outside them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.model import Box, Issue
from pipeline.readers.pdf.page.frame import PageFrame
from pipeline.readers.pdf.page.lines import PageLine, group_lines
from pipeline.readers.pdf.page.overlay import Overlap
from pipeline.readers.pdf.page.page import PageReading
from pipeline.readers.pdf.page.rulings import Ruling
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.pdf.table.content import PageCell, PageContent, PageTable
from pipeline.readers.pdf.table.lattice import Lattice, find_tables
from pipeline.readers.pdf.table.whole import has_whole_table


def cut_page(page: PageReading) -> PageContent:
    """Find the ruled tables of a page and put each word into its cell; a word lies where its middle lies."""
    if page.lost:
        return PageContent(page.number, page.frame, page.to_shown, issues=page.issues, lost=True)
    lattice = _find_lattice(page)
    grids = [_CellGrid(boxes) for boxes in lattice.tables]
    over: list[Overlap] = []
    lines = group_lines(_deal_words(page.words, grids), over)
    lines += _deal_aside(page.aside, grids)
    if page.aside:
        lines.sort(key=lambda line: (line.top, line.x0))
    seen = tuple(line for line in lines if _is_seen(line, page.frame))
    hidden = () if len(seen) == len(lines) else tuple(line for line in lines if not _is_seen(line, page.frame))
    content = PageContent(
        number=page.number,
        frame=page.frame,
        to_shown=page.to_shown,
        tables=tuple(grid.fill(page, over) for grid in grids if grid.has_text()),
        lines=seen,
        hidden=hidden,
    )
    return replace(
        content,
        strays=(*page.strays, *(lost for lost, _ in over if lost)),
        issues=(*page.issues, *_report(page, lattice, over)),
        loose=None if has_whole_table(content) else page,
    )


def _deal_words(words: Sequence[Word], grids: "Sequence[_CellGrid]") -> list[Word]:
    """Put words into the cells of the tables; those in none come back."""
    outside: list[Word] = []
    x0 = top = x1 = bottom = 0.0
    texts = outside  # where the word before went: most often this one goes there too
    for word in words:
        _, left, high, right, low = word
        x, y = (left + right) / 2, (high + low) / 2  # its centre and middle, without a call for each word
        if not (x0 <= x < x1 and top <= y < bottom):
            for grid in grids:
                index = grid.find(x, y)
                if index is not None:
                    texts = grid.words[index]
                    x0, top, x1, bottom = grid.boxes[index]
                    break
            else:
                texts, x1 = outside, x0
        texts.append(word)
    return outside


def _deal_aside(lines: Sequence[PageLine], grids: "Sequence[_CellGrid]") -> list[PageLine]:
    """Put lines in other directions into the cells of the tables; those in none come back."""
    outside: list[PageLine] = []
    for line in lines:
        for grid in grids:
            index = grid.find((line.x0 + line.x1) / 2, (line.top + line.bottom) / 2)
            if index is not None:
                grid.aside[index].append(line)
                break
        else:
            outside.append(line)
    return outside


def _report(page: PageReading, lattice: Lattice, over: Sequence[Overlap]) -> Iterator[Issue]:
    """What of the page's tables and lines is uncertain."""
    if lattice.overfull or page.overfull:
        yield Issue("table-too-fine", "warning", f"Page {page.number} draws too many lines to tell cells.")
    kept = "; ".join(kept for _, kept in over if kept)
    if kept:
        message = f"Text lies on other text on page {page.number} and was read with it: {kept[:80]}"
        yield Issue("text-over-text", "warning", message)


def _is_seen(line: PageLine, frame: PageFrame) -> bool:
    return line.x1 > 0 and line.x0 < frame.width and line.bottom > 0 and line.top < frame.height


def _find_lattice(page: PageReading) -> Lattice:
    """The tables that rulings draw; where there is none, those that filled boxes draw."""
    lattice = find_tables(page.horizontal, page.vertical)
    if lattice.tables or lattice.overfull or len(page.shades) < 2:
        return lattice
    horizontal, vertical = list(page.horizontal), list(page.vertical)
    for x0, top, x1, bottom in page.shades:
        horizontal.extend([Ruling(top, x0, x1), Ruling(bottom, x0, x1)])
        vertical.extend([Ruling(x0, top, bottom), Ruling(x1, top, bottom)])
    return find_tables(horizontal, vertical)


class _CellGrid:
    """The cell boxes of one table as rows and columns, and the text that was put into each.

    ``words`` and ``aside`` (lines in other directions) go by the cell's index in ``boxes``.
    """

    def __init__(self, boxes: tuple[Box, ...]) -> None:
        self.boxes = boxes
        self.words: dict[int, list[Word]] = defaultdict(list)
        self.aside: dict[int, list[PageLine]] = defaultdict(list)
        self._xs = sorted({edge for box in boxes for edge in (box[0], box[2])})
        self._ys = sorted({edge for box in boxes for edge in (box[1], box[3])})
        self._rows: list[tuple[int, int]] = []  # first row and row span of each cell
        self._owner: dict[tuple[int, int], int] = {}
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            first, last = bisect_right(self._ys, top) - 1, bisect_right(self._ys, bottom) - 1
            self._rows.append((first, last - first))
            for column in range(bisect_right(self._xs, x0) - 1, bisect_right(self._xs, x1) - 1):
                self._owner.update(((row, column), index) for row in range(first, last))

    def find(self, x: float, y: float) -> int | None:
        """The index of the cell at this point of the page."""
        return self._owner.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))

    def has_text(self) -> bool:
        """True when any cell holds text."""
        return bool(self.words or self.aside)

    def fill(self, page: PageReading, over: list[Overlap]) -> PageTable:
        """The table with its text as lines; ``over`` as in group_lines."""
        cells = []
        for index, (box, (row, span)) in enumerate(zip(self.boxes, self._rows, strict=True)):
            words = self.words.get(index)
            lines = (*(group_lines(words, over) if words else ()), *self.aside.get(index, ()))
            cells.append(PageCell(row, span, box, lines))
        box = (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])
        return PageTable(page.number, tuple(self._xs), len(self._ys) - 1, tuple(cells), box, page.to_shown)
