"""Tables over pages: continued tables joined, rows and merged cells cut by a page break healed.

Two parts are joined only with proof: the same column edges, nothing but page furniture between them, and a repeated
header, a numbering that goes on, or a row or merged cell that is plainly cut.
"""

from pipeline.fold import fold_text
from pipeline.grid import RawCell, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.flow.heal import (
    Bottom,
    ColumnKnowledge,
    HeaderFact,
    goes_on,
    is_cut,
    is_header,
    is_named,
    is_uncertain,
    prove,
)
from pipeline.readers.pdf.flow.pieces import CellPiece, ColumnKey, GrowingCell, join_pieces
from pipeline.readers.pdf.table.content import PageCell, PageTable

EDGE = 3.0
"""Points by which the column edges of two parts of one table may differ."""
HEADER_ROWS = 4


class JoinedTable:
    """A table as it grows from page to page; each page costs time for its own cells only."""

    def __init__(self, first: PageTable) -> None:
        self.first_page = self.last_page = first.page
        self.edges = list(first.xs)
        self.rows = first.rows
        self.cells: list[GrowingCell] = []
        self.discarded: list[Discarded] = []
        self.issues: list[Issue] = []
        self._flattened = first.flattened
        self._columns = ColumnKnowledge((first.xs[0], first.xs[1]))
        self._recent: list[GrowingCell] = []  # cells on the last page
        for cell in first.cells:
            self._add(
                GrowingCell(
                    cell.row, cell.row_span, (cell.box[0], cell.box[2]), CellPiece(first.page, cell, first.to_shown)
                )
            )
        self._head = {(cell.row, cell.key): (cell.span, cell.text) for cell in self.cells if cell.row < HEADER_ROWS}

    def extend(self, part: PageTable) -> str | None:
        """Join ``part``, the first thing on the next page, when it is proved to go on. Gives the proof, else None."""
        fitted = self._fit(part)
        if fitted is None:
            return None
        edges, keys = fitted
        header = self._repeated_rows(part, keys)
        placed = list(zip(keys, part.cells, strict=True))
        top = {key: cell for key, cell in placed if cell.row == header}
        bottom = {cell.key: cell for cell in self._recent if cell.row + cell.span == self.rows}
        below = [(key, cell) for key, cell in placed if cell.row > header]
        columns = self._columns.with_cells(self._recent, below)
        cut = is_cut(bottom, top, columns)
        proof = prove(bottom, top, header, cut, columns, alike=self.is_alike(part))
        if proof is None:
            return None
        self.edges = edges
        self._columns = self._columns.with_cells(self._recent, ())
        if header:
            self.discarded.append(Discarded("repeated-header", _header_text(part, header)))
        offset = self.rows - header - (1 if cut else 0)
        self._recent = []
        for key, cell in placed:
            if cell.row > header or (cell.row == header and not self._grow(part, key, cell, bottom, cut, columns)):
                self._add(GrowingCell(cell.row + offset, cell.row_span, key, CellPiece(part.page, cell, part.to_shown)))
        self.rows = offset + part.rows
        self.last_page = part.page
        self._flattened = self._flattened or part.flattened
        return proof

    def is_alike(self, part: PageTable) -> bool:
        """Has ``part`` the columns of this table, which names them, and no header of its own?"""
        if len(part.xs) != len(self.edges) or self._fit(part) is None:
            return False
        named = any(
            is_named(text for (at, _), (_, text) in self._head.items() if at == row) for row in range(HEADER_ROWS)
        )
        return named and not is_named(cell.text for cell in part.cells if cell.row == 0)

    def _grow(
        self, part: PageTable, key: ColumnKey, cell: PageCell, bottom: Bottom, cut: bool, columns: ColumnKnowledge
    ) -> bool:
        """Add a cell of the first row to the one above it, when it is the rest of that."""
        above = bottom.get(key)
        if above is None:
            return False
        if not cut and not goes_on(above, cell, columns):
            if is_uncertain(above, cell, columns):
                message = f"The empty cell at the top of page {part.page} may belong to the cell before the page break."
                self.issues.append(Issue("merge-uncertain", "warning", message))
            return False
        above.span += cell.row_span - (1 if cut else 0)
        above.pieces.append(CellPiece(part.page, cell, part.to_shown))
        self._recent.append(above)
        return True

    def _add(self, cell: GrowingCell) -> None:
        self.cells.append(cell)
        self._recent.append(cell)

    def _fit(self, part: PageTable) -> tuple[list[float], list[ColumnKey]] | None:
        """All column edges, and those of each cell of ``part`` moved onto them; None when they do not fit."""
        shift = part.xs[0] - self.edges[0]
        moved = [edge - shift for edge in part.xs]
        if abs(moved[-1] - self.edges[-1]) > EDGE:
            return None
        nearest = {edge: min(self.edges, key=lambda known: abs(known - edge)) for edge in moved}
        fresh = [edge for edge, known in nearest.items() if abs(known - edge) > EDGE]
        if fresh and len(moved) - len(fresh) < len(self.edges):
            return None
        placed = {old: (edge if edge in fresh else nearest[edge]) for old, edge in zip(part.xs, moved, strict=True)}
        return sorted({*self.edges, *fresh}), [(placed[cell.box[0]], placed[cell.box[2]]) for cell in part.cells]

    def _repeated_rows(self, part: PageTable, keys: list[ColumnKey]) -> int:
        """How many rows at the top of ``part`` print the table's own first rows again."""
        repeated = 0
        same: set[HeaderFact] = set()
        for row in range(min(HEADER_ROWS, part.rows, self.rows)):
            cells = [(key, cell) for key, cell in zip(keys, part.cells, strict=True) if cell.row == row]
            if len(cells) != sum(1 for above, _ in self._head if above == row):
                break
            for key, cell in cells:
                span, text = self._head.get((row, key), (0, ""))
                if span != cell.row_span or not _is_same(text, cell.text):
                    return repeated
                same.add((row, span, key, fold_text(text) if key[0] == self.edges[0] else text))
            if all(above + span <= row + 1 for above, span, _, _ in same) and is_header(same):
                repeated = row + 1
        return repeated

    def to_raw(self) -> RawTable:
        """The table as raw cells; each cell has a part for every page that it is on."""
        column = {edge: index for index, edge in enumerate(self.edges)}
        cells = []
        for cell in self.cells:
            first, last = column[cell.key[0]], column[cell.key[1]]
            text, ends, parts = join_pieces(cell.pieces)
            cells.append(RawCell(cell.row, first, cell.span, last - first, text, ends, parts))
        return RawTable(tuple(cells), (self.first_page, self.last_page), self._flattened)


def _is_same(text: str, other: str) -> bool:
    return text == other or fold_text(text) == fold_text(other)


def _header_text(part: PageTable, rows: int) -> str:
    return "\t".join(cell.text for cell in part.cells if cell.row < rows)
