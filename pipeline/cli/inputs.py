"""Which files a command line means, and the path of each one's record."""

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

from msgspec import Struct

from pipeline.batch.buckets import is_url
from pipeline.batch.sources import is_document, walk
from pipeline.cli.console import show_name, tell
from pipeline.cli.messages import say
from pipeline.contract import read_record
from pipeline.errors import Unreadable
from pipeline.model import Record

STDIN = Path("-")
_LONGEST_NAME = 255
"""Bytes of a file's name on the usual disks."""


class Input(Struct, frozen=True):
    """One file to convert, and the record's place under the output folder."""

    path: Path
    target: Path


class Inputs(Struct, frozen=True):
    """The files in order, each once; the files passed by; the folders in which there was none."""

    files: tuple[Input, ...]
    skipped: tuple[Path, ...]
    empty: tuple[Path, ...]


def find_inputs(paths: Sequence[Path]) -> Inputs:
    """Files as they are given, patterns expanded; folders searched through and through, in the order of names.

    A folder's files keep their sub-folders under the output folder. Two files that would get one place get, both, their
    path from the folder that holds them all.
    """
    found: dict[Path, Input] = {}
    skipped: list[Path] = []
    empty: list[Path] = []
    for path in chain.from_iterable(map(expand, paths)):
        files = _search(path) if path.is_dir() else [path]
        wanted = [file for file in files if not path.is_dir() or is_document(file)]
        skipped += [file for file in files if file not in set(wanted)]
        if not wanted:
            empty.append(path)
        for file in wanted:
            relative = file.relative_to(path) if path.is_dir() else name_input(file)
            found.setdefault(_absolute(file), Input(file, _record_name(relative)))
    return Inputs(tuple(_part(list(found.values()))), tuple(skipped), tuple(empty))


def name_input(path: Path) -> Path:
    """The input's name in its record: the file name, or ``stdin``."""
    return Path("stdin") if path == STDIN else Path(path.name)


def find_records(paths: Sequence[Path]) -> tuple[tuple[Input, ...], tuple[Path, ...]]:
    """The .json and .json.gz files of a call, each with its path under the folder given without .gz; and the folders
    without any."""
    found: dict[Path, Input] = {}
    empty: list[Path] = []
    for path in paths:
        files = (
            [file for file in _search(path) if file.name.endswith((".json", ".json.gz"))] if path.is_dir() else [path]
        )
        if not files:
            empty.append(path)
        for file in files:
            relative = file.relative_to(path) if path.is_dir() else Path(file.name)
            found.setdefault(_absolute(file), Input(file, relative.with_name(relative.name.removesuffix(".gz"))))
    return tuple(found.values()), tuple(empty)


def expand(path: Path) -> list[Path]:
    """The paths that a quoted pattern (``2021/*.docx``) matches; a path without one is itself."""
    if not glob.has_magic(str(path)) or os.path.lexists(path):
        return [path]
    return [Path(name) for name in sorted(glob.glob(str(path), recursive=True))]


def tell_unmatched(paths: Iterable[Path]) -> bool:
    """Name the patterns that match nothing; True where there are any."""
    unmatched = [path for path in paths if not is_url(str(path)) and not expand(path)]
    for path in unmatched:
        tell(say("no-match", name=show_name(path)))
    return bool(unmatched)


def read_bytes(path: Path) -> bytes:
    """The whole file, or all of stdin for ``-``. Raises Unreadable with the system's reason."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise Unreadable(error.strerror or str(error), advice="Check the path and who may read it.") from error


def load_record(path: Path) -> Record:
    """One saved record. Raises Unreadable."""
    return read_record(read_bytes(path))


def _search(folder: Path) -> list[Path]:
    return sorted(walk(folder), key=lambda path: path.parts)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _record_name(path: Path) -> Path:
    name = path.name + ".json"
    if len(os.fsencode(name)) > _LONGEST_NAME:
        digest = sha256(os.fsencode(path.name)).hexdigest()[:8]
        kept = os.fsencode(path.name)[: _LONGEST_NAME - len(digest) - len("~.json")].decode(errors="ignore")
        name = f"{kept}~{digest}.json"
    return path.with_name(name)


def _part(inputs: list[Input]) -> Iterator[Input]:
    """Two inputs never share a place."""
    places: dict[str, list[Path]] = {}
    for item in inputs:
        places.setdefault(os.path.normcase(item.target), []).append(_absolute(item.path))
    shared = [path for group in places.values() if len(group) > 1 for path in group]
    above = Path(os.path.commonpath([path.parent for path in shared])) if shared else None
    for item in inputs:
        path = _absolute(item.path)
        yield Input(item.path, _record_name(path.relative_to(above))) if above and path in shared else item
