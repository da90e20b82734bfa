"""The columns of a table without vertical rulings: valleys between stretches of text, over all pages of the table."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.lines import PADDING, TextLine

_ONE_LINE = 0.3
"""Share of a character's height by which the middles of words on one line differ at most."""
_ONE_STRETCH = 0.4
"""Share of a character's height: words nearer than this belong together (a space between Han and Latin is 0.25)."""
_OVERLAP = 0.5
"""Points by which a word may reach over an edge and still end at it."""
_VALLEY = 0.34
"""A gap between columns is crossed by at most this share of the stretches that the lesser column beside it has."""
_NARROWEST = 2.0
"""Points: no gap between columns is narrower."""


def find_stretches(words: Iterable[Word], edges: Sequence[float] = ()) -> list[TextLine]:
    """Words that stand side by side on one line, together; from top to bottom, then from left to right.

    Words on two sides of one of ``edges`` (sorted) do not stand together, however near.
    """
    rows: list[list[Word]] = []
    low = float("-inf")
    for word in sorted(words, key=lambda item: item[2] + item[4]):
        middle = (word[2] + word[4]) / 2
        if middle > low:
            rows.append([])
            low = middle + _ONE_LINE * (word[4] - word[2])
        rows[-1].append(word)
    return [stretch for row in rows for stretch in _split(row, edges)]


def _split(row: list[Word], edges: Sequence[float]) -> list[TextLine]:
    found: list[TextLine] = []
    row.sort(key=itemgetter(1))
    for text, x0, top, x1, bottom in row:
        last = found[-1] if found else None
        near = last is not None and x0 - last.x1 <= _ONE_STRETCH * (bottom - top)
        if last is not None and near and bisect_right(edges, last.x1 - _OVERLAP) == bisect_right(edges, x0 + _OVERLAP):
            found[-1] = TextLine(
                last.text + text, last.x0, min(last.top, top), max(last.x1, x1), max(last.bottom, bottom)
            )
        else:
            found.append(TextLine(text, x0, top, x1, bottom))
    return found


def find_edges(stretches: Sequence[TextLine]) -> list[float]:
    """The edges of the columns that these stretches stand in, outer ones included, from left to right.

    An edge stands where hardly any stretch crosses and many stand on either side: the valleys of the profile that
    counts, for each point across the page, the stretches over it. Cells over several columns cross a few edges.
    """
    if not stretches:
        return []
    left, right = min(line.x0 for line in stretches), max(line.x1 for line in stretches)
    inner = [_edge(*valley) for valley in _valleys(_profile(stretches, left, right))]
    return [left - PADDING, *(left + edge for edge in inner), right + PADDING]


def _edge(start: float, end: float) -> float:
    """An edge in a valley: a cell's padding before the next column, whose lines begin at one place."""
    return end - min(PADDING, (end - start) / 2)


_SCALE = 2
"""Steps of the profile in a point."""


def _profile(stretches: Iterable[TextLine], left: float, right: float) -> list[int]:
    """For each half point from ``left``: how many stretches lie over it."""
    changes = [0] * (int((right - left) * _SCALE) + 2)
    for line in stretches:
        changes[round((line.x0 - left) * _SCALE)] += 1
        changes[round((line.x1 - left) * _SCALE)] -= 1
    counts, count = [], 0
    for change in changes[:-1]:
        count += change
        counts.append(count)
    return counts


def _valleys(profile: list[int]) -> list[tuple[float, float]]:
    """Where the profile is low between two peaks: (start, end) in points, each the widest stretch at its bottom."""
    found: list[tuple[float, float]] = []
    peak = 0
    valley: list[tuple[int, int]] = []  # stretches at the lowest count since the peak
    low = 0
    for place, count in enumerate(profile):
        if count > low and valley:
            if low <= _VALLEY * min(peak, count):
                start, end = max(valley, key=lambda item: item[1] - item[0])
                if (end - start) / _SCALE >= _NARROWEST:
                    found.append((start / _SCALE, end / _SCALE))
                peak, valley = count, []
            elif count >= peak:
                peak, valley = count, []
        elif valley and count == low and valley[-1][1] == place:
            valley[-1] = (valley[-1][0], place + 1)
        elif valley and count == low:
            valley.append((place, place + 1))
        elif count < (low if valley else peak):
            low, valley = count, [(place, place + 1)]
        else:
            peak = max(peak, count)
    return found
