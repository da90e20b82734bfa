"""The shape of the package that a person can walk through: one meaning a class name, no circles, small rooms."""

import ast
from collections import defaultdict

import grimp

from source_trees import PACKAGE, nodes_of

LONGEST_FILE, LONGEST_FUNCTION = 350, 40
"""Lines."""


def test_no_class_name_has_two_meanings() -> None:
    bearers = defaultdict(list)
    for file, node in nodes_of(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        bearers[node.name].append(f"{file}:{node.lineno}")
    assert {name: places for name, places in bearers.items() if len(places) > 1} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("pipeline", exclude_type_checking_imports=True)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert [circle for circle in strongly_connected(imports) if len(circle) > 1] == []


def strongly_connected(graph: dict[str, set[str]]) -> list[list[str]]:
    """Tarjan's components: each is one module, or the modules of a circle."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(graph[module]):
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            found.append([])
            while not found[-1] or found[-1][-1] != module:
                found[-1].append(stack.pop())

    for module in sorted(graph):
        if module not in index:
            visit(module)
    return found


def test_no_file_is_too_long_to_read() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_no_function_is_too_long_to_read() -> None:
    lengths = {}
    for file, node in nodes_of(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
        lengths[f"{file}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
