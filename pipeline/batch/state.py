"""What is known of all documents: one SQLite file in OUT, in WAL mode, so that others can read it during a run.

``inputs`` has a row for each path of this run; ``documents`` one for each digest ever met, with its outcome and the
versions that the outcome was reached with; ``suspects`` the documents that brought a worker down once; ``parts`` where
this run's task lines are until they are published.
"""

import json
import os
import socket
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from pipeline.batch.model import Finding, Job, Limits, Options, RunError, Versions
from pipeline.batch.sources import Found, Root
from pipeline.errors import FileError

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
    seconds REAL NOT NULL, processor REAL NOT NULL, memory INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
    sha256 TEXT PRIMARY KEY, path BLOB NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS suspects (sha256 TEXT PRIMARY KEY, job TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
"""
_OF_FINDING = tuple(name for name in Finding.__struct_fields__ if name not in ("draft", "lines"))
_AS_JSON = ("issues", "unknown")
_SETTLE = (
    f"INSERT OR REPLACE INTO documents (sha256, program, schema, knowledge, options, limits, run, finished, "
    f"{', '.join(_OF_FINDING)}) VALUES ({', '.join('?' * (8 + len(_OF_FINDING)))})"
)
WALKED = "walked"
"""Stands for the digest of an archive whose members are all listed."""
_PAGE = 500
"""Rows read at a time, so that memory does not grow with their number."""
_RACY = 2.0
"""A file that changed so many seconds before it was read might change again without its times telling."""


class Input(Struct, frozen=True):
    """One row of ``inputs``."""

    path: str
    location: str
    archive: str | None
    is_archive: bool
    stamp: str | None
    sha256: str | None
    code: str | None
    reason: str | None
    advice: str | None
    run: int


class Known(Struct, frozen=True):
    """One row of ``documents``."""

    versions: Versions
    limits: str
    run: int
    finding: Finding


class State:
    """The open state of one OUT. Changes are kept together until ``commit``. Raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.sql = connection
        self.run = 0

    def begin(self, roots: Iterable[Root] | None) -> None:
        """A new run over ``roots``, or over those of the last run."""
        self.run = int(self.fact("run") or 0) + 1
        self.set_fact("run", str(self.run))
        self.set_fact("holder", f"process {os.getpid()} on {socket.gethostname()}, since {_now()}")
        if roots is not None:
            self.sql.execute("DELETE FROM roots")
            values = ((os.fsencode(root.given), os.fsencode(root.absolute)) for root in roots)
            self.sql.executemany("INSERT INTO roots (given, absolute) VALUES (?, ?)", values)
        self.commit()

    def roots(self) -> Iterator[Root]:
        """The PATHs of this run, as they were given."""
        for given, absolute in self.sql.execute("SELECT given, absolute FROM roots ORDER BY number"):
            yield Root(os.fsdecode(given), os.fsdecode(absolute))

    def remember_options(self, options: Options) -> None:
        """For a later ``--resume``; what holds for one call only is left out."""
        lasting = msgspec.structs.replace(options, only_failed=False, prune=False)
        self.set_fact("options", json.dumps(msgspec.to_builtins(lasting)))  # names that are not UTF-8 too

    def last_options(self) -> Options | None:
        """The options of the last run; None where there was none."""
        text = self.fact("options")
        return msgspec.convert(json.loads(text), Options) if text else None

    def fact(self, key: str) -> str | None:
        """One thing to remember of the whole OUT."""
        row = self.sql.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_fact(self, key: str, value: str) -> None:
        """Remember it."""
        self.sql.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """What was not committed is gone."""
        self.sql.close()

    def commit(self) -> None:
        """Keep what was said since the last time."""
        self.sql.commit()

    # Inputs: what this run is about.

    def list_input(self, found: Found, *, is_archive: bool = False, archive: str | None = None) -> None:
        """``found`` belongs to this run; its digest is still known where its stamp is the same."""
        self.sql.execute(
            "INSERT INTO inputs (path, location, archive, is_archive, stamp, run) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET run = excluded.run, location = excluded.location, "
            "archive = excluded.archive, is_archive = excluded.is_archive, code = NULL, reason = NULL, advice = NULL, "
            "sha256 = CASE WHEN stamp = excluded.stamp THEN sha256 END, stamp = excluded.stamp",
            (os.fsencode(found.path), os.fsencode(found.location), _bytes(archive), is_archive, found.stamp, self.run),
        )

    def keep_members(self) -> None:
        """The members of archives that have not changed belong to this run too."""
        self.sql.execute(
            "UPDATE inputs SET run = ? WHERE archive IN (SELECT path FROM inputs WHERE sha256 = ? AND run = ?)",
            (self.run, WALKED, self.run),
        )

    def reopen(self, archive: str) -> None:
        """The archive's members are about to be listed anew."""
        self.sql.execute("UPDATE inputs SET run = run - 1 WHERE archive = ?", (_bytes(archive),))

    def list_member(self, archive: Input, path: str) -> str:
        """A member belongs to this run; gives its path, with a number where the archive has that name twice."""
        taken, number = path, 1
        while self.sql.execute(
            "SELECT 1 FROM inputs WHERE path = ? AND run = ?", (os.fsencode(taken), self.run)
        ).fetchone():
            number += 1
            taken = f"{path} ({number})"
        self.list_input(Found(taken, archive.location, None), archive=archive.path)
        return taken

    def note_member(self, path: str, sha256: str) -> None:
        """The bytes of a member were read."""
        self.sql.execute("UPDATE inputs SET sha256 = ? WHERE path = ?", (sha256, os.fsencode(path)))

    def forget_input(self, path: str) -> None:
        """What stands there is no document."""
        self.sql.execute("DELETE FROM inputs WHERE path = ?", (os.fsencode(path),))

    def drop_unlisted(self, archive: str | None = None) -> None:
        """Forget the paths (of one archive) that earlier runs had and this one has not."""
        where, values = ("", ()) if archive is None else (" AND archive = ?", (_bytes(archive),))
        self.sql.execute(f"DELETE FROM inputs WHERE run < ?{where}", (self.run, *values))

    def note_digest(self, item: Input, sha256: str) -> None:
        """The bytes of an input were read; its stamp is trusted from now on unless it is too fresh."""
        fresh = item.stamp and time.time() - int(item.stamp.split()[1]) / 1e9 < _RACY
        self.sql.execute(
            "UPDATE inputs SET sha256 = ?, stamp = ?, code = NULL, reason = NULL, advice = NULL WHERE path = ?",
            (sha256, None if fresh else item.stamp, os.fsencode(item.path)),
        )

    def note_trouble(self, path: str, error: FileError) -> None:
        """The bytes of an input cannot be had, or those of an archive's members."""
        self.sql.execute(
            "UPDATE inputs SET sha256 = NULL, stamp = NULL, code = ?, reason = ?, advice = ? WHERE path = ?",
            (error.code, str(error), error.advice, os.fsencode(path)),
        )

    def count_inputs(self) -> int:
        """Documents of this run, as far as is known."""
        return int(self.sql.execute(f"SELECT count(*) FROM inputs WHERE {IS_DOCUMENT}").fetchone()[0])

    def inputs(self, archive: str | None = None) -> Iterator[Input]:
        """Files and archives in the order of their paths; or the members of one archive."""
        last = b""
        where = "archive IS NULL" if archive is None else "archive = ?"
        values = () if archive is None else (_bytes(archive),)
        while True:
            rows = self.sql.execute(
                f"SELECT {', '.join(Input.__struct_fields__)} FROM inputs WHERE {where} AND path > ? "
                f"ORDER BY path LIMIT {_PAGE}",
                (*values, last),
            ).fetchall()
            for row in rows:
                last = row[0]
                yield _input(row)
            if len(rows) < _PAGE:
                return

    # Documents: what became of the bytes.

    def find(self, sha256: str) -> Known | None:
        """What is known of a digest."""
        row = self.sql.execute(
            f"SELECT program, schema, knowledge, options, limits, run, {', '.join(_OF_FINDING)} FROM documents "
            "WHERE sha256 = ?",
            (sha256,),
        ).fetchone()
        if row is None:
            return None
        values = dict(zip(_OF_FINDING, row[6:], strict=True))
        values |= {name: json.loads(values[name]) for name in _AS_JSON}
        return Known(Versions(*row[:4]), row[4], row[5], Finding(**values))

    def settle(self, sha256: str, versions: Versions, limits: Limits, finding: Finding) -> None:
        """The outcome of a digest, in place of what was known before."""
        values = {name: getattr(finding, name) for name in _OF_FINDING}
        values |= {name: msgspec.json.encode(values[name]).decode() for name in _AS_JSON}
        head = (sha256, *msgspec.structs.astuple(versions), show_limits(limits), self.run, _now())
        self.sql.execute(_SETTLE, (*head, *values.values()))
        if finding.lines is not None:
            path, start, length = msgspec.structs.astuple(finding.lines)
            self.sql.execute(
                "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", (sha256, os.fsencode(path), start, length)
            )

    def suspect(self, job: Job, reason: str) -> None:
        """A worker died over this document; it is to be tried alone."""
        self.sql.execute(
            "INSERT OR REPLACE INTO suspects VALUES (?, ?, ?)",
            (
                job.sha256,
                json.dumps(msgspec.structs.asdict(job)),
                reason,
            ),  # json: msgspec takes no names that are not UTF-8
        )

    def suspects(self) -> Iterator[Job]:
        """The documents to be tried alone, in the order of their digests."""
        last = ""
        while row := self.sql.execute(
            "SELECT sha256, job FROM suspects WHERE sha256 > ? ORDER BY sha256 LIMIT 1", (last,)
        ).fetchone():
            last = row[0]
            yield Job(**json.loads(row[1]))

    def clear(self, sha256: str) -> None:
        """A document that was tried alone is no suspect any more."""
        self.sql.execute("DELETE FROM suspects WHERE sha256 = ?", (sha256,))

    def forget_passing(self) -> None:
        """What lasts as long as a run: suspects of one that was cut off are new documents again."""
        self.sql.execute("DELETE FROM suspects")
        self.sql.execute("DELETE FROM parts")

    def orphans(self) -> Iterator[tuple[str, str | None]]:
        """Digest and record of the documents that no input of this run leads to."""
        yield from self.sql.execute(
            "SELECT sha256, record FROM documents WHERE sha256 NOT IN "
            "(SELECT sha256 FROM inputs WHERE sha256 IS NOT NULL)"
        ).fetchall()

    def forget(self, sha256: str) -> None:
        """Nothing is known of that digest any more."""
        self.sql.execute("DELETE FROM documents WHERE sha256 = ?", (sha256,))


IS_DOCUMENT = "(is_archive = 0 OR inputs.code IS NOT NULL)"
"""An archive counts as a document only where it could not be opened."""


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
    connection.executescript(_SCHEMA)
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
    copy.executescript(_SCHEMA)
    return State(copy)


def read_state(out: Path) -> State | None:
    """The state in ``out`` for looking only: no file is made there. None where there is none. Raises sqlite3.Error."""
    if not (out / NAME).is_file():
        return None
    at_rest = not (out / f"{NAME}-wal").exists()  # as a run leaves it at its end; SQLite would make that file anew
    place = f"{(out / NAME).absolute().as_uri()}?{'immutable=1' if at_rest else 'mode=ro'}"
    return State(sqlite3.connect(place, uri=True, timeout=10))


def show_limits(limits: Limits) -> str:
    """The limits as one word."""
    return " ".join(str(value) for value in msgspec.structs.astuple(limits))


def _read_holder(out: Path) -> str | None:
    try:
        state = read_state(out)
        return state.fact("holder") if state else None
    except sqlite3.Error:
        return None


def _input(row: tuple[Any, ...]) -> Input:
    archive = None if row[2] is None else os.fsdecode(row[2])
    return Input(os.fsdecode(row[0]), os.fsdecode(row[1]), archive, bool(row[3]), *row[4:])


def _bytes(path: str | None) -> bytes | None:
    return None if path is None else os.fsencode(path)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
