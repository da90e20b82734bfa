"""``corrections.jsonl``: read whole, added to one line at a time; two programs never lose each other's lines."""

import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.contract import CORRECTIONS, explain_line_faults, is_valid_line
from pipeline.corrections.line import SCHEMA, Correction, in_force
from pipeline.errors import KnowledgeError

_PATIENCE = 10.0
"""Seconds to wait for another program that writes the file."""


class CorrectionBook:
    """The lines of a file that are in force; ``all`` has the withdrawn ones too."""

    def __init__(self, lines: list[Correction]) -> None:
        self.all = lines
        self.lines = in_force(lines)

    def of_document(self, sha256: str) -> list[Correction]:
        """The lines on the document of these bytes, in order."""
        return [line for line in self.lines if line.source == sha256]

    def of_layouts(self) -> list[Correction]:
        """The lines that hold for every document with that header."""
        return [line for line in self.lines if line.scope == "layout" and line.table is not None]

    def digest(self, sha256: str) -> str:
        """12 hex digits over what bears on one document; empty where nothing does."""
        lines = [line.id for line in self.lines if line.source == sha256 or line.scope == "layout"]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12] if lines else ""


def read_corrections(path: Path) -> CorrectionBook:
    """All lines of a file. A last line that was cut off by a crash is left out.

    Raises KnowledgeError (file:line: reason) where the file cannot be read or a line is no correction.
    """
    try:
        return _parse(str(path), path.read_bytes())
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}") from error


@lru_cache(maxsize=4)
def _parse(name: str, data: bytes) -> CorrectionBook:
    pieces = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    lines = []
    for number, text in enumerate(pieces, 1):
        if not text.strip():
            continue
        try:
            tree = msgspec.json.decode(text)
        except ValueError as error:
            if number == len(pieces):  # no line feed behind it: it was being written
                continue
            raise KnowledgeError(f"{name}:{number}: not JSON: {error}") from error
        lines.append(_read_line(name, number, tree))
    return CorrectionBook(lines)


def _read_line(name: str, number: int, tree: object) -> Correction:
    if not is_valid_line(tree, CORRECTIONS):
        raise KnowledgeError(f"{name}:{number}: not a correction: {explain_line_faults(tree, CORRECTIONS)}")
    return msgspec.convert(tree, Correction)


def write_line(line: Correction) -> bytes:
    """The line as it is written, with its line feed."""
    tree = {"schema": SCHEMA, **msgspec.to_builtins(line)}
    return msgspec.json.encode(tree) + b"\n"


def add_corrections(path: Path, lines: Iterable[Correction]) -> None:
    """Add lines at the end, under a lock, and flush them to the disk before this returns. Raises OSError."""
    from filelock import FileLock

    data = b"".join(map(write_line, lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock", timeout=_PATIENCE), path.open("a+b") as file:
        file.seek(0)
        before = file.read()
        if before and not before.endswith(b"\n"):
            file.truncate(_end_of_whole(before))
            data = b"\n" + data if _end_of_whole(before) == len(before) else data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _end_of_whole(data: bytes) -> int:
    """Where the last line that is whole ends; a line that only lacks its line feed is whole."""
    start = data.rfind(b"\n") + 1
    try:
        msgspec.json.decode(data[start:])
    except ValueError:
        return start
    return len(data)
