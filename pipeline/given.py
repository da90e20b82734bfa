"""What the user knows of a notice that does not state it: its place, its year, its date of issue."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import Frame, GivenMember, Issue, Region
from pipeline.units import Registry

FIRST_YEAR, LAST_YEAR = 1949, 2999


class GivenFacts(Struct, frozen=True):
    """What the user gave, checked. It fills what the document leaves open and never replaces what it states."""

    region: Region | None = None
    year: int | None = None
    issued_on: str | None = None


def read_given(registry: Registry, region: str | None, year: int | None, issued_on: str | date | None) -> GivenFacts:
    """Check what the user gave: a place by its name (阳江市, 广东省阳江市) or GB/T 2260 code, a year, an ISO date.

    Raises ValueError for a place that is unknown or ambiguous, and for a year or a day that does not exist.
    """
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"year {year}: give one from {FIRST_YEAR} to {LAST_YEAR}")
    day = date.fromisoformat(issued_on) if isinstance(issued_on, str) else issued_on
    return GivenFacts(_find_region(registry, region) if region else None, year, day.isoformat() if day else None)


def _find_region(registry: Registry, text: str) -> Region:
    found = registry.lookup_place(text)
    if len(found) == 1:
        return Region(found[0].code, found[0].full_name)
    choices = "、".join(f"{place.full_name} {place.code}" for place in found[:8])
    raise ValueError(f"region {text}: " + (f"which of {choices}? Give the code" if choices else "no such place"))


def complete_frame(frame: Frame, given: GivenFacts) -> tuple[Frame, list[Issue]]:
    """The frame with what was given where the document states nothing, and a warning for each contradiction."""
    wanted: dict[GivenMember, Region | int | str | None] = {
        "region": given.region,
        "year": given.year or (int(given.issued_on[:4]) if given.issued_on else None),
        "issued_on": given.issued_on,
    }
    filled: dict[GivenMember, Region | int | str] = {}
    issues = []
    for name, value in wanted.items():
        stated = getattr(frame, name)
        if value is not None and stated is None:
            filled[name] = value
        elif value is not None and stated != value and not (name == "year" and given.year is None):
            issues.append(_differs(name, value, stated, frame))
    return (replace(frame, **filled, given=tuple(filled)) if filled else frame), issues


def _differs(name: str, value: Region | int | str, stated: Region | int | str, frame: Frame) -> Issue:
    ours, theirs = (f"{item.name} ({item.code})" if isinstance(item, Region) else str(item) for item in (value, stated))
    message = f"The {name} given for this document is {ours}; the document states {theirs}, which was kept."
    return Issue("given-differs", "warning", message, next(iter(frame.provenance.get(f"/{name}", ())), None))
