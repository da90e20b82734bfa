"""Where a command writes: whole or not at all, and nothing that a user changed is replaced in silence."""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.cli.console import show_name, tell
from pipeline.cli.messages import say
from pipeline.files import free_name, write_whole
from pipeline.model import Record
from pipeline.writers.options import CREATED

_SUMS = ".fengong-written"
"""In a folder of records: the sha256 and the path of each as it was written, a line each."""


class OutputError(Exception):
    """A result cannot be written: the place is at fault, no input. Ends the command with exit code 74."""


@contextmanager
def written(target: Path) -> Iterator[BinaryIO]:
    """The file, to be written whole. Raises OutputError."""
    try:
        with write_whole(target) as out:
            yield out
    except OSError as error:
        raise OutputError(f"{show_name(target)}: {error.strerror or error}") from error


def write_stdout(data: bytes) -> None:
    """Write bytes to stdout. Raises OutputError, and BrokenPipeError where the reader has gone."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror or str(error)) from error


def keep_workbook(target: Path) -> None:
    """Set a workbook aside that somebody saved since it was written."""
    created = f"{CREATED:%Y-%m-%dT%H:%M:%SZ}".encode()
    with suppress(OSError, KeyError, zipfile.BadZipFile), zipfile.ZipFile(target) as book:
        if book.read("docProps/core.xml").count(created) < 2:  # created, and modified
            _keep(target, target.with_name(f"{target.stem}.kept{target.suffix}"))


def keep_single(target: Path, record: Record) -> bool:
    """Make room for a record in a file that the user named; False if that file is no record.

    A record by the same program of the same source that is another one was changed by hand, and is kept.
    """
    if not target.exists():
        return True
    try:
        before = target.read_bytes()
        is_record = json.loads(before)["schema"] == record.schema
    except (OSError, ValueError, TypeError, KeyError):
        return False
    if is_record and _is_corrected(before, record):
        _keep(target, target.with_name(f"{target.name}.kept"))
    return bool(is_record)


def _is_corrected(before: bytes, record: Record) -> bool:
    """Whether a record by the same program of the same source is another one: then somebody changed it."""
    try:
        there = json.loads(before)
        new = json.loads(record.to_json())
        return there != new and all(there[name] == new[name] for name in ("schema", "generator", "source"))
    except (ValueError, TypeError, KeyError):
        return True  # no record of ours at all


def _keep(target: Path, copy: Path) -> None:
    copy = free_name(copy)
    try:
        target.replace(copy)
    except OSError as error:
        raise OutputError(f"{show_name(target)}: {error.strerror or error}") from error
    tell(say("kept", name=show_name(target), copy=show_name(copy)))


class ToStdout:
    """One record for stdout."""

    def __enter__(self) -> "ToStdout":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        return

    def write(self, record: Record, _name: Path) -> None:
        """Write it at once. Raises OutputError, and BrokenPipeError where the reader has gone."""
        write_stdout(record.to_json().encode())


class ToFile(ToStdout):
    """One record for a file that the user named."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, record: Record, _name: Path) -> None:
        """Write it; raises UsageError where that file is no record, and OutputError."""
        if not keep_single(self._path, record):
            raise click.UsageError(say("no-record-there", name=show_name(self._path)))
        with written(self._path) as out:
            out.write(record.to_json().encode())


class ToFolder(ToStdout):
    """Records for a folder that knows which of them are as they were written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sums: dict[str, str] = {}
        with suppress(OSError):
            for line in (folder / _SUMS).read_bytes().decode("utf-8", "surrogateescape").splitlines():
                digest, _, name = line.partition("  ")
                self._sums[name] = digest

    def write(self, record: Record, name: Path) -> None:
        """Write a record under ``name``, a path in the folder; one that was changed by hand is set aside first.

        Raises OutputError.
        """
        path, data = self._folder / name, record.to_json().encode()
        with suppress(OSError):
            before = path.read_bytes()
            known = self._sums.get(name.as_posix())
            changed = hashlib.sha256(before).hexdigest() != known if known else _is_corrected(before, record)
            if before != data and changed:
                _keep(path, path.with_name(f"{path.name}.kept"))
        with written(path) as out:
            out.write(data)
        self._sums[name.as_posix()] = hashlib.sha256(data).hexdigest()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Remember the records as they are now, also after an interruption."""
        if self._sums:
            lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
            with suppress(OutputError) if error else nullcontext(), written(self._folder / _SUMS) as out:
                out.write(lines.encode("utf-8", "surrogateescape"))


Target = ToStdout | ToFile | ToFolder
