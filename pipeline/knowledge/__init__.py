"""The data files, and the loader of the TOML ones.

TOML for small grammars, CSV for long lexicons (their rows are read in units/tables). Every file begins with a
comment that says what it is, who reads it, where it comes from and how strict to be. A broken file stops with file,
line and reason.
"""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import KnowledgeError

_HERE = Path(__file__).parent


def read_bytes(name: str) -> bytes:
    """The bytes of one data file of this folder."""
    return (_HERE / name).read_bytes()


@cache
def read_toml(name: str) -> dict[str, Any]:
    """One TOML data file, parsed. Raises KnowledgeError with the file, line and reason."""
    try:
        return tomllib.loads(read_bytes(name).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{name}: {error}") from error


def version(own: Path | None = None) -> str:
    """12 hex digits over all data files and the user's ``own``: two runs with the same digits know the same."""
    digest = _digest().copy()
    if own is not None:
        digest.update(own.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _digest() -> "hashlib._Hash":
    digest = hashlib.sha256()
    for entry in sorted(_HERE.iterdir(), key=lambda item: item.name):
        if entry.name.endswith((".toml", ".csv")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest
