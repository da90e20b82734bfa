"""What a run leaves for other programs: ``manifest.jsonl``, a line a document, and ``tasks.jsonl``, a line a task.

The manifest depends on the inputs, their outcomes and the versions only, not on times or on who did the work: an
interrupted run that was resumed, or one on a cluster, gives the same bytes. Times and memory are in the state and in
the report.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline.batch.database import read_state
from pipeline.batch.lines import pack_lines, read_part
from pipeline.batch.model import MANIFEST, OUTCOMES, RECORDS, TASKS, LinesPart, Options, OutcomeKind, Summary
from pipeline.batch.state import IS_DOCUMENT, State
from pipeline.batch.stores import Store, open_store
from pipeline.files import unpack, write_whole
from pipeline.model import Generator

SCHEMA = "manifest/1"


class ManifestRow(Struct, frozen=True):
    """One document under one path; ``schemas/manifest.v1.schema.json`` explains each member."""

    schema: str
    path: str
    sha256: str | None
    outcome: OutcomeKind
    code: str | None
    reason: str | None
    advice: str | None
    replay: str | None
    record: str | None
    duplicate_of: str | None
    media_type: str | None
    title: str | None
    region: str | None
    tasks: int
    unused: int
    issues: dict[str, int]
    unknown_units: dict[str, int]
    generator: Generator | None


LISTED = f"""
FROM inputs LEFT JOIN documents USING (sha256)
WHERE {IS_DOCUMENT} AND (inputs.code IS NOT NULL OR outcome IS NOT NULL)
"""
"""The documents of a run that have an outcome, each under each of its paths."""
_FIRST = "(SELECT min(other.path) FROM inputs AS other WHERE other.sha256 = inputs.sha256)"
_LINES = f"""
SELECT path, inputs.sha256 AS sha256, coalesce(outcome, 'failed') AS outcome,
    coalesce(inputs.code, documents.code) AS code, coalesce(inputs.reason, documents.reason) AS reason,
    coalesce(inputs.advice, documents.advice) AS advice, replay, record, {_FIRST} AS first, media_type, title, region,
    coalesce(tasks, 0) AS tasks, coalesce(unused, 0) AS unused, coalesce(issues, '{{}}') AS issues,
    coalesce(unknown, '{{}}') AS unknown_units, program, knowledge
{LISTED} ORDER BY path
"""
_TASKS = f"""
SELECT record, parts.path, start, length FROM inputs JOIN documents USING (sha256) LEFT JOIN parts USING (sha256)
WHERE {IS_DOCUMENT} AND record IS NOT NULL AND inputs.path = {_FIRST} ORDER BY inputs.path
"""


def publish(state: State, out: Path, store: Store, options: Options) -> None:
    """Write the manifest; write the tasks unless they are there for this very manifest and these very records.

    Raises OSError and sqlite3.Error.
    """
    digest = hashlib.sha256()
    with write_whole(out / MANIFEST, durable=True) as file:
        for line in lines(state):
            data = msgspec.json.encode(line) + b"\n"
            digest.update(data)
            file.write(data)
    for (record,) in state.sql.execute(f"SELECT digest {LISTED} ORDER BY path"):
        digest.update((record or "-").encode())
    plain, packed = out / TASKS, out / (TASKS + ".gz")
    tasks, other = (packed, plain) if options.gzip else (plain, packed)
    other.unlink(missing_ok=True)
    if tasks.is_file() and state.fact("tasks") == f"{digest.hexdigest()} {tasks.stat().st_size}":
        return
    with write_whole(tasks) as file:  # not forced to the disk: its size shows a loss, and all of it can be made again
        file.writelines(_task_lines(state, store, options.gzip))
    state.set_fact("tasks", f"{digest.hexdigest()} {tasks.stat().st_size}")
    state.commit()


def lines(state: State) -> Iterator[ManifestRow]:
    """The manifest's lines, in the order of the paths."""
    cursor = state.sql.cursor()
    cursor.row_factory = sqlite3.Row
    for row in cursor.execute(_LINES):
        values = dict(row)
        path, first, program, knowledge = (values.pop(name) for name in ("path", "first", "program", "knowledge"))
        values |= {name: json.loads(values[name]) for name in ("issues", "unknown_units")}
        yield ManifestRow(
            schema=SCHEMA,
            path=show(path),
            duplicate_of=None if first in (None, path) else show(first),
            generator=Generator("fengong", program, knowledge) if program else None,
            **values,
        )


def read_records(out: Path, place: str | None) -> Iterator[tuple[str, bytes]]:
    """Each record of the run in ``out`` with its name, once, in the order of the manifest; ``place`` is where records
    are, None for the folder in ``out``. Raises OSError and sqlite3.Error."""
    state = read_state(out)
    if state is None:
        return
    with closing(state):
        names = [record for record, *_ in state.sql.execute(_TASKS)]
    store = open_store(place or str(out / RECORDS))
    yield from zip(names, store.get_all(names), strict=True)


def sum_up(state: State, worked: int, pruned: int, kept: int, seconds: float) -> Summary:
    """The figures of a run at its end."""
    counted = dict(state.sql.execute(f"SELECT coalesce(outcome, 'failed'), count(*) {LISTED} GROUP BY 1"))
    (tasks,) = state.sql.execute(f"SELECT coalesce(sum(tasks), 0) {LISTED} AND path = {_FIRST}").fetchone()
    return Summary(
        documents=state.count_inputs(),
        outcomes={outcome: counted.get(outcome, 0) for outcome in OUTCOMES},
        worked=worked,
        left=state.count_inputs() - sum(counted.values()),
        tasks=tasks,
        seconds=seconds,
        orphans=sum(record is not None for _, record in state.orphans()),
        pruned=pruned,
        kept=kept,
    )


def show(path: bytes) -> str:
    """A path for printing; bytes that are no UTF-8 become U+FFFD."""
    return path.decode("utf-8", "replace") if os.name != "nt" else os.fsdecode(path)


def _task_lines(state: State, store: Store, compressed: bool) -> Iterator[bytes]:
    """The lines of each record once, in the order of the manifest: as the workers left them, else from the store."""
    rows = state.sql.execute(_TASKS)
    read = (
        (record, read_part(LinesPart(os.fsdecode(path), *place)) if path else None) for record, path, *place in rows
    )
    for is_there, group in groupby(read, key=lambda row: row[1] is not None):
        if is_there:
            yield from (lines for _, lines in group if lines is not None)
        else:
            for data in store.get_all(record for record, _ in group):
                yield pack_lines(msgspec.json.format(unpack(data), indent=-1), compressed)
