"""Tables without rulings: told, so that columns run into each other never pass for text."""

from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.characters import Word

GAP = 8.0
"""Points between two stretches of a line that belong to different columns; a Chinese character is 9 to 16."""
_ROWS, _COLUMNS = 6, 3
_STEP = 4.0


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
