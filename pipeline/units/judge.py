"""Of the ways to read a whole name the one that holds at the document's place and on its date."""

from collections.abc import Iterable

from pipeline.model import Unit
from pipeline.text.patterns import words
from pipeline.units.answers import Resolution, offered, resolved, without_unit
from pipeline.units.naming import Namer, Printed
from pipeline.units.nearby import Moment, PlaceAndTime, PlacesMeant, find_places
from pipeline.units.organs import Claim
from pipeline.units.places import COUNTRY, Place
from pipeline.units.reading import NOTHING, NameForms, NameReading

_VERTICAL = frozenset(("vertical", "bank", "enterprise", "military"))
"""Bare in a local notice, 发展改革委 is the local one, but 人民银行 may be the local branch or the bank itself."""
_ZONES_NEARBY = frozenset(("economic-zone-committee", "high-tech-zone-committee", "public-security"))
"""With a county's short name these count near the document only: 江阴高新区 in 无锡, 江城公安分局 in 阳江."""
_ZONE_SUFFIX, _ZONE_ORGAN = "-committee", "management-committee"
_LAG = 5
"""Years in which notices still use the name of an organ that has ended."""
_ONE_A_PLACE = frozenset(
    ("economic-zone-committee", "high-tech-zone-committee", "bonded-zone-committee", "free-trade-zone-committee",
     "management-committee", "executive-committee")
)  # fmt: skip
"""A place has hardly ever two of these; of other zones, of 景区 and 新区, it may have many."""


class Judge:
    """Reads whole names over loaded data."""

    def __init__(self, lexicon: NameForms, namer: Namer) -> None:
        self._lexicon = lexicon
        self._namer = namer
        self._party, self._centre = words("unit_names", "party"), words("unit_names", "party-centre")

    def read(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """The whole name as an organ's form with its place; None if it is none."""
        if name.startswith(self._party) and not name.startswith(self._centre):
            name = name.removeprefix(next(filter(name.startswith, self._party)))
        national = self._lexicon.organs.fixed.get(name)
        readings = self._lexicon.read(name)
        if national is None:
            return self._judge(readings, setting)
        plain = "{}" + name in self._lexicon.organs.forms
        local = self._judge(readings, setting) if plain and not setting.national else None
        return self._national(national, local, setting)

    def _national(self, claims: list[Claim], local: Resolution | None, setting: PlaceAndTime) -> Resolution:
        """A name that a national organ bears: that organ, unless it may as well be the local one (海洋局)."""
        full = any(is_full for _, is_full in claims)
        country = self._lexicon.gazetteer.get(COUNTRY)
        units = self._namer.units_at(country, claims, setting.moment) if country else []
        if len(units) == 1 and (full or local is None or local.resolution == "unknown"):
            if (units[0].valid_from or "") > setting.moment.last:
                return offered([units[0].id], f"a national organ that is not there before {units[0].valid_from}")
            if _ended_long_ago(units[0], setting.moment):
                return offered(_with_successor(units[0]), f"a national organ that ended in {units[0].valid_until}")
            return resolved(units[0], "a national organ by its name")
        if local is not None and local.unit is not None and local.unit.kind not in _VERTICAL:
            return local
        ids = {unit.id for unit in units} | ({local.unit.id} if local and local.unit else set())
        return offered(ids, "a national or a local organ: the name does not say")

    def _judge(self, readings: list[NameReading], setting: PlaceAndTime) -> Resolution | None:
        """The first reading that gives one unit, else what kept the readings from it; None without readings."""
        doubt: Resolution | None = None
        for reading in readings:
            if reading.slot == NOTHING and setting.national:
                doubt = doubt or without_unit("ambiguous", "a local organ without its place")
                continue
            found = find_places(reading.slot, setting, self._lexicon.gazetteer)
            units = self._units(reading, found.places, setting.moment)
            answer = self._answer(reading, found, units, setting)
            if answer.resolution == "resolved":
                return answer
            if units and found.sure and not doubt:
                return answer
            if doubt is None or (not doubt.candidates and (answer.candidates or doubt.resolution == "unknown")):
                doubt = answer
        return doubt

    def _units(self, reading: NameReading, places: tuple[Place, ...], moment: Moment) -> dict[str, Unit]:
        """Id → unit for all places that the reading may mean."""
        slot = reading.slot
        printed = Printed(slot.text, bool(slot.places) and not slot.short)
        claims = reading.living(moment.first, moment.last)
        units: dict[str, Unit] = {}
        for place in places:
            here = reading.local.get(place.code) if reading.local else None
            if here and printed.whole and not _has_full(here) and _has_full(claims):
                here = None  # a usual name in full, with its whole place: it stands
            for unit in self._namer.units_at(place, here or claims, moment, printed):
                units.setdefault(unit.id, unit)
        return units

    def _answer(
        self, reading: NameReading, found: PlacesMeant, units: dict[str, Unit], setting: PlaceAndTime
    ) -> Resolution:
        if not units:
            if found.places:
                return without_unit("unknown", found.why, "that organ does not exist there")
            return without_unit("ambiguous", found.why)
        there = {unit.id: unit for unit in units.values() if _exists(unit, reading, setting.moment)}
        if not there:
            return offered(units, found.why, "no organ of that name is there yet on the document's date")
        if len(there) > 1:
            return offered(there, found.why, "more than one unit fits")
        unit = next(iter(there.values()))
        if unit.name_basis != "registry" and self._lexicon.local.has_none(unit):
            return offered([unit.id], found.why, "that place is known to have no such organ")
        if _ended_long_ago(unit, setting.moment):
            return offered(_with_successor(unit), found.why, f"that organ ended in {unit.valid_until}")
        if not found.sure or _is_loose_zone(reading, found.places, unit, setting):
            return offered(_with_successor(unit), found.why, "not certain enough to be chosen")
        return resolved(unit, found.why)


def _ended_long_ago(unit: Unit, moment: Moment) -> bool:
    """True for a unit that ended years before the document: its name is then rather another's (建设部 in a firm)."""
    if not moment.known or unit.valid_until is None:
        return False
    return int(moment.first[:4]) - int(unit.valid_until[:4]) > _LAG


def _with_successor(unit: Unit) -> set[str]:
    return {unit.id} | ({unit.successor} if unit.successor else set())


def _has_full(claims: Iterable[Claim]) -> bool:
    return any(full for _, full in claims)


def _exists(unit: Unit, reading: NameReading, moment: Moment) -> bool:
    """False for a unit, or a name of it, that comes after the document's date; one that has ended keeps its name."""
    if (unit.valid_from or "") > moment.last:
        return False
    slug = unit.id.partition("/")[2]
    claims = [*reading.claims, *((reading.local or {}).get(unit.region, ()))]
    starts = [title.first for title, _ in claims if title.slug == slug]
    return not starts or min(starts) <= moment.last


def _is_loose_zone(reading: NameReading, places: tuple[Place, ...], unit: Unit, setting: PlaceAndTime) -> bool:
    """True for 新区, 景区, 公安分局 … behind a county's short name, or behind nothing: which one is not said."""
    slot, slug = reading.slot, unit.id.partition("/")[2]
    zone = unit.kind == "government" and slug.endswith(_ZONE_SUFFIX)
    if slot == NOTHING:
        in_zone = slug != _ZONE_ORGAN and any(place.zone for place in places)
        return zone and (slug not in _ONE_A_PLACE or in_zone)
    if not slot.short or slot.nested or reading.local or unit.region not in {place.code for place in places}:
        return False
    ends = words("unit_names", "branch")
    branch = slug == "public-security" and any(title.pattern.endswith(ends) for title, _ in reading.claims)
    if not (zone or branch) or any(place.level != "county" or place.zone for place in places):
        return False
    if all(place in setting.chain for place in places):
        return False
    return slug not in _ZONES_NEARBY or not all(setting.near(place) for place in places)
