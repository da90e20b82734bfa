"""Where a command writes: whole or not at all, and nothing that a user changed is replaced in silence."""

import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import click
from msgspec.structs import asdict

from pipeline.cli.console import show_name, tell
from pipeline.cli.messages import say
from pipeline.files import free_name, write_whole
from pipeline.model import Record
from pipeline.seal import is_changed
from pipeline.writers.options import CREATED


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
    """Make room for a record in a file that the user named; False if that file is no record."""
    if not target.exists():
        return True
    try:
        is_record = json.loads(target.read_bytes())["schema"] == record.schema
    except (OSError, ValueError, TypeError, KeyError):
        return False
    if is_record:
        keep_changed(target, record)
    return bool(is_record)


def keep_changed(target: Path, record: Record) -> None:
    """Set a record aside that somebody changed since it was written, where ``record`` is another one.

    Raises OutputError.
    """
    with suppress(OSError):
        before = target.read_bytes()
        if before != record.to_json().encode() and _is_corrected(before, record):
            _keep(target, target.with_name(f"{target.name}.kept"))


def _is_corrected(before: bytes, record: Record) -> bool:
    """Whether somebody changed a saved record: its seal tells; where it lost that, that it names this very version."""
    changed = is_changed(before)
    return changed if changed is not None else json.loads(before).get("generator") == asdict(record.generator)


def _keep(target: Path, copy: Path) -> None:
    copy = free_name(copy)
    try:
        target.replace(copy)
    except OSError as error:
        raise OutputError(f"{show_name(target)}: {error.strerror or error}") from error
    tell(say("kept", name=show_name(target), copy=show_name(copy)))


def keep_copy(target: Path) -> None:
    """Copy a file that is about to be written anew and loses parts. Raises OutputError."""
    copy = free_name(target.with_name(f"{target.stem}.kept{target.suffix}"))
    try:
        copy.write_bytes(target.read_bytes())
    except OSError as error:
        raise OutputError(f"{show_name(copy)}: {error.strerror or error}") from error
    tell(say("copied", name=show_name(target), copy=show_name(copy)))


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
    """Records for a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, record: Record, name: Path) -> None:
        """Write a record under ``name``, a path in the folder; one that was changed by hand is set aside first.

        Raises OutputError.
        """
        keep_changed(self._folder / name, record)
        with written(self._folder / name) as out:
            out.write(record.to_json().encode())


Target = ToStdout | ToFile | ToFolder
