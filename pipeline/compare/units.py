"""Which units joined or left, changed their role, or are the same under another name after a reform."""

from collections.abc import Iterable, Sequence

from pipeline.compare.model import UnitChange
from pipeline.compare.texts import ComparedTask
from pipeline.fold import fold_text
from pipeline.model import Party, PartyRole
from pipeline.units.registry import Registry

_CHAIN = 6
"""Reforms in a row that are followed."""


class Successors:
    """Which unit followed which: what the records say, else the registry's organs and places."""

    def __init__(self, registry: Registry, tasks: Iterable[ComparedTask]) -> None:
        self._registry = registry
        self._organs = {organ.slug: organ.successor for organ in registry.list_organs()}
        records = {id(task.record): task.record for task in tasks}.values()
        self._known = {unit.id: unit.successor for record in records for unit in record.units if unit.successor}

    def follow(self, unit: str) -> list[str]:
        """The units that followed it, one after another."""
        found: list[str] = []
        while len(found) < _CHAIN and (later := self._next(found[-1] if found else unit)) and later not in found:
            found.append(later)
        return found

    def _next(self, unit: str) -> str | None:
        if unit in self._known:
            return self._known[unit]
        region, _, slug = unit.partition("/")
        place = self._registry.place_of(region)
        moved = place.successor if place else None
        later = self._organs.get(slug)
        return f"{moved or region}/{later or slug}" if moved or later else None


class _Side:
    """The units of one side of an item, by id or name."""

    def __init__(self, tasks: Sequence[ComparedTask]) -> None:
        self.names: dict[str, str] = {}
        self.roles: dict[str, list[PartyRole]] = {}
        for task in tasks:
            for item in task.task.assignments:
                for party in item.parties:
                    self._add(task, party)

    def _add(self, task: ComparedTask, party: Party) -> None:
        key = party.unit or fold_text(party.name)
        unit = task.record.unit_of(party)
        self.names.setdefault(key, unit.name if unit else party.name)
        roles = self.roles.setdefault(key, [])
        if party.role not in roles:
            roles.append(party.role)


def compare_units(
    old: Sequence[ComparedTask], new: Sequence[ComparedTask], successors: Successors
) -> tuple[UnitChange, ...]:
    """The changes, in the order of the old units and then of the new ones."""
    was, now = _Side(old), _Side(new)
    changes, taken = list[UnitChange](), set[str]()
    for key, name in was.names.items():
        later = _find(key, was, now, successors)
        if later is None:
            changes.append(UnitChange("left", name, None, tuple(was.roles[key]), ()))
            continue
        taken.add(later)
        roles = tuple(was.roles[key]), tuple(now.roles[later])
        if later != key or (fold_text(name) != fold_text(now.names[later]) and "/" in key):
            changes.append(UnitChange("renamed", name, now.names[later], *roles))
        elif set(roles[0]) != set(roles[1]):
            changes.append(UnitChange("role", name, now.names[later], *roles))
    for key, name in now.names.items():
        if key not in taken:
            changes.append(UnitChange("joined", None, name, (), tuple(now.roles[key])))
    return tuple(changes)


def _find(key: str, was: _Side, now: _Side, successors: Successors) -> str | None:
    """The key on the new side of the same unit: itself, the one that followed it, or the same name unresolved."""
    if key in now.names:
        return key
    for later in successors.follow(key) if "/" in key else ():
        if later in now.names:
            return later
    same = fold_text(was.names[key])
    return next((other for other, name in now.names.items() if fold_text(name) == same), None)
