"""Running text → its outline: which number opens which item, and how the items nest.

Enumerators of the State Council's style, 一、 > （一） > 1. > （1） > ①, 第X条, and 任务N. At the beginning of a
paragraph an enumerator opens an item; inside one (whole documents on one line) only the next number of its kind does,
after the end of a sentence or straight after a heading.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.source import Label, Paragraph, Quote, Quotes
from pipeline.statement.labels import find_labels, member_label, member_labels
from pipeline.statement.roles import unit_like
from pipeline.text.brackets import CLOSE, pairs
from pipeline.text.enumerator import Enumerator, Kind, find_all, leading
from pipeline.text.patterns import pattern
from pipeline.text.stops import SENTENCE_ENDS

_BOUNDARY = SENTENCE_ENDS + ":" + CLOSE + "”》…"
_INLINE: tuple[Kind, ...] = ("chapter", "article", "han", "han-bracket", "digit", "digit-bracket", "circle")
_RUN_IN: tuple[Kind, ...] = ("article", "han-bracket", "digit", "digit-bracket", "circle")
"""Kinds that may follow straight on a heading, without a stop between."""
_CLOSED = re.compile(r"[)】〕]。?$")
_LONGEST_RUN_IN_HEADING = 40
_STOPS = SENTENCE_ENDS + ",:"
_LONGEST_LABEL = 20
_LOST = 150
"""A paragraph that has lost its lines is longer."""
_SIGNED = 80
_LONGEST_VALUE = 300
_ALONE = 5
"""A shorter paragraph that is nothing but a number opens no item."""


class Item(Struct, frozen=True, gc=False):
    """One numbered item: its number, its own text (without its sub-items), and the items above it.

    ``lines`` are the pieces of its text, one for each paragraph, the first without the number.
    """

    enumerator: Enumerator | None
    number: Quotes
    lines: tuple[Quote, ...]
    parents: tuple["Item", ...]


class _Open:
    """An item that is still growing."""

    def __init__(self, enumerator: Enumerator | None, number: Quotes, parents: tuple[Item, ...]) -> None:
        self.enumerator, self.number, self.parents = enumerator, number, parents
        self.lines: list[Quote] = []

    def heading(self) -> Item:
        """What a sub-item needs to know of it: the number and the first line."""
        return Item(self.enumerator, self.number, tuple(self.lines[:1]), ())

    def close(self) -> Item:
        return Item(self.enumerator, self.number, tuple(self.lines), self.parents)


def enumerated_lines(folded: Folded) -> list[int]:
    """The offsets of the lines that an enumerator opens."""
    return [start for start in (0, *sorted(folded.breaks)) if leading(folded.text, start)]


def read_items(paragraphs: list[Paragraph]) -> list[Item]:
    """All items of running text in order; text before the first number is an item without one."""
    stack: list[_Open] = []
    counters: dict[str, int] = {}
    done: list[_Open] = [_Open(None, (), ())]
    labelled = False  # inside 整改措施：, whose numbers are steps of the item
    for paragraph in paragraphs:
        quote = Quote(paragraph.id, None, None, 0, len(paragraph.text), paragraph.text, _feeds(paragraph.text))
        folded = Folded((quote,))
        start = 0
        label = member_label(folded.text, 0)
        labelled = bool(stack) and label.end == len(folded) if label else labelled and not _CLOSED.search(folded.text)
        labels = _labels_run_in(folded.text)
        members = member_labels(folded.text) if labels else []
        cuts = sorted([*(label.start for label in labels), *members, *_signature(folded.text)])
        for found in _enumerators(folded, counters, [label.end for label in labels]):
            if labelled and found.kind not in [item.enumerator.kind for item in stack if item.enumerator]:
                continue
            done[-1].lines.extend(_lines(folded, start, found.start, cuts))
            stack = _descend(stack, found)
            parents = tuple(item.heading() for item in stack)
            opened = _Open(found, folded.locate(found.start, found.end), parents)
            stack.append(opened)
            done.append(opened)
            start = found.end
            labelled = False
        done[-1].lines.extend(_lines(folded, start, len(folded), cuts))
    return [item.close() for item in done]


def _lines(folded: Folded, start: int, end: int, cuts: list[int]) -> Iterator[Quote]:
    """The text as lines: cut where one has been lost."""
    bounds = [start, *(cut for cut in cuts if start < cut < end), end]
    for low, high in pairwise(bounds):
        if low < high:
            yield from folded.locate(low, high)


def _labels_run_in(text: str) -> list[Label]:
    """The labels of units in a text that has lost its lines: several, in one long paragraph."""
    if len(text) < _LOST or text.count(":") + text.count("】") < 2:
        return []
    brackets = pairs(text)
    labels = [
        label
        for label in find_labels(text, 0, len(text))
        if (label.party or label.column == "deadline")
        and not any(
            start < label.start < end for start, end in brackets[: bisect_left(brackets, (label.start, 0))][-1:]
        )
    ]
    return labels if sum(label.party is not None for label in labels) > 1 else []


def _signature(text: str) -> list[int]:
    """Where the lines of issuer and date begin that end a long paragraph."""
    signed = pattern("outline", "signature").search(text, max(0, len(text) - _SIGNED)) if len(text) > _LOST else None
    return [signed.start()] if signed else []


def _feeds(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer("\n", text))


def _descend(stack: list[_Open], found: Enumerator) -> list[_Open]:
    """The open items that the new one stands under: up to the one of its own kind, which it closes."""
    for depth, item in enumerate(stack):
        if item.enumerator and item.enumerator.kind == found.kind:
            return stack[:depth]
    if found.kind in ("chapter", "task"):
        return []
    if found.kind == "article":
        return [item for item in stack if item.enumerator and item.enumerator.kind == "chapter"]
    return list(stack)


def _enumerators(folded: Folded, counters: dict[str, int], labels: list[int]) -> Iterator[Enumerator]:
    """The enumerators that open items in one paragraph; ``counters`` holds the last number of each kind.

    ``labels``: where the values of labels begin that have lost their lines.
    """
    text = folded.text
    last: Enumerator | None = None
    value_end = 0
    listed: Kind | None = None  # of the numbers inside a label's value
    for found in map(partial(_without_noun, text), find_all(text)):
        goes_on = value_end == found.start and found.kind == listed
        if found.start and (goes_on or _numbers_value(text, found)):
            value_end, listed = _unit_end(text, found.end), found.kind
            if value_end > found.end:
                continue
        if found.end == len(text) and found.kind != "task" and len(text) < _ALONE:
            continue
        value = labels[at - 1] if (at := bisect_right(labels, found.start)) else -1
        behind = value > (last.end if last else 0) and _ends_value(text, value, found, counters)
        if found.start == 0 or behind or _opens_inline(folded, found, counters, last, labelled=bool(labels)):
            counters[found.kind] = found.value
            last = found
            yield found


def _numbers_value(text: str, found: Enumerator) -> bool:
    """True for the number that opens a label's value: 责任单位：1.市财政局 2.市水务局."""
    low = max(0, found.start - _LONGEST_LABEL)
    return any(label.party and label.end == found.start for label in find_labels(text, low, found.start))


def _unit_end(text: str, start: int) -> int:
    """Where a unit ends that begins at ``start`` and is followed by a number or nothing; ``start`` where none does."""
    following = next((other.start for other in find_all(text[start:])), len(text) - start) + start
    return following if unit_like(text, start, following) else start


def _ends_value(text: str, value: int, found: Enumerator, counters: dict[str, int]) -> bool:
    """True for the next number behind the value of a label, which nothing ends: 责任单位：市财政局（二）办好展会."""
    if not 0 < found.start - value <= _LONGEST_VALUE or found.end >= len(text) or text[found.start - 1].isdigit():
        return False
    following = counters.get(found.kind, 0) + 1
    return found.value == following or (found.value == 1 and found.kind not in ("han", "han-bracket"))


def _stops(heading: Kind | None, found: Enumerator) -> str:
    """The marks that no heading holds; one behind 一、 or （一） may hold a comma: 一、突出重点，示范引领1、…."""
    return _STOPS.replace(",", "") if heading in ("han", "han-bracket") and heading != found.kind else _STOPS


def _without_noun(text: str, found: Enumerator) -> Enumerator:
    """Inside a text 重点任务一、 and 工作任务1. are the end of a title or heading and a number."""
    if found.kind != "task" or not found.start:
        return found
    numbers = (leading(text, at, kinds=("han", "digit")) for at in range(found.start + 2, found.end))
    return next((number for number in numbers if number), found)


def _opens_inline(
    folded: Folded, found: Enumerator, counters: dict[str, int], last: Enumerator | None, *, labelled: bool
) -> bool:
    """Inside a paragraph: the next number of its kind, or a first one: behind a sentence, a blank or a heading.

    ``labelled``: the paragraph has lost the lines of its labels, so that its numbers may follow anything.
    """
    text = folded.text
    last_end, last_kind = (last.end, last.kind) if last else (0, None)
    if found.kind not in _INLINE or found.end >= len(text):
        return False
    if found.value not in (1, counters.get(found.kind, 0) + 1):
        return False
    before = text[found.start - 1]
    if before in _BOUNDARY or found.start in folded.gaps:
        return True
    if found.kind == "han" and found.value == 1 and "han" not in counters:
        following = pattern("outline", "second_anywhere" if labelled else "second")
        return following.search(text, found.end) is not None
    if found.kind == "article" and found.value == 1 and "article" not in counters and len(text) > _LOST:
        return pattern("outline", "second_article").search(text, found.end) is not None
    return (
        found.kind in _RUN_IN
        and not before.isdigit()
        and 0 < found.start - last_end <= _LONGEST_RUN_IN_HEADING
        and not any(text.find(mark, last_end, found.start) >= 0 for mark in _stops(last_kind, found))
        and not pattern("outline", "counted").search(text, last_end, found.start)
    )
