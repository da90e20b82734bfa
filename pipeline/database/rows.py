"""A record → the rows of each table, in the order of their columns; and back, which proves that nothing is lost."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.database import DatabaseError
from pipeline.model import Issue, Provenance, Record, Task

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
DIGITS = 12
_OF_TASK = (
    "id number title measures target problem current_state best_practice person progress scope note key title_basis "
    "assignments provenance"
)
_OF_UNIT = "id name name_basis region level kind valid_from valid_until successor"
_OF_PARTY = "name printed role role_basis etc unit resolution candidates"
_OF_DEADLINE = "text found_in kind earliest latest recurrence event state basis"
_OF_PLACE = "block row column span quote page bbox"
_OF_ISSUE = "code severity message provenance"
_encode = msgspec.json.Encoder(order="deterministic").encode


def identify(sha256: str) -> str:
    """The key of a document: the digits that the ids of its tasks begin with."""
    return sha256[:DIGITS]


def make_rows(record: Record, path: str, record_sha256: str) -> Rows:
    """All rows of one record by table; days as ISO text. Raises DatabaseError where its tasks' ids are no keys."""
    key = _check_keys(record)
    rows: Rows = {"documents": [_document(record, path, record_sha256)]}
    names = ("tasks", "assignments", "parties", "deadlines", "units", "provenance", "issues")
    rows.update({name: [] for name in names})
    for position, task in enumerate(record.tasks):
        rows["tasks"].append(_task(key, position, task))
        _add_assignments(rows, task)
    rows["units"] += [
        (key, unit.id, place, unit.name, unit.name_basis, unit.region, unit.level, unit.kind, unit.valid_from,
         unit.valid_until, unit.successor, _rest(unit, _OF_UNIT))
        for place, unit in enumerate(record.units)
    ]  # fmt: skip
    rows["provenance"] += [(key, number, *place) for number, place in enumerate(_places(record))]
    rows["issues"] += [(key, number, *_issue(issue)) for number, issue in enumerate(record.issues)]
    return rows


def _check_keys(record: Record) -> str:
    """The document's key. A record that was edited by hand may break what tables rely on."""
    key, ids = identify(record.source.sha256), [task.id for task in record.tasks]
    if len(set(ids)) < len(ids):
        raise DatabaseError("two tasks have one id")
    if not all(id_.startswith(key) for id_ in ids):
        raise DatabaseError("a task's id does not begin with the digits of its document")
    return key


def to_day(value: str | None) -> date | None:
    """A day for a database that has a type for it; None for one that no calendar has."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _json(value: object) -> str:
    return _encode(value).decode()


@cache
def _without_column(kind: type[Struct], own: str) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name not in own.split())


def left_over(value: Struct, own: str) -> dict[str, Any]:
    """The members that are set and not among ``own``, which have a column each; those of later revisions too."""
    members = ((name, getattr(value, name)) for name in _without_column(type(value), own))
    return {name: member for name, member in members if member is not msgspec.UNSET}


def _rest(value: Struct, own: str) -> str | None:
    members = left_over(value, own)
    return _json(members) if members else None


def _document(record: Record, path: str, record_sha256: str) -> Row:
    frame, source, ledger = record.document, record.source, record.ledger
    rest = left_over(record, "status source document tasks units issues")
    rest["frame"] = left_over(frame, "title notice_title attachment number issued_on year region provenance")
    unused = sum(len("".join(part.text.split())) for part in ledger.unused)
    region = frame.region
    return (
        identify(source.sha256), source.sha256, source.name, path, record_sha256, source.media_type, source.size,
        record.status, frame.title, frame.notice_title, frame.attachment, frame.number,
        "、".join(frame.issuers) or None, frame.issued_on, frame.year,
        region.code if region else None, region.name if region else None, len(record.tasks), ledger.characters, unused,
        record.generator.version, record.generator.knowledge, _json(rest),
    )  # fmt: skip


def _task(key: str, position: int, task: Task) -> Row:
    return (
        task.id, key, position, task.key or None, task.number, " / ".join(task.categories) or None, task.title,
        task.title_basis or None, task.measures, task.target, task.problem, task.current_state, task.best_practice,
        task.person, task.progress, task.scope, task.note, _json(left_over(task, _OF_TASK)),
    )  # fmt: skip


def _add_assignments(rows: Rows, task: Task) -> None:
    for number, item in enumerate(task.assignments):
        rows["assignments"].append(
            (task.id, number, item.part, item.division, _json(left_over(item, "part deadlines parties division")))
        )
        rows["parties"] += [
            (task.id, number, place, party.name, party.printed, party.role, party.role_basis, party.etc, party.unit,
             party.resolution, _json(party.candidates), _rest(party, _OF_PARTY))
            for place, party in enumerate(item.parties)
        ]  # fmt: skip
        rows["deadlines"] += [
            (task.id, number, place, limit.text, limit.found_in, limit.kind, limit.earliest, limit.latest,
             limit.recurrence, limit.event, limit.state, limit.basis, _rest(limit, _OF_DEADLINE))
            for place, limit in enumerate(item.deadlines)
        ]  # fmt: skip


def _places(record: Record) -> Iterator[Row]:
    for pointer, places in record.document.provenance.items():
        yield from ((None, pointer, *_place(place)) for place in places)
    for task in record.tasks:
        for pointer, places in task.provenance.items():
            yield from ((task.id, pointer, *_place(place)) for place in places)


def _place(place: Provenance) -> Row:
    box = place.bbox or (None,) * 4
    own = (place.block, place.row, place.column, *place.span, place.quote, place.page, *box)
    return (*own, _rest(place, _OF_PLACE))


def _issue(issue: Issue) -> Row:
    nowhere = (None,) * 12
    *place, of_place = _place(issue.provenance) if issue.provenance else nowhere
    return (issue.code, issue.severity, issue.message, *place, _rest(issue, _OF_ISSUE) or of_place)
