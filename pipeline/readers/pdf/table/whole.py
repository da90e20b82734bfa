"""Ruled tables that are the whole of one, and those that rulings show in part only."""

from pipeline.fold import fold_text
from pipeline.readers.pdf.table.content import PageCell, PageContent, PageTable
from pipeline.text.enumerator import row_number
from pipeline.text.lexicon import roles_of

_SAME_EDGE = 8.0
"""Points by which the outer edges of two parts of one table may differ."""
_WORD = 40
"""Characters that a header cell has at most."""


def has_whole_table(content: PageContent) -> bool:
    """True where rulings show at least one whole table, and no text is between its parts."""
    tables = content.tables
    if not any(_is_whole(table) for table in tables):
        return False
    same = [table for table in tables if _is_like(table, tables[0])]
    top, bottom = min(table.box[3] for table in same), max(table.box[1] for table in same)
    return not any(top <= line.top and line.bottom <= bottom for line in content.lines)


def _is_like(table: PageTable, other: PageTable) -> bool:
    """The same outer edge on one side: parts of one table."""
    return abs(table.box[0] - other.box[0]) < _SAME_EDGE or abs(table.box[2] - other.box[2]) < _SAME_EDGE


def _is_whole(table: PageTable) -> bool:
    """False for what rulings or shading show of a table that they do not rule wholly: one row (its header, a stripe),
    one column (its frame and lines across), rows that hold several numbers one below the other (its groups)."""
    if table.rows < 2 or len(table.xs) < 3:
        return False
    if all(not cell.lines or (len(cell.text) <= _WORD and roles_of(cell.text)) for cell in table.cells):
        return False
    left = table.xs[0]
    return not any(_holds_numbers(cell) for cell in table.cells if cell.box[0] == left)


def _holds_numbers(cell: PageCell) -> bool:
    texts = [fold_text(line.text) for line in cell.lines]
    return len(texts) > 1 and all(row_number(text) is not None for text in texts) and len(set(texts)) == len(texts)
