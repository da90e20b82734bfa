"""A list of units → its names: separators first, longest match over the registry second, jieba third.

The only importer of jieba. Works on folded text (``fold.Folded.text``); all offsets are half-open in that text.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.knowledge import alternatives
from pipeline.text.brackets import ALL_CLOSE, ALL_OPEN, is_balanced
from pipeline.text.patterns import pattern, words
from pipeline.text.stops import SEPARATORS
from pipeline.time import inner_separators, opens_with_time, says_time
from pipeline.units.names import NAME_LIMIT, REACH, KnownNames
from pipeline.units.shapes import ENDING_LIMIT, level_prefix, shape, strong, strong_inside

if TYPE_CHECKING:
    import jieba

_MARKS = re.compile(f"[{re.escape(SEPARATORS + '。' + ALL_OPEN + ALL_CLOSE)}]")
_BEFORE_BREAK = 6
"""Characters before a line break among which 等 keeps the list together."""


class ListPiece(Struct, frozen=True, gc=False):
    """What stands between two separators; ``separator`` is the one before it ("" for the first, "\\n" for a line)."""

    start: int
    end: int
    separator: str


@cache
def _group_pattern() -> re.Pattern[str]:
    """各市、县人民政府; 各省、自治区、直辖市; 市、县（区）人民政府: one party, whatever separators it holds."""
    levels, endings = alternatives(words("unit_lists", "level")), alternatives(words("unit_lists", "level-ending"))
    each, link, inner, after = (
        pattern("unit_lists", name).pattern for name in ("each", "level_link", "inner_link", "after_group")
    )
    level = rf"(?:{levels})(?:[(〔〈\[][^()〔〕〈〉\[\]]{{1,16}}[)〕〉\]])?"
    stop = rf"(?={after})"
    return re.compile(
        rf"(?:{each}){level}(?:(?:{link}){level}){{1,8}}(?:{endings})?{stop}"
        rf"|(?<![^、,;。(:]){level}(?:(?:{inner}){level}){{1,6}}(?:{endings}){stop}"
        rf"|(?:{each}){level}(?:{_joined_endings()}){stop}"
    )


def _joined_endings() -> str:
    """The endings of a group that hold a separator: 党委、政府 behind 各市."""
    endings = words("unit_lists", "level-ending")
    return alternatives(word for word in endings if any(mark in word for mark in SEPARATORS))


@cache
def _linked_levels() -> re.Pattern[str]:
    """What every group of levels contains; much cheaper to look for."""
    last = {word[-1] for word in words("unit_lists", "level")} | set(ALL_CLOSE)
    links = "|".join(pattern("unit_lists", name).pattern for name in ("level_link", "inner_link"))
    return re.compile(f"[{re.escape(''.join(sorted(last)))}](?:{links})|{_joined_endings()}")


def cut(
    text: str, start: int, end: int, breaks: frozenset[int] = frozenset(), registry: KnownNames | None = None
) -> list[ListPiece]:
    """Cut ``text[start:end]`` at separators outside brackets; groups of levels stay whole. Offsets are in ``text``.

    ``breaks``: offsets where the source breaks the line; a break parts two pieces only behind a unit's ending, and not
    inside a name that the registry knows (a line break inside a name is as common).
    """
    kept: set[int] = set()
    if _linked_levels().search(text, start, end):
        kept.update(*(range(*match.span()) for match in _group_pattern().finditer(text, start, end)))
    kept |= inner_separators(text, start, end)
    pieces: list[ListPiece] = []
    depth, begin, separator = 0, start, ""
    stops = {match.start() for match in _MARKS.finditer(text, start, end)}
    if breaks:
        stops.update(index for index in range(start, end) if index in breaks)
    for index in sorted(stops):
        char = text[index]
        if index in breaks and depth == 0 and index > begin + 1 and _break_parts(text, begin, index, end, registry):
            pieces.append(ListPiece(begin, index, separator))
            begin, separator = index, "\n"
        if char in ALL_OPEN:
            depth += 1
        elif char in ALL_CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and index not in kept and (char in SEPARATORS or char == "。"):
            if index > begin:
                pieces.append(ListPiece(begin, index, separator))
            begin, separator = index + 1, char
    if end > begin:
        pieces.append(ListPiece(begin, end, separator))
    return pieces


def _break_parts(text: str, begin: int, index: int, end: int, registry: KnownNames | None) -> bool:
    """True if a line break parts two pieces: a time or a whole name before it, and no known name goes on over it."""
    if says_time(text[begin:index]) or opens_with_time(text[begin:index]):
        return True
    if (
        pattern("unit_lists", "goes_on").match(text, index)
        or any(char in SEPARATORS for char in text[index : index + 2])
        or index + 2 > end
    ):
        return False
    kept = pattern("unit_lists", "etc").search(text, max(begin, index - _BEFORE_BREAK), index)
    if kept or text[index - 1 : index + 1] in words("unit_lists", "unbroken"):
        return False
    ended = strong().search(text, max(begin, index - ENDING_LIMIT), index) is not None
    if registry is None:
        return ended
    name = registry.longest_name(text[begin : min(end, begin + NAME_LIMIT)], 0)
    if name is not None and begin + name > index:
        return False
    return ended or name == index - begin


def names_in(text: str, start: int, end: int, registry: KnownNames, breaks: frozenset[int]) -> list[tuple[int, int]]:
    """The names in one piece: mostly one; more where 和 joins units or a separator was lost."""
    names: list[tuple[int, int]] = []
    while True:
        parted = _first_of_two(text, start, end, registry, breaks)
        if parted is None:
            return [*names, (start, end)]
        names.append((start, parted[0]))
        start = parted[1]


def _first_of_two(
    text: str, start: int, end: int, registry: KnownNames, breaks: frozenset[int]
) -> tuple[int, int] | None:
    """Where the first of several names ends and the next begins; None where all is one name."""
    whole = registry.longest_name(text[start : min(end, start + REACH)], 0)
    whole = start + whole if whole else None
    if whole == end or _group_pattern().fullmatch(text, start, end):
        return None
    for match in pattern("unit_lists", "conjunction").finditer(text, start + 2, min(end - 1, start + REACH)):
        if _joins(text, start, match, end, registry):
            return match.span()
    lost = _lost_separator(text, start, whole, end, registry, breaks)
    return (lost, lost) if lost else None


def _joins(text: str, start: int, match: re.Match[str], end: int, registry: KnownNames) -> bool:
    """True if 和 stands between two units: both are known, or one is and the other is named like one."""
    left, right = text[start : match.start()], text[match.end() : min(end, match.end() + REACH)]
    ended = match.end() + len(right) == end
    known = registry.longest_name(left, 0) == len(left), ended and registry.longest_name(right, 0) == len(right)
    shaped = shape().search(left) is not None
    etc = pattern("unit_lists", "etc").match(left, len(left) - 1) is not None
    listed = etc or (shaped and pattern("unit_lists", "others").match(right) is not None)
    if not (shaped or etc):
        return False
    two = any(known) and shaped and shape().search(text, max(match.end(), end - ENDING_LIMIT), end) is not None
    return (all(known) or listed or two) and is_balanced(left)


def _lost_separator(
    text: str, start: int, whole: int | None, end: int, registry: KnownNames, breaks: frozenset[int]
) -> int | None:
    """Where a second name begins without any separator: after a known name that known names or a line break follow.

    ``whole``: the end of the known name at ``start``.
    """
    if whole and whole < end - 2:
        rest = registry.longest_name(text[whole : min(end, whole + REACH)], 0)
        if (rest and whole in breaks) or _is_chain(text, whole, end, registry):
            return whole
    if whole is None and end - start <= NAME_LIMIT and len(strong_inside().findall(text, start, end)) > 1:
        behind = _known_behind_unknown(text[start:end], registry)
        return start + behind if behind else None
    return None


def _is_chain(text: str, start: int, end: int, registry: KnownNames) -> bool:
    """True if ``text[start:end]`` is one known name after the other, each of which can stand alone."""
    while start < end:
        reach = registry.longest_name(text[start : min(end, start + REACH)], 0)
        if reach is None or not _stands_alone(text[start : start + reach], registry):
            return False
        start += reach
    return True


def _stands_alone(name: str, registry: KnownNames) -> bool:
    """True for a name that says its level, place or rank itself: a bare 督查局 may be the end of a longer name."""
    if pattern("unit_lists", "party_committee").match(name):
        return True
    if level_prefix(name, 0, len(name)) or name.startswith(words("unit_lists", "rank")):
        return True
    places = registry.find_places(name[:12])
    return bool(places) and places[0][0] == 0 and not registry.is_bare_organ(name)


def _known_behind_unknown(text: str, registry: KnownNames) -> int | None:
    """Where a known organ stands behind an unknown unit (某建设指挥部县住建局): jieba finds the registry's word."""
    start = 0
    for token in _tokenizer(registry).cut(text, HMM=False):
        begin = start - 1 if start and pattern("unit_lists", "level_end").match(text, start - 1) else start
        if len(token) > 2 and strong().search(text, 0, begin) and _stands_alone(text[begin:], registry):
            return begin
        start += len(token)
    return None


@cache
def _tokenizer(registry: KnownNames) -> "jieba.Tokenizer":
    """A tokenizer of our own whose only words are the registry's; the module's shared state is never touched."""
    import jieba

    tokenizer = jieba.Tokenizer()
    words = [word for word in registry.words() if len(word) > 2]
    tokenizer.FREQ = {word[:end]: 0 for word in words for end in range(1, len(word))} | dict.fromkeys(words, 1)
    tokenizer.total = len(words)
    tokenizer.initialized = True
    return tokenizer
