"""The words of statements (牵头, 配合, 会同, 按职责分工负责, 等部门) as patterns, compiled once for a lexicon."""

import re
from functools import lru_cache

from msgspec import Struct

from pipeline.knowledge import alternatives
from pipeline.text.brackets import CLOSE, OPEN
from pipeline.text.lexicon import Lexicon, lexicon
from pipeline.text.patterns import pattern
from pipeline.time import opens_with_time, says_time
from pipeline.units.lists import cut
from pipeline.units.shapes import ENDING_LIMIT, opens_with_level, shape

TAIL_LIMIT = 24
"""Role words stand in the last characters of a piece; patterns look no further back, so time stays linear."""
_LONGEST_LEVELLED = 16
"""A name that a level word opens may be any noun up to this length: 市某某专班."""
_LONGEST_SHAPED = 30


class RoleGrammar(Struct, frozen=True):
    """The role words of one lexicon as patterns, each for one place in a piece."""

    words: Lexicon
    tail: re.Pattern[str]
    tail_characters: frozenset[str]
    """The last characters of the verbs: most names end with others, and need no search."""
    joining: re.Pattern[str]
    leading: re.Pattern[str]
    division: re.Pattern[str]
    etc: re.Pattern[str]

    def find_verb(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The verb that ends ``text[start:end]``, with the adverbs before it."""
        return self.tail.search(text, start, end) if text[end - 1 : end] in self.tail_characters else None


def role_grammar() -> RoleGrammar:
    """The role words in force, compiled once for each lexicon."""
    return _compile(lexicon())


@lru_cache(maxsize=2)
def _compile(words: Lexicon) -> RoleGrammar:
    """Patterns look only at the last characters of a piece, so time stays linear."""
    adverbs, verbs = alternatives(words.roles["adverb"]), words.roles["verb"]
    phrases = alternatives(words.roles["division"])
    return RoleGrammar(
        words=words,
        tail=re.compile(rf"(?:{adverbs}){{0,3}}({alternatives(verbs)})$"),
        tail_characters=frozenset(word[-1] for word in verbs),
        joining=re.compile(alternatives(words.roles["joining"])),
        leading=re.compile(rf"(?:{alternatives(words.roles['leading'])})"),
        division=re.compile(rf"(?:{pattern('statement', 'division').pattern}|{phrases})[。]?$"),
        etc=re.compile(rf"(?:{pattern('statement', 'etc').pattern})$"),
    )


def unit_like(text: str, start: int, end: int) -> bool:
    """True if a piece ends like a unit's name once its verbs, division and 等 are taken off."""
    rules = role_grammar()
    bare = end
    leading = rules.leading.match(text, start, end)
    start = leading.end() if leading and leading.end() < end else start
    for _ in range(2):
        for find in (rules.division.search, rules.find_verb, rules.etc.search):
            match = find(text, max(start, end - 2 * TAIL_LIMIT), end)
            if match:
                end = max(match.start(), start)
    if pattern("unit_lists", "no_name").search(text, start, end):
        return False
    if end > start and text[end - 1] in CLOSE + "〉":
        opened = max(text.rfind(mark, start, end) for mark in OPEN + "〈")
        end = opened if opened > start else end
    if end < bare and end - start <= _LONGEST_LEVELLED and opens_with_level(text, start):
        return True
    shaped = end - start <= _LONGEST_SHAPED and shape().search(text, max(start, end - ENDING_LIMIT), end) is not None
    return end == start or shaped


def units_share(text: str, start: int, end: int) -> float:
    """The share of the pieces of a list that look like units: 0 to 1."""
    pieces = cut(text, start, end)
    return sum(unit_like(text, piece.start, piece.end) for piece in pieces) / len(pieces) if pieces else 0.0


def is_time(text: str) -> bool:
    """True for a piece that says when and names nobody: 2031年6月底前完成, 长期坚持."""
    return says_time(text) or (opens_with_time(text) and not shape().search(text))
