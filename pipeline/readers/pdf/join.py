"""Tables over pages: continued tables joined, rows and merged cells cut by a page break healed.

Two parts are joined only with proof: the same column edges, nothing but page furniture between them, and a repeated
header, a numbering that goes on, or a row that is plainly cut.
"""

import re
from collections.abc import Iterable
from copy import copy

from pipeline.fold import fold_text, is_blank
from pipeline.grid import RawCell, RawTable
from pipeline.model import Box, Discarded, Part
from pipeline.readers.pdf.cells import PageCell, PageTable
from pipeline.readers.pdf.frame import Matrix, map_box
from pipeline.readers.pdf.lines import SENTENCE_ENDS, TextLine, is_full, paragraph_breaks

EDGE = 3.0
"""Points by which the column edges of two parts of one table may differ."""
HEADER_ROWS = 4
_Key = tuple[float, float]
_Piece = tuple[int, PageCell, Matrix]
"""The part of a cell on one page: the page's number, the part, and the matrix to the page as it is shown."""
_NUMBER = re.compile(r"[（(]?(\d{1,4}|[一二三四五六七八九十百]{1,4})[)）.、．]?")


class _Cell:
    """A cell that may still grow on the next page; its column edges are those of the whole table."""

    __slots__ = ("key", "pieces", "row", "span")

    def __init__(self, row: int, span: int, key: _Key, piece: _Piece) -> None:
        self.row, self.span, self.key, self.pieces = row, span, key, [piece]

    @property
    def text(self) -> str:
        return "".join(cell.text for _, cell, _ in self.pieces)

    @property
    def has_text(self) -> bool:
        return any(cell.lines for _, cell, _ in self.pieces)

    @property
    def lines(self) -> int:
        return sum(len(cell.lines) for _, cell, _ in self.pieces)

    @property
    def is_merged(self) -> bool:
        return self.span > 1

    @property
    def is_unfinished(self) -> bool:
        """The text stops at a full line without a mark that ends a sentence."""
        lines = [(line, cell.box) for _, cell, _ in self.pieces for line in cell.lines]
        if not lines:
            return False
        line, box = lines[-1]
        return line.text[-1] not in SENTENCE_ENDS and (is_full(line, box[0], box[2]) or line.text[-1] in "、，,（(—")


class _Columns:
    """What is known of a table's columns so far: does the leftmost one count, which ones merge cells downwards?"""

    def __init__(self, left: _Key) -> None:
        self._left = left
        self._cells = self._numbers = 0
        self._merged: set[_Key] = set()
        self._blank: set[_Key] = set()
        self.last_number = ""

    def with_cells(self, cells: Iterable[_Cell]) -> "_Columns":
        """This knowledge and what these further cells add to it."""
        other = copy(self)
        other._merged, other._blank = set(self._merged), set(self._blank)
        for cell in cells:
            if cell.is_merged:
                other._merged.add(cell.key)
            elif not cell.has_text:
                other._blank.add(cell.key)
            if cell.key == self._left:
                text = fold_text(cell.text)
                other._cells += 1
                other._numbers += bool(_NUMBER.fullmatch(text))
                other.last_number = text or other.last_number
        return other

    @property
    def number_key(self) -> _Key | None:
        """The leftmost column, when most of its cells hold a number."""
        return self._left if self._numbers and self._numbers * 2 >= self._cells - 1 else None

    def merges(self, key: _Key) -> bool:
        """True when the column merges cells and has no empty cell of one row: emptiness there means a merge."""
        return key in self._merged and key not in self._blank


class JoinedTable:
    """A table as it grows from page to page; each page costs time for its own cells only."""

    def __init__(self, first: PageTable) -> None:
        self.first_page = self.last_page = first.page
        self.edges = list(first.xs)
        self.rows = first.rows
        self.cells: list[_Cell] = []
        self.discarded: list[Discarded] = []
        self._columns = _Columns((first.xs[0], first.xs[1]))
        self._recent: list[_Cell] = []  # cells that stand on the last page
        for cell in first.cells:
            self._add(_Cell(cell.row, cell.row_span, (cell.box[0], cell.box[2]), (first.page, cell, first.to_shown)))
        self._head = {
            (cell.row, cell.span, cell.key, fold_text(cell.text)) for cell in self.cells if cell.row < HEADER_ROWS
        }

    def extend(self, part: PageTable) -> str | None:
        """Join ``part``, the first thing on the next page, when it is proved to go on. Gives the proof, else None."""
        keys = self._fit(part)
        if keys is None:
            return None
        header = self._repeated_rows(part, keys)
        top = {keys[index]: cell for index, cell in enumerate(part.cells) if cell.row == header}
        bottom = {cell.key: cell for cell in self._recent if cell.row + cell.span == self.rows}
        columns = self._columns.with_cells(self._recent)
        cut = _is_cut(bottom, top, columns.number_key)
        proof = _prove(bottom, top, header, cut, columns)
        if proof is None:
            return None
        self._columns = columns
        self._append(part, keys, header, bottom, cut)
        return proof

    def _add(self, cell: _Cell) -> None:
        self.cells.append(cell)
        self._recent.append(cell)

    def _fit(self, part: PageTable) -> list[_Key] | None:
        """The column edges of each cell of ``part``, moved onto those of this table; None when they do not fit."""
        shift = part.xs[0] - self.edges[0]
        moved = [edge - shift for edge in part.xs]
        if abs(moved[-1] - self.edges[-1]) > EDGE:
            return None
        nearest = {edge: min(self.edges, key=lambda known: abs(known - edge)) for edge in moved}
        fresh = [edge for edge, known in nearest.items() if abs(known - edge) > EDGE]
        if fresh and len(moved) - len(fresh) < len(self.edges):
            return None
        placed = {old: (edge if edge in fresh else nearest[edge]) for old, edge in zip(part.xs, moved, strict=True)}
        self.edges = sorted({*self.edges, *fresh})
        return [(placed[cell.box[0]], placed[cell.box[2]]) for cell in part.cells]

    def _repeated_rows(self, part: PageTable, keys: list[_Key]) -> int:
        """How many rows at the top of ``part`` print the table's own first rows again."""
        theirs = {
            (cell.row, cell.row_span, key, fold_text(cell.text))
            for cell, key in zip(part.cells, keys, strict=True)
            if cell.row < HEADER_ROWS
        }
        for count in range(min(HEADER_ROWS, part.rows, self.rows), 0, -1):
            head = {item for item in self._head if item[0] < count}
            closed = all(row + span <= count for row, span, _, _ in head)
            if closed and any(text for *_, text in head) and head == {item for item in theirs if item[0] < count}:
                return count
        return 0

    def _append(self, part: PageTable, keys: list[_Key], header: int, bottom: dict[_Key, _Cell], cut: bool) -> None:
        dropped = [cell.text for cell in part.cells if cell.row < header]
        if any(dropped):
            self.discarded.append(Discarded("repeated-header", "\t".join(dropped)))
        offset = self.rows - header - (1 if cut else 0)
        self._recent = []
        for cell, key in zip(part.cells, keys, strict=True):
            if cell.row < header:
                continue
            begun = bottom.get(key) if cell.row == header else None
            if begun is not None and (cut or _goes_on(begun, cell, self._columns.merges(key))):
                begun.span += cell.row_span - (1 if cut else 0)
                begun.pieces.append((part.page, cell, part.to_shown))
                self._recent.append(begun)
            else:
                self._add(_Cell(cell.row + offset, cell.row_span, key, (part.page, cell, part.to_shown)))
        self.rows = offset + part.rows
        self.last_page = part.page

    def to_raw(self) -> RawTable:
        """The table as raw cells; each cell has a part for every page that it stands on."""
        column = {edge: index for index, edge in enumerate(self.edges)}
        cells = []
        for cell in self.cells:
            first, last = column[cell.key[0]], column[cell.key[1]]
            text, ends, parts = _join_pieces(cell.pieces)
            cells.append(RawCell(cell.row, first, cell.span, last - first, text, ends, parts))
        return RawTable(tuple(cells), (self.first_page, self.last_page))


def _prove(
    bottom: dict[_Key, _Cell], top: dict[_Key, PageCell], header: int, cut: bool, columns: _Columns
) -> str | None:
    """Why a part belongs to the table before it, in words; None when nothing says so."""
    if header:
        return "its header is repeated"
    if cut:
        return "a row is cut by the page break"
    number = columns.number_key
    if number is not None and number in top and _follows(columns.last_number, fold_text(top[number].text)):
        return "its numbering goes on"
    if bottom.keys() == top.keys() and any(cell.row_span > 1 and not cell.lines for cell in top.values()):
        return "a merged cell goes on"
    return None


def _is_cut(bottom: dict[_Key, _Cell], top: dict[_Key, PageCell], number: _Key | None) -> bool:
    """Does the first row of a page go on with the last row of the page before?"""
    if bottom.keys() != top.keys() or not top:
        return False
    pairs = [(bottom[key], cell) for key, cell in top.items()]
    if not any(cell.text for _, cell in pairs):
        return True
    if number in top and not bottom[number].is_merged and top[number].row_span == 1:
        return not top[number].text and bool(bottom[number].text)
    plain = [(above, cell) for above, cell in pairs if cell.row_span == 1 and above.text]
    both = [above for above, cell in plain if cell.text]
    ended = len(both) < len(plain)  # some shorter cell has all its text before the break
    return bool(both) and all(above.is_unfinished and (ended or above.lines > 1) for above in both)


def _goes_on(above: _Cell, cell: PageCell, merging: bool) -> bool:
    """At a break between two rows: is ``cell`` the rest of the merged cell ``above``?"""
    merged = above.is_merged or cell.row_span > 1
    if not cell.text:
        return merged or merging
    return merged and above.is_unfinished


def _follows(previous: str, following: str) -> bool:
    first, second = re.search(r"\d+", previous), re.search(r"\d+", following)
    return bool(first and second and int(second.group()[:9]) == int(first.group()[:9]) + 1)


def round_box(box: Box, shown: Matrix) -> Box:
    """A box on the page as it is shown, to 0.1 point as the contract has it."""
    x0, top, x1, bottom = map_box(box, shown)
    return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))


def _join_pieces(pieces: list[_Piece]) -> tuple[str, tuple[int, ...], tuple[Part, ...]]:
    """The text of a cell over its pages, the offsets of line feeds that end a paragraph, and where it all lies."""
    texts: list[str] = []
    ends: list[int] = []
    parts: list[Part] = []
    offset = 0
    for page, cell, shown in pieces:
        start = offset + (1 if offset and cell.lines else 0)
        text, breaks = join_lines(cell.lines, cell.box[0], cell.box[2])
        if text:
            texts.append(text)
            ends.extend(start + place for place in breaks)
            offset = start + len(text)
        parts.append(Part(start if text else offset, offset, page, round_box(cell.box, shown)))
    return "\n".join(texts), tuple(ends), tuple(parts)


def join_lines(lines: Iterable[TextLine], left: float, right: float) -> tuple[str, list[int]]:
    """Lines joined by line feeds, and the offsets of those that end a paragraph."""
    items = [line for line in lines if not all(is_blank(char) for char in line.text)]
    ends: list[int] = []
    offset = -1
    for line, ended in zip(items, paragraph_breaks(items, left, right), strict=False):
        offset += len(line.text) + 1
        if ended:
            ends.append(offset)
    return "\n".join(line.text for line in items), ends
