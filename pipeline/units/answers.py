"""What the registry answers for one name."""

from collections.abc import Iterable

from msgspec import Struct

from pipeline.model import ResolutionKind, Unit

MOST_CANDIDATES = 20


class Resolution(Struct, frozen=True, gc=False):
    """The answer for one name; ``steps`` say in plain words how it was reached."""

    resolution: ResolutionKind
    unit: Unit | None
    candidates: tuple[str, ...]
    steps: tuple[str, ...]


def resolved(unit: Unit, why: str) -> Resolution:
    """The unit, with the reasons for the place and the name, and what became of the unit."""
    ended = (f"ended in {unit.valid_until}; its successor is {unit.successor}",) if unit.valid_until else ()
    return Resolution("resolved", unit, (), (why, f"{unit.id}: {unit.name} (name by {unit.name_basis})", *ended))


def offered(ids: Iterable[str], *why: str) -> Resolution:
    """No single unit: the ids are candidates for a person, never chosen."""
    return Resolution("ambiguous", None, tuple(sorted(set(ids)))[:MOST_CANDIDATES], why)


def without_unit(kind: ResolutionKind, *why: str) -> Resolution:
    """An answer that names no unit and no candidates."""
    return Resolution(kind, None, (), why)


_BASES = ("document", "registry", "pattern")


def better_named(known: Unit | None, unit: Unit) -> Unit:
    """Of two answers with one id the one whose name is surer, so that a record gives a unit one name: as printed in
    full, else by the registry, else by pattern; of two alike the first.
    """
    if known is None or _BASES.index(unit.name_basis) < _BASES.index(known.name_basis):
        return unit
    return known
