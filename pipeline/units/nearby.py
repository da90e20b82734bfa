"""Which place is meant: a name in a unit's name, a level word, or nothing, read in the document's context."""

from msgspec import Struct

from pipeline.units.places import COUNTRY, Gazetteer, Place, prefix
from pipeline.units.reading import Slot

_RANK = {"national": 0, "province": 1, "city": 2, "county": 3}


class Moment(Struct, frozen=True):
    """The document's date as a span of ISO days; the far future stands for not known."""

    first: str
    last: str


def read_moment(on: str | None) -> Moment:
    """2021 → the whole year, 2021-06 → the month, 2021-06-30 → the day, None → now."""
    if not on:
        return Moment("9000-01-01", "9000-01-01")
    return Moment(
        f"{on}-01-01"[:10] if len(on) < 7 else f"{on}-01"[:10], f"{on}-12-31"[:10] if len(on) < 7 else f"{on}-31"[:10]
    )


class Setting(Struct, frozen=True):
    """What the document says of itself: its place with those around it, innermost first, and its date."""

    chain: tuple[Place, ...]
    moment: Moment

    @property
    def national(self) -> bool:
        """True for documents of the State Council and the ministries."""
        return bool(self.chain) and self.chain[0].code == COUNTRY


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


def find_places(slot: Slot, setting: Setting) -> tuple[tuple[Place, ...], str]:
    """The places that a slot may mean (one, if it is certain; none, if nothing tells), and why."""
    if slot.word is not None:
        return _by_level_word(slot.word, setting)
    if slot.places:
        return _by_name(slot, setting)
    if not setting.chain:
        return (), "no place in the name, and none known of the document"
    return setting.chain[:1], f"no place in the name: the document's, {setting.chain[0].full_name}"


def _by_level_word(word: str, setting: Setting) -> tuple[tuple[Place, ...], str]:
    if not setting.chain:
        return (), f"{word} names no place, and none is known of the document"
    for place in setting.chain:
        if _is_called(place, word):
            return (place,), f"{word} in a document of {setting.chain[0].full_name} is {place.full_name}"
    return (), f"{word} is not one place in a document of {setting.chain[0].full_name}"


def _is_called(place: Place, word: str) -> bool:
    """Whether a level word can mean the place: 市 a city, county-level city or municipality, 区 never a province."""
    if place.level == "national":
        return False
    if place.level == "province":
        return word != "区" and place.name.endswith(word)
    return place.name.endswith(word)


def _by_name(slot: Slot, setting: Setting) -> tuple[tuple[Place, ...], str]:
    moment = setting.moment
    places = slot.places
    if len(places) > 1:
        places = tuple(place for place in places if place.in_force(moment.first, moment.last)) or places
    if _several(places):
        places = _nearest(places, setting)
    if slot.short and _several(places) and not any(place in setting.chain for place in places):
        highest = min(_RANK[place.level] for place in places)
        places = tuple(place for place in places if _RANK[place.level] == highest)
    said = "、".join(dict.fromkeys(place.full_name for place in places[:4]))
    return places, f"place in the name: {said}"


def _several(places: tuple[Place, ...]) -> bool:
    return len(places) > 1 and len({place.code for place in places}) > 1


def _nearest(places: tuple[Place, ...], setting: Setting) -> tuple[Place, ...]:
    """Of several places of one name those nearest to the document's: around it, in it, in its city, in its province."""
    if not setting.chain or setting.national:
        return places
    around = {place.code for place in setting.chain}
    near = tuple(place for place in places if place.code in around)
    for outer in () if near else setting.chain[:-1]:
        inside = prefix(outer.code)
        near = tuple(place for place in places if place.code.startswith(inside))
        if near:
            break
    return near or places
