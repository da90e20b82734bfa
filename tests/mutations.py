"""A good record spoiled in every way that a schema should notice: what the gate and the reference must agree on."""

import copy
from collections.abc import Iterator
from typing import Any

Step = str | int
WRONG: tuple[Any, ...] = (None, -1, 1.5, "", "2021-06-30\n", True, [], {})


def mutations(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what was done, the spoiled tree): members dropped and added, each value replaced by each wrong one."""
    for path in _paths(tree):
        place = "/".join(map(str, path))
        yield f"drop {place}", _change(tree, path, drop=True)
        for number, value in enumerate(WRONG):
            yield f"{place} := WRONG[{number}]", _change(tree, path, value=value)
    for path in ((), *_paths(tree)):
        if isinstance(_at(tree, path), dict):
            yield f"add to {'/'.join(map(str, path))}", _change(tree, (*path, "surplus"), value="x")


def _paths(value: Any, base: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """One path for each member; of a list, and of a map of pointers, only the first item, which stands for all."""
    items: list[tuple[Step, Any]] = []
    if isinstance(value, dict):
        items = [(step, inner) for step, inner in value.items() if not step.startswith("/")]
        items = items or list(value.items())[:1]
    elif isinstance(value, list) and value:
        items = [(0, value[0])]
    for step, inner in items:
        yield (*base, step)
        yield from _paths(inner, (*base, step))


def _at(tree: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _change(tree: dict[str, Any], path: tuple[Step, ...], *, value: Any = None, drop: bool = False) -> dict[str, Any]:
    spoiled = copy.deepcopy(tree)
    holder = _at(spoiled, path[:-1])
    if drop:
        del holder[path[-1]]
    else:
        holder[path[-1]] = copy.deepcopy(value)
    return spoiled
