"""DuckDB: rows handed over as Arrow tables, some thousands at a time."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.database import LAYOUT_VERSION, DatabaseError
from pipeline.database.arrow_tables import make_table
from pipeline.database.layout import DUCKDB_TYPES, create_indexes, create_table, read_tables, read_views
from pipeline.database.rows import Rows, identify, make_rows
from pipeline.database.views import create_views, join_duckdb
from pipeline.files import name_draft
from pipeline.model import Record

_AT_ONCE = 50_000
"""Rows that are gathered before they are handed over."""
_MARK = "fengong"


class DuckdbTarget:
    """An open DuckDB database: a draft, so that it need not be one transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._sql = connection
        self._there: dict[str, tuple[str, str]] = {
            row[0]: (row[1], row[2])
            for row in connection.execute("SELECT document_id, sha256, record_sha256 FROM documents").fetchall()
        }
        self._waiting: dict[str, Rows] = {}
        self._count = 0

    def has(self, sha256: str, record_sha256: str) -> bool:
        """True if this very record of that document is there."""
        return self._there.get(identify(sha256)) == (sha256, record_sha256)

    def add(self, record: Record, path: str, record_sha256: str) -> None:
        """Put a record's rows in place of those of its document. Raises DatabaseError."""
        key, rows = identify(record.source.sha256), make_rows(record, path, record_sha256)
        if self._there.setdefault(key, ("", ""))[0] not in ("", record.source.sha256):
            raise DatabaseError("another document has the same first digits")
        self._there[key] = (record.source.sha256, record_sha256)
        self._waiting[key] = rows
        self._count += sum(map(len, rows.values()))
        if self._count >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Hand over what waits."""
        self._remove(list(self._waiting))
        for table in read_tables():
            rows = [row for waiting in self._waiting.values() for row in waiting[table.name]]
            if rows:
                self._sql.register("incoming", make_table(table, rows))
                self._sql.execute(f"INSERT INTO {table.name} SELECT * FROM incoming")
                self._sql.unregister("incoming")
        self._waiting, self._count = {}, 0

    def _remove(self, keys: list[str]) -> None:
        """Children first: DuckDB has no cascade."""
        self._sql.register("leaving", pa.table({"document_id": pa.array(keys, pa.string())}))
        there = "SELECT document_id FROM documents SEMI JOIN leaving USING (document_id)"
        if self._sql.execute(there).fetchall():
            for table in reversed(read_tables()):
                inside = "SELECT document_id FROM leaving"
                if "document_id" in table.names:
                    self._sql.execute(f"DELETE FROM {table.name} WHERE document_id IN ({inside})")
                else:
                    tasks = f"SELECT task_id FROM tasks WHERE document_id IN ({inside})"
                    self._sql.execute(f"DELETE FROM {table.name} WHERE task_id IN ({tasks})")
        self._sql.unregister("leaving")


@contextmanager
def open_target(path: Path) -> Iterator[DuckdbTarget]:
    """Work on a draft, a copy of what is there, that takes its place at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / name_draft()
    try:
        if path.exists():
            shutil.copyfile(path, draft)
        with closing(_connect(draft, path)) as connection:
            target = DuckdbTarget(connection)
            yield target
            target.flush()
            connection.execute("CHECKPOINT")
        draft.replace(path)
    finally:
        for rest in (draft, draft.with_name(draft.name + ".wal")):
            rest.unlink(missing_ok=True)


def _connect(draft: Path, path: Path) -> duckdb.DuckDBPyConnection:
    is_new = not draft.exists()
    try:
        connection = duckdb.connect(str(draft))
    except duckdb.Error as error:
        raise DatabaseError(f"{path.name}: {error}") from error
    if is_new:
        _make(connection)
        return connection
    mark = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'fields'").fetchone()
    if mark is None or mark[0] != f"{_MARK} {LAYOUT_VERSION}":
        connection.close()
        raise DatabaseError(f"{path.name} is no database of ours, or one of another layout.")
    return connection


def _make(connection: duckdb.DuckDBPyConnection) -> None:
    for table in read_tables():
        connection.execute(create_table(table, DUCKDB_TYPES))
        for statement in create_indexes(table):
            connection.execute(statement)
    for statement in create_views(join_duckdb, "DATE '{}'".format):
        connection.execute(statement)
    connection.execute("CREATE TABLE fields (table_name varchar, column_name varchar, en varchar, zh varchar)")
    connection.execute(f"COMMENT ON TABLE fields IS '{_MARK} {LAYOUT_VERSION}'")
    for view, words in read_views().items():
        _comment(connection, "VIEW", view, "", words)
    for table in read_tables():
        _comment(connection, "TABLE", table.name, "", (table.en, table.zh))
        for column in table.columns:
            _comment(connection, "COLUMN", table.name, column.name, (column.en, column.zh))


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, table: str, column: str, words: tuple[str, str]) -> None:
    text = " ".join(words).replace("'", "''")
    connection.execute(f"COMMENT ON {kind} {table}{'.' + column if column else ''} IS '{text}'")
    connection.execute("INSERT INTO fields VALUES (?, ?, ?, ?)", [table, column, *words])
