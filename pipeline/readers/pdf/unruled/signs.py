"""Signs of tables without rulings: text in columns on a page, and ruled tables that cannot be the whole of one."""

from collections import Counter
from collections.abc import Sequence

from pipeline.fold import fold_text
from pipeline.readers.pdf.cells import PageCell, PageContent, PageTable
from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.heal import NUMBER
from pipeline.text.lexicon import roles_of

GAP = 8.0
"""Points between two stretches of a line that belong to different columns; a Chinese character is 9 to 16."""
_ROWS, _COLUMNS = 6, 3
_STEP = 4.0
_WORD = 40
"""Characters that a header cell has at most."""


def has_whole_table(content: PageContent) -> bool:
    """True where rulings show at least one table wholly, and no text stands between its parts."""
    tables = content.tables
    if not any(_is_whole(table) for table in tables):
        return False
    same = [table for table in tables if _is_like(table, tables[0])]
    top, bottom = min(table.box[3] for table in same), max(table.box[1] for table in same)
    return not any(top <= line.top and line.bottom <= bottom for line in content.lines)


def _is_like(table: PageTable, other: PageTable) -> bool:
    """The same outer edge on one side: parts of one table."""
    return abs(table.box[0] - other.box[0]) < GAP or abs(table.box[2] - other.box[2]) < GAP


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
    return len(texts) > 1 and all(NUMBER.fullmatch(text) for text in texts) and len(set(texts)) == len(texts)


def looks_tabular(words: Sequence[Word]) -> bool:
    """True when stretches of many lines begin at the same three or more places across the page."""
    starts: Counter[int] = Counter()
    row: list[Word] = []
    for word in sorted(words, key=lambda item: item[2] + item[4]):
        if row and (word[2] + word[4]) / 2 > row[0][4]:
            starts.update(_starts(row))
            row = []
        row.append(word)
    starts.update(_starts(row))
    return sum(1 for place, count in starts.items() if count >= _ROWS and count > starts[place - 1]) >= _COLUMNS


def _starts(row: list[Word]) -> list[int]:
    """Where the stretches of one line begin, in steps across the page; nothing for a line in one stretch."""
    found: list[int] = []
    end = float("-inf")
    for word in sorted(row, key=lambda item: item[1]):
        if word[1] > end + GAP:
            found.append(round(word[1] / _STEP))
        end = max(end, word[3])
    return found if len(found) > 1 else []
