"""From an organ at a place to the unit: its id, its official name on the document's date, its years and successor."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from pipeline.model import Unit
from pipeline.text.patterns import words
from pipeline.units.local import LocalNames
from pipeline.units.nearby import Moment
from pipeline.units.organs import Claim, Organ, OrganTable, Title, fill_province
from pipeline.units.places import Gazetteer, Place
from pipeline.units.zones import kinds_by_organ

NameBasis = Literal["registry", "document", "pattern"]
_ZONE_ORGAN = "management-committee"
_LETTERS = {"national": ("n",), "province": ("p",), "city": ("C", "c"), "county": ("k",)}
_PREFECTURE = ("d", "C", "c")
_UNITS_KEPT = 1 << 15


class Printed(Struct, frozen=True, gc=False):
    """How a document names the place of an organ: ``text`` as printed, ``whole`` with its class word (阳江市)."""

    text: str = ""
    whole: bool = False


NOT_PRINTED = Printed()


class Namer:
    """Builds units from places and claims."""

    def __init__(self, gazetteer: Gazetteer, organs: OrganTable, local: LocalNames, grids: dict[str, str]) -> None:
        self._gazetteer = gazetteer
        self._organs = organs
        self._local = local
        self._grids = grids
        self._units: dict[tuple[str, str, int, bool, str, str, str, bool], Unit] = {}
        """By place, name, day and print: many spellings mean one unit, whose titles live as long as the table."""

    def units_at(
        self, place: Place, claims: Iterable[Claim], moment: Moment, printed: Printed = NOT_PRINTED
    ) -> list[Unit]:
        """The units at one place that the claims may mean on a date: one if certain, none if no such organ is there.

        Of several organs that claim one spelling, those in office on the date count.
        """
        by_slug: dict[str, list[Claim]] = {}
        for claim in _claims_at(letters(place), claims):
            by_slug.setdefault(claim[0].slug, []).append(claim)
        if len(by_slug) > 1:
            living = [slug for slug, found in by_slug.items() if _in_office(found, moment)]
            by_slug = {slug: by_slug[slug] for slug in living or by_slug}
        return [self.unit(place, slug, found, moment, printed) for slug, found in by_slug.items()]

    def exists_at(self, place: Place, slug: str) -> bool:
        """True if the organ has a name at the place's level."""
        return (place.code, slug) in self._local.names or self._organs.organs[slug].exists_at(letters(place))

    def unit(
        self, place: Place, slug: str, claims: list[Claim], moment: Moment, printed: Printed = NOT_PRINTED
    ) -> Unit:
        """The unit of one organ at a place; ``claims`` are the names that the printed spelling stands for."""
        kind = kinds_by_organ().get(slug)
        zone = self._gazetteer.zones.get((place.code, kind)) if kind else None
        if zone is not None and _of_grade(claims, zone):
            place, slug, claims, printed = zone, _ZONE_ORGAN, [], NOT_PRINTED
        organ = self._organs.organs[slug]
        title, full = _title(organ, letters(place), claims, moment)
        if not _shows_print(title, full):
            printed = NOT_PRINTED
        key = (place.code, place.name, id(title), full, moment.first, moment.last, printed.text, printed.whole)
        unit = self._units.get(key)
        if unit is None:
            if len(self._units) >= _UNITS_KEPT:
                self._units.clear()
            unit = self._units[key] = self._build(place, organ, title, full, moment, printed)
        return unit

    def _build(self, place: Place, organ: Organ, title: Title, full: bool, moment: Moment, printed: Printed) -> Unit:
        name, basis = self._name(place, title, full, moment, printed)
        start, end = self._span(place, organ, letters(place))
        return Unit(
            id=f"{place.code}/{organ.slug}",
            name=name,
            name_basis=basis,
            region=place.code,
            level=place.level,
            kind=organ.kind,
            valid_from=max(filter(None, (start, place.valid_from)), default=None),
            valid_until=min(filter(None, (end, place.valid_until)), default=None),
            successor=_successor(place, organ, end),
        )

    def _span(self, place: Place, organ: Organ, wanted: tuple[str, ...]) -> tuple[str | None, str | None]:
        """From when to when the organ exists at the place: by its names at the level, and its known ones there."""
        start, end = organ.span(wanted)
        for title in self._local.names.get((place.code, organ.slug), ()):
            if start and title.first < start:
                start = title.valid_from
            if end and title.last > end:
                end = title.valid_until
        return start, end

    def _name(self, place: Place, title: Title, full: bool, moment: Moment, printed: Printed) -> tuple[str, NameBasis]:
        """The official name: as printed in full with its place, else the known one there, else the usual one."""
        full = full and title.in_office(moment.first, moment.last)
        if full and not title.uniform and (printed.whole or (printed.text and not title.pattern.startswith("{}"))):
            return self._compose(title, place, moment, printed, as_printed=True), "document"
        composed = self._compose(title, place, moment, printed)
        real = self._local.at(place, title.slug, moment.first, moment.last)
        if real is not None and (real.uniform or not full):
            return self._compose(real, place, moment, printed), "registry" if real.uniform else "pattern"
        return composed, "registry" if title.uniform else "document" if full else "pattern"

    def _compose(self, title: Title, place: Place, moment: Moment, printed: Printed, as_printed: bool = False) -> str:
        """The title with its place; ``as_printed``: a name printed in full keeps the place's printed form."""
        if "{" not in title.pattern:
            return title.pattern
        official = self._gazetteer.official_at(place, moment.first, moment.last)
        pattern = title.pattern
        if "{p" in pattern or "{grid}" in pattern:
            pattern = self._with_province(pattern, place)
        if as_printed and printed.text != place.name:
            return pattern.replace("{s}", "{}").replace("{a}", "{}").replace("{z}", "{}").replace("{}", printed.text)
        return compose(pattern, place, official, printed)

    def _with_province(self, pattern: str, place: Place) -> str:
        province = self._gazetteer.get(place.code[:2] + "0000") or place
        short = province.short[0] if province.short else province.name
        grid = self._grids.get(province.name, "")
        return fill_province(pattern, province.name, short, grid).replace("{grid}", "")


def compose(pattern: str, place: Place, official: str, printed: Printed) -> str:
    """国家税务总局{}税务局 at 阳江市 → 国家税务总局阳江市税务局."""
    short = place.short[0] if place.short else place.name
    filled = (
        pattern.replace("{s}", short).replace("{a}", printed.text or official).replace("{z}", printed.text or short)
    )
    if "{}" + _committee() in filled and any(word in place.name for word in words("unit_names", "autonomous")):
        filled = _committee_in_full(filled)
    return filled.replace("{}", official)


def _committee() -> str:
    return words("unit_names", "committee-short")[0]


def _committee_in_full(name: str) -> str:
    """中共{}委宣传部 → 中共{}委员会宣传部."""
    short, full = "{}" + _committee(), "{}" + words("unit_names", "committee-full")[0]
    return name if full in name else name.replace(short, full)


def letters(place: Place) -> tuple[str, ...]:
    """The letters of organs.csv that count for a place, best first."""
    if place.zone:
        return ("z", "k")
    if place.municipality:
        return ("m", "c", "p")
    if place.level == "city" and place.name.endswith(words("unit_names", "prefecture")):
        return _PREFECTURE
    return _LETTERS[place.level]


def _shows_print(title: Title, full: bool) -> bool:
    """True where the official name may depend on how the place is printed."""
    return (full and not title.uniform) or "{a}" in title.pattern or "{z}" in title.pattern


def _of_grade(claims: list[Claim], zone: Place) -> bool:
    """A zone keeps its grade: 经济开发区 is not the place 经济技术开发区, but 经开区 may be either."""
    (committee,) = words("unit_names", "zone-committee")
    fulls = [title.pattern.removeprefix("{z}").removesuffix(committee) for title, full in claims if full]
    return not fulls or any(zone.name.endswith(grade) for grade in fulls)


def _claims_at(wanted: tuple[str, ...], claims: Iterable[Claim]) -> list[Claim]:
    """The claims that exist at a place's level; for a municipality its own before a city's before a province's."""
    if wanted[-2:] == ("C", "c"):
        return [claim for claim in claims if not set(wanted).isdisjoint(claim[0].levels) or not claim[0].levels]
    for letter in wanted:
        here = [claim for claim in claims if letter in claim[0].levels or not claim[0].levels]
        if here:
            return here
    return []


def _in_office(claims: list[Claim], moment: Moment) -> bool:
    return any(title.in_office(moment.first, moment.last) for title, _ in claims)


def _title(organ: Organ, wanted: tuple[str, ...], claims: list[Claim], moment: Moment) -> Claim:
    """The name on the date: the printed one if in office then, else the organ's default then, else the printed one."""
    living = [claim for claim in claims if claim[0].in_office(moment.first, moment.last)]
    if living:
        return next((claim for claim in living if claim[1]), living[0])
    for letter in wanted:
        for title in organ.titles:
            if letter in title.levels and title.in_office(moment.first, moment.last):
                return title, False
    return claims[0] if claims else (organ.titles[0], False)


def _successor(place: Place, organ: Organ, end: str | None) -> str | None:
    slug = organ.successor if end else None
    if slug is None and place.valid_until is None:
        return None
    return f"{place.successor or place.code}/{slug or organ.slug}" if slug or place.successor else None
