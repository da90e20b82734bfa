"""Organ × level × place × spelling: every combination comes back to the one id it was made from."""

from collections.abc import Iterable, Iterator
from itertools import islice

import pytest

from pipeline.units.local import LocalNames, provinces, read_local_rows
from pipeline.units.naming import Namer, letters
from pipeline.units.nearby import read_moment
from pipeline.units.organs import OrganTable, Title, load_organs
from pipeline.units.places import Gazetteer, Place, load_gazetteer
from pipeline.units.registry import load_registry

CODES = (
    "110000 500000 440000 150000 450000 441700 422800 152500 441900 632500 371300 "
    "441702 441781 130133 511903 440232 150722 429004 500101 330113 341372"
).split()
"""Municipalities, provinces, 自治区, cities, 州, 盟, districts, counties, 自治县, 旗, 省直辖县, a zone."""
ZONE_COMMITTEES = {"economic-zone-committee", "high-tech-zone-committee"}
"""These become the zone's own committee where the zone has a code."""


def _names(form: str, place: Place, *, short_only: bool, ambiguous: bool) -> Iterator[str]:
    if place.short and (short_only or not ambiguous):
        yield form.replace("{}", place.short[0])
    if short_only:
        return
    for word in {place.name, place.official, place.full_name}:
        yield form.replace("{}", word)
    if place.level != "national" and not place.zone and place.name[-1] in "省市县州盟旗":
        yield form.replace("{}", place.name[-1])


def _day(title: Title, place: Place) -> str | None:
    """A day on which both the name and the place were in force; None for now."""
    if title.valid_until is None:
        return None
    return max(title.valid_until, place.valid_from or "")


def _claimed(claims: list[tuple[Title, bool]], title: Title, place: Place) -> bool:
    """Whether the spelling means this organ at this place: a municipality's own names go before a city's."""
    for letter in letters(place):
        here = [other.slug for other, _ in claims if letter in other.levels]
        if here:
            return title.slug in here and letter in title.levels
    return False


def _cases(places: Gazetteer, organs: OrganTable) -> Iterator[tuple[str, str, str | None, str]]:
    """(name, region, date, expected id)."""
    for short_only, table in ((False, organs.forms), (True, organs.shorts)):
        for form, claims in table.items():
            for title, _ in claims:
                for code in CODES:
                    place = places.get(code)
                    assert place is not None
                    if title.slug in ZONE_COMMITTEES or not _claimed(claims, title, place):
                        continue
                    on = _day(title, place)
                    if on and place.valid_from and title.valid_until and title.valid_until < place.valid_from:
                        continue
                    for name in _names(form, place, short_only=short_only, ambiguous=form in organs.shorts):
                        yield name, code, on, f"{code}/{title.slug}"


def _check(cases: Iterable[tuple[str, str, str | None, str]]) -> int:
    """How many cases there are, each of which comes back to its id."""
    registry = load_registry()
    wrong, count = [], 0
    for name, region, on, expected in cases:
        count += 1
        unit = registry.resolve(name, region=region, on=on).unit
        if (unit.id if unit else None) != expected:
            wrong.append((name, region, on, unit.id if unit else None, expected))
    assert not wrong, f"{len(wrong)} of {count}: {wrong[:20]}"
    return count


def test_one_spelling_in_fifty_comes_back_to_its_own_id() -> None:
    assert _check(islice(_cases(load_gazetteer(), load_organs()), 0, None, 50)) > 400


@pytest.mark.hostile
def test_every_spelling_comes_back_to_its_own_id() -> None:
    assert _check(_cases(load_gazetteer(), load_organs())) > 20_000


def test_official_names_come_back_to_their_own_id() -> None:
    registry, places, rows = load_registry(), load_gazetteer(), read_local_rows()
    known = tuple(provinces(places, rows))
    organs = load_organs(known)
    namer = Namer(places, organs, LocalNames(rows, places, organs), {name: grid for name, _, grid in known})
    wrong = []
    for organ in organs.organs.values():
        for code in CODES:
            place = registry.place_of(code)
            if place is None or organ.slug in ZONE_COMMITTEES or not organ.exists_at(letters(place)):
                continue
            on = organ.span(letters(place))[1]
            if on and place.valid_from and on < place.valid_from:
                continue
            unit = namer.unit(place, organ.slug, [], read_moment(on))
            again = registry.resolve(unit.name, region=code, on=on).unit
            if again is None or again.id != unit.id:
                wrong.append((unit.name, on, again and again.id, unit.id))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


def test_national_names_come_back_to_their_own_id() -> None:
    registry = load_registry()
    for name, claims in load_organs().fixed.items():
        for title, _ in claims:
            on = title.valid_until
            unit = registry.resolve(name, region="100000", on=on).unit
            assert unit is not None, (name, on)
            assert unit.id == f"100000/{title.slug}", (name, on)
