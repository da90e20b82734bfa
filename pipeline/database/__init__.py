"""Records → one database of tables with keys: SQLite, DuckDB, or a folder of Parquet files.

Each kind is one file with the same two functions in it: a target takes records one at a time, replaces the rows of a
document that it has already, and is there whole or not at all.
"""

from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from pipeline.model import Record

LAYOUT_VERSION = 1
"""Raised when a table's columns change; a database of another layout is not written to."""


class DatabaseError(Exception):
    """The file is no database of ours, or of another layout, or a record breaks a key of it; the words say which."""


class Target(Protocol):
    """An open database."""

    def has(self, sha256: str, record_sha256: str) -> bool:
        """True if this very record of that document is there."""

    def add(self, record: Record, path: str, record_sha256: str) -> None:
        """Put a record's rows in place of those of its document. Raises DatabaseError; nothing of it is then kept."""


class DatabaseKind(Struct, frozen=True):
    """One kind of database: its name, the endings of its path, the packages that it needs."""

    name: str
    module: str
    endings: tuple[str, ...]
    packages: tuple[str, ...] = ()

    def open(self, path: Path) -> AbstractContextManager[Target]:
        """The database at ``path``, made if need be; leaving the context writes it, an error leaves it as it was.

        Raises DatabaseError, OSError, and ImportError where a package is missing.
        """
        target: AbstractContextManager[Target] = import_module(f"{__name__}.{self.module}").open_target(path)
        return target


DATABASES = (
    DatabaseKind("sqlite", "sqlite_file", (".sqlite", ".sqlite3", ".db")),
    DatabaseKind("duckdb", "duckdb_file", (".duckdb",), ("duckdb", "pyarrow")),
    DatabaseKind("parquet", "parquet_folder", (".parquet",), ("pyarrow",)),
)


def find_database(name: str) -> DatabaseKind | None:
    """The kind of that name, or of a path with that ending."""
    return next((kind for kind in DATABASES if name == kind.name or name in kind.endings), None)
