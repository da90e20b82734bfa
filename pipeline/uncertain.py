"""What recognition left uncertain is not asserted: a wrong unit or date is worse than an unknown one.

Works on assembled tasks and the frame, and only where text was recognised from a picture.
"""

from collections.abc import Iterable, Sequence

from msgspec import UNSET, Struct
from msgspec.structs import replace

from pipeline.model import Assignment, Deadline, Frame, Issue, Party, Provenance, Task, Unit
from pipeline.source import UNCERTAIN
from pipeline.units import Registry
from pipeline.units.lookalikes import is_only_reading


class Doubted(Struct, frozen=True):
    """The tasks and units with what is still asserted, and a warning for each value that is not."""

    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    issues: tuple[Issue, ...] = ()


class _Look(Struct, frozen=True):
    """The registry, asked for one day."""

    registry: Registry
    on: str | None

    def is_sure(self, name: str, unit: str) -> bool:
        return is_only_reading(self.registry, name, unit, self.on)


def doubt_values(
    tasks: tuple[Task, ...], units: tuple[Unit, ...], registry: Registry, on: str | None = None
) -> Doubted:
    """Take back the units and dates whose characters are uncertain. A unit stays where the registry knows the name as
    it was read and no other of that place (``on`` this day) that differs in one character."""
    if not any(place.basis is not UNSET for task in tasks for places in task.provenance.values() for place in places):
        return Doubted(tasks, units)
    issues: list[Issue] = []
    doubted = tuple(_doubt_task(task, _Look(registry, on), issues) for task in tasks)
    named = {party.unit for task in doubted for item in task.assignments for party in item.parties}
    return Doubted(doubted, tuple(unit for unit in units if unit.id in named), tuple(issues))


def doubt_frame(frame: Frame) -> tuple[Frame, list[Issue]]:
    """The frame without a date of issue that is uncertain."""
    places = frame.provenance.get("/issued_on", ())
    if frame.issued_on is None or not is_uncertain(places):
        return frame, []
    kept = {pointer: found for pointer, found in frame.provenance.items() if pointer != "/issued_on"}
    return replace(frame, issued_on=None, provenance=kept), [_report("date of issue", frame.issued_on, places)]


def is_uncertain(places: Iterable[Provenance]) -> bool:
    """Was any of these texts recognised, with an uncertain character?"""
    return any(place.certainty is not UNSET and place.certainty < UNCERTAIN for place in places)


def _doubt_task(task: Task, look: _Look, issues: list[Issue]) -> Task:
    assignments = tuple(
        _doubt_assignment(item, f"/assignments/{index}", task, look, issues)
        for index, item in enumerate(task.assignments)
    )
    return task if assignments == task.assignments else replace(task, assignments=assignments)


def _doubt_assignment(item: Assignment, path: str, task: Task, look: _Look, issues: list[Issue]) -> Assignment:
    parties: list[Party] = []
    for index, party in enumerate(item.parties):
        places = task.provenance.get(f"{path}/parties/{index}", ())
        if party.unit is not None and is_uncertain(places) and not look.is_sure(party.name, party.unit):
            issues.append(_report("unit", party.name, places))
            party = replace(party, unit=None, resolution="ambiguous", candidates=(party.unit, *party.candidates))
        parties.append(party)
    deadlines: list[Deadline] = []
    for index, deadline in enumerate(item.deadlines):
        places = task.provenance.get(f"{path}/deadlines/{index}", ())
        if _is_dated(deadline) and is_uncertain(places):
            issues.append(_report("date", deadline.text, places))
            deadline = replace(
                deadline, kind="unspecified", earliest=None, latest=None, recurrence=None, state=None, basis="none"
            )
        deadlines.append(deadline)
    return replace(item, parties=tuple(parties), deadlines=tuple(deadlines))


def _is_dated(deadline: Deadline) -> bool:
    return bool(deadline.earliest or deadline.latest or deadline.recurrence)


def _report(what: str, text: str, places: Sequence[Provenance]) -> Issue:
    message = f"Recognition is not certain of the characters of this {what}, which is not asserted: {text}"
    return Issue("value-uncertain", "warning", message, places[0] if places else None)
