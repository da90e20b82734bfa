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
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.batch.model import Finding, Job, Limits, Options, Versions
from pipeline.batch.sources import FoundDocument, Root
from pipeline.errors import FileError

_OF_FINDING = tuple(name for name in Finding.__struct_fields__ if name not in ("draft", "lines"))
_AS_JSON = ("issues", "unknown")
_SETTLE = (
    f"INSERT OR REPLACE INTO documents (sha256, program, schema, knowledge, options, limits, run, finished, "
    f"{', '.join(_OF_FINDING)}) VALUES ({', '.join('?' * (8 + len(_OF_FINDING)))})"
)
WALKED = "walked"
"""The digest column of an archive whose members are all listed."""
_PAGE = 500
"""Rows read at a time, so that memory does not grow with their number."""
_RACY = 2.0
"""A file that changed within _RACY seconds before it was read might change again within the resolution of its times."""


class InputRow(Struct, frozen=True):
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


class KnownDocument(Struct, frozen=True):
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
        """Begin a new run over ``roots``, or over those of the last run."""
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
        """The value stored under ``key``."""
        row = self.sql.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_fact(self, key: str, value: str) -> None:
        """Store it."""
        self.sql.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Close; uncommitted changes are lost."""
        self.sql.close()

    def commit(self) -> None:
        """Commit."""
        self.sql.commit()

    # Inputs: what this run is about.

    def list_input(self, found: FoundDocument, *, is_archive: bool = False, archive: str | None = None) -> None:
        """Add ``found`` to this run; its digest is kept where its stamp is the same."""
        self.sql.execute(
            "INSERT INTO inputs (path, location, archive, is_archive, stamp, run) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET run = excluded.run, location = excluded.location, "
            "archive = excluded.archive, is_archive = excluded.is_archive, code = NULL, reason = NULL, advice = NULL, "
            "sha256 = CASE WHEN stamp = excluded.stamp THEN sha256 END, stamp = excluded.stamp",
            (os.fsencode(found.path), os.fsencode(found.location), _bytes(archive), is_archive, found.stamp, self.run),
        )

    def keep_members(self) -> None:
        """Add the members of unchanged archives to this run too."""
        self.sql.execute(
            "UPDATE inputs SET run = ? WHERE archive IN (SELECT path FROM inputs WHERE sha256 = ? AND run = ?)",
            (self.run, WALKED, self.run),
        )

    def reopen(self, archive: str) -> None:
        """Take the archive's members out of this run: they are about to be listed anew."""
        self.sql.execute("UPDATE inputs SET run = run - 1 WHERE archive = ?", (_bytes(archive),))

    def list_member(self, archive: InputRow, path: str) -> str:
        """Add a member to this run; gives its path, with a number where the archive has that name twice."""
        taken, number = path, 1
        while self.sql.execute(
            "SELECT 1 FROM inputs WHERE path = ? AND run = ?", (os.fsencode(taken), self.run)
        ).fetchone():
            number += 1
            taken = f"{path} ({number})"
        self.list_input(FoundDocument(taken, archive.location, None), archive=archive.path)
        return taken

    def note_member(self, path: str, sha256: str) -> None:
        """Store the digest of a member."""
        self.sql.execute("UPDATE inputs SET sha256 = ? WHERE path = ?", (sha256, os.fsencode(path)))

    def forget_input(self, path: str) -> None:
        """Remove a path that is no document."""
        self.sql.execute("DELETE FROM inputs WHERE path = ?", (os.fsencode(path),))

    def drop_unlisted(self, archive: str | None = None) -> None:
        """Forget the paths (of one archive) that earlier runs had and this one has not."""
        where, values = ("", ()) if archive is None else (" AND archive = ?", (_bytes(archive),))
        self.sql.execute(f"DELETE FROM inputs WHERE run < ?{where}", (self.run, *values))

    def note_digest(self, item: InputRow, sha256: str) -> None:
        """Store the digest of an input; its stamp is trusted from now on unless it is too fresh."""
        fresh = item.stamp and time.time() - int(item.stamp.split()[1]) / 1e9 < _RACY
        self.sql.execute(
            "UPDATE inputs SET sha256 = ?, stamp = ?, code = NULL, reason = NULL, advice = NULL WHERE path = ?",
            (sha256, None if fresh else item.stamp, os.fsencode(item.path)),
        )

    def note_trouble(self, path: str, error: FileError) -> None:
        """Store why an input, or the members of an archive, cannot be read."""
        self.sql.execute(
            "UPDATE inputs SET sha256 = NULL, stamp = NULL, code = ?, reason = ?, advice = ? WHERE path = ?",
            (error.code, str(error), error.advice, os.fsencode(path)),
        )

    def count_inputs(self) -> int:
        """Documents of this run, as far as is known."""
        return int(self.sql.execute(f"SELECT count(*) FROM inputs WHERE {IS_DOCUMENT}").fetchone()[0])

    def inputs(self, archive: str | None = None) -> Iterator[InputRow]:
        """Files and archives in the order of their paths; or the members of one archive."""
        last = b""
        where = "archive IS NULL" if archive is None else "archive = ?"
        values = () if archive is None else (_bytes(archive),)
        while True:
            rows = self.sql.execute(
                f"SELECT {', '.join(InputRow.__struct_fields__)} FROM inputs WHERE {where} AND path > ? "
                f"ORDER BY path LIMIT {_PAGE}",
                (*values, last),
            ).fetchall()
            for row in rows:
                last = row[0]
                yield _input(row)
            if len(rows) < _PAGE:
                return

    # Documents: what became of the bytes.

    def find(self, sha256: str) -> KnownDocument | None:
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
        return KnownDocument(Versions(*row[:4]), row[4], row[5], Finding(**values))

    def settle(self, sha256: str, versions: Versions, limits: Limits, finding: Finding) -> None:
        """Store the outcome of a digest, in place of what was known before."""
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
        """Store a document that a worker died over: it is to be tried alone."""
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
        """Remove a document that was tried alone from the suspects."""
        self.sql.execute("DELETE FROM suspects WHERE sha256 = ?", (sha256,))

    def forget_passing(self) -> None:
        """Remove what lasts as long as a run: suspects of one that was cut off are new documents again."""
        self.sql.execute("DELETE FROM suspects")
        self.sql.execute("DELETE FROM parts")

    def orphans(self) -> Iterator[tuple[str, str | None]]:
        """Digest and record of the documents that no input of this run leads to."""
        yield from self.sql.execute(
            "SELECT sha256, record FROM documents WHERE sha256 NOT IN "
            "(SELECT sha256 FROM inputs WHERE sha256 IS NOT NULL)"
        ).fetchall()

    def forget(self, sha256: str) -> None:
        """Remove all that is known of a digest."""
        self.sql.execute("DELETE FROM documents WHERE sha256 = ?", (sha256,))


IS_DOCUMENT = "(is_archive = 0 OR inputs.code IS NOT NULL)"
"""An archive counts as a document only where it could not be opened."""


def show_limits(limits: Limits) -> str:
    """The limits as one word."""
    return " ".join(str(value) for value in msgspec.structs.astuple(limits))


def _input(row: tuple[Any, ...]) -> InputRow:
    archive = None if row[2] is None else os.fsdecode(row[2])
    return InputRow(os.fsdecode(row[0]), os.fsdecode(row[1]), archive, bool(row[3]), *row[4:])


def _bytes(path: str | None) -> bytes | None:
    return None if path is None else os.fsencode(path)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
