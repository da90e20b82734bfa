"""Files whole or not at all: what every writer of results uses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

DRAFT = ".fengong-"
"""How the name of a file that is still being written begins; it ends in ``.tmp``."""


@contextmanager
def write_whole(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """A file that appears under its name only when all is written; an interruption leaves nothing behind.

    ``durable``: its bytes are on the disk before it gets its name, so that a power cut leaves no empty file there.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / f"{DRAFT}{os.urandom(4).hex()}.tmp"
    try:
        with draft.open("xb") as out:
            yield out
            if durable:
                out.flush()
                os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """The names in ``folder`` are on the disk; nothing where the system cannot do that (Windows). Raises OSError."""
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
        if entry.name.startswith(DRAFT) and entry.name.endswith(".tmp"):
            Path(entry.path).unlink(missing_ok=True)
