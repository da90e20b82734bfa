"""Calendars (RFC 5545): a to-do for each dated limit of an assignment, and an event beside it where asked for.

Recurring limits carry their RRULE, from the first day that is known. The UID outlives a new version of the file, as the
task's key does. The bytes depend on the records and options alone. What has no day is left out (``count_undated``).
"""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from icalendar import Alarm, Calendar, Event, Todo, vRecur

from pipeline.fold import fold_text
from pipeline.model import Deadline, Record
from pipeline.writers.options import CREATED, ExportOptions
from pipeline.writers.rows import ROLES, SheetRow, flatten, join_parties

_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF], "\ufffd")
"""Characters that no calendar may hold."""


def write(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    """Write one VCALENDAR with the dated limits of all records, or of the wanted units."""
    calendar = Calendar()
    calendar.add("prodid", "-//fengong//task-list/1//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(filter(None, (_words()["lines"]["name"], options.unit))))
    for row, number, limit in _limits(records, options):
        for component in _components(row, number, limit, options):
            calendar.add_component(component)
    out.write(calendar.to_ical())


def count_undated(records: Sequence[Record], options: ExportOptions) -> int:
    """How many assignments are in no to-do, since no limit of theirs has a day."""
    dated = {(row.task.id, row.index) for row, *_ in _limits(records, options)}
    return len({(row.task.id, row.index) for row in flatten(records, _whole(options))} - dated)


def _whole(options: ExportOptions) -> ExportOptions:
    return ExportOptions(unit=options.unit)


def _limits(records: Sequence[Record], options: ExportOptions) -> Iterator[tuple[SheetRow, int, Deadline]]:
    for row in flatten(records, _whole(options)):
        for number, limit in enumerate(row.assignment.deadlines):
            if limit.kind != "done" and limit.state != "done" and (_day(limit.latest) or _first(row, limit)):
                yield row, number, limit


def _first(row: SheetRow, limit: Deadline) -> date | None:
    """The first day of a limit that recurs; None for one that does not."""
    if limit.recurrence is None:
        return None
    return _day(limit.earliest) or _day(row.record.document.issued_on)


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def _components(row: SheetRow, number: int, limit: Deadline, options: ExportOptions) -> Iterator[Any]:
    identity = _identify(row, number)
    for kind, suffix in ((Todo, ""), (Event, "-event")) if options.events else ((Todo, ""),):
        component = kind()
        component.add("uid", f"{identity}{suffix}@fengong")
        component.add("dtstamp", _stamp(row))
        component.add("summary", _clean(_summary(row, limit)))
        component.add("description", _clean(_describe(row, limit)))
        if row.task.categories:
            component.add("categories", [_clean(name) for name in row.task.categories])
        _set_days(component, row, limit)
        if options.alarm:
            component.add_component(_alarm(options.alarm, _clean(row.task.title), limit))
        yield component


def _set_days(component: Any, row: SheetRow, limit: Deadline) -> None:
    first, last = _first(row, limit), _day(limit.latest)
    if first is not None and limit.recurrence:
        rule = limit.recurrence
        if last and "UNTIL" not in rule and "COUNT" not in rule:
            rule += f";UNTIL={last:%Y%m%d}"
        component.add("dtstart", first)
        component.add("duration", timedelta(days=1))
        component.add("rrule", vRecur.from_ical(rule))
        return
    begin = _day(limit.earliest)
    if isinstance(component, Todo):
        if begin and last and begin < last:
            component.add("dtstart", begin)
        component.add("due", last)
    elif last:
        component.add("dtstart", last)
        component.add("dtend", last + timedelta(days=1))


def _alarm(days: int, text: str, limit: Deadline) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    related = {} if limit.recurrence else {"RELATED": "END"}
    alarm.add("trigger", timedelta(days=-days), parameters=related)
    return alarm


def _identify(row: SheetRow, number: int) -> str:
    """The same for a later version of the document: of its number or title, the task's key, assignment and limit."""
    frame = row.record.document
    document = frame.number or frame.title or frame.notice_title or row.record.source.name
    region = frame.region.code if frame.region else ""
    digest = sha256(f"{fold_text(document)}|{region}|{frame.year or ''}".encode("utf-8", "replace")).hexdigest()[:12]
    return f"{digest}-{row.task.key or row.task.id.replace('/', '.')}-{row.index}-{number}"


def _stamp(row: SheetRow) -> datetime:
    day = _day(row.record.document.issued_on)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else CREATED.replace(tzinfo=UTC)


def _summary(row: SheetRow, limit: Deadline) -> str:
    return " · ".join(filter(None, (row.task.title, row.assignment.part, limit.event)))


def _describe(row: SheetRow, limit: Deadline) -> str:
    words, frame = _words(), row.record.document
    lines = [row.task.measures or ""]
    for role in ROLES:
        if names := join_parties(row.assignment.parties, role):
            lines.append(words["lines"]["units"].format(role=words["roles"][role], names=names))
    lines.append(words["lines"]["deadline"].format(text=limit.text))
    lines.append(words["basis"].get(limit.basis, ""))
    document = " ".join(filter(None, (frame.title or frame.notice_title or row.record.source.name, frame.number)))
    lines.append(words["lines"]["source"].format(document=document))
    return "\n".join(filter(None, lines))


def _clean(text: str) -> str:
    return text.translate(_CONTROL)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "calendar.toml").read_text(encoding="utf-8"))
