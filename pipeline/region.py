"""Where the document speaks from: the one place that its titles, issuers, addressees and units point at."""

from collections import Counter
from functools import partial

from msgspec import Struct

from pipeline.fold import Folded, fold_text
from pipeline.model import Quotes, Region
from pipeline.provenance import solid_text
from pipeline.text.patterns import pattern
from pipeline.units import Place, Registry

COUNTRY = Region("100000", "中华人民共和国")
_LEVEL_WORDS = {
    "省": ("province",),
    "自治区": ("province",),
    "市": ("city", "province"),
    "州": ("city",),
    "盟": ("city",),
}
_COUNTY_WORDS = {"区": ("county", "city"), "县": ("county",), "旗": ("county",)}
_FRAME = partial(pattern, "frame")


class Evidence(Struct, frozen=True):
    """What may point at a place, strongest first; ``statements`` are the quotes that name who is responsible."""

    titles: tuple[Quotes, ...]
    number: Quotes
    issuers: tuple[Quotes, ...]
    lines: tuple[Folded, ...]
    statements: tuple[Quotes, ...]


def find_region(evidence: Evidence, registry: Registry, on: str | None) -> tuple[Region, Quotes] | None:
    """The place with the quotes that show it, or None where nothing does or two places are as likely."""
    statements = [fold_text(solid_text(quotes)) for quotes in evidence.statements]
    levels = _levels(statements)
    if _FRAME("national_number").match(fold_text(solid_text(evidence.number))):
        return COUNTRY, evidence.number
    for quotes in (*evidence.titles, *evidence.issuers):
        folded = Folded(quotes)
        if _FRAME("national_title").match(folded.text):
            return COUNTRY, folded.locate(0, 3)
        found = _in_title(folded, registry, levels, on)
        if found:
            return found
    for line in evidence.lines:
        if _FRAME("national_salutation").match(line.text) and not levels:
            return COUNTRY, line.locate(0, 10)
    if not levels:
        national = sum(1 for text in statements if _is_national(text))
        return (COUNTRY, evidence.statements[0]) if national * 2 > len(statements) else None
    return _most_named(evidence, registry, levels, on)


def _is_national(text: str) -> bool:
    return _FRAME("national_unit").search(_FRAME("local_part").sub("", text)) is not None


def _levels(statements: list[str]) -> tuple[str, ...]:
    """The levels that the level words of the units allow: 市财政局 stands in a city's document (or 北京's)."""
    words = Counter(word for text in statements for word in _FRAME("level_word").findall(text))
    if not words:
        return ()
    word = words.most_common(1)[0][0]
    return {**_LEVEL_WORDS, **_COUNTY_WORDS}[word]


def _in_title(
    folded: Folded, registry: Registry, levels: tuple[str, ...], on: str | None
) -> tuple[Region, Quotes] | None:
    """The innermost of the places that a title or issuer begins with (四川省达州市渠县…), of a level that fits."""
    mentions = registry.find_places(folded.text[:60], on)
    if not mentions:
        return None
    chosen: tuple[Place, int, int] | None = None
    for start, end, places in mentions:
        joined = chosen is None or start == chosen[2]
        fitting = [place for place in places if not levels or _fits(place, levels) or chosen is None]
        if chosen is not None:
            fitting = [place for place in fitting if _inside(place, chosen[0])]
        if joined and len({place.code for place in fitting}) == 1 and _is_full(folded.text, start, end, fitting[0]):
            chosen = (fitting[0], chosen[1] if chosen else start, end)
        elif chosen is not None:
            break
    if chosen is None or (levels and not _fits(chosen[0], levels)):
        return None
    return Region(chosen[0].code, chosen[0].full_name), folded.locate(chosen[1], chosen[2])


def _fits(place: Place, levels: tuple[str, ...]) -> bool:
    """The level is one that the units' level word allows; 市 stands in the documents of county-level cities too."""
    return place.level in levels or (
        levels == _LEVEL_WORDS["市"]
        and place.level == "county"
        and _FRAME("county_level_city").search(place.name) is not None
    )


def _is_full(text: str, start: int, end: int, place: Place) -> bool:
    """The full name, or a short one where it can be nothing but the place: at the very beginning."""
    return (
        text[start:end] in (place.name, place.full_name)
        or start == 0
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


def _most_named(
    evidence: Evidence, registry: Registry, levels: tuple[str, ...], on: str | None
) -> tuple[Region, Quotes] | None:
    """Of the places of the right level, the one that is named most, in units above all."""
    votes: Counter[str] = Counter()
    where: dict[str, tuple[Place, Quotes]] = {}
    sources = [(Folded(quotes), 3) for quotes in evidence.statements] + [(line, 1) for line in evidence.lines]
    for folded, weight in sources:
        for start, end, places in registry.find_places(folded.text[:20_000], on):
            text = folded.text[start:end]
            short = weight > 1 and _opens_unit(folded.text, start, registry)
            for place in places:
                if place.level in levels and (short or text in (place.name, place.full_name)):
                    votes[place.code] += weight
                    where.setdefault(place.code, (place, folded.locate(start, end)))
    if not votes:
        return None
    ranked = votes.most_common(2)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    place, quotes = where[ranked[0][0]]
    return Region(place.code, place.full_name), quotes
