"""What csv and xlsx have in common: a record laid out flat, one row an assignment (or one a party)."""

from collections.abc import Iterator, Sequence
from typing import get_args

from msgspec import Struct, structs

from pipeline.fold import fold_text
from pipeline.model import Assignment, Deadline, Party, PartyRole, Record, Task, Unit
from pipeline.writers.options import ExportOptions

ROLES: tuple[PartyRole, ...] = get_args(PartyRole)


class SheetRow(Struct, frozen=True):
    """One assignment of one task; ``parties`` holds all of them, or the one that the row is about."""

    record: Record
    task: Task
    index: int
    """The assignment's place in the task, from 0."""
    assignment: Assignment
    parties: tuple[Party, ...]


def flatten(records: Sequence[Record], options: ExportOptions) -> Iterator[SheetRow]:
    """The rows in reading order. A task without an assignment still has a row, unless one unit's rows are wanted."""
    empty = Assignment(None, (), (), None, ())
    for record in records:
        units = {unit.id: unit for unit in record.units}
        for task in record.tasks:
            for index, assignment in enumerate(task.assignments or (empty,)):
                if options.unit is None or concerns(assignment, options.unit, units):
                    yield from _rows(SheetRow(record, task, index, assignment, assignment.parties), options, units)


def _rows(row: SheetRow, options: ExportOptions, units: dict[str, Unit]) -> Iterator[SheetRow]:
    if not options.long:
        yield row
        return
    for party in row.parties:
        if options.unit is None or _is_meant(party, options.unit, units):
            yield structs.replace(row, parties=(party,))
    if not row.parties:
        yield row


def own_roles(row: SheetRow, wanted: str) -> list[PartyRole]:
    """The roles that ``wanted`` has in the row's assignment, each once, in order."""
    units = {unit.id: unit for unit in row.record.units}
    return list(dict.fromkeys(party.role for party in row.assignment.parties if _is_meant(party, wanted, units)))


def concerns(assignment: Assignment, wanted: str, units: dict[str, Unit]) -> bool:
    """Whether ``wanted`` (printed name, full name, official name or unit id) is one of the assignment's parties."""
    return any(_is_meant(party, wanted, units) for party in assignment.parties)


def _is_meant(party: Party, wanted: str, units: dict[str, Unit]) -> bool:
    unit = units.get(party.unit or "")
    names = (party.printed, party.name, unit.name if unit else "", unit.id if unit else "")
    return fold_text(wanted) in {fold_text(name) for name in names if name}


def keep_tasks(record: Record, wanted: str | None) -> Record:
    """The record with the tasks that ``wanted`` has a part in, whole, so that their pointers still hold."""
    if wanted is None:
        return record
    units = {unit.id: unit for unit in record.units}
    kept = (task for task in record.tasks if any(concerns(item, wanted, units) for item in task.assignments))
    return structs.replace(record, tasks=tuple(kept))


def join_parties(parties: Sequence[Party], role: PartyRole) -> str:
    """The names of one role in order, joined by 、; 等 where the list is open."""
    chosen = [party for party in parties if party.role == role]
    return "、".join(party.name for party in chosen) + ("等" if any(party.etc for party in chosen) else "")


def join_deadlines(deadlines: Sequence[Deadline]) -> str:
    """The words of the deadlines with their events, joined by ；."""
    return "；".join(
        f"{deadline.text}（{deadline.event}）" if deadline.event else deadline.text for deadline in deadlines
    )


def first_day(deadlines: Sequence[Deadline]) -> str | None:
    """The first of the known first days (ISO)."""
    return min((deadline.earliest for deadline in deadlines if deadline.earliest), default=None)


def last_day(deadlines: Sequence[Deadline]) -> str | None:
    """The last of the known last days (ISO): the day by which all of it is due."""
    return max((deadline.latest for deadline in deadlines if deadline.latest), default=None)


def join_extra(task: Task) -> str:
    """The texts of the columns without a role, each after its header."""
    return "；".join(f"{extra.header}：{extra.text}" if extra.header else extra.text for extra in task.extra)
