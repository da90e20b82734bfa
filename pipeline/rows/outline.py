"""Running text → its outline: which number opens which item, and how the items nest.

Enumerators of the State Council's style, 一、 > （一） > 1. > （1） > ①, 第X条, and 任务N. At the beginning of a
paragraph an enumerator opens an item; inside one (whole documents on one line) only the next number of its kind does,
after the end of a sentence or straight after a heading.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.model import Paragraph, Quote, Quotes
from pipeline.statement.labels import member_label
from pipeline.text.numeral import read_numeral

_HAN = "一二三四五六七八九十百"
_KINDS: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第[{_HAN}\d]{{1,4}}[章编部]分?"),
    ("article", rf"第[{_HAN}\d]{{1,5}}条"),
    ("task", r"(?:重点)?(?:任务|项目|事项|工作)[一二三四五六七八九十\d]{1,4}(?=[:、.]|$)"),
    ("han", rf"[{_HAN}]{{1,4}}(?:、|\.)"),
    ("han-bracket", rf"\([{_HAN}]{{1,4}}\)[、.]?"),
    ("digit", r"\d{1,3}(?:[.、](?!\d)|\.(?=\d{4}年))"),
    ("digit-bracket", r"\(\d{1,3}\)[、.]?"),
    ("digit-half", r"\d{1,2}\)"),
    ("circle", r"[①-⑳]"),
)
_PATTERN = re.compile("|".join(f"(?P<k{index}>{pattern})" for index, (_, pattern) in enumerate(_KINDS)))
_BOUNDARY = "。;!:)]】〕”》…"
_INLINE = ("chapter", "article", "han", "han-bracket", "digit", "digit-bracket")
_RUN_IN = ("article", "han-bracket", "digit", "digit-bracket")
"""Kinds that may follow straight on a heading, without a stop between."""
_CLOSED = re.compile(r"[)】〕]。?$")
_HEADING = 40
_STOPS = re.compile(r"[。;,!:第]")
_NUMERAL = re.compile(rf"\d+|[①-⑳]|[{_HAN}]+")


class Enumerator(Struct, frozen=True, gc=False):
    """A printed number: its kind, value, and the folded span in its paragraph."""

    kind: str
    value: int
    start: int
    end: int


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


def value_of(text: str) -> int:
    """The number in an enumerator: 第十二条 → 12, 3. → 3, ③ → 3; 0 where none is found."""
    found = _NUMERAL.search(text)
    return (read_numeral(found.group()) or 0) if found else 0


def leading_enumerator(text: str) -> Enumerator | None:
    """The enumerator that opens a folded text, if one does."""
    match = _PATTERN.match(text)
    if match is None:
        return None
    kind = _KINDS[int((match.lastgroup or "k0")[1:])][0]
    return Enumerator(kind, value_of(match.group()), match.start(), match.end())


def enumerated_lines(folded: Folded) -> list[int]:
    """The offsets of the lines that an enumerator opens."""
    return [start for start in (0, *sorted(folded.breaks)) if _PATTERN.match(folded.text, start)]


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
        for found in _enumerators(folded.text, counters):
            if labelled and found.kind not in [item.enumerator.kind for item in stack if item.enumerator]:
                continue
            if found.start > start:
                done[-1].lines.extend(folded.locate(start, found.start))
            stack = _descend(stack, found)
            parents = tuple(item.heading() for item in stack)
            opened = _Open(found, folded.locate(found.start, found.end), parents)
            stack.append(opened)
            done.append(opened)
            start = found.end
            labelled = False
        if len(folded) > start:
            done[-1].lines.extend(folded.locate(start, len(folded)))
    return [item.close() for item in done]


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


def _enumerators(text: str, counters: dict[str, int]) -> Iterator[Enumerator]:
    """The enumerators that open items in one paragraph; ``counters`` holds the last number of each kind."""
    last_end = 0
    for match in _PATTERN.finditer(text):
        kind = _KINDS[int((match.lastgroup or "k0")[1:])][0]
        found = Enumerator(kind, value_of(match.group()), match.start(), match.end())
        if match.end() == len(text) and kind != "task" and len(text) < 5:
            continue
        if match.start() == 0 or _opens_inline(text, found, counters, last_end):
            counters[kind] = found.value
            last_end = match.end()
            yield found


def _opens_inline(text: str, found: Enumerator, counters: dict[str, int], last_end: int) -> bool:
    """Inside a paragraph: the next number of its kind, or a first one, after a sentence or straight after a heading."""
    if found.kind not in _INLINE or found.end >= len(text):
        return False
    if found.value not in (1, counters.get(found.kind, 0) + 1):
        return False
    before = text[found.start - 1]
    if before in _BOUNDARY:
        return True
    return (
        found.kind in _RUN_IN
        and not before.isdigit()
        and 0 < found.start - last_end <= _HEADING
        and not _STOPS.search(text, last_end, found.start)
    )
