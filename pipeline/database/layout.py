"""The tables, as ``tables.toml`` has them, and the statements that make them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

SQLITE_TYPES = {"boolean": "integer", "date": "text", "json": "text"}
DUCKDB_TYPES = {"text": "varchar", "integer": "bigint", "real": "double", "json": "varchar"}


class DataColumn(Struct, frozen=True):
    """One column: its type is text, integer, real, boolean, date or json."""

    name: str
    type: str
    nullable: bool
    en: str
    zh: str


class DataTable(Struct, frozen=True):
    """One table; ``parent`` is the columns of the key that it belongs to, and the table that has it."""

    name: str
    en: str
    zh: str
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...]
    parent: tuple[str, str] | None
    indexes: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns in order."""
        return [column.name for column in self.columns]


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))


@cache
def read_tables() -> tuple[DataTable, ...]:
    """All tables, parents first."""
    return tuple(_table(name, entry) for name, entry in _read().items() if name != "views")


def read_views() -> dict[str, tuple[str, str]]:
    """What each view gives, in English and Chinese."""
    return {name: (entry["en"], entry["zh"]) for name, entry in _read()["views"].items()}


def _table(name: str, entry: dict[str, Any]) -> DataTable:
    columns = (
        DataColumn(column.removesuffix("?"), kind, column.endswith("?"), en, zh)
        for column, (kind, en, zh) in entry["columns"].items()
    )
    parent = (entry["of"][0], entry["of"][1]) if "of" in entry else None
    indexes = tuple(map(tuple, entry.get("index", ())))
    return DataTable(name, entry["en"], entry["zh"], tuple(columns), tuple(entry["key"]), parent, indexes)


def create_table(table: DataTable, types: dict[str, str], *, first: str = "", cascade: str = "") -> str:
    """The statement that makes a table, each column with its comment behind it.

    ``first``  a column before all others; ``cascade``  what is behind a foreign key.
    """
    lines = [f"    {first},"] if first else []
    lines += [
        f"    {column.name} {types.get(column.type, column.type)}{'' if column.nullable else ' NOT NULL'},"
        f" -- {column.en} {column.zh}"
        for column in table.columns
    ]
    if table.name == "documents":
        lines.append("    UNIQUE (sha256),")
    key = f"    {'UNIQUE' if first else 'PRIMARY KEY'} ({', '.join(table.key)})"
    if table.parent:
        columns, parent = table.parent
        key += f",\n    FOREIGN KEY ({columns}) REFERENCES {parent} ({columns}){cascade}"
    return f"CREATE TABLE {table.name} ( -- {table.en} {table.zh}\n" + "\n".join([*lines, key]) + "\n)"


def create_indexes(table: DataTable) -> list[str]:
    """The statements of a table's indexes."""
    return [
        f"CREATE INDEX {table.name}_by_{'_'.join(columns)} ON {table.name} ({', '.join(columns)})"
        for columns in table.indexes
    ]
