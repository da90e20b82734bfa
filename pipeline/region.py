"""Where the document speaks from: the one place that its titles, issuers, addressees and units point at."""

import re
from collections import Counter
from functools import cache, partial

from msgspec import Struct

from pipeline.fold import HAN, Folded, fold_text
from pipeline.model import Region
from pipeline.provenance import solid_text
from pipeline.source import Quotes
from pipeline.text.patterns import pattern
from pipeline.units import Place, Registry
from pipeline.units.levels import alternatives, names_place

COUNTRY = Region("100000", "中华人民共和国")
_FRAME = partial(pattern, "frame")
_REACH = 20_000
"""Characters of a text in which places are looked for."""
_BEFORE = 6
_FIRM = 4
"""Times that a city must outweigh a place inside it to be meant in spite of it."""


class Evidence(Struct, frozen=True):
    """What may point at a place, strongest first; ``statements`` are the quotes that name who is responsible."""

    titles: tuple[Quotes, ...]
    number: Quotes
    issuers: tuple[Quotes, ...]
    lines: tuple[Folded, ...]
    statements: tuple[Quotes, ...]


def find_region(evidence: Evidence, registry: Registry, on: str | None) -> tuple[Region, Quotes] | None:
    """The place with the quotes that show it, or None where nothing does or two places are as likely.

    ``on``: the document's day or year: a place counts under the code that it had then.
    """
    statements = [fold_text(solid_text(quotes)) for quotes in evidence.statements]
    word = _level_word(statements)
    if _FRAME("national_number").match(fold_text(solid_text(evidence.number))):
        return COUNTRY, evidence.number
    for quotes in (*evidence.titles, *evidence.issuers):
        folded = Folded(quotes)
        if _FRAME("national_title").match(folded.text):
            return COUNTRY, folded.locate(0, 3)
        found = _in_title(folded, registry, word, on)
        if found:
            return found
    for line in evidence.lines:
        if _FRAME("national_salutation").match(line.text) and word is None:
            return COUNTRY, line.locate(0, 10)
    if word is None and any(_is_house(quotes) for quotes in (*evidence.titles, *evidence.issuers)):
        return None
    if word is None:
        national = sum(1 for text in statements if _is_national(text))
        return (COUNTRY, evidence.statements[0]) if national * 2 > len(statements) else None
    return _most_named(evidence, registry, word, on)


def _is_house(quotes: Quotes) -> bool:
    """True for a company's, a school's or a hospital's own title: its bare departments are not the State Council's."""
    return _FRAME("house").match(fold_text(solid_text(quotes))) is not None


def _is_national(text: str) -> bool:
    return _FRAME("national_unit").search(_FRAME("local_part").sub("", text)) is not None


@cache
def _level_pattern() -> re.Pattern[str]:
    before, after = pattern("frame", "level_before").pattern, pattern("frame", "level_after").pattern
    return re.compile(rf"(?:{before})({alternatives()})(?={HAN})(?!{after})")


def _level_word(statements: list[str]) -> str | None:
    """The level word that most units begin with: the document's place is of that class (市财政局: a city's)."""
    words = Counter(word for text in statements for word in _level_pattern().findall(text))
    return words.most_common(1)[0][0] if words else None


def _in_title(folded: Folded, registry: Registry, word: str | None, on: str | None) -> tuple[Region, Quotes] | None:
    """The innermost of the places that a title or issuer begins with (四川省达州市渠县…), of a level that fits."""
    mentions = registry.find_places(folded.text[:60], on)
    if not mentions:
        return None
    chosen: tuple[Place, int, int] | None = None
    for start, end, places in mentions:
        joined = chosen is None or start == chosen[2]
        fitting = [place for place in places if _fits(place, word) or chosen is None]
        if chosen is not None:
            fitting = [place for place in fitting if _inside(place, chosen[0])]
        if joined and len({place.code for place in fitting}) == 1 and _is_full(folded.text, start, end, fitting[0]):
            chosen = (fitting[0], chosen[1] if chosen else start, end)
        elif chosen is not None:
            break
    if chosen is None or not _fits(chosen[0], word):
        return None
    return Region(chosen[0].code, chosen[0].full_name), folded.locate(chosen[1], chosen[2])


def _fits(place: Place, word: str | None) -> bool:
    """The place is one that the level word may mean; 市 is 重庆市, 阳江市 and a county-level city alike."""
    return word is None or names_place(word, place.name, place.level)


def _is_full(text: str, start: int, end: int, place: Place) -> bool:
    """The full name, or a short one where it can be nothing but the place: at the very beginning, but for a company."""
    return (
        text[start:end] in (place.name, place.full_name)
        or (start == 0 and _FRAME("house").match(text) is None)
        or _FRAME("place_end").search(text[start:end]) is not None
    )


def _inside(place: Place, outer: Place) -> bool:
    code = outer.code.rstrip("0")
    return place.code.startswith(code + "0" * (len(code) % 2))


def _opens_unit(text: str, start: int, registry: Registry) -> bool:
    """True if a short place name stands first in a unit's name (重庆证监局), and is no part of the organ (公安局)."""
    if start and not _FRAME("unit_start").match(text, start - 1):
        return False
    end = registry.longest_name(text[start : start + 40], 0)
    return end is not None and not registry.is_bare_organ(text[start : start + end])


class _Vote(Struct):
    """How often a place is named, and by what: ``own`` counts its full name before an organ or as a territory."""

    place: Place
    quotes: Quotes
    weight: int = 0
    own: int = 0


def _most_named(evidence: Evidence, registry: Registry, word: str, on: str | None) -> tuple[Region, Quotes] | None:
    """Of the places that the level word may mean, the one that is named most, in units above all.

    A county-level place outweighs the city it lies in where the city is named only by superiors and branches; where
    both speak for themselves nobody can say.
    """
    votes: dict[str, _Vote] = {}
    units = [(Folded(quotes), True) for quotes in evidence.statements]
    for folded, in_unit in [*units, *((line, False) for line in evidence.lines)]:
        for start, end, places in registry.find_places(folded.text[:_REACH], on):
            weight, own = _weigh(folded.text, start, end, places, registry, in_unit=in_unit)
            for place in places if weight else ():
                if _fits(place, word):
                    vote = votes.setdefault(place.code, _Vote(place, folded.locate(start, end)))
                    vote.weight, vote.own = vote.weight + weight, vote.own + own
    chosen = _choose(list(votes.values()))
    return (Region(chosen.place.code, chosen.place.full_name), chosen.quotes) if chosen else None


def _weigh(
    text: str, start: int, end: int, places: tuple[Place, ...], registry: Registry, *, in_unit: bool
) -> tuple[int, int]:
    """How much a mention counts, and whether it speaks for the place itself."""
    full = any(text[start:end] in (place.name, place.full_name) for place in places)
    if _FRAME("branch_behind").match(text, end):
        return 2, 0
    if in_unit:
        opening = _opens_unit(text, start, registry)
        return (3, int(full)) if full or opening else (0, 0)
    if not full or _FRAME("cited_before").search(text, max(0, start - _BEFORE), start):
        return 0, 0
    territory = _FRAME("territory").match(text, end) is not None
    return (2, 1) if territory else (1, 0)


def _choose(votes: list[_Vote]) -> _Vote | None:
    if not votes:
        return None
    votes.sort(key=lambda vote: -vote.weight)
    best = votes[0]
    inner = [vote for vote in votes[1:] if vote.place.level == "county" and _inside(vote.place, best.place)]
    if best.place.level == "city" and inner:
        return inner[0] if not best.own and len(inner) == 1 else best if best.weight > _FIRM * inner[0].weight else None
    if len(votes) > 1 and votes[1].weight == best.weight:
        return None
    return best
