"""Characters → lines → paragraphs, by where they stand on the page."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.overlay import Overlap, is_overlaid, part_row

SENTENCE_ENDS = "。；！？：;!?:"
PADDING = 5.4
"""Points between a cell's text and its border: Word's default, 0.19 cm. More is counted as free room."""
_LATIN = re.compile(r"[!-~\u00a1-\u024f]")
"""Between Latin words a gap is a space; Chinese is set with gaps of all kinds that mean nothing."""


class TextLine(Struct, frozen=True, gc=False):
    """One line of text and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the line, about its font size."""
        return self.bottom - self.top


def group_lines(words: Iterable[Word], over: list[Overlap] | None = None) -> list[TextLine]:
    """Lines from top to bottom. A word belongs to a line when its middle lies inside the first word's height.

    ``over`` takes up what is printed on the place of other text, and is left out where that can be told.
    """
    runs: list[tuple[float, float, list[Word]]] = []  # middle and bottom of the first word, words
    low = high = 0.0
    run: list[Word] = []
    for word in words:
        middle = (word[2] + word[4]) / 2
        if run and low <= middle <= high:
            run.append(word)
        else:
            run = [word]
            low, high = word[2], word[4]
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


def _make_line(row: list[Word], over: list[Overlap] | None) -> TextLine:
    if len(row) == 1:
        return TextLine(*row[0])
    row.sort(key=itemgetter(1))
    if over is not None and is_overlaid(row):
        row, overlap = part_row(row)
        over.extend([overlap] if overlap else [])
    _, lefts, tops, rights, bottoms = zip(*row, strict=True)
    return TextLine(_join_words(row).strip(), lefts[0], min(tops), max(rights), max(bottoms))


def _join_words(row: list[Word]) -> str:
    """The text of a line with spaces between Latin words, and what is printed twice to look bold only once."""
    text = [row[0][0]]
    for left, right in pairwise(row):
        size = right[4] - right[2]
        if left[0] == right[0] and right[1] - left[1] < 0.3 * size:
            continue
        if right[1] - left[3] > 0.15 * size and _LATIN.match(left[0][-1]) and _LATIN.match(right[0][0]):
            text.append(" ")
        text.append(right[0])
    return "".join(text)


def is_full(line: TextLine, left: float, right: float) -> bool:
    """True when no further character would fit on the line between these edges (cell padding included)."""
    before, after = line.x0 - left, right - line.x1
    centred = abs(before - after) < 0.5 * line.size
    free = before + after - 2 * PADDING if centred else after - PADDING
    return free < 1.05 * line.size


def paragraph_breaks(lines: Sequence[TextLine], left: float, right: float) -> list[bool]:
    """For each line but the last: does a paragraph end with it?

    It does when the line stops short after a mark that ends a sentence, or when the gap below is clearly wider than
    the usual one.
    """
    gaps = [below.top - line.bottom for line, below in pairwise(lines)]
    usual = min(gaps, default=0.0)
    return [
        gap > usual + 0.4 * line.size or (line.text[-1] in SENTENCE_ENDS and not is_full(line, left, right))
        for gap, line in zip(gaps, lines, strict=False)
    ]


class PageParagraph(Struct, frozen=True):
    """Lines of one paragraph on one page. ``open_end``: the last line is full; ``indented``: the first is set in."""

    page: int
    lines: tuple[TextLine, ...]
    open_end: bool
    indented: bool

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return (
            min(line.x0 for line in self.lines),
            self.lines[0].top,
            max(line.x1 for line in self.lines),
            max(line.bottom for line in self.lines),
        )


def group_paragraphs(lines: Sequence[TextLine], page: int, width: float) -> list[PageParagraph]:
    """Paragraphs among lines that stand outside tables: a short line, a wide gap or an indent separates them.

    ``width`` is the page's; text is taken to fill at least its middle three fifths.
    """
    if not lines:
        return []
    left = min(0.2 * width, *(line.x0 for line in lines))
    right = max(0.8 * width, *(line.x1 for line in lines))
    usual = _usual_gap(lines)
    groups: list[list[TextLine]] = [[lines[0]]]
    for above, line in pairwise(lines):
        if _continues(above, line, left, right, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        PageParagraph(page, tuple(group), is_full(group[-1], left, right), group[0].x0 > left + group[0].size)
        for group in groups
    ]


def _usual_gap(lines: Sequence[TextLine]) -> float:
    gaps = sorted(below.top - line.bottom for line, below in pairwise(lines))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _continues(above: TextLine, line: TextLine, left: float, right: float, usual: float) -> bool:
    size = min(above.size, line.size)
    if line.top - above.bottom > max(usual, 0) + 0.8 * size or max(above.size, line.size) > 1.25 * size:
        return False
    return is_full(above, left, right) and line.x0 < left + 1.2 * size


class Slots:
    """Which cell of a table a point lies in, by bisection."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], owner: dict[tuple[int, int], int]) -> None:
        self._xs, self._ys, self._owner = xs, ys, owner

    def find(self, x: float, y: float) -> int | None:
        """The index of the cell at this point of the page."""
        return self._owner.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))
