"""Files whole or not at all, packed or not: what every writer and reader of results uses."""

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

_DRAFT = ".fengong-"
ReadableSource = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]
"""A path, bytes, or a binary file object."""


def read_source(source: ReadableSource) -> tuple[bytes, str | None]:
    """All bytes of a source, and its file name where it has one; a file object is read from where it stands.

    Raises OSError, and TypeError for a text file.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), None
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        return path.read_bytes(), path.name
    data = source.read()
    if not isinstance(data, bytes):
        raise TypeError("open the file in binary mode: open(path, 'rb')")
    name = getattr(source, "name", None)
    return data, Path(name).name if isinstance(name, str) else None


def name_draft() -> str:
    """A name for a file that is still being written; no other draft has it."""
    return f"{_DRAFT}{os.urandom(8).hex()}.tmp"


@contextmanager
def write_whole(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """A file that appears under its name only when all is written; an interruption leaves nothing.

    ``durable``: flush it before it gets its name, so that a power cut leaves no empty file there.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / name_draft()
    try:
        with draft.open("xb") as out:
            yield out
        if durable:
            sync(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def free_name(path: Path) -> Path:
    """``path``, or where that is taken, the first free one of ``name-2.json``, ``name-3.json`` …"""
    stem, dot, endings = path.name.partition(".")
    free, number = path, 1
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{stem}-{number}{dot}{endings}")
    return free


def sync(path: Path) -> None:
    """Flush a file to disk (fsync). Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk; nothing where the system cannot do that (Windows). Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop_drafts(folder: Path) -> None:
    """Remove what a killed process left half-written in ``folder``. Raises OSError."""
    for entry in os.scandir(folder):
        if entry.name.startswith(_DRAFT) and entry.name.endswith(".tmp"):
            Path(entry.path).unlink(missing_ok=True)


def unpack(data: bytes) -> bytes:
    """What ``data`` was before gzip, if it is packed. Raises ValueError where it is damaged."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"damaged gzip: {error}") from error
