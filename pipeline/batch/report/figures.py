"""The figures of a run, by SQL over its state: however many documents there are, only what the page shows is held."""

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pipeline.batch.model import OutcomeKind, Summary
from pipeline.batch.publish import LISTED, show
from pipeline.batch.state import State

NAMES, EXTREMES, DOCUMENTS, REGIONS, ROOTS = 100, 20, 500, 20, 5
"""At most this many unknown names, slowest documents, documents of one outcome, places, and PATHs are shown."""


class DocumentRow(Struct, frozen=True):
    """One document under one path."""

    path: str
    outcome: OutcomeKind
    code: str | None
    reason: str | None
    replay: str | None
    record: str | None
    title: str | None
    tasks: int
    unused: int
    issues: dict[str, int]
    seconds: float
    memory: int
    """MiB."""
    size: int | None
    """Bytes of the file, where they are known without opening it."""


class NameCount(Struct, frozen=True):
    """A name or code that occurs in records: in how many of them, and how often in all."""

    name: str
    records: int
    times: int
    example: DocumentRow | None = None


class VersionCount(Struct, frozen=True):
    """What records were made with, and how many there are."""

    program: str
    schema: str
    knowledge: str
    documents: int


class Figures(Struct, frozen=True):
    """All that the page shows besides the summary. A document that lies there under several paths counts under each
    in ``failures`` and the lists by outcome, and once in all else."""

    failures: list[tuple[str, int]]
    issues: list[NameCount]
    unknown: list[NameCount]
    unknown_names: int
    """How many unknown names there are in all."""
    regions: list[NameCount]
    """Places, with the number of records, and of tasks as ``times``."""
    region_names: int
    slowest: list[DocumentRow]
    hungriest: list[DocumentRow]
    listed: dict[OutcomeKind, list[DocumentRow]]
    """The first documents of the outcomes that a person should look at."""
    duplicates: int
    """Paths whose bytes lie under another path too, the first of them not counted."""
    versions: list[VersionCount]
    roots: list[str]
    """The first PATHs of the run, as they were given."""
    root_count: int


_ITEMS = f"""
SELECT inputs.path, coalesce(outcome, 'failed'), coalesce(inputs.code, documents.code),
    coalesce(inputs.reason, documents.reason), replay, record, title, coalesce(tasks, 0), coalesce(unused, 0),
    coalesce(issues, '{{}}'), coalesce(seconds, 0.0), coalesce(memory, 0), stamp
{LISTED}
"""
_ONCE = "EXISTS (SELECT 1 FROM inputs WHERE inputs.sha256 = documents.sha256)"
"""Documents of this run, each digest once."""


def read_figures(state: State, summary: Summary) -> Figures:
    """The figures of the run whose summary this is. Raises sqlite3.Error."""
    ask = state.sql.execute
    unknown, unknown_names = _count_unknown(state)
    regions, region_names = _count_regions(state)
    duplicates = f"SELECT count(inputs.sha256) - count(DISTINCT inputs.sha256) {LISTED}"
    versions = f"SELECT program, schema, knowledge, count(*) FROM documents WHERE {_ONCE} GROUP BY 1, 2, 3"
    return Figures(
        failures=ask(
            f"SELECT coalesce(inputs.code, documents.code) AS code, count(*) {LISTED} "
            "AND coalesce(outcome, 'failed') IN ('failed', 'quarantined') GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall(),
        issues=[NameCount(*row) for row in ask(_count_in("issues"))],
        unknown=unknown,
        unknown_names=unknown_names,
        regions=regions,
        region_names=region_names,
        slowest=_find_most(state, "seconds"),
        hungriest=_find_most(state, "memory"),
        listed={
            outcome: list(_items(state, "AND coalesce(outcome, 'failed') = ? ORDER BY inputs.path", outcome, DOCUMENTS))
            for outcome in ("quarantined", "failed", "partial")
            if summary.outcomes[outcome]
        },
        duplicates=ask(duplicates).fetchone()[0],
        versions=[VersionCount(*row) for row in ask(f"{versions} ORDER BY 4 DESC, 1, 2, 3 LIMIT {ROOTS}")],
        roots=[show(row[0]) for row in ask(f"SELECT given FROM roots ORDER BY number LIMIT {ROOTS}")],
        root_count=ask("SELECT count(*) FROM roots").fetchone()[0],
    )


def _count_in(column: str) -> str:
    """The statement that counts the names in a column of JSON: name, records, times."""
    return (
        f"SELECT found.key, count(*) AS records, sum(found.value) AS times "
        f"FROM documents, json_each(documents.{column}) AS found WHERE {_ONCE} GROUP BY 1"
    )


def _count_unknown(state: State) -> tuple[list[NameCount], int]:
    """The names that occur most, with a document each, and how many names there are."""
    inner = _count_in("unknown").replace("AS times ", "AS times, min(sha256) AS example ")
    rows = state.sql.execute(
        f"SELECT *, count(*) OVER () FROM ({inner}) ORDER BY times DESC, records DESC, key LIMIT {NAMES}"
    ).fetchall()
    counts = [
        NameCount(
            name, records, times, next(_items(state, "AND inputs.sha256 = ? ORDER BY inputs.path", example, 1), None)
        )
        for name, records, times, example, _ in rows
    ]
    return counts, rows[0][-1] if rows else 0


def _count_regions(state: State) -> tuple[list[NameCount], int]:
    rows = state.sql.execute(
        "SELECT region, count(*), sum(tasks), count(*) OVER () FROM documents "
        f"WHERE {_ONCE} AND region IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT {REGIONS}"
    ).fetchall()
    return [NameCount(*row[:3]) for row in rows], rows[0][3] if rows else 0


def _find_most(state: State, column: str) -> list[DocumentRow]:
    """The documents that took most of something, most first."""
    digests = state.sql.execute(
        f"SELECT sha256 FROM documents WHERE {_ONCE} AND {column} > 0 ORDER BY {column} DESC, sha256 LIMIT {EXTREMES}"
    ).fetchall()
    return [
        item for (sha256,) in digests for item in _items(state, "AND inputs.sha256 = ? ORDER BY inputs.path", sha256, 1)
    ]


def _items(state: State, which: str, value: str, limit: int) -> Iterator[DocumentRow]:
    for row in state.sql.execute(f"{_ITEMS} {which} LIMIT {limit}", (value,)).fetchall():
        yield _item(row)


def _item(row: tuple[Any, ...]) -> DocumentRow:
    path, *values, issues, seconds, memory, stamp = row
    known = dict(zip(DocumentRow.__struct_fields__, (show(path), *values), strict=False))
    size = int(stamp.split()[0]) if stamp else None
    return DocumentRow(**known, issues=json.loads(issues), seconds=seconds, memory=memory, size=size)
