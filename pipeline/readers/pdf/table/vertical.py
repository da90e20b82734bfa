"""Text set vertically in a cell, one character below the other, in columns from right to left."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.page.words import Word

_FEWEST_ROWS = 3
_ONE_COLUMN, _ONE_ROW = 0.3, 0.3
"""Of a character's height: how far the characters of one column, or row, miss one another's middle at most."""
_DOWN = 0.6
"""Share of the steps, in the order of the file, that go down to the next character."""
_WIDER = 1.25
"""Times the step between rows: where columns are further apart than this, the text is vertical in any order."""


def vertical_lines(words: Sequence[Word]) -> list[PageLine] | None:
    """The columns of a vertical text as lines, from right to left; None where the text is not vertical.

    A single column is left to the caller: from top to bottom its characters are in order anyway.
    """
    if len(words) < 2 * _FEWEST_ROWS or any(len(word.text) > 1 for word in words):
        return None
    size = median(word.height for word in words)
    columns = _cluster([word.centre for word in words], _ONE_COLUMN * size)
    rows = _cluster([word.middle for word in words], _ONE_ROW * size)
    if not 1 < len(columns) < len(rows) or len(rows) < _FEWEST_ROWS:
        return None
    if not _goes_down(words, size) and not _is_apart(columns, rows):
        return None
    near = _ONE_COLUMN * size
    found = []
    for centre in reversed(columns):
        column = sorted((word for word in words if abs(word.centre - centre) <= near), key=lambda word: word.top)
        lefts, rights = [word.x0 for word in column], [word.x1 for word in column]
        text = "".join(word.text for word in column)
        found.append(PageLine(text, min(lefts), column[0].top, max(rights), column[-1].bottom))
    return found if sum(len(line.text) for line in found) == len(words) else None


def _cluster(places: Sequence[float], near: float) -> list[float]:
    """The middles of places that lie together, from small to large."""
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][0] <= near:
            found[-1].append(place)
        else:
            found.append([place])
    return [sum(group) / len(group) for group in found]


def _goes_down(words: Sequence[Word], size: float) -> bool:
    """Does the file draw the text from top to bottom, column after column from right to left?"""
    down = left = 0
    for before, word in pairwise(words):
        if abs(word.centre - before.centre) <= _ONE_COLUMN * size and 0 < word.middle - before.middle < 2.5 * size:
            down += 1
        elif word.centre < before.centre and word.middle < before.middle:
            left += 1
    return down + left == len(words) - 1 and down >= _DOWN * (len(words) - 1)


def _is_apart(columns: Sequence[float], rows: Sequence[float]) -> bool:
    """Are columns clearly further apart than rows? The characters of a line are not."""
    across = min(right - left for left, right in pairwise(columns))
    down = max(below - above for above, below in pairwise(rows))
    return across > _WIDER * down
