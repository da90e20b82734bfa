"""Upright text printed over other text: stamps such as 样本 across the lines, and lines printed into each other.

Where the sizes differ, the fewer characters are the stamp. Where they do not, nobody can say which text is meant.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Discarded
from pipeline.readers.pdf.page.words import Word

_LARGE = 1.6
"""Times the usual height, from which text may lie across several lines."""
_SAMPLE = 32
_FEW = 50
"""Large words of a page beyond which they are its text."""
_CROWDED = 200
"""Words of a line beyond which no order can be worth its time."""
_SET_IN = 0.6
"""Of the lower height: how far two words run into each other only if one lies on the other; condensed titles less."""
_SAME_PLACE = 0.3
"""Of a character's own width: text printed twice is moved by less, along the line and across it."""
_LEADER = re.compile(r"[\W_〇]+")
"""Underscores, dots, circles and dashes, over which text is meant to be written."""
_GAP = re.compile(r"\s|[_＿]{2}")
_PART = re.compile(r"[_＿]{2,}|(?:(?![_＿]{2})\S)+")


def part_overlays(words: list[Word]) -> tuple[list[Word], list[str]]:
    """The words of a page without the large ones that lie across smaller ones; and the text of those."""
    heights = sorted(word.height for word in words[:: len(words) // _SAMPLE + 1])
    if not heights:
        return words, []
    usual = heights[len(heights) // 2]
    large = [word for word in words if word.height > _LARGE * usual]
    if not 0 < len(large) <= _FEW:
        return words, []
    top, bottom = min(word.top for word in large), max(word.bottom for word in large)
    limit = _LARGE * usual
    small = [word for word in words if top < word.top and word.bottom < bottom and word.height <= limit]
    across = [word for word in large if not _LEADER.fullmatch(word.text) and _lies_across(word, small)]
    if not across:
        return words, []
    stamped = {id(word) for word in large if any(_is_beside(word, other) for other in across)}
    texts = "".join(word.text for word in words if id(word) in stamped)
    return [word for word in words if id(word) not in stamped], [texts]


def _lies_across(large: Word, small: list[Word]) -> bool:
    _, x0, top, x1, bottom = large
    inset = 0.15 * (bottom - top)
    top, bottom = top + inset, bottom - inset
    return any(
        x0 < word.centre < x1 and top < word.middle < bottom and not _LEADER.fullmatch(word.text) for word in small
    )


def _is_beside(word: Word, other: Word) -> bool:
    """Are two words on one line, in one size?"""
    height = other.height
    return abs(word.height - height) < 0.05 * height and abs(word.middle - other.middle) < 0.2 * height


def is_overlaid(row: Sequence[Word]) -> bool:
    """True when words of a line, sorted from left to right, overlap."""
    return any(left.x1 - right.x0 > _SET_IN * right.height and _are_two(left, right) for left, right in pairwise(row))


class LineLosses:
    """What lines leave out, or keep in doubt, because it is printed over other text or above the line."""

    def __init__(self) -> None:
        self.covered: list[str] = []
        """Left out: text in another size than the line's, over it."""
        self.kept: list[str] = []
        """Kept, although it overlaps: either text may be meant."""
        self.doubled: list[str] = []
        """Left out: printed twice in one place."""
        self.marks: list[str] = []
        """Left out: the marks of notes, set above the line."""

    def discarded(self) -> list[Discarded]:
        """What was left out for a reason that needs no warning."""
        doubled = [Discarded("duplicate", text) for text in self.doubled]
        return [*doubled, *(Discarded("comment", text) for text in self.marks)]


def part_row(row: Sequence[Word], losses: LineLosses) -> list[Word]:
    """A line whose words overlap, put right; ``losses`` takes up what is left out or uncertain.

    What fits into a gap of another word (digits drawn after the text that leaves room for them) goes there. What is
    printed twice, and cut into words in two ways, is kept once. Of the rest, words in another size than most are taken
    for a stamp and left out.
    """
    if len(row) > _CROWDED:
        losses.kept.append("".join(word.text for word in row))
        return list(row)
    parts = sorted((part for word in row for part in _split_at_gaps(word)), key=lambda word: word.x0)
    repeated = [word for word in parts if any(_repeats(word, other) for other in parts)]
    losses.doubled.extend(word.text for word in repeated)
    parts = [word for word in parts if word not in repeated]
    if not is_overlaid(parts):
        return parts
    sizes: Counter[int] = Counter()
    for word in parts:
        sizes[round(word.height)] += len(word.text)
    main = sizes.most_common(1)[0][0]
    usual = [word for word in parts if abs(word.height - main) <= 0.15 * main]
    over = [word for word in parts if word not in usual and any(_meet(word, other) for other in usual)]
    left = [word for word in parts if word not in over]
    losses.covered.extend(["".join(word.text for word in over)] if over else [])
    losses.kept.extend(["".join(word.text for word in left)] if is_overlaid(left) else [])
    return left


def _split_at_gaps(word: Word) -> list[Word]:
    """The parts of a word between its blanks and lines to write on; their places are worked out from its width."""
    text, x0, top, x1, bottom = word
    if not _GAP.search(text):
        return [word]
    widths = [0.5 if char < "\u0100" else 1.0 for char in text]
    scale = (x1 - x0) / sum(widths)
    return [
        Word(
            found.group(),
            x0 + scale * sum(widths[: found.start()]),
            top,
            x0 + scale * sum(widths[: found.end()]),
            bottom,
        )
        for found in _PART.finditer(text)
    ]


def _meet(word: Word, other: Word) -> bool:
    left, right = (word, other) if word.x0 <= other.x0 else (other, word)
    return _are_two(left, right)


def _are_two(left: Word, right: Word) -> bool:
    """False for text that is apart, is printed twice to look bold, or is on an underscore."""
    if _LEADER.fullmatch(left.text) or _LEADER.fullmatch(right.text):
        return False
    lower = min(left.height, right.height)
    return not is_doubled(left, right) and left.x1 - right.x0 > _SET_IN * lower


def is_doubled(word: Word, other: Word) -> bool:
    """True for a word printed twice to look bold: the same characters in the same place."""
    reach = _SAME_PLACE * min(word.glyph, other.glyph)
    return word.text == other.text and abs(word.x0 - other.x0) < reach and abs(word.middle - other.middle) < reach


def _repeats(word: Word, other: Word) -> bool:
    """Is the word a part of a longer one, in the place of that part?"""
    start = other.text.find(word.text)
    if start < 0 or len(word.text) >= len(other.text):
        return False
    place = other.x0 + (other.x1 - other.x0) * _width(other.text[:start]) / _width(other.text)
    reach = _SAME_PLACE * word.glyph
    return abs(word.x0 - place) < reach and abs(word.middle - other.middle) < reach


def _width(text: str) -> float:
    """About how wide a text is, in ems."""
    return sum(0.5 if char < "\u0100" else 1.0 for char in text)
