"""Words and patterns of words are data: no Han character is in a string of the code, outside the places named here."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache

from source_trees import trees

HAN = re.compile(r"[\u3400-\u9fff]")
SPEAKING = {
    "cli/*": "messages and help for a Chinese reader",
    "writers/xlsx.py": "headings, sheet names and places of the workbook",
    "writers/paper.py": "page marks and the note on a cut text, printed for a Chinese reader",
    "writers/rows.py": "等 behind the names of a cell that holds an open list",
    "tasklist.py": "a reason for the user, with examples of the words that were looked for",
    "batch/warm.py": "a sample that makes the stages load what they need",
}
"""What writes Chinese and reads none."""
LITERALS = {
    "fold.py": {"户": "what a radical is folded to"},
    "readers/pdf/page/fonts.py": {"㐀": "the first character of the Han block", "鿿": "the last one"},
    "region.py": {"中华人民共和国": "the country, which is in no data file"},
}
"""Single characters and names that the code is about."""


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The string literals of a module that are no docstrings."""
    documented = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node


@cache
def found() -> tuple[tuple[str, int, str], ...]:
    """File, line and text of each literal with a Han character; text/ is left out, whose numerals and marks are code."""
    return tuple(
        (name, node.lineno, node.value)
        for name, tree in trees().items()
        if not name.startswith("text/")
        for node in strings(tree)
        if HAN.search(node.value)
    )


def is_named(name: str, text: str) -> bool:
    return text in LITERALS.get(name, ()) or any(fnmatch(name, place) for place in SPEAKING)


def test_words_are_in_data_files() -> None:
    assert [f"{name}:{line}: {text[:60]}" for name, line, text in found() if not is_named(name, text)] == []


def test_every_place_that_is_named_has_such_words() -> None:
    literals = {(name, text) for name, _, text in found()}
    files = {name for name, _ in literals}
    assert [place for place in SPEAKING if not any(fnmatch(name, place) for name in files)] == []
    assert [(name, text) for name in LITERALS for text in LITERALS[name] if (name, text) not in literals] == []
