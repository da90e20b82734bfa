"""Pages that may hold a table without rulings: their text is in columns."""

from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.page.words import Word

GAP = 8.0
"""Points between two stretches of a line that belong to different columns; a Chinese character is 9 to 16."""
_ROWS, _COLUMNS = 6, 3
_STEP = 4.0


def looks_tabular(words: Sequence[Word]) -> bool:
    """True when stretches of many lines begin at the same three or more places across the page."""
    starts: Counter[int] = Counter()
    row: list[Word] = []
    for word in sorted(words, key=lambda item: item.middle):
        if row and word.middle > row[0].bottom:
            starts.update(_starts(row))
            row = []
        row.append(word)
    starts.update(_starts(row))
    return sum(1 for place, count in starts.items() if count >= _ROWS and count > starts[place - 1]) >= _COLUMNS


def _starts(row: list[Word]) -> list[int]:
    """Where the stretches of one line begin, in steps across the page; nothing for a line in one stretch."""
    found: list[int] = []
    end = float("-inf")
    for word in sorted(row, key=lambda item: item.x0):
        if word.x0 > end + GAP:
            found.append(round(word.x0 / _STEP))
        end = max(end, word.x1)
    return found if len(found) > 1 else []
