"""What csv and xlsx have in common: a record laid out flat, one row an assignment (or one a party)."""

from collections.abc import Iterator, Sequence
from typing import get_args

from msgspec import Struct, structs

from pipeline.model import Assignment, Deadline, Party, PartyRole, Record, Task
from pipeline.writers.options import ExportOptions
from pipeline.writers.units import WantedUnits

ROLES: tuple[PartyRole, ...] = get_args(PartyRole)


class SheetRow(Struct, frozen=True):
    """One assignment of one task; ``parties`` holds all of them, or the one that the row is about."""

    record: Record
    task: Task
    index: int
    """The assignment's place in the task, from 0."""
    assignment: Assignment
    parties: tuple[Party, ...]
    path: str = ""
    """The record's path."""
    wanted: WantedUnits | None = None
    """The units that the user asked for."""


def flatten(records: Sequence[Record], options: ExportOptions) -> Iterator[SheetRow]:
    """The rows in reading order. A task without an assignment still has a row, unless some units' rows are wanted."""
    empty = Assignment(None, (), (), None, ())
    for number, record in enumerate(records):
        wanted = WantedUnits(options.unit, record) if options.unit is not None else None
        path = options.paths[number] if options.paths else ""
        for task in record.tasks:
            for index, assignment in enumerate(task.assignments or (empty,)):
                if wanted is None or wanted.concern(assignment):
                    row = SheetRow(record, task, index, assignment, assignment.parties, path, wanted)
                    yield from _rows(row) if options.long else (row,)


def _rows(row: SheetRow) -> Iterator[SheetRow]:
    for party in row.parties:
        if row.wanted is None or row.wanted.means(party):
            yield structs.replace(row, parties=(party,))
    if not row.parties:
        yield row


def own_roles(row: SheetRow) -> list[PartyRole]:
    """The roles that the wanted units have in the row's assignment, each once, in order."""
    wanted = row.wanted
    return list(dict.fromkeys(party.role for party in row.assignment.parties if wanted and wanted.means(party)))


def keep_tasks(record: Record, units: str | None) -> Record:
    """The record with the tasks that these units have a part in, whole, so that their pointers still hold."""
    if units is None:
        return record
    wanted = WantedUnits(units, record)
    return structs.replace(
        record, tasks=tuple(task for task in record.tasks if any(map(wanted.concern, task.assignments)))
    )


def describe_document(row: SheetRow) -> dict[str, str]:
    """What tells a row's document apart from others: its frame, its file, its record."""
    frame, source = row.record.document, row.record.source
    return {
        "year": str(frame.year or ""),
        "region": frame.region.name if frame.region else "",
        "region_code": frame.region.code if frame.region else "",
        "document_number": frame.number or "",
        "issued_on": frame.issued_on or "",
        "path": row.path,
        "sha256": source.sha256,
        "key": row.task.key or "",
    }


def join_resolutions(parties: Sequence[Party]) -> str:
    """What each party resolves to: its unit's id, or how it was not resolved, with the candidates."""
    return "；".join(
        f"{party.name}={party.unit or party.resolution}"
        + (f"（{'、'.join(party.candidates)}）" if party.candidates else "")
        for party in parties
    )


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


def next_day(deadlines: Sequence[Deadline]) -> str | None:
    """The first of the known last days (ISO): when something of it is due next."""
    return min((deadline.latest for deadline in deadlines if deadline.latest), default=None)


def join_extra(task: Task) -> str:
    """The texts of the columns without a role, each after its header."""
    return "；".join(f"{extra.header}：{extra.text}" if extra.header else extra.text for extra in task.extra)
