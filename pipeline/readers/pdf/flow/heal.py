"""What a page break did to a table: is a row cut, does a merged cell go on, and does the table go on at all?"""

from collections.abc import Iterable
from copy import copy

from pipeline.fold import fold_text
from pipeline.readers.pdf.flow.pieces import ColumnKey, GrowingCell
from pipeline.readers.pdf.table.content import PageCell
from pipeline.text.enumerator import row_number
from pipeline.text.lexicon import roles_of

_WORD = 40
"""Characters that a header cell has at most."""
HeaderFact = tuple[int, int, ColumnKey, str]
"""Row, row span, column edges and folded text of a cell."""
Bottom = dict[ColumnKey, GrowingCell]
Top = dict[ColumnKey, PageCell]


class ColumnKnowledge:
    """What is known of a table's columns so far: does the leftmost one count, which ones merge cells downwards?"""

    def __init__(self, left: ColumnKey) -> None:
        self._left = left
        self._cells = self._numbers = 0
        self._merged: set[ColumnKey] = set()
        self._blank: set[ColumnKey] = set()
        self.last_number = ""

    def with_cells(
        self, cells: Iterable[GrowingCell], below: Iterable[tuple[ColumnKey, PageCell]]
    ) -> "ColumnKnowledge":
        """This knowledge, and what further cells and the rows below the page break add to it."""
        other = copy(self)
        other._merged, other._blank = set(self._merged), set(self._blank)
        for cell in cells:
            other._learn(cell.key, cell.is_merged, cell.has_text)
            if cell.key == self._left:
                text = fold_text(cell.text)
                other._cells += 1
                other._numbers += row_number(text) is not None
                other.last_number = text or other.last_number
        for key, part in below:
            other._learn(key, part.row_span > 1, bool(part.lines))
        return other

    def _learn(self, key: ColumnKey, merged: bool, filled: bool) -> None:
        if merged:
            self._merged.add(key)
        elif not filled:
            self._blank.add(key)

    @property
    def number_key(self) -> ColumnKey | None:
        """The leftmost column, when most of its cells hold a number."""
        return self._left if self._numbers and self._numbers * 2 >= self._cells - 1 else None

    def merges(self, key: ColumnKey) -> bool:
        """True when the column merges cells downwards somewhere."""
        return key in self._merged

    def has_blanks(self, key: ColumnKey) -> bool:
        """True when the column has an empty cell of one row: then an empty cell says nothing of a merge."""
        return key in self._blank


def is_header(head: set[HeaderFact]) -> bool:
    """Rows with words that do not begin with a number."""
    left = min((key[0] for _, _, key, _ in head), default=0.0)
    return any(text for *_, text in head) and not any(
        row_number(text) is not None for _, _, key, text in head if key[0] == left
    )


def prove(bottom: Bottom, top: Top, header: int, cut: bool, columns: ColumnKnowledge, *, alike: bool) -> str | None:
    """Why a part belongs to the table before it, in words; None when nothing says so.

    ``alike``: it has no header of its own, and its columns are the same.

    After a band (a row of one cell, 二、…方面) numbers may begin again.
    """
    if header:
        return "its header is repeated"
    if cut:
        return "a row is cut by the page break"
    number = columns.number_key
    if number is not None and number in top and _follows(columns.last_number, fold_text(top[number].text)):
        return "its numbering goes on"
    if number is not None and len(bottom) == 1 and number in top and row_number(fold_text(top[number].text)) == 1:
        return "a band names what follows"
    if bottom.keys() == top.keys() and any(cell.row_span > 1 and not cell.lines for cell in top.values()):
        return "a merged cell goes on"
    if alike and (number is None or number not in top or row_number(fold_text(top[number].text)) != 1):
        return "it has no header of its own, and the same columns"
    return None


def is_named(texts: Iterable[str]) -> bool:
    """Do the texts of one row name columns?"""
    filled = [text for text in texts if text]
    named = sum(1 for text in filled if len(text) <= _WORD and roles_of(text))
    return named > 1 and 2 * named >= len(filled)


def is_cut(bottom: Bottom, top: Top, columns: ColumnKnowledge) -> bool:
    """Does the first row of a page go on with the last row of the page before?

    A blank number cell says so where every row is numbered. Without numbers all texts must go on in mid-sentence.
    """
    if bottom.keys() != top.keys() or not top:
        return False
    pairs = [(bottom[key], cell) for key, cell in top.items()]
    if not any(cell.lines for _, cell in pairs):
        return True
    number = columns.number_key
    if number is not None and number in top and not bottom[number].is_merged and top[number].row_span == 1:
        if top[number].lines:
            return False
        if bottom[number].has_text and not columns.has_blanks(number):
            return True
    plain = [(above, cell) for above, cell in pairs if cell.row_span == 1 and above.has_text]
    both = [above for above, cell in plain if cell.lines]
    ended = len(both) < len(plain)  # some shorter cell has all its text before the break
    return bool(both) and all(above.is_unfinished and (ended or above.line_count > 1) for above in both)


def goes_on(above: GrowingCell, cell: PageCell, columns: ColumnKnowledge) -> bool:
    """At a break between two rows: is ``cell`` the rest of the merged cell ``above``?"""
    merged = above.is_merged or cell.row_span > 1
    if cell.lines:
        return merged and above.is_unfinished
    return merged or (columns.merges(above.key) and not columns.has_blanks(above.key))


def is_uncertain(above: GrowingCell, cell: PageCell, columns: ColumnKnowledge) -> bool:
    """An empty cell below a filled one, in a column that has neither merged nor empty cells elsewhere."""
    known = columns.merges(above.key) or columns.has_blanks(above.key)
    return not cell.lines and above.has_text and not above.is_merged and cell.row_span == 1 and not known


def _follows(previous: str, following: str) -> bool:
    first, second = row_number(previous), row_number(following)
    return first is not None and second == first + 1
