"""Records → the rows of the ledger: what each cell says, and why a value is not certain."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from pipeline.knowledge import read_toml
from pipeline.model import Assignment, Deadline, Issue, Party, PartyRole, Provenance, Record, Task
from pipeline.workbook.wording import read_words

Cell = str | date | int | None
_FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar is wrong before it."""
_COLUMN_OF: dict[PartyRole, str] = {
    "lead": "lead", "responsible": "responsible", "implement": "responsible", "support": "support",
    "participate": "support", "jointly": "support", "guide": "support", "supervise": "support",
}  # fmt: skip
_DEPENDENT = ("document-year", "carried", "relative")
WITHOUT_COLUMN = ("problem", "current_state", "best_practice", "scope", "extra")
"""Members of a task for which offices have no column; the update names those that a record has."""


class LedgerEntry(Struct, frozen=True):
    """One row: an assignment of a task. ``key`` outlives a change of the file, ``task_id`` is its place in this one."""

    sha256: str
    key: str
    task_id: str
    index: int
    """The assignment's place in the task, from 0."""
    cells: Mapping[str, Cell]
    doubts: Mapping[str, str]
    """By column, why the value is not certain."""


def make_entries(record: Record) -> Iterator[LedgerEntry]:
    """The rows of one record in reading order; a task without an assignment has one too."""
    empty = Assignment(None, (), (), None, ())
    issues = _issues_by_row(record)
    for task in record.tasks:
        doubt = "\n".join(map(_explain, issues.get(_row_of(task), ())))
        for index, item in enumerate(task.assignments or (empty,)):
            doubts = _doubts(item) | ({"title": doubt} if doubt else {})
            cells = _cells(record, task, item, index)
            yield LedgerEntry(record.source.sha256, task.key or task.id, task.id, index, cells, doubts)


def name_losses(record: Record) -> list[str]:
    """The members that this record's tasks have and the ledger has no column for."""
    return [name for name in WITHOUT_COLUMN if any(getattr(task, name) for task in record.tasks)]


def _cells(record: Record, task: Task, item: Assignment, index: int) -> dict[str, Cell]:
    frame, marks = record.document, read_words()["marks"]
    units = {name: _names(item, name) for name in ("lead", "responsible", "support")}
    if item.division:
        units["responsible"] = f"{units['responsible']}\n（{item.division}）".lstrip("\n")
    return {
        "source": frame.title or frame.notice_title or record.source.name,
        "document_number": frame.number,
        "issued_on": to_date(frame.issued_on),
        "category": "\n".join(task.categories),
        "title": marks["part"].format(title=task.title, part=item.part) if item.part else task.title,
        "measures": task.measures,
        "target": task.target,
        **units,
        "person": task.person,
        "deadline": "；".join(limit.text for limit in item.deadlines),
        "due": _last_day(item.deadlines),
        "milestones": _milestones(item.deadlines),
        "progress": task.progress,
        "note": task.note,
        "place": _place(task, index),
    }


def _last_day(deadlines: Sequence[Deadline]) -> date | None:
    """The day by which all of it is due; None where one of them has no last day."""
    if any(limit.latest is None for limit in deadlines):
        return None
    return to_date(max((limit.latest for limit in deadlines if limit.latest), default=None))


def to_date(iso: str | None) -> date | None:
    """A day that a workbook can hold as a date."""
    try:
        day = date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
    return day if day and day >= _FIRST_DAY else None


def _names(item: Assignment, column: str) -> str:
    words = read_words()
    names = []
    for party in item.parties:
        if _COLUMN_OF[party.role] == column:
            role = words["roles"].get(party.role)
            names.append(party.name + (f"（{role}）" if role else "") + (words["marks"]["open"] if party.etc else ""))
    return "、".join(names)


def _milestones(deadlines: Sequence[Deadline]) -> str:
    """What is to have happened by when, where there are several days or an event is named."""
    if len(deadlines) < 2 and not any(limit.event for limit in deadlines):
        return ""
    return "\n".join(
        f"{limit.latest or limit.text}" + (f" {limit.event}" if limit.event else "") for limit in deadlines
    )


# ---------------------------------------------------------------- what is not certain


def _doubts(item: Assignment) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for party in item.parties:
        found.setdefault(_COLUMN_OF[party.role], []).extend(_doubts_of_party(party))
    for limit in item.deadlines:
        if limit.basis in _DEPENDENT:
            found.setdefault("due", []).append(_say(limit.basis, text=limit.text))
        if limit.latest is None:
            found.setdefault("due", []).append(_say("no-day", text=limit.text))
    return {name: "\n".join(lines) for name, lines in found.items() if lines}


def _doubts_of_party(party: Party) -> Iterator[str]:
    if party.resolution in ("unknown", "ambiguous"):
        yield _say(party.resolution, name=party.name, candidates="、".join(party.candidates))
    if party.etc:
        yield _say("etc", name=party.name)
    if party.role_basis == "default":
        yield _say("default-role", name=party.name)


def _say(key: str, **values: str) -> str:
    text: str = read_words()["doubts"][key].format(**values)
    return text


def _issues_by_row(record: Record) -> dict[tuple[str, int | None], list[Issue]]:
    found: dict[tuple[str, int | None], list[Issue]] = {}
    for issue in record.issues:
        if issue.provenance is not None and issue.severity != "info":
            found.setdefault((issue.provenance.block, issue.provenance.row), []).append(issue)
    return found


def _explain(issue: Issue) -> str:
    entry = read_toml("codes.toml").get(issue.code)
    return _say("issue", code=issue.code, meaning=entry["zh"] if entry else issue.message)


# ---------------------------------------------------------------- where it is in the source


def _row_of(task: Task) -> tuple[str, int | None]:
    place = _first_place(task)
    return (place.block, place.row) if place else ("", None)


def _first_place(task: Task) -> Provenance | None:
    places = task.provenance.get("/title") or next(iter(task.provenance.values()), ())
    return places[0] if places else None


def _place(task: Task, index: int) -> str:
    """Page and cell, counted from 1: of the assignment's first unit or deadline, else of the title."""
    pointers = (f"/assignments/{index}/parties/0", f"/assignments/{index}/deadlines/0", "/title", "/measures")
    places = next((task.provenance[pointer] for pointer in pointers if task.provenance.get(pointer)), ())
    place, marks = (places[0] if places else _first_place(task)), read_words()["marks"]
    if place is None:
        return ""
    page = marks["page"].format(page=place.page) if place.page else ""
    if place.row is None or place.column is None:
        return page + str(marks["paragraph"].format(number=place.block[1:]))
    return page + str(marks["cell"].format(table=place.block[1:], row=place.row + 1, column=place.column + 1))
