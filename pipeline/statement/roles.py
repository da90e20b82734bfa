"""The words of statements (牵头, 配合, 会同, 按职责分工负责, 等部门), compiled once from knowledge/role_words.toml."""

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from pipeline.knowledge import read_toml
from pipeline.model import PartyRole
from pipeline.units.lists import cut, opens_with_level, shape

_TIME = (
    r"(?:20\d\d年|\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底末])?|年)(?:度|[底内末前]|[上下]半年|第?[一二三四]季度)?[底末内]?(?:之?前|以前)?(?:完成|建成|取得|$)"
    r"|^(?:长期|持续|常年|全年|常态化|立即|即知即改|立行立改|每[年月季周])"
)
_TIME_SIGNS = frozenset("年月期续态即立每")
"""A text without one of these says no time: most pieces are passed over quickly."""
TAIL_LIMIT = 24
"""Role words stand in the last characters of a piece; patterns look no further back, so time stays linear."""


class Grammar(Struct, frozen=True):
    verbs: dict[str, PartyRole]
    tail: re.Pattern[str]
    tail_signs: frozenset[str]
    """The signs with which a verb ends: most names end with others, and need no search."""
    joining: re.Pattern[str]
    leading: re.Pattern[str]
    division: re.Pattern[str]
    etc: re.Pattern[str]

    def find_verb(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The verb that ends ``text[start:end]``, with the adverbs before it."""
        return self.tail.search(text, start, end) if text[end - 1 : end] in self.tail_signs else None


@cache
def grammar() -> Grammar:
    """The role words, compiled once. Patterns look only at the last characters of a piece, so time stays linear."""
    data = read_toml("role_words.toml")
    verbs: dict[str, PartyRole] = {word: entry["role"] for entry in data["verb"] for word in entry["words"]}
    words = _alternatives(verbs)
    adverbs = _alternatives(data["adverb"]["words"])
    return Grammar(
        verbs=verbs,
        tail=re.compile(rf"(?:{adverbs}){{0,3}}({words})$"),
        tail_signs=frozenset(word[-1] for word in verbs),
        joining=re.compile(_alternatives(word for entry in data["joining"] for word in entry["words"])),
        leading=re.compile(rf"(?:{_alternatives(data['leading']['words'])})"),
        division=re.compile(rf"(?:{data['division']['pattern']}|{_alternatives(data['division']['phrases'])})[。]?$"),
        etc=re.compile(rf"{data['etc']['pattern']}$"),
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def unit_like(text: str, start: int, end: int) -> bool:
    """True if a piece ends like a unit's name once its verbs, division and 等 are taken off."""
    rules = grammar()
    bare = end
    leading = rules.leading.match(text, start, end)
    start = leading.end() if leading and leading.end() < end else start
    for _ in range(2):
        for find in (rules.division.search, rules.find_verb, rules.etc.search):
            match = find(text, max(start, end - 2 * TAIL_LIMIT), end)
            if match:
                end = max(match.start(), start)
    if end > start and text[end - 1] in ")]】〕〉":
        opened = max(text.rfind(sign, start, end) for sign in "([【〔〈")
        end = opened if opened > start else end
    if end < bare and end - start <= 16 and opens_with_level(text, start):
        return True
    return end == start or (end - start <= 30 and shape().search(text, max(start, end - 8), end) is not None)


def units_share(text: str, start: int, end: int) -> float:
    """How many of the pieces of a list look like units: 0 to 1."""
    pieces = cut(text, start, end)
    return sum(unit_like(text, piece.start, piece.end) for piece in pieces) / len(pieces) if pieces else 0.0


def is_time(text: str) -> bool:
    """True for a piece that says when and names nobody: 2031年6月底前完成, 长期坚持."""
    if len(text) > 40 or _TIME_SIGNS.isdisjoint(text):
        return False
    return re.search(_TIME, text) is not None and not shape().search(text)
