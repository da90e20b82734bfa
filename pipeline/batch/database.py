"""The SQLite file in OUT: its tables, how it is opened, copied and read, and the lock that one run holds on OUT.

WAL mode lets others read the state during a run.
"""

import sqlite3
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.batch.model import RunError
from pipeline.batch.state import State

NAME, LOCK = "state.sqlite", ".lock"
_LAYOUT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS roots (number INTEGER PRIMARY KEY, given BLOB NOT NULL, absolute BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS inputs (
    path BLOB PRIMARY KEY, location BLOB NOT NULL, archive BLOB, is_archive INTEGER NOT NULL, stamp TEXT, sha256 TEXT,
    code TEXT, reason TEXT, advice TEXT, run INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inputs_by_archive ON inputs (archive, path) WHERE archive IS NOT NULL;
CREATE INDEX IF NOT EXISTS inputs_by_digest ON inputs (sha256, path);
CREATE TABLE IF NOT EXISTS documents (
    sha256 TEXT PRIMARY KEY, program TEXT NOT NULL, schema TEXT NOT NULL, knowledge TEXT NOT NULL,
    options TEXT NOT NULL, limits TEXT NOT NULL, run INTEGER NOT NULL, finished TEXT NOT NULL, outcome TEXT NOT NULL,
    code TEXT, reason TEXT, advice TEXT, replay TEXT, record TEXT, stored INTEGER NOT NULL, media_type TEXT,
    title TEXT, region TEXT, tasks INTEGER NOT NULL, unused INTEGER NOT NULL,
    issues TEXT NOT NULL, unknown TEXT NOT NULL,
    seconds REAL NOT NULL, processor REAL NOT NULL, memory INTEGER NOT NULL, digest TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
    sha256 TEXT PRIMARY KEY, path BLOB NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS suspects (sha256 TEXT PRIMARY KEY, job TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
"""


class Lock:
    """Holds OUT for one run. Raises RunError where another holds it, or where OUT cannot be written."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._lock = FileLock(out / LOCK, timeout=0)

    def __enter__(self) -> "Lock":
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            holder = _read_holder(self._out) or "another process"
            raise RunError(
                "locked", f"Another run is at work on {self._out} ({holder}).", "Wait for its end, or give another -o."
            ) from error
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._lock.release()


def open_state(out: Path) -> State:
    """The state in ``out``, made if it is not there. Raises sqlite3.Error, and RunError where another program
    version wrote it in a way that this one does not know."""
    connection = sqlite3.connect(out / NAME, timeout=10)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    _make_tables(connection)
    state = State(connection)
    layout = state.fact("layout") or str(_LAYOUT)
    if layout != str(_LAYOUT):
        raise RunError("output", f"{out / NAME} was written by another version.", "Give another -o.")
    state.set_fact("layout", layout)
    state.commit()
    return state


def copy_state(out: Path) -> State:
    """A copy of the state in ``out``, in memory, for trying out what a run would do. Raises sqlite3.Error."""
    copy = sqlite3.connect(":memory:")
    if (there := read_state(out)) is not None:
        there.sql.backup(copy)
        there.close()
    _make_tables(copy)
    return State(copy)


def _make_tables(connection: sqlite3.Connection) -> None:
    """The tables, and the columns that an earlier version did not have."""
    connection.executescript(_SCHEMA)
    if "digest" not in {row[1] for row in connection.execute("PRAGMA table_info(documents)")}:
        connection.execute("ALTER TABLE documents ADD COLUMN digest TEXT")


def read_state(out: Path) -> State | None:
    """The state in ``out`` for looking only: no file is made there. None where there is none. Raises sqlite3.Error."""
    if not (out / NAME).is_file():
        return None
    at_rest = not (out / f"{NAME}-wal").exists()  # as a run leaves it at its end; SQLite would make that file anew
    place = f"{(out / NAME).absolute().as_uri()}?{'immutable=1' if at_rest else 'mode=ro'}"
    return State(sqlite3.connect(place, uri=True, timeout=10))


def _read_holder(out: Path) -> str | None:
    try:
        state = read_state(out)
        return state.fact("holder") if state else None
    except sqlite3.Error:
        return None
