"""The codes: each that the source can emit is explained in both languages, and none stands idle."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from pipeline import errors
from source_trees import PACKAGE, nodes

CODES = tomllib.loads((PACKAGE / "knowledge" / "codes.toml").read_text(encoding="utf-8"))
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def error_codes() -> set[str]:
    """The code of every error that stops a file."""
    kinds = [errors.FileError, *errors.FileError.__subclasses__()]
    return {kind.code for kind in kinds}


def issue_codes() -> set[str]:
    """The code of every ``Issue(…)`` in the source; a code in a variable counts by the words it can hold."""
    return {code for node in _all_nodes() for code in _codes_in(node)}


def _codes_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Issue" and node.args:
        yield from (leaf.value for leaf in ast.walk(node.args[0]) if _is_code(leaf))


def _is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value) is not None


def all_words() -> set[str]:
    """Every string in the source: a code that no ``Issue`` names directly must at least stand somewhere."""
    return {node.value for node in _all_nodes() if _is_code(node)}


def all_beginnings() -> tuple[str, ...]:
    """What a code that is put together begins with: ``f"unit-{…}"``."""
    joined = (node.values[0] for node in _all_nodes() if isinstance(node, ast.JoinedStr) and node.values)
    words = {node.value for node in joined if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return tuple(word for word in words if re.fullmatch("[a-z]+-", word))


def _all_nodes() -> Iterator[ast.AST]:
    return (node for _, node in nodes())


def test_every_code_in_the_source_is_explained() -> None:
    assert len(issue_codes()) > 5
    assert (issue_codes() | error_codes()) - set(CODES) == set()


def test_no_code_is_explained_that_nothing_emits() -> None:
    data = " ".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE / "knowledge").glob("*.toml") if path.name != "codes.toml"
    )
    emitted = all_words() | error_codes() | set(re.findall(r'"([a-z-]+)"', data))
    assert {code for code in set(CODES) - emitted if not code.startswith(all_beginnings())} == set()


@pytest.mark.parametrize("code", CODES)
def test_an_entry_says_what_it_means_in_both_languages(code: str) -> None:
    entry = CODES[code]
    assert set(entry) == {"severity", "en", "zh"}
    assert entry["severity"] in ("error", "warning", "info")
    assert entry["en"].endswith(".") and entry["zh"].endswith("。")
    assert CODE.fullmatch(code)
