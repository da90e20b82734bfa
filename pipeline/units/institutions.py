"""Schools and hospitals: units by the form of their names, since no registry lists them all.

Their names are their own: the id is made of the place and the name, so that each is one unit wherever it is named.
"""

import hashlib
import re
from functools import cache

from msgspec import Struct

from pipeline.knowledge import read_bytes, read_toml
from pipeline.knowledge.tables import read_rows
from pipeline.model import Unit
from pipeline.units.answers import Resolution, offered, resolved
from pipeline.units.nearby import PlaceAndTime, find_places
from pipeline.units.places import Place
from pipeline.units.reading import NOTHING, NameForms, Slot

FORMS = "institutions.toml"
UNIVERSITIES = "universities.csv"
_DIGITS = 8
"""Hex digits of a name in an id."""


class Form(Struct, frozen=True):
    """One kind of institution: the ``tail`` of its names behind a place, or behind a level word too."""

    slug: str
    kind: str
    behind: str
    tail: re.Pattern[str]


def read_institution(name: str, lexicon: NameForms, setting: PlaceAndTime) -> Resolution | None:
    """The school or hospital that a folded name is, or None if it is not named like one."""
    region = _universities().get(name)
    place = lexicon.gazetteer.get(region) if region else None
    if place is not None:
        return resolved(_unit("school", "school", name, place), f"a university in {place.full_name}")
    if not name.endswith(_endings()):
        return None
    for end, slot in lexicon.slots_at(name, 0):
        form = _form(name[end:], slot)
        if form is None:
            continue
        found = find_places(slot, setting, lexicon.gazetteer)
        units = [_unit(form.slug, form.kind, _official(name[end:], slot, place), place) for place in found.places]
        if len(units) == 1 and found.sure:
            return resolved(units[0], found.why)
        return offered((unit.id for unit in units), found.why)
    return None


def _form(tail: str, slot: Slot) -> Form | None:
    if slot == NOTHING:
        return None
    forms = (form for form in _forms() if slot.places or form.behind == "level")
    return next((form for form in forms if form.tail.fullmatch(tail)), None)


def _official(tail: str, slot: Slot, place: Place) -> str:
    """市第三中学 in 阳江市 → 阳江市第三中学; a place that is printed short belongs to the name (阳江职业技术学院)."""
    return (slot.text if slot.short else place.official) + tail


def _unit(slug: str, kind: str, name: str, place: Place) -> Unit:
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]
    return Unit(f"{place.code}/{slug}-{digest}", name, "document", place.code, place.level, kind, None, None, None)


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(form["slug"], form["kind"], form["behind"], re.compile(form["pattern"]))
        for form in read_toml(FORMS)["form"]
    )


@cache
def _endings() -> tuple[str, ...]:
    """The last two characters of the names that the forms know: most names are done with after this look."""
    return tuple({example[-2:] for form in read_toml(FORMS)["form"] for example in form["matches"]})


@cache
def _universities() -> dict[str, str]:
    rows = read_rows(UNIVERSITIES, read_bytes(UNIVERSITIES), ("name", "region"))
    return {name: region for _, (name, region) in rows}
