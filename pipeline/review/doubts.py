"""What a person should look at first: issues, units not known for certain, years not printed, uncertain marks."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pipeline.model import Issue, Provenance, Record, Task

Slot = tuple[str, int | None, int | None]
_ORDER = {"error": 0, "warning": 1, "unit": 2, "year": 3, "certainty": 3, "info": 5}
_SURE = 0.8
"""From this certainty of recognised text on, nobody need look."""
_TOLD = ("unit-unknown", "unit-ambiguous", "correction-superfluous")
"""Issues that the values they are about speak for themselves."""


class Uncertain(Struct, frozen=True):
    """Something to look at: of a task (by index) the value at ``pointer``; of the document where there is no task."""

    code: str
    kind: str
    """error, warning, info: an issue; unit, year, certainty: a value that is not certain."""
    message: str
    task: int | None = None
    pointer: str | None = None
    place: Provenance | None = None


def find_doubts(record: Record) -> tuple[Uncertain, ...]:
    """All doubts of a record, the gravest first, then in the order of the document."""
    slots = _slots(record)
    found = [_of_issue(issue, slots) for issue in record.issues if issue.code not in _TOLD]
    found += [doubt for index, task in enumerate(record.tasks) for doubt in _of_task(index, task)]
    found += [Uncertain("unused", "error", item.text[:80], place=item.provenance) for item in record.ledger.unused]
    return tuple(sorted(found, key=lambda doubt: (_ORDER[doubt.kind], -1 if doubt.task is None else doubt.task)))


def _slots(record: Record) -> dict[Slot, list[tuple[int, str, Provenance]]]:
    """The values whose places are in each cell or paragraph."""
    slots: dict[Slot, list[tuple[int, str, Provenance]]] = {}
    for index, task in enumerate(record.tasks):
        for pointer, places in task.provenance.items():
            for place in places:
                slots.setdefault((place.block, place.row, place.column), []).append((index, pointer, place))
    return slots


def _of_issue(issue: Issue, slots: dict[Slot, list[tuple[int, str, Provenance]]]) -> Uncertain:
    place = issue.provenance
    near = slots.get((place.block, place.row, place.column), []) if place else []
    hit = next((item for item in near if place and _overlap(item[2], place)), near[0] if near else None)
    task, pointer = (hit[0], hit[1]) if hit else (None, None)
    return Uncertain(issue.code, issue.severity, issue.message, task, pointer, place)


def _overlap(one: Provenance, other: Provenance) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _of_task(index: int, task: Task) -> Iterator[Uncertain]:
    marks: dict[str, Any] = dict(task.corrected or {})
    for number, assignment in enumerate(task.assignments):
        base = f"/assignments/{number}"
        for at, party in enumerate(assignment.parties):
            pointer = f"{base}/parties/{at}"
            if party.resolution in ("unknown", "ambiguous") and f"{pointer}/unit" not in marks:
                yield Uncertain(f"unit-{party.resolution}", "unit", party.name, index, pointer, _first(task, pointer))
        for at, deadline in enumerate(assignment.deadlines):
            pointer = f"{base}/deadlines/{at}"
            if deadline.basis in ("document-year", "carried") and deadline.latest and pointer not in marks:
                yield Uncertain("year-guessed", "year", deadline.text, index, pointer, _first(task, pointer))
    yield from _uncertain(index, task, marks)


def _uncertain(index: int, task: Task, marks: dict[str, Any]) -> Iterator[Uncertain]:
    """Values that stand on recognised text of little certainty."""
    for pointer, places in task.provenance.items():
        certainty = [getattr(place, "certainty", None) for place in places]
        least = min((float(value) for value in certainty if isinstance(value, int | float)), default=1.0)
        if least < _SURE and pointer not in marks:
            yield Uncertain("ocr-uncertain", "certainty", places[0].quote[:60], index, pointer, places[0])


def _first(task: Task, pointer: str) -> Provenance | None:
    return next(iter(task.provenance.get(pointer, ())), None)
