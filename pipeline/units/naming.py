"""From an organ at a place to the unit: its id, its official name on the document's date, its years and successor."""

from collections.abc import Iterable

from pipeline.errors import KnowledgeError
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.model import Unit
from pipeline.units.nearby import Moment
from pipeline.units.organs import Claim, Organ, OrganTable, Title, make_title
from pipeline.units.places import Gazetteer, Place

FILE = "local_names.csv"
COLUMNS = ("region", "slug", "name", "from", "until")
_ZONE_KINDS = {"economic-zone-committee": "经开区", "high-tech-zone-committee": "高新区"}
_ZONE_ORGAN = "management-committee"
_LETTERS = {"national": ("n",), "province": ("p",), "city": ("C", "c"), "county": ("k",)}


class Namer:
    """Builds units from places and claims."""

    def __init__(self, gazetteer: Gazetteer, organs: OrganTable) -> None:
        self._gazetteer = gazetteer
        self._organs = organs
        self._local: dict[tuple[str, str], list[Title]] = {}
        for line, row in read_rows(FILE, read_bytes(FILE), COLUMNS):
            region, slug, name, start, end = row
            if gazetteer.get(region) is None or slug not in organs.organs:
                raise KnowledgeError(f"{FILE}:{line}: unknown region or organ: {region}/{slug}")
            self.add_local(region, slug, make_title(slug, "", name, start, end, uniform=True))

    def add_local(self, region: str, slug: str, title: Title) -> None:
        """The real name of an organ at one place; the last one given wins."""
        self._local.setdefault((region, slug), []).insert(0, title)

    def units_at(self, place: Place, claims: Iterable[Claim], moment: Moment) -> list[Unit]:
        """The units at one place that the claims may mean on a date: one if certain, none if no such organ is there.

        Of several organs that claim one spelling, those in office on the date count.
        """
        by_slug: dict[str, list[Claim]] = {}
        for claim in _claims_at(place, claims):
            by_slug.setdefault(claim[0].slug, []).append(claim)
        if len(by_slug) > 1:
            living = [slug for slug, found in by_slug.items() if _in_office(found, moment)]
            by_slug = {slug: by_slug[slug] for slug in living or by_slug}
        return [self.unit(place, slug, found, moment) for slug, found in by_slug.items()]

    def exists_at(self, place: Place, slug: str) -> bool:
        """True if the organ has a name at the place's level."""
        return self._organs.organs[slug].exists_at(letters(place))

    def unit(self, place: Place, slug: str, claims: list[Claim], moment: Moment) -> Unit:
        """The unit of one organ at a place; ``claims`` are the names that the printed spelling stands for."""
        kind = _ZONE_KINDS.get(slug)
        zone = self._gazetteer.zones.get((place.code, kind)) if kind else None
        if zone is not None:
            place, slug, claims = zone, _ZONE_ORGAN, []
        organ = self._organs.organs[slug]
        title, full = _title(organ, letters(place), claims, moment)
        local = self._local.get((place.code, slug))
        real = next((name for name in local if name.in_office(moment.first, moment.last)), None) if local else None
        start, end = organ.span(letters(place))
        return Unit(
            id=f"{place.code}/{slug}",
            name=real.pattern if real else compose(title.pattern, place),
            name_basis="registry" if real or title.uniform else "document" if full else "pattern",
            region=place.code,
            level=place.level,
            kind=organ.kind,
            valid_from=max(filter(None, (start, place.valid_from)), default=None),
            valid_until=min(filter(None, (end, place.valid_until)), default=None),
            successor=_successor(place, organ, end),
        )


def compose(pattern: str, place: Place) -> str:
    """国家税务总局{}税务局 at 阳江市 → 国家税务总局阳江市税务局."""
    if "{s}" in pattern:
        return pattern.replace("{s}", place.short[0] if place.short else place.name)
    if "{}委" in pattern and "自治" in place.name and "{}委员会" not in pattern:
        pattern = pattern.replace("{}委", "{}委员会")
    return pattern.replace("{}", place.official)


def letters(place: Place) -> tuple[str, ...]:
    """The letters of organs.csv that count for a place, best first."""
    if place.zone:
        return ("z", "k")
    return ("m", "c", "p") if place.municipality else _LETTERS[place.level]


def _claims_at(place: Place, claims: Iterable[Claim]) -> list[Claim]:
    """The claims that exist at the place's level; for a municipality its own before a city's before a province's."""
    wanted = letters(place)
    if wanted == ("C", "c"):
        return [claim for claim in claims if "c" in claim[0].levels or "C" in claim[0].levels]
    for letter in wanted:
        here = [claim for claim in claims if letter in claim[0].levels]
        if here:
            return here
    return []


def _in_office(claims: list[Claim], moment: Moment) -> bool:
    return any(title.in_office(moment.first, moment.last) for title, _ in claims)


def _title(organ: Organ, wanted: tuple[str, ...], claims: list[Claim], moment: Moment) -> Claim:
    """The name on the date: the printed one if in office then, else the organ's default then, else the printed one."""
    for claim in claims:
        if claim[0].in_office(moment.first, moment.last):
            return claim
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
