"""CSV that Excel opens as it is (UTF-8 with BOM, RFC 4180) and that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pipeline.model import Deadline, Record
from pipeline.writers.options import ExportOptions
from pipeline.writers.rows import (
    ROLES,
    SheetRow,
    describe_document,
    first_day,
    flatten,
    join_deadlines,
    join_extra,
    join_parties,
    join_resolutions,
    last_day,
    next_day,
)

TASK_MEMBERS = (
    *("number", "categories", "title", "measures", "target", "problem", "current_state", "best_practice"),
    *("person", "progress", "scope", "note"),
)
DEADLINE_COLUMNS = ("deadline", "deadline_kind", "earliest", "latest", "recurrence", "next_due", "intervals")
DOCUMENT_COLUMNS = ("year", "region", "region_code", "document_number", "issued_on", "path", "sha256", "key")
PARTY_COLUMNS = ("party", "printed", "role", "role_basis", "etc", "resolution", "unit", "unit_name")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    """One row an assignment, the parties of a role joined by 、 in a column; with ``long`` one row a party."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(text)
    task = ("source", "document", "task_id", *TASK_MEMBERS, "extra")
    who = PARTY_COLUMNS if options.long else ROLES
    after = ("division", *DEADLINE_COLUMNS, *DOCUMENT_COLUMNS, "candidates" if options.long else "resolutions")
    sheet.writerow((*task, "assignment", "part", *who, *after))
    for row in flatten(records, options):
        sheet.writerow(make_safe(cell) for cell in _cells(row, options.long))
    text.detach()


def make_safe(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return "'" + text if text.startswith(_FORMULA) else text


def _cells(row: SheetRow, long: bool) -> Iterator[str]:
    task, document = row.task, row.record.document
    yield row.record.source.name
    yield document.title or document.notice_title or ""
    yield task.id
    for member in TASK_MEMBERS:
        value = getattr(task, member)
        yield " > ".join(value) if isinstance(value, tuple) else value or ""
    yield join_extra(task)
    yield str(row.index)
    yield row.assignment.part or ""
    yield from _party(row) if long else (join_parties(row.parties, role) for role in ROLES)
    yield row.assignment.division or ""
    yield from _deadline(row.assignment.deadlines)
    about = describe_document(row)
    yield from (about[name] for name in DOCUMENT_COLUMNS)
    yield "；".join(id_ for party in row.parties for id_ in party.candidates) if long else join_resolutions(row.parties)


def _party(row: SheetRow) -> Iterator[str]:
    if not row.parties:
        yield from ("",) * len(PARTY_COLUMNS)
        return
    party = row.parties[0]
    names = {unit.id: unit.name for unit in row.record.units}
    yield from (party.name, party.printed, party.role, party.role_basis)
    yield "true" if party.etc else "false"
    yield from (party.resolution, party.unit or "", names.get(party.unit or "", ""))


def _deadline(deadlines: Sequence[Deadline]) -> Iterator[str]:
    yield join_deadlines(deadlines)
    yield "；".join(deadline.kind for deadline in deadlines)
    yield first_day(deadlines) or ""
    yield last_day(deadlines) or ""
    yield "；".join(deadline.recurrence for deadline in deadlines if deadline.recurrence)
    yield next_day(deadlines) or ""
    yield "；".join(f"{deadline.earliest or ''}/{deadline.latest or ''}" for deadline in deadlines)
