"""Records into a database, one at a time: for ``export`` and ``batch``."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from pipeline.cli.chinese import reason
from pipeline.cli.console import COMPLETE, FAILED, Progress, show_name, tell, tell_failure
from pipeline.cli.inputs import Input, read_bytes
from pipeline.cli.messages import say
from pipeline.cli.output import OutputError
from pipeline.contract import read_record
from pipeline.database import DatabaseError, DatabaseKind, Target
from pipeline.errors import FileError, Unreadable
from pipeline.files import unpack


class _OnlySource(Struct):
    sha256: str


class _OnlyHead(Struct):
    source: _OnlySource


_read_head = msgspec.json.Decoder(_OnlyHead).decode


@contextmanager
def opened(kind: DatabaseKind, path: Path) -> Iterator[Target]:
    """The database, to be written. Raises UsageError where it is none of ours, and OutputError."""
    try:
        with kind.open(path) as target:
            yield target
    except ImportError as error:
        package = error.name or ", ".join(kind.packages)
        raise click.UsageError(say("needs-package", what=kind.name, package=package, extra="database")) from error
    except DatabaseError as error:
        raise click.UsageError(say("no-database-there", reason=reason(str(error)).rstrip("."))) from error
    except OSError as error:
        raise OutputError(f"{show_name(path)}: {error.strerror or error}") from error
    except sqlite3.OperationalError as error:
        raise OutputError(f"{show_name(path)}: {error}") from error


def store_files(kind: DatabaseKind, files: Iterable[Input], path: Path) -> int:
    """Store the records of these files; the exit code is 2 if one cannot be read or stored."""
    found = list(files)
    storing = Storing(path)
    with opened(kind, path) as target, Progress(len(found), line="storing") as progress:
        for file in found:
            name = show_name(file.path)
            progress.begin(name)
            try:
                storing.add(target, read_bytes(file.path), name)
            except FileError as error:
                tell_failure(name, error)
                storing.failed += 1
            progress.end()
    storing.sum_up()
    if kind.name == "parquet":
        tell(say("parquet-carries"))
    return FAILED if storing.failed else COMPLETE


def store_records(kind: DatabaseKind, records: Iterable[tuple[str, bytes]], path: Path) -> int:
    """Store records that a run has just written, each with its name."""
    storing = Storing(path)
    with opened(kind, path) as target, Progress(0, line="storing") as progress:
        for name, data in records:
            progress.begin(name)
            storing.add(target, data, name)
            progress.end()
            progress.count(storing.stored + storing.same)
    storing.sum_up()
    return FAILED if storing.failed else COMPLETE


class Storing:
    """What one call stores in a database, and its figures."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._met: dict[str, str] = {}
        self.stored = self.same = self.failed = 0

    def add(self, target: Target, data: bytes, name: str) -> None:
        """Store one record, unless it is there. Raises FileError where it cannot be read."""
        digest = sha256(data).hexdigest()
        try:
            document = _read_head(unpack(data).removeprefix(b"\xef\xbb\xbf")).source.sha256
        except ValueError as error:
            raise Unreadable(f"not JSON: {error}", advice="Give a record that fengong convert wrote.") from error
        if (other := self._met.setdefault(document, name)) != name:
            tell(say("same-document", name=name, other=other))
            return
        if target.has(document, digest):
            self.same += 1
            return
        record = read_record(data)
        try:
            target.add(record, name, digest)
            self.stored += 1
        except DatabaseError as error:
            tell(say("not-stored", name=name, reason=reason(str(error))))
            self.failed += 1

    def sum_up(self) -> None:
        """Report the figures."""
        tell(say("stored", stored=self.stored, same=self.same, name=show_name(self._path)))
