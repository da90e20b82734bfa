"""Choices with a mark at each (☑市教育局 ☐市民政局): which are ticked. Works on folded text; never raises on content.

A mark is in no name. Where boxes are drawn, each stands for the words up to the next one. Where only ticks are written
(市财政局√、市教育局), each is for the name that it touches, and a name without one is not chosen.
"""

import re
from bisect import bisect_left
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.source import Quotes
from pipeline.text.stops import SEPARATORS

_EMPTY = "☐□◻▢⬜❏❑❒🗆"
_FULL = "☑🗹✅⊠■🗷"
"""A box with a tick or a cross in it, or filled."""
_TICKS = "√✓✔"
_CROSSED = "☒"
"""Word's own mark of a chosen box, but of one that was turned down where others are ticked."""
_CROSSES = "×✗✘✕"
"""Turned down; only beside a tick, since × is also a sign between numbers."""
_RINGS = {"○": False, "◯": False, "◉": True, "●": True, "⊙": True}
"""Choices of which one is taken; only where an empty and a full one are there."""
_BRACKETED = re.compile(rf"[(\[]([{_TICKS}{_CROSSES}])[)\]]")
_EMPTY_BRACKETS = re.compile(r"\(\)|\[\]")
_MARKS = frozenset(_EMPTY + _FULL + _TICKS + _CROSSED + _CROSSES) | frozenset(_RINGS)
_ENDS = ";。"
_BLANKS = SEPARATORS + "。"

Span = tuple[int, int]


class Mark(Struct, frozen=True, gc=False):
    """A mark at ``start:end``, with those beside it (□√ is one); ``box``: it is drawn whether ticked or not."""

    start: int
    end: int
    ticked: bool
    box: bool


class Choices(Struct, frozen=True, gc=False):
    """What a text with marks says.

    kept      the text that counts, as spans in order
    unticked  choices that were not taken
    marks     the marks themselves
    open      True where no choice is ticked, so that all are kept
    """

    kept: tuple[Span, ...]
    unticked: tuple[Span, ...]
    marks: tuple[Span, ...]
    open: bool = False

    def text(self, folded: Folded) -> Folded:
        """What counts, as a folded text of its own."""
        return Folded(quote for span in self.kept for quote in folded.locate(*span))

    def left_out(self, folded: Folded) -> Quotes:
        """The choices that were not taken."""
        return tuple(quote for span in self.unticked for quote in folded.locate(*span))

    def own(self, folded: Folded) -> Quotes:
        """Marks and choices that were not taken: all of the text that says nothing."""
        return tuple(quote for span in (*self.marks, *self.unticked) for quote in folded.locate(*span))


def read_ticks(text: str, gaps: frozenset[int] = frozenset(), labels: tuple[Span, ...] = ()) -> Choices | None:
    """The choices of a text; None where no mark is in it.

    ``gaps``: offsets at which the source has a blank or breaks the line; ``labels``: spans of labels, which no choice
    reaches over.
    """
    marks = _find_marks(text)
    if not marks:
        return None
    found = tuple((mark.start, mark.end) for mark in marks)
    if not any(mark.ticked for mark in marks):
        return Choices(_without(text, found), (), found, open=True)
    stops = sorted({*_stops(text), *(edge for label in labels for edge in label)})
    if any(mark.box for mark in marks):
        unticked = _unticked_boxes(text, marks, stops)
    else:
        apart = set(gaps) - {edge for mark in marks for edge in range(mark.start, mark.end + 1)}
        unticked = _unticked_names(text, marks, stops, apart)
    kept = _without(text, (*found, *unticked))
    return Choices(kept, unticked, found) if kept else None


def may_have_ticks(text: str) -> bool:
    """False where no character of the text can be a mark."""
    return not _MARKS.isdisjoint(text)


def _find_marks(text: str) -> list[Mark]:
    """Each mark, or run of marks without words between them."""
    states = _states(text)
    if not states:
        return []
    found: list[Mark] = []
    bracketed = {match.start(1): match.span() for match in _BRACKETED.finditer(text)}
    if bracketed:
        found = [Mark(*match.span(), False, True) for match in _EMPTY_BRACKETS.finditer(text)]
    for index, char in enumerate(text):
        if char not in states:
            continue
        ticked = states[char]
        start, end = bracketed.get(index, (index, index + 1))
        box = char not in _TICKS
        if found and found[-1].end == start and (box != found[-1].box or char == text[start - 1]):
            before = found.pop()
            found.append(Mark(before.start, end, before.ticked or ticked, True))
        else:
            found.append(Mark(start, end, ticked, box))
    return sorted(found, key=lambda mark: mark.start)


def _states(text: str) -> dict[str, bool]:
    """The characters of a text that are marks, and whether each is a tick."""
    present = set(text)
    states = dict.fromkeys(present & set(_EMPTY), False)
    states.update(dict.fromkeys(present & set(_FULL), True))
    states.update(dict.fromkeys(present & set(_TICKS), True))
    if _CROSSED in present:
        states[_CROSSED] = not any(states.values())
    if any(states.values()):
        states.update(dict.fromkeys(present & set(_CROSSES), False))
    rings = {char: full for char, full in _RINGS.items() if char in present}
    if True in rings.values() and False in rings.values():
        states.update(rings)
    return states


def _stops(text: str) -> list[int]:
    return [index for index, char in enumerate(text) if char in _ENDS]


def _unticked_boxes(text: str, marks: list[Mark], stops: list[int]) -> tuple[Span, ...]:
    """The words of the boxes that are not ticked: behind each box, or before it where the text begins with words.

    A tick without a box has taken the place of one.
    """
    boxes = marks
    behind = not _words_before(text, boxes[0], stops)
    found: list[Span] = []
    for index, mark in enumerate(boxes):
        if mark.ticked:
            continue
        if behind:
            limit = boxes[index + 1].start if index + 1 < len(boxes) else len(text)
            span = (mark.end, _first(stops, mark.end, limit))
        else:
            limit = boxes[index - 1].end if index else 0
            span = (_last(stops, limit, mark.start), mark.start)
        if span[0] < span[1]:
            found.append(span)
    return tuple(found)


def _words_before(text: str, mark: Mark, stops: list[int]) -> bool:
    """True where words, and no label, are between the first mark and what begins its list."""
    begin = max((stop for stop in stops if stop <= mark.start), default=0)
    return text[begin : mark.start].strip(_BLANKS + ":") != "" and not text[: mark.start].endswith(":")


def _unticked_names(text: str, marks: list[Mark], stops: list[int], gaps: set[int]) -> tuple[Span, ...]:
    """The names of a list that no tick touches; none where the only tick opens the list, and may be for all of it."""
    cuts = {0, len(text), *gaps, *stops}
    cuts.update(index for index, char in enumerate(text) if char in _BLANKS)
    for left, right in pairwise(marks):  # √市财政局√市教育局: a tick behind a name ends it, one before begins it
        if left.start == 0 and not any(left.end <= cut < right.start for cut in cuts):
            cuts.add(right.start)
    if len(marks) == 1 and not text[: marks[0].start].strip(_BLANKS):
        return ()
    starts = [mark.start for mark in marks]
    found: list[Span] = []
    for start, end in pairwise(sorted(cuts)):
        nearest = bisect_left(starts, start)
        touched = nearest < len(starts) and starts[nearest] < end
        if not touched and text[start:end].strip(_BLANKS + ":") and not text[start:end].endswith(":"):
            found.append((start, end))
    return tuple(found)


def _first(stops: list[int], low: int, high: int) -> int:
    index = bisect_left(stops, low)
    return min(stops[index], high) if index < len(stops) else high


def _last(stops: list[int], low: int, high: int) -> int:
    index = bisect_left(stops, high)
    return max(stops[index - 1] + 1, low) if index else low


def _without(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The stretches of a text outside some spans that have more than separators in them."""
    kept: list[Span] = []
    at = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        if text[at:start].strip(_BLANKS):
            kept.append((at, start))
        at = max(at, end)
    return tuple(kept)
