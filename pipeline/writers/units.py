"""Which parties a user means who asks for the rows of one unit, or of several."""

import re
from collections.abc import Iterable, Sequence

from pipeline.fold import fold_text
from pipeline.model import Assignment, Party, Record

_SEPARATORS = re.compile(r"[、，,；;\n]")


def split_units(text: str) -> list[str]:
    """The units that a user wrote, one or a list."""
    return [name.strip() for name in _SEPARATORS.split(text) if name.strip()]


class WantedUnits:
    """The wanted units in one record.

    Each may be written as in the record, in any other spelling that means the same organ there and then (市工商局,
    市场监督管理局), as the id of a unit, or as an organ's slug, which holds for every place.
    """

    def __init__(self, text: str, record: Record) -> None:
        names = split_units(text)
        self._names = {fold_text(name) for name in names}
        self._units = {unit.id: unit for unit in record.units}
        self._ids = {unit.id for unit in record.units if self._is_named(unit.id, unit.name)}
        self._ids.update(_resolve(names, record))

    def _is_named(self, identity: str, name: str) -> bool:
        return not self._names.isdisjoint((fold_text(identity), fold_text(identity.partition("/")[2]), fold_text(name)))

    def means(self, party: Party) -> bool:
        """True if the party is one of them."""
        if party.unit in self._ids:
            return True
        return not self._names.isdisjoint((fold_text(party.printed), fold_text(party.name)))

    def concern(self, assignment: Assignment) -> bool:
        """True if one of them has a part in the assignment."""
        return any(map(self.means, assignment.parties))


def _resolve(names: Sequence[str], record: Record) -> Iterable[str]:
    """The ids that the spellings mean at the record's place and on its day."""
    from pipeline.units import load_registry

    registry, document = load_registry(None), record.document
    on = document.issued_on or (str(document.year) if document.year else None)
    region = document.region.code if document.region else None
    found = (registry.resolve(name, region=region, on=on).unit for name in names)
    return [unit.id for unit in found if unit is not None]


def nearest_names(records: Sequence[Record], text: str, count: int = 3) -> list[str]:
    """The names of parties in the records that are spelled most like what was asked for."""
    from rapidfuzz import process

    names = {party.name for record in records for *_, party in record.parties()}
    found = [hit[0] for name in split_units(text) for hit in process.extract(name, sorted(names), limit=count)]
    return list(dict.fromkeys(found))[:count]
