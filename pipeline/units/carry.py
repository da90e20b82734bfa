"""What a list carries to its names: 省 over “、” until “，”, and the ending that the last place of a group shares."""

import re

from pipeline.text.patterns import pattern, words
from pipeline.units.names import REACH, KnownNames, ListedName
from pipeline.units.shapes import ENDING_LIMIT, level_prefix, strong

_LONGEST_ORGAN = 14
"""Characters of an organ's bare name."""
_PLACE_REACH = 12
"""Characters in which a name's place stands."""


def complete(text: str, spans: list[tuple[int, int, str]], registry: KnownNames) -> list[ListedName]:
    """Names with what the list carries: 省 over “、” until “，”, and the ending that the last place of a group shares.

    ``spans``: (start, end, separator before) of each name, in order.
    """
    names: list[ListedName] = []
    prefix: tuple[int, int] | None = None
    endings = _endings(text, spans)
    for position, (start, end, separator) in enumerate(spans):
        printed = text[start:end]
        if separator != "、":
            prefix = None
        level = level_prefix(text, start, end) or _pattern("zone_prefix").match(text, start, end)
        if level is not None and end - level.end() >= 2:
            prefix = (start, level.end())
            names.append(ListedName(start, end, printed))
        elif prefix and _takes_prefix(printed, text[slice(*prefix)], registry):
            names.append(ListedName(start, end, text[slice(*prefix)] + printed, prefix=prefix))
        else:
            ending = _shared_ending(text, start, end, endings[position], registry)
            name = printed + text[slice(*ending)] if ending else printed
            names.append(ListedName(start, end, name, ending=ending))
    return names


def is_named(text: str, start: int, end: int, registry: KnownNames) -> bool:
    """True for a name that the registry knows, or that reads like one: by its level word or last character."""
    if registry.longest_name(text[start : min(end, start + REACH)], 0) == end - start:
        return True
    if strong().search(text, max(start, end - ENDING_LIMIT), end) is None:
        return False
    if level_prefix(text, start, end):
        return True
    organ = _pattern("organ_end").match(text, end - 1) and not _pattern("no_organ_start").match(text, start)
    return bool(organ) and 3 <= end - start <= _LONGEST_ORGAN


def _takes_prefix(printed: str, level: str, registry: KnownNames) -> bool:
    """True for a bare organ of the level; also for one that the registry does not know but that is named like one."""
    if (
        _pattern("zone_office").search(printed)
        or (_pattern("bureau").search(printed) and not registry.is_bare_organ(printed))
        or (_pattern("branch").search(printed) and registry.find_places(printed))
    ):
        return False
    if registry.is_bare_organ(printed):
        return registry.organ_exists_at(printed, level)
    ranked = printed.startswith(words("unit_lists", "rank")) or _pattern("no_carry").match(printed)
    if ranked or _opens_with_place(printed, registry):
        return False
    own = _pattern("province_organ").search(printed) and _pattern("province_level").fullmatch(level)
    named = own or _pattern("carried_end").search(printed)
    return 2 <= len(printed) <= _LONGEST_ORGAN and bool(named) and registry.longest_name(printed, 0) is None


def _opens_with_place(name: str, registry: KnownNames) -> bool:
    """True for a place's full name, or the short name of a province or city (黑龙江农垦总局)."""
    places = registry.find_places(name[:_PLACE_REACH])
    if not places or places[0][0] != 0:
        return False
    return bool(_pattern("level_end").match(name, places[0][1] - 1)) or places[0][2][0].level in ("province", "city")


def _short_place(name: str, registry: KnownNames) -> bool:
    """True for a place without its class word (东湖、西湖区政府)."""
    places = registry.find_places(name[:REACH])
    return bool(places) and places[0][:2] == (0, len(name))


def _endings(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int] | None]:
    """For each name the ending (人民政府) of the first name behind it in the list that has one."""
    endings: list[tuple[int, int] | None] = []
    following: tuple[int, int] | None = None
    for start, end, separator in reversed(spans):
        endings.append(following)
        own = _pattern("government").search(text, max(start, end - ENDING_LIMIT), end)
        following = own.span() if own else following
        if separator != "、" and not _pattern("carries_on").fullmatch(separator):
            following = None
    return endings[::-1]


def _shared_ending(
    text: str, start: int, end: int, ending: tuple[int, int] | None, registry: KnownNames
) -> tuple[int, int] | None:
    """Where the ending stands that a bare place shares: 甲区、乙县人民政府; 甲、乙区人民政府."""
    if ending is None or _pattern("no_place").match(text, start):
        return None
    if not _pattern("class_word").match(text, ending[0] - 1):
        return None
    whole = _pattern("classed").search(text, max(start, end - 2 * ENDING_LIMIT), end)
    if not whole and not _short_place(text[start:end], registry):
        return None
    return ending[0] - (not whole), ending[1]


def _pattern(name: str) -> re.Pattern[str]:
    return pattern("unit_lists", name)
