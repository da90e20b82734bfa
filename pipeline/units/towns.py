"""Towns and subdistricts (镇, 乡, 街道): the lowest offices that notices name, by nine-digit statistical codes.

``knowledge/towns.csv`` is read only when a name looks like one of them.
"""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from pipeline.knowledge import read_bytes, read_toml
from pipeline.knowledge.tables import read_rows
from pipeline.model import Unit
from pipeline.units.places import Gazetteer, Place

FILE = "towns.csv"
OFFICES = "town_offices.toml"


class TownUnit(Struct, frozen=True):
    """An office of a town; ``organ_named`` is False where the name was the town alone."""

    unit: Unit
    organ_named: bool


def may_be_town(name: str) -> bool:
    """True for names that end like a town or its office: 恩阳镇, 恩阳镇政府, 城东街道办事处."""
    return bool(_split(name))


def town_units(name: str, places: Iterable[Place], gazetteer: Gazetteer) -> list[TownUnit]:
    """The offices that a town's name may mean in the given counties, or in all counties of the given cities."""
    found = _split(name)
    if found is None:
        return []
    town, slug = found
    named = slug or next(office for ending, office in _classes() if town.endswith(ending))
    units = []
    for place in places:
        inside = [place, *gazetteer.counties_of(place.code)] if place.level == "city" else [place]
        for county in inside:
            code = _towns().get(county.code, {}).get(town)
            if code is not None:
                units.append(TownUnit(_unit(code, county.official + town, named), bool(slug)))
    return units


def _split(name: str) -> tuple[str, str] | None:
    """(town, slug of its office): 城东街道办 → 城东街道, subdistrict-office."""
    classes = tuple(ending for ending, _ in _classes())
    for ending, kept, slug in _offices():
        town = name.removesuffix(ending) + kept
        if name.endswith(ending) and town.endswith(classes) and town not in classes:
            return town, slug
    return None


def _unit(code: str, full_name: str, slug: str) -> Unit:
    pattern, kind = _names()[slug]
    name = pattern.replace("{}", full_name)
    return Unit(f"{code}/{slug}", name, "registry", code, "township", kind, None, None, None)


@cache
def _classes() -> tuple[tuple[str, str], ...]:
    """(ending of a town's name, the office that is meant by the town alone)."""
    return tuple((row["ending"], row["slug"]) for row in read_toml(OFFICES)["class"])


@cache
def _offices() -> tuple[tuple[str, str, str], ...]:
    """(ending of the name, ending of the town, slug); an empty slug: the town alone."""
    return tuple((row["ending"], row["kept"], row["slug"]) for row in read_toml(OFFICES)["office"])


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Slug of an office → its full name, with {} for the town, and its kind."""
    return {row["slug"]: (row["pattern"], row["kind"]) for row in read_toml(OFFICES)["name"]}


@cache
def _towns() -> dict[str, dict[str, str]]:
    """County code → name → nine-digit code."""
    counties: dict[str, dict[str, str]] = {}
    for _, (code, name) in read_rows(FILE, read_bytes(FILE), ("code", "name")):
        counties.setdefault(code[:6], {})[name] = code
    return counties
