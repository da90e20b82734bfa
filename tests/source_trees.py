"""The package's own source, parsed once for all tests that look at it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pipeline

PACKAGE = Path(pipeline.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    """Each file of the package by its path in it, parsed."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every node of the package with its file."""
    return tuple((name, node) for name, tree in trees().items() for node in ast.walk(tree))


def nodes_of(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """The nodes of some kinds, with their files."""
    return ((name, node) for name, node in nodes() if isinstance(node, kinds))


@cache
def strings() -> frozenset[str]:
    """Every string literal in the package."""
    return frozenset(
        node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
