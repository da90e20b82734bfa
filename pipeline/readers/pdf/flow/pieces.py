"""Cells that grow over pages, and their text with its places."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.flow.paragraphs import paragraph_breaks
from pipeline.readers.pdf.page.frame import Matrix, map_box
from pipeline.readers.pdf.page.lines import SENTENCE_ENDS, PageLine, is_full
from pipeline.readers.pdf.table.content import PageCell
from pipeline.source import Part

ROOM = 2.5
"""Lines that a cell may leave empty at a page break and still go on: two are kept together (widow control)."""
ColumnKey = tuple[float, float]
"""The left and right edge of a cell, in the first page's coordinates."""


class CellPiece(Struct, frozen=True, gc=False):
    """The part of a cell on one page, and the matrix from the page's reading frame to the page as it is shown."""

    page: int
    cell: PageCell
    shown: Matrix


class GrowingCell:
    """A cell that may still grow on the next page."""

    __slots__ = ("key", "pieces", "row", "span")

    def __init__(self, row: int, span: int, key: ColumnKey, piece: CellPiece) -> None:
        self.row, self.span, self.key, self.pieces = row, span, key, [piece]

    @property
    def text(self) -> str:
        return "".join(piece.cell.text for piece in self.pieces)

    @property
    def has_text(self) -> bool:
        return any(piece.cell.lines for piece in self.pieces)

    @property
    def line_count(self) -> int:
        return sum(len(piece.cell.lines) for piece in self.pieces)

    @property
    def is_merged(self) -> bool:
        return self.span > 1

    @property
    def is_unfinished(self) -> bool:
        """The text fills its cell to the bottom and stops at a full line without a mark that ends a sentence."""
        filled = [piece.cell for piece in self.pieces if piece.cell.lines]
        if not filled or filled[-1] is not self.pieces[-1].cell:
            return False
        line, (left, _, right, bottom) = filled[-1].lines[-1], filled[-1].box
        if bottom - line.bottom > ROOM * line.size or line.text[-1] in SENTENCE_ENDS:
            return False
        return is_full(line, left, right) or line.text[-1] in "、，,（(—"


def join_pieces(pieces: Iterable[CellPiece]) -> tuple[str, tuple[int, ...], tuple[Part, ...]]:
    """The text of a cell over its pages, the offsets of line feeds that end a paragraph, and where it all lies."""
    texts: list[str] = []
    ends: list[int] = []
    parts: list[Part] = []
    offset = 0
    for piece in pieces:
        cell = piece.cell
        text, breaks = join_lines(cell.lines, cell.box[0], cell.box[2])
        start = offset + (1 if text and texts else 0)
        if text:
            texts.append(text)
            ends.extend(start + place for place in breaks)
            offset = start + len(text)
        parts.append(Part(start, offset, piece.page, round_box(cell.box, piece.shown)))
    return "\n".join(texts), tuple(ends), tuple(parts)


def join_lines(lines: Sequence[PageLine], left: float, right: float) -> tuple[str, list[int]]:
    """Lines joined by line feeds, and the offsets of those that end a paragraph."""
    if len(lines) < 2:
        return lines[0].text if lines else "", []
    ends: list[int] = []
    offset = -1
    for line, ended in zip(lines, paragraph_breaks(lines, left, right), strict=False):
        offset += len(line.text) + 1
        if ended:
            ends.append(offset)
    return "\n".join(line.text for line in lines), ends


def round_box(box: Box, shown: Matrix) -> Box:
    """A box on the page as it is shown, to 0.1 point as the contract has it."""
    x0, top, x1, bottom = map_box(box, shown)
    return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))
