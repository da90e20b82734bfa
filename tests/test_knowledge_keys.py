"""No idle data: every key of a TOML file and every column of a CSV file in the knowledge folder is read by somebody."""

import ast
import csv
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from source_trees import PACKAGE, trees

KNOWLEDGE = PACKAGE / "knowledge"
BY_VALUE = {
    "codes.toml": ("",),  # the codes themselves: tests/test_codes.py holds them against the source
    "symbol_fonts.toml": ("",),  # fonts and their characters
    "sheets.toml": ("formats",),  # numbers of formats
    "list_formats.toml": ("formats",),  # formats as files name them
    "deadlines.toml": ("misread.letters",),  # letters read for digits
}
"""Tables whose keys are data, looked up by what a document says."""
FOR_PEOPLE = {"example", "alias_of", "source"}
"""Columns that the tests read, or a person who asks where a row comes from."""


@cache
def names_in_code() -> frozenset[str]:
    """Every name, attribute, argument and string of the package, but for the lists of a file's columns."""
    found: set[str] = set()
    for tree in trees().values():
        columns = {id(part) for node in ast.walk(tree) if _lists_columns(node) for part in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in columns:
                found.add(node.value)
            elif isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute | ast.arg | ast.keyword | ast.AnnAssign):
                found.update(filter(None, (getattr(node, "attr", None), getattr(node, "arg", None))))
    return frozenset(found)


def _lists_columns(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id.endswith("COLUMNS") for target in node.targets
    )


def keys(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield (*path, key)
            yield from keys(below, (*path, key))
    elif isinstance(value, list):
        for below in value:
            yield from keys(below, path)


def is_read(path: tuple[str, ...], text: str) -> bool:
    """A word of Chinese is data itself; a part of patterns is read where a pattern holds it in braces."""
    name = path[-1]
    in_braces = f"{{{name}}}"
    return not name.isascii() or name in names_in_code() or (path[0] == "parts" and in_braces in text)


@cache
def all_code() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", sorted(path.name for path in KNOWLEDGE.glob("*.toml")))
def test_every_key_is_read(file: str) -> None:
    text = (KNOWLEDGE / file).read_text(encoding="utf-8")
    everything = text + all_code()
    data = BY_VALUE.get(file, ())
    idle = [
        ".".join(path)
        for path in keys(tomllib.loads(text))
        if not any(table == "" or ".".join(path).startswith(f"{table}.") for table in data)
        if not is_read(path, everything)
    ]
    assert idle == []


@pytest.mark.parametrize("file", sorted(path.name for path in KNOWLEDGE.glob("*.csv")))
def test_every_column_is_read(file: str) -> None:
    lines = (KNOWLEDGE / file).read_text(encoding="utf-8").splitlines()
    header = next(csv.reader(line for line in lines if not line.startswith("#")))
    assert [name for name in header if name not in names_in_code() | FOR_PEOPLE] == []


def test_the_tables_of_data_are_there() -> None:
    for file, tables in BY_VALUE.items():
        found = {".".join(path) for path in keys(tomllib.loads((KNOWLEDGE / file).read_text(encoding="utf-8")))}
        assert [table for table in tables if table and table not in found] == []
