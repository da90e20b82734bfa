"""SQLite, with full-text search over tasks in groups of three characters, so that Chinese is found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.database import LAYOUT_VERSION, DatabaseError
from pipeline.database.layout import SQLITE_TYPES, DataTable, create_indexes, create_table, read_tables, read_views
from pipeline.database.rows import identify, make_rows
from pipeline.database.views import create_views, join_sqlite
from pipeline.files import name_draft
from pipeline.model import Record

_APPLICATION = 0x46454E47
"""``application_id`` of our files: FENG."""
_SEARCHED = "category, title, measures, target, problem, note"
_MAKE_SEARCH = f"""
CREATE VIRTUAL TABLE tasks_search USING fts5({_SEARCHED},
    content="tasks", content_rowid="search_row", tokenize='trigram')
"""
_NEW, _OLD = (", ".join(f"{side}.{name}" for name in _SEARCHED.split(", ")) for side in ("new", "old"))
_CACHE = "PRAGMA cache_size = -65536"
"""64 MiB: the memory does not depend on the size of the database."""
_OWN_TASKS = "SELECT task_id FROM tasks WHERE document_id = ?"
_TRIGGERS = (
    f"CREATE TRIGGER tasks_found AFTER INSERT ON tasks BEGIN INSERT INTO tasks_search (rowid, {_SEARCHED})"
    f" VALUES (new.search_row, {_NEW}); END",
    f"CREATE TRIGGER tasks_lost AFTER DELETE ON tasks BEGIN INSERT INTO tasks_search (tasks_search, rowid, {_SEARCHED})"
    f" VALUES ('delete', old.search_row, {_OLD}); END",
)
"""Rows of tasks are never updated by us; somebody else who does that rebuilds the search (docs/database.md)."""


class SqliteTarget:
    """An open SQLite database, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._inserts = {table.name: _insert(table) for table in read_tables()}

    def has(self, sha256: str, record_sha256: str) -> bool:
        """True if this very record of that document is there."""
        query = "SELECT 1 FROM documents WHERE document_id = ? AND sha256 = ? AND record_sha256 = ?"
        return self._sql.execute(query, (identify(sha256), sha256, record_sha256)).fetchone() is not None

    def add(self, record: Record, path: str, record_sha256: str) -> None:
        """Put a record's rows in place of those of its document. Raises DatabaseError."""
        rows = make_rows(record, path, record_sha256)
        self._sql.execute("SAVEPOINT one")
        try:
            self._remove(record.source.sha256)
            for name, insert in self._inserts.items():
                self._sql.executemany(insert, rows[name])
        except sqlite3.IntegrityError as error:
            self._sql.execute("ROLLBACK TO one")
            raise DatabaseError(str(error)) from error
        self._sql.execute("RELEASE one")

    def _remove(self, sha256: str) -> None:
        """Children first: a check of every foreign key of every row, which hold by their making, would take as long
        as the rows themselves."""
        key = identify(sha256)
        if self._sql.execute("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)).fetchone():
            for table in reversed(read_tables()):
                column = "document_id = ?" if "document_id" in table.names else f"task_id IN ({_OWN_TASKS})"
                self._sql.execute(f"DELETE FROM {table.name} WHERE {column}", (key,))


@contextmanager
def open_target(path: Path) -> Iterator[SqliteTarget]:
    """A new file is a draft and gets its name at the end; one that is there is changed in one transaction."""
    if path.exists():
        yield from _change(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / name_draft()
    try:
        with closing(_connect(draft)) as connection:
            connection.execute(_CACHE)
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            _make(connection)
            yield SqliteTarget(connection)
            _finish(connection)
            connection.execute("COMMIT")
        draft.replace(path)
    finally:
        for rest in (draft, draft.with_name(draft.name + "-journal")):
            rest.unlink(missing_ok=True)


def _change(path: Path) -> Iterator[SqliteTarget]:
    with closing(_connect(path)) as connection:
        try:
            connection.execute(_CACHE)
            connection.execute("BEGIN IMMEDIATE")
            _check(connection, path)
        except sqlite3.DatabaseError as error:
            raise DatabaseError(f"{path.name}: {error}") from error
        yield SqliteTarget(connection)
        connection.execute("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        _make(connection)
        _finish(connection)
    elif application != _APPLICATION or version != LAYOUT_VERSION:
        raise DatabaseError(f"{path.name} is no database of ours, or one of another layout.")


def _make(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {LAYOUT_VERSION}")
    for table in read_tables():
        first = "search_row INTEGER PRIMARY KEY" if table.name == "tasks" else ""
        end = "" if first else " WITHOUT ROWID"
        connection.execute(create_table(table, SQLITE_TYPES, first=first, cascade=" ON DELETE CASCADE") + end)
    for view in create_views(join_sqlite, "'{}'".format):
        connection.execute(view)
    _describe(connection)


def _finish(connection: sqlite3.Connection) -> None:
    """Indexes and search over all rows of a new database at once: row by row they take several times as long."""
    for table in read_tables():
        for statement in (*create_indexes(table), *_parent_index(table)):
            connection.execute(statement)
    connection.execute(_MAKE_SEARCH)
    connection.execute("INSERT INTO tasks_search (tasks_search) VALUES ('rebuild')")
    for trigger in _TRIGGERS:
        connection.execute(trigger)


def _parent_index(table: DataTable) -> list[str]:
    """Without it the removal of a document would search the whole table."""
    if table.parent is None or table.key[0] == table.parent[0].partition(",")[0]:
        return []
    return [f"CREATE INDEX {table.name}_by_parent ON {table.name} ({table.parent[0]})"]


def _describe(connection: sqlite3.Connection) -> None:
    """The table ``fields``: what each table, view and column holds. SQLite has no comments of its own."""
    connection.execute(
        "CREATE TABLE fields (table_name text NOT NULL, column_name text NOT NULL, en text NOT NULL, zh text NOT NULL,"
        " PRIMARY KEY (table_name, column_name))"
    )
    rows = [(view, "", en, zh) for view, (en, zh) in read_views().items()]
    for table in read_tables():
        rows.append((table.name, "", table.en, table.zh))
        rows += [(table.name, column.name, column.en, column.zh) for column in table.columns]
    connection.executemany("INSERT INTO fields VALUES (?, ?, ?, ?)", rows)


def _insert(table: DataTable) -> str:
    return f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({', '.join('?' * len(table.columns))})"
