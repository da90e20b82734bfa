"""The columns of a table without vertical rulings: valleys between stretches of text, over all pages of the table."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from pipeline.fold import fold_text
from pipeline.readers.pdf.page.lines import PADDING, PageLine
from pipeline.readers.pdf.page.words import Word
from pipeline.text.enumerator import Kind, leading
from pipeline.text.patterns import pattern

_ALONE: tuple[Kind, ...] = ("han", "han-bracket", "chapter")
"""How folded texts begin that reach over all columns: bands within the table, notes below it."""
_FLAT = 0.5
"""Share of the usual height of words below which a box says nothing of the line."""
_ONE_LINE = 0.3
"""Share of a character's height by which the middles of words on one line differ at most."""
_ONE_STRETCH = 0.28
"""Share of a character's height: words nearer than this belong together (a space between Han and Latin is 0.25)."""
_TOUCHING = 0.1
"""Share of a character's height: characters nearer than this are of one word, be there an edge or not."""
_OVERLAP = 0.5
"""Points by which a word may reach over an edge and still end at it."""
_VALLEY = 0.34
"""A gap between columns is crossed by at most this share of the stretches that the lesser column beside it has."""
_REACH = 12
"""Stretches before and after one, among which those at its height are looked for: a page has no more columns."""
_NARROWEST = 2.0
"""Points: no gap between columns is narrower."""


def find_stretches(words: Iterable[Word], edges: Sequence[float] = (), starts: Sequence[float] = ()) -> list[PageLine]:
    """Words side by side on one line, together; from top to bottom, then from left to right.

    Words on two sides of one of ``edges`` (sorted) are apart if there is a gap, or if the second begins at one of
    ``starts``, where the lines of a column begin.
    """
    known = sorted(words, key=lambda word: word.middle)
    heights = sorted(word.height for word in known)
    usual = heights[len(heights) // 2] if heights else 0.0
    rows: list[list[Word]] = []
    low = float("-inf")
    flat: list[Word] = []
    for word in known:
        if word.height < _FLAT * usual:
            flat.append(word)
            continue
        if word.middle > low:
            rows.append([])
            low = word.middle + _ONE_LINE * word.height
        rows[-1].append(word)
    _add_flat(rows, flat, usual)
    return [stretch for row in rows for stretch in _split(row, edges, starts)]


def _add_flat(rows: list[list[Word]], flat: Sequence[Word], usual: float) -> None:
    """Put flat characters (some fonts give 一 and 、 boxes of their ink only) into the line that they belong to."""
    middles = [row[0].middle for row in rows]
    for word in flat:
        first, last = bisect_left(middles, word.middle - usual / 2), bisect_right(middles, word.middle + usual / 2)
        near = [
            (min(abs(word.x0 - other.x1), abs(other.x0 - word.x1)), index)
            for index in range(first, last)
            for other in rows[index]
        ]
        if near and min(near)[0] < usual:
            rows[min(near)[1]].append(word)
        else:
            rows.append([word])
    rows.sort(key=lambda row: row[0].middle)


def _split(row: list[Word], edges: Sequence[float], starts: Sequence[float]) -> list[PageLine]:
    found: list[PageLine] = []
    row.sort(key=itemgetter(1))
    before = 0.0  # where the word before begins
    if opens_alone(fold_text("".join(word.text for word in row))):
        starts = ()  # a band runs over all columns
    for text, x0, top, x1, bottom in row:
        last = found[-1] if found else None
        gap = 0.0 if last is None else (x0 - last.x1) / max(bottom - top, 0.1)
        if (
            last is not None
            and gap <= _ONE_STRETCH
            and not (
                (gap > _TOUCHING and _parted(last.x1 - _OVERLAP, x0, edges))
                or (_parted(before, x0, edges) and any(abs(x0 - start) < _OVERLAP for start in starts))
            )
        ):
            found[-1] = PageLine(
                last.text + text, last.x0, min(last.top, top), max(last.x1, x1), max(last.bottom, bottom)
            )
        else:
            found.append(PageLine(text, x0, top, x1, bottom))
        before = x0
    return found


def _parted(end: float, start: float, edges: Sequence[float]) -> bool:
    """Does an edge lie between these places?"""
    return bisect_right(edges, end) != bisect_right(edges, start + _OVERLAP)


def _beside_others(stretches: Sequence[PageLine]) -> list[PageLine]:
    """Without the stretches that are alone at their height, as bands do; ``stretches`` from top to bottom."""
    kept: list[PageLine] = []
    for index, line in enumerate(stretches):
        near = stretches[max(index - _REACH, 0) : index + _REACH + 1]
        middle = (line.top + line.bottom) / 2
        if any(other is not line and other.top <= middle <= other.bottom for other in near):
            kept.append(line)
    return kept


def find_edges(stretches: Sequence[PageLine], header: Sequence[tuple[float, float]] = ()) -> list[float]:
    """The edges of the columns that these stretches are in, outer ones included, from left to right.

    An edge is where hardly any stretch crosses and many are on either side: the valleys of the profile that
    counts, for each point across the page, the stretches over it. Cells over several columns cross a few edges.
    Between two words of the header (their ends, sorted) there is an edge in any case where nothing speaks against it.
    """
    if not stretches:
        return []
    left, right = min(line.x0 for line in stretches), max(line.x1 for line in stretches)
    profile = _profile(_beside_others(stretches), left, right)
    inner = [left + _edge(*valley) for valley in _valleys(profile)]
    for (_, end), (start, _) in pairwise(header):
        if start > end and not any(end - 1 < edge < start + 1 for edge in inner):
            low, high = round((end - left) * _SCALE), round((start - left) * _SCALE)
            inner.extend(left + _edge(*valley) for valley in _lowest(profile, low, high))
    return [left - PADDING, *sorted(inner), right + PADDING]


def _lowest(profile: list[int], low: int, high: int) -> list[tuple[float, float]]:
    """The last of the lowest places between two, if it is as low as an edge between columns."""
    between = profile[low:high]
    if not between or not any(profile[:low]) or not any(profile[high:]):
        return []
    least = min(between)
    if least > _VALLEY * min(max(profile[:low]), max(profile[high:])):
        return []
    end = high - between[::-1].index(least)
    start = end
    while start > low and profile[start - 1] == least:
        start -= 1
    return [(start / _SCALE, end / _SCALE)]


def _edge(start: float, end: float) -> float:
    """An edge in a valley: a cell's padding before the next column, whose lines begin at one place."""
    return end - min(PADDING, (end - start) / 2)


_SCALE = 2
"""Steps of the profile in a point."""


def _profile(stretches: Iterable[PageLine], left: float, right: float) -> list[int]:
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


def opens_alone(text: str) -> bool:
    """True for a folded line that runs over columns: it opens a band (一、…, 第一章) or a note below the table."""
    return leading(text, kinds=_ALONE) is not None or pattern("layout", "note_below").match(text) is not None
