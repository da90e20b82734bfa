"""The columns and words of the ledger, and an office's own headings and order over them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from pipeline.errors import KnowledgeError


class LedgerColumn(Struct, frozen=True):
    """One column: ours (``record``), filled once and then people's, or a formula; ``known`` is False for one that only
    the office has."""

    name: str
    heading: str
    width: int
    by: Literal["record", "people", "formula"] = "record"


@cache
def read_words() -> dict[str, Any]:
    """``words.toml``."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def read_columns(map_file: Path | None = None) -> tuple[LedgerColumn, ...]:
    """The columns in order: our own, or those of an office's ``map.toml``.

    That file has a table ``[columns]`` whose lines are in the office's order: ``"our heading" = "their heading"``, or
    ``"" = "their heading"`` (or any key that is no heading of ours) for a column of people's only. Columns that it does
    not name are left out, but 编号, which tells the rows apart, is added last. Raises KnowledgeError.
    """
    own = {entry["heading"]: LedgerColumn(name, **entry) for name, entry in read_words()["columns"].items()}
    if map_file is None:
        return tuple(own.values())
    try:
        wanted = tomllib.loads(map_file.read_text(encoding="utf-8-sig"))["columns"]
        pairs = [(str(ours), str(theirs)) for ours, theirs in wanted.items()]
    except OSError as error:
        raise KnowledgeError(f"{map_file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{map_file}: {error}") from error
    except (KeyError, AttributeError, TypeError) as error:
        raise KnowledgeError(f"{map_file}: a table [columns] is missing") from error
    columns = [_map(own.get(ours), ours, theirs) for ours, theirs in pairs]
    headings = [column.heading for column in columns]
    if doubled := next((heading for heading in headings if headings.count(heading) > 1), None):
        raise KnowledgeError(f"{map_file}: two columns are called {doubled}")
    identity = next(column for column in own.values() if column.name == "id")
    return tuple(columns) if any(column.name == "id" for column in columns) else (*columns, identity)


def _map(ours: LedgerColumn | None, key: str, theirs: str) -> LedgerColumn:
    if ours is None:
        return LedgerColumn(f"own:{key}", theirs, 14, "people")
    return LedgerColumn(ours.name, theirs, ours.width, ours.by)
