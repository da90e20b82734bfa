"""Enumerators (一、 （一） 1. （1） ① 第三条): the numbers that open items, lines, headers and cells.

Works on folded text (half-width marks); the offsets are those of the text given.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from pipeline.text.numeral import COUNTED, read_numeral
from pipeline.text.stops import SENTENCE_ENDS

Kind = Literal[
    "chapter", "article", "task", "han", "han-bracket", "digit", "digit-bracket", "digit-half", "circle"
]  # fmt: skip

_HAN = f"[{COUNTED}]"
_PATTERNS: dict[Kind, str] = {
    "chapter": rf"第(?:{_HAN}|\d){{1,4}}[章编部节]分?",
    "article": rf"第(?:{_HAN}|\d){{1,5}}条",
    "task": r"(?:重点)?(?:任务|项目|事项|工作|问题|举措)(?:[一二三四五六七八九十]|\d){1,4}(?=[:、.]|$)"
    rf"|第(?:{_HAN}|\d){{1,4}}(?:件|号)(?![、,.和及至到令公文])",
    "han": rf"{_HAN}{{1,4}}(?:、|\.)",
    "han-bracket": rf"\({_HAN}{{1,4}}\)[、.]?|[㈠-㈩][、.]?",
    "digit": r"\d{1,3}(?:[.、](?!\d)|\.(?=\d{4}年|\d{1,2}月))|[⒈-⒛]",
    "digit-bracket": r"\(\d{1,3}\)[、.]?|[⑴-⒇]",
    "digit-half": r"\d{1,2}\)(?!\d)",
    "circle": r"[①-⑳㉑-㉟❶-❿㊀-㊉][、.]?",
}
ALL: tuple[Kind, ...] = tuple(_PATTERNS)
LISTS: tuple[Kind, ...] = ("han", "han-bracket", "digit", "digit-bracket", "digit-half", "circle")
"""Kinds that number the entries of a list; chapters, articles and tasks number parts of a document."""
_RANKS: dict[Kind, int] = {"chapter": 1, "article": 1, "task": 1, "han": 1, "han-bracket": 2}
_NUMBER = re.compile(rf"[(]?(?:\d{{1,4}}|{_HAN}{{1,4}}|[①-⑳⑴-⒛㈠-㈩㊀-㊉㉑-㉟])[).、,]?")
_INSIDE = re.compile(rf"\d+|{_HAN}+|[①-⑳⑴-⒛㈠-㈩㊀-㊉㉑-㉟❶-❿]")


class Enumerator(Struct, frozen=True, gc=False):
    """A printed number: its kind and value, and the half-open span that it takes with its marks."""

    kind: Kind
    value: int
    start: int
    end: int

    @property
    def rank(self) -> int:
        """How deep such an item is nested by custom: 1 for 一、 2 for （一） 3 for 1. and below."""
        return _RANKS.get(self.kind, 3)


@cache
def _pattern(kinds: tuple[Kind, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{_PATTERNS[kind]})" for kind in kinds))


def _made_of(match: re.Match[str]) -> Enumerator:
    kind: Kind = (match.lastgroup or "").replace("_", "-")  # type: ignore[assignment]
    return Enumerator(kind, value_inside(match.group()), match.start(), match.end())


def leading(text: str, start: int = 0, end: int | None = None, kinds: tuple[Kind, ...] = ALL) -> Enumerator | None:
    """The enumerator that opens ``text[start:end]``, if one does."""
    match = _pattern(ALL).match(text, start, len(text) if end is None else end)  # no two kinds open alike
    found = _made_of(match) if match else None
    return found if found and found.kind in kinds else None


def find_all(text: str, kinds: tuple[Kind, ...] = ALL) -> Iterator[Enumerator]:
    """What reads like an enumerator anywhere in a text, in order; which of them open items is for the caller."""
    return map(_made_of, _pattern(kinds).finditer(text))


def value_inside(text: str) -> int:
    """The number in an enumerator: 第十二条 → 12, （3） → 3, ③ → 3; 0 where none is found."""
    found = _INSIDE.search(text)
    return (read_numeral(found.group()) or 0) if found else 0


def row_number(text: str) -> int | None:
    """The number that a whole text is, as the first cell of a row holds it (3, 3., （三）, ③); None for other text."""
    return value_inside(text) if _NUMBER.fullmatch(text) else None


def is_band(text: str, longest: int = 40) -> bool:
    """True for a numbered heading of the upper ranks (一、重点领域; （二）…) that ends no sentence."""
    found = leading(text)
    return (
        found is not None
        and found.rank < 3
        and 2 <= len(text) - found.end <= longest
        and not any(mark in text for mark in SENTENCE_ENDS)
    )
