"""Which place is meant: a name in a unit's name, a level word, or nothing, read in the document's context."""

from msgspec import Struct

from pipeline.text.patterns import words
from pipeline.units.levels import names_place
from pipeline.units.places import COUNTRY, Gazetteer, Place, prefix, settle
from pipeline.units.reading import Slot

_RANK = {"national": 0, "province": 1, "city": 2, "county": 3}
_UNDATED = "9000-01-01"


class Moment(Struct, frozen=True):
    """The document's date as a span of ISO days; the far future stands for not known."""

    first: str
    last: str

    @property
    def known(self) -> bool:
        """False where the document has no date."""
        return self.first != _UNDATED


def read_moment(on: str | None) -> Moment:
    """2021 → the whole year, 2021-06 → the month, 2021-06-30 → the day, None → now."""
    if not on:
        return Moment(_UNDATED, _UNDATED)
    return Moment(
        f"{on}-01-01"[:10] if len(on) < 7 else f"{on}-01"[:10], f"{on}-12-31"[:10] if len(on) < 7 else f"{on}-31"[:10]
    )


class PlacesMeant(Struct, frozen=True):
    """The ``places`` that a slot may mean and ``why``; not ``sure``: they may only be offered, never asserted."""

    places: tuple[Place, ...]
    why: str
    sure: bool = True


class PlaceAndTime(Struct, frozen=True):
    """What the document says of itself: its place with those around it, innermost first, and its date."""

    chain: tuple[Place, ...]
    moment: Moment
    meant: dict[tuple[str | None, str, bool], PlacesMeant] = {}
    """What a place's name or a level word alone was found to mean in this document (see ``find_places``)."""

    @property
    def national(self) -> bool:
        """True for documents of the State Council and the ministries."""
        return bool(self.chain) and self.chain[0].code == COUNTRY

    @property
    def local(self) -> bool:
        """True for documents whose place is known and inside a province."""
        return bool(self.chain) and self.chain[0].code != COUNTRY

    @property
    def in_zone(self) -> bool:
        """True for documents of a zone."""
        return bool(self.chain) and self.chain[0].zone

    def contains(self, place: Place) -> bool:
        """True for a place in the document's own province."""
        return self.local and place.code[:2] == self.chain[0].code[:2]

    def near(self, place: Place) -> bool:
        """True for the document's place, those around it, and those directly inside one of them but the province."""
        around = {own.code for own in self.chain}
        inside = {own.code for own in self.chain if own.level in ("city", "county") or own.municipality}
        return place.code in around or place.parent in inside


def chain_of(gazetteer: Gazetteer, region: str | None, moment: Moment) -> tuple[Place, ...]:
    """The place of a code and those around it, innermost first; empty for an unknown code."""
    places: list[Place] = []
    code = region
    while code and len(places) < 5:
        place = gazetteer.get(code, moment.first, moment.last)
        if place is None:
            break
        places.append(place)
        code = place.parent
    return tuple(places)


def find_places(slot: Slot, setting: PlaceAndTime, gazetteer: Gazetteer) -> PlacesMeant:
    """The places that a slot may mean: one, if it is certain; none, if nothing says which."""
    if slot.nested:
        return _by_name(slot, setting, gazetteer)
    key = slot.word, slot.text, slot.short
    found = setting.meant.get(key)
    if found is None:
        found = setting.meant[key] = _find(slot, setting, gazetteer)
    return found


def _find(slot: Slot, setting: PlaceAndTime, gazetteer: Gazetteer) -> PlacesMeant:
    if slot.word is not None:
        return _by_level_word(slot.word, setting)
    if slot.places:
        return _by_name(slot, setting, gazetteer)
    if not setting.chain:
        return PlacesMeant((), "no place in the name, and none known of the document")
    return PlacesMeant(setting.chain[:1], f"no place in the name: the document's, {setting.chain[0].full_name}")


def _by_level_word(word: str, setting: PlaceAndTime) -> PlacesMeant:
    if not setting.chain:
        return PlacesMeant((), f"{word} names no place, and none is known of the document")
    here = setting.chain[0].full_name
    for place in setting.chain:
        if names_place(word, place.name, place.level):
            return PlacesMeant((place,), f"{word} in a document of {here} is {place.full_name}")
    return PlacesMeant((), f"{word} is not one place in a document of {here}")


def _by_name(slot: Slot, setting: PlaceAndTime, gazetteer: Gazetteer) -> PlacesMeant:
    places, living = _on_the_day(slot.places, setting.moment, gazetteer)
    if _several(places):
        places = _nearest(places, setting)
    if slot.short and _several(places) and not any(place in setting.chain for place in places):
        highest = min(_RANK[place.level] for place in places)
        places = tuple(place for place in places if _RANK[place.level] == highest)
    said = places[0].full_name if len(places) == 1 else "、".join(dict.fromkeys(p.full_name for p in places[:4]))
    if not living:
        ended = "、".join(sorted({f"{place.name} ended in {place.valid_until}" for place in places}))
        return PlacesMeant(places, f"place in the name: {said}; {ended}", sure=False)
    for place in places:
        doubt = _doubt(slot, place, setting)
        if doubt:
            return PlacesMeant(places, f"place in the name: {said}; {doubt}", sure=False)
    return PlacesMeant(places, f"place in the name: {said}")


def _doubt(slot: Slot, place: Place, setting: PlaceAndTime) -> str | None:
    """Why a place that is named without the places around it may be another one; None where it counts.

    A short name counts in its own province. So does a district's name, since other cities have districts and zones of
    the same name; the names of counties and cities count everywhere.
    """
    if slot.nested or setting.contains(place):
        return None
    if slot.short and (setting.local or place.level == "county"):
        return f"{place.short[0]} is a short name, and {place.full_name} is far from the document's place"
    if setting.local and place.level == "county" and place.name.endswith(words("unit_names", "district")):
        return f"a district outside the document's province: {place.name} may be another one"
    return None


def _on_the_day(places: tuple[Place, ...], moment: Moment, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], bool]:
    """The places under their names of the document's date, and whether they exist then.

    A place that only changed its name is that place (襄樊市 in 2021 is 襄阳市); without a date all may be meant.
    """
    first, last = moment.first, moment.last
    if len(places) == 1 and places[0].in_force(first, last):
        return places, True
    found = tuple(settle(places, first, last))
    living = tuple(place for place in found if place.in_force(first, last))
    if living or not moment.known:
        return living or found, True
    renamed = [gazetteer.get(place.code, first, last) for place in found]
    today = tuple(place for place in renamed if place is not None and place.in_force(first, last))
    return (today, True) if today else (found, False)


def _several(places: tuple[Place, ...]) -> bool:
    return len(places) > 1 and len({place.code for place in places}) > 1


def _nearest(places: tuple[Place, ...], setting: PlaceAndTime) -> tuple[Place, ...]:
    """Of several places of one name those nearest to the document's: around it, in it, in its city, in its province."""
    if not setting.local:
        return places
    around = {place.code for place in setting.chain}
    near = tuple(place for place in places if place.code in around)
    for outer in () if near else setting.chain[:-1]:
        inside = prefix(outer.code)
        near = tuple(place for place in places if place.code.startswith(inside))
        if near:
            break
    return near or places
