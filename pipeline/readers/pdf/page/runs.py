"""Runs: characters that a format places one by one, and the words of them, cut where rulings cross."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.fold import is_blank
from pipeline.model import Box
from pipeline.readers.pdf.page.words import Word, make_word

_GAP = 0.6
"""Of a character's height: a gap between two characters that parts words."""
_OFF = 0.2
"""Of a character's height: how far a character may be off the line of the one before."""


class PlacedRun(NamedTuple):
    """Characters drawn one after the other, each with its box in the reading frame."""

    text: str
    boxes: Sequence[Box]


def place_runs(runs: Iterable[PlacedRun], cuts: Sequence[float] | None) -> list[Word]:
    """The words of the runs. One that crosses one of ``cuts`` (sorted x of rulings) is given character by character,
    and so are all where ``cuts`` is None."""
    words: list[Word] = []
    for text, boxes in runs:
        first = 0
        for index in range(1, len(text) + 1):
            if index == len(text) or _is_apart(boxes[index - 1], boxes[index]):
                _add_word(words, text, boxes, first, index, cuts)
                first = index
    return words


def _is_apart(before: Box, box: Box) -> bool:
    height = before[3] - before[1]
    gap = box[0] - before[2]
    return gap > _GAP * height or gap < -height or abs(box[1] - before[1]) > _OFF * height


def _add_word(
    words: list[Word], text: str, boxes: Sequence[Box], first: int, end: int, cuts: Sequence[float] | None
) -> None:
    """One word of the characters from ``first`` to ``end``, without blanks at its ends; or one word for each."""
    while first < end and is_blank(text[first]):
        first += 1
    while first < end and is_blank(text[end - 1]):
        end -= 1
    if first == end:
        return
    x0, top, _, bottom = boxes[first]
    x1 = boxes[end - 1][2]
    if end - first == 1 or (cuts is not None and bisect_right(cuts, x0 + 1) == bisect_right(cuts, x1 - 1)):
        words.append(make_word((text[first:end], x0, top, x1, bottom)))
    else:
        words.extend(
            make_word((text[index], *boxes[index])) for index in range(first, end) if not is_blank(text[index])
        )
