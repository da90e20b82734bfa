"""The data files, and the loader of the TOML ones.

TOML for small grammars, CSV for long lexicons (read row by row in `tables`). Every file begins with a
comment that says what it is, who reads it, where it comes from and how strict to be. A broken file stops with file,
line and reason.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from pipeline.errors import KnowledgeError

_HERE = Path(__file__).parent


def read_bytes(name: str) -> bytes:
    """The bytes of one data file of this folder."""
    return (_HERE / name).read_bytes()


@cache
def read_toml(name: str) -> dict[str, Any]:
    """One TOML data file, parsed. Raises KnowledgeError with the file, line and reason."""
    try:
        return tomli.loads(read_bytes(name).decode("utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{name}: {error}") from error


def fill(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with each ``{name}`` replaced by the part of that name; quantifiers such as {1,3} stay."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: parts[match.group(1)], pattern)


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def version(units: str | Path | None = None, words: str | Path | None = None, profiles: bytes = b"") -> str:
    """12 hex digits over all data files and the user's own: two runs with the same digits know the same."""
    digest = _digest().copy()
    if units is not None:
        digest.update(Path(units).read_bytes())
    if words is not None:
        digest.update(b"\0words\0" + Path(words).read_bytes())
    if profiles:
        digest.update(b"\0profiles\0" + profiles)
    return digest.hexdigest()[:12]


@cache
def _digest() -> "hashlib._Hash":
    digest = hashlib.sha256()
    for entry in sorted(_HERE.iterdir(), key=lambda item: item.name):
        if entry.name.endswith((".toml", ".csv")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest
