"""Words → lines, by their places on the page."""

import re
from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from pipeline.readers.pdf.page.overlay import Overlap, is_overlaid, part_row
from pipeline.readers.pdf.page.words import Word

SENTENCE_ENDS = "。；！？：;!?:"
PADDING = 5.4
"""Points between a cell's text and its border: Word's default, 0.19 cm. More is counted as free room."""
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


def group_lines(words: Iterable[Word], over: list[Overlap] | None = None) -> list[PageLine]:
    """Lines from top to bottom. A word belongs to a line when its middle lies inside the first word's height.

    ``over`` takes up what is printed over other text, and is left out where that is certain.
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
    return [_make_line(row, over) for row in rows]


def _make_line(row: list[Word], over: list[Overlap] | None) -> PageLine:
    if len(row) == 1:
        return PageLine(*row[0])
    row.sort(key=_LEFT)
    if over is not None and is_overlaid(row):
        row, overlap = part_row(row)
        over.extend([overlap] if overlap else [])
    _, lefts, tops, rights, bottoms = zip(*row, strict=True)
    return PageLine(_join_words(row).strip(), lefts[0], min(tops), max(rights), max(bottoms))


def _join_words(row: list[Word]) -> str:
    """The text of a line with spaces between Latin words, and what is printed twice to look bold only once."""
    text = [row[0].text]
    for left, right in pairwise(row):
        size = right.height
        if left.text == right.text and right.x0 - left.x0 < 0.3 * size:
            continue
        if right.x0 - left.x1 > 0.15 * size and _LATIN.match(left.text[-1]) and _LATIN.match(right.text[0]):
            text.append(" ")
        text.append(right.text)
    return "".join(text)


def is_full(line: PageLine, left: float, right: float) -> bool:
    """True when no further character would fit on the line between these edges (cell padding included)."""
    before, after = line.x0 - left, right - line.x1
    centred = abs(before - after) < 0.5 * line.size
    free = before + after - 2 * PADDING if centred else after - PADDING
    return free < 1.05 * line.size
