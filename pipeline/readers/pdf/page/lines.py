"""Words → lines, by their places on the page."""

import re
from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from pipeline.readers.pdf.page.overlay import LineLosses, is_doubled, is_overlaid, part_row
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.raised import split_raised

SENTENCE_ENDS = "。；！？：;!?:"
PADDING = 5.4
"""Points between a cell's text and its border: Word's default, 0.19 cm. More is counted as free room."""
_RAISED, _LIFT = 0.75, 0.25
"""Of a line's height: words above the line are at most so high, and end at least so far above its lower edge."""
_LEFT = itemgetter(1)
_LATIN = re.compile(r"[!-~\u00a1-\u024f]")
"""Between Latin words a gap is a space; Chinese is set with gaps of all kinds that mean nothing."""


class PageLine(Struct, frozen=True, gc=False):
    """One line of text on a page, and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the line, about its font size."""
        return self.bottom - self.top


def group_lines(words: Iterable[Word], losses: LineLosses | None = None) -> list[PageLine]:
    """Lines from top to bottom. A word belongs to a line when its middle lies inside the first word's height.

    ``losses`` takes up what is left out, or kept in doubt, because it overlaps other text.
    """
    runs: list[tuple[float, float, list[Word]]] = []  # middle and bottom of the first word, words
    low = high = 0.0
    run: list[Word] = []
    for word in words:
        middle = (word.top + word.bottom) / 2  # word.middle, without a call for each word
        if run and low <= middle <= high:
            run.append(word)
        else:
            run = [word]
            low, high = word.top, word.bottom
            runs.append((middle, high, run))
    runs.sort(key=itemgetter(0))
    rows: list[list[Word]] = []
    high = 0.0
    for middle, bottom, run in runs:
        if rows and middle <= high:
            rows[-1].extend(run)
        else:
            rows.append(run)
            high = bottom
    losses = losses or LineLosses()
    return [_make_line(row, losses) for row in rows]


def _make_line(row: list[Word], losses: LineLosses) -> PageLine:
    if len(row) == 1:
        return PageLine(*row[0])
    row.sort(key=_LEFT)
    if is_overlaid(row):
        row = part_row(row, losses)
    _, lefts, tops, rights, bottoms = zip(*row, strict=True)
    return PageLine(_join_words(row, losses).strip(), lefts[0], min(tops), max(rights), max(bottoms))


def _join_words(row: list[Word], losses: LineLosses) -> str:
    """The text of a line with spaces between Latin words; what is printed twice is left out once, and marks of notes
    above the line too."""
    text = [row[0].text]
    base = row[0]  # the last word on the line itself
    for left, right in pairwise(row):
        if left.text == right.text and is_doubled(left, right):
            losses.doubled.append(right.text)
            continue
        size = right.height
        if size < _RAISED * base.height and right.bottom < base.bottom - _LIFT * base.height:
            kept, mark = split_raised(text[-1], right.text)
            text.append(kept)
            losses.marks.extend([mark] if mark else [])
            continue
        if right.x0 - left.x1 > 0.15 * size and _LATIN.match(left.text[-1]) and _LATIN.match(right.text[0]):
            text.append(" ")
        text.append(right.text)
        base = right
    return "".join(text)


def is_full(line: PageLine, left: float, right: float) -> bool:
    """True when no further character would fit on the line between these edges (cell padding included)."""
    before, after = line.x0 - left, right - line.x1
    centred = abs(before - after) < 0.5 * line.size
    free = before + after - 2 * PADDING if centred else after - PADDING
    return free < 1.05 * line.size
