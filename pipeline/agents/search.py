"""Tasks found in a database of records: one that is there, or one made of a folder of records."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.contract import read_record
from pipeline.database import find_database
from pipeline.errors import FileError

_COLUMNS = (
    *("document", "document_number", "region_name", "year", "number", "category", "title", "measures", "part"),
    *("lead", "responsible", "support", "deadline", "earliest", "latest", "task_id"),
)
_LONGEST = 600
"""Characters of the measures that are given."""
_MOST = 50


def build_database(folder: Path, path: Path) -> int:
    """Put all records of a folder into a new SQLite file; how many. Other files are passed by. Raises OSError."""
    kind = find_database("sqlite")
    assert kind is not None
    count = 0
    with kind.open(path) as target:
        for file in sorted([*folder.rglob("*.json"), *folder.rglob("*.json.gz")]):
            data = file.read_bytes()
            try:
                record = read_record(data)
            except FileError:
                continue
            if not target.has(record.source.sha256, (digest := hashlib.sha256(data).hexdigest())):
                target.add(record, file.name, digest)
                count += 1
    return count


class TaskSearch:
    """Questions to a SQLite database of records, which is opened for reading only."""

    def __init__(self, path: Path) -> None:
        self._address = path.absolute().as_uri() + "?mode=ro"

    def find(
        self,
        text: str | None = None,
        unit: str | None = None,
        region: str | None = None,
        year: int | None = None,
        due_from: str | None = None,
        due_until: str | None = None,
        limit: int = 20,
    ) -> list[dict[str, Any]]:
        """Assignments that fit all that is given, in the order of their last days; each with its document and place.

        ``text``: in title, measures or category. ``unit``: in a unit's printed or official name, or its id. ``region``:
        in the document's place. ``due_from``, ``due_until``: ISO days between which the last day is.
        """
        where: list[str] = []
        values: list[Any] = []
        for clause, value in _clauses(text, unit, region, year, due_from, due_until):
            where.append(clause)
            values += [value] * clause.count("?")
        order = "ORDER BY v.latest IS NULL, v.latest, v.task_id, v.assignment LIMIT ?"
        condition = " AND ".join(where) or "1"
        columns = ", ".join(f"v.{name}" for name in _COLUMNS)
        query = f"SELECT {columns} FROM v_assignments AS v WHERE {condition} {order}"
        with closing(sqlite3.connect(self._address, uri=True, timeout=10)) as sql:
            rows = sql.execute(query, [*values, max(1, min(limit, _MOST))]).fetchall()
            return [self._tell(sql, row) for row in rows]

    @staticmethod
    def _tell(sql: sqlite3.Connection, row: Sequence[Any]) -> dict[str, Any]:
        found = dict(zip(_COLUMNS, row, strict=True))
        found["measures"] = (found["measures"] or "")[:_LONGEST] or None
        place = sql.execute(
            "SELECT quote, page, block, row_index, column_index FROM provenance "
            "WHERE task_id = ? AND pointer = '/title'",
            (found["task_id"],),
        ).fetchone()
        if place:
            found["place"] = dict(zip(("quote", "page", "block", "row", "column"), place, strict=True))
        return found


def _clauses(
    text: str | None, unit: str | None, region: str | None, year: int | None, first: str | None, last: str | None
) -> Iterator[tuple[str, Any]]:
    if text:
        yield "(instr(v.title, ?) OR instr(coalesce(v.measures, ''), ?) OR instr(coalesce(v.category, ''), ?))", text
    if unit:
        named = (
            "EXISTS (SELECT 1 FROM parties AS p "
            "LEFT JOIN units AS u ON u.unit_id = p.unit_id AND u.document_id = v.document_id "
            "WHERE p.task_id = v.task_id AND p.assignment = v.assignment "
            "AND (instr(p.name, ?) OR p.unit_id = ? OR instr(coalesce(u.name, ''), ?)))"
        )
        yield named, unit
    if region:
        yield "(v.region_code = ? OR instr(coalesce(v.region_name, ''), ?))", region
    if year is not None:
        yield "v.year = ?", year
    if first:
        yield "v.latest >= ?", first
    if last:
        yield "v.latest <= ?", last
