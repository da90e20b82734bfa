"""A task with some of its values replaced or taken away; what is taken away moves no other value's pointer."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from pipeline.corrections.anchor import read_listed
from pipeline.model import Deadline, Party, Task, Unit
from pipeline.source import Quote

_INDEXED = re.compile(r"^(/assignments/\d+/(?:parties|deadlines)|/categories|/extra)/(\d+)(.*)$")
DEADLINE_VALUES = ("kind", "earliest", "latest", "recurrence", "event", "state")
"""The members of a deadline that a correction states."""


class Edit(Struct, frozen=True):
    """One value to be set: ``new`` None takes a text, party or deadline away."""

    id: str
    kind: str
    pointer: str
    new: Any
    unit: Unit | None = None


def plain_tree(task: Task) -> dict[str, Any]:
    """The task as JSON has it: dicts and lists."""
    tree: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(task))
    return tree


def value_at(task: Task, pointer: str) -> Any:
    """The plain value at a pointer; UNSET where nothing is there. A deadline as what a correction states of it."""
    listed = read_listed(pointer)
    value: Any = plain_tree(task)
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return UNSET
    if listed is not None and not listed.member:
        names = DEADLINE_VALUES if listed.kind == "deadlines" else ("name", "role")
        return {name: value[name] for name in names}
    return value["text"] if pointer.startswith("/extra/") and isinstance(value, dict) else value


def same_value(found: Any, wanted: Any) -> bool:
    """Whether they agree in all that ``wanted`` states."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return all(name in found and found[name] == value for name, value in wanted.items())
    return bool(found == wanted)


def edit_task(task: Task, edits: Sequence[Edit], resolve: Callable[[Party], Party]) -> tuple[Task, list[Quote]]:
    """The task with the edits made and marked, and the quotes that belong to no value any more."""
    tree = plain_tree(task)
    marks: dict[str, str] = {}
    gone: dict[str, str] = {}
    for edit in edits:
        if edit.new is None and edit.kind in ("text", "deadline"):
            gone[_item(edit.pointer)] = edit.id
        else:
            _set(tree, edit, resolve)
            marks[edit.pointer] = edit.id
    freed = _take_away(tree, marks, gone)
    tree["corrected"] = dict(sorted(marks.items()))
    return msgspec.convert(tree, Task), freed


def _item(pointer: str) -> str:
    """The pointer of the party that a name belongs to; another pointer as it is."""
    listed = read_listed(pointer)
    return pointer.removesuffix(listed.member) if listed else pointer


def _set(tree: dict[str, Any], edit: Edit, resolve: Callable[[Party], Party]) -> None:
    steps = edit.pointer.split("/")[1:]
    holder: Any = tree
    for step in steps[:-1]:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    last: Any = int(steps[-1]) if isinstance(holder, list) else steps[-1]
    if edit.kind == "role":
        holder |= {"role": edit.new, "role_basis": "stated"}
    elif edit.kind == "unit":
        _set_unit(holder, edit)
    elif edit.kind == "deadline":
        holder[last] = _deadline(holder[last], edit.new)
    elif last == "name":
        party = resolve(replace(msgspec.convert(holder, Party), name="".join(edit.new.split())))
        holder |= msgspec.to_builtins(party)
    elif steps[0] == "extra":
        holder[last]["text"] = edit.new
    else:
        holder[last] = edit.new


def _set_unit(party: dict[str, Any], edit: Edit) -> None:
    resolution = "resolved" if edit.new else "unknown"
    kept = () if edit.new else party["candidates"]
    party |= {"unit": edit.new, "resolution": resolution, "candidates": list(kept)}


def _deadline(found: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    basis = "stated" if found["basis"] == "none" else found["basis"]
    told: dict[str, Any] = msgspec.to_builtins(msgspec.convert({**found, **new, "basis": basis}, Deadline))
    return told


def _take_away(tree: dict[str, Any], marks: dict[str, str], gone: dict[str, str]) -> list[Quote]:
    """Remove the values at ``gone``, highest index first, with their places; what remains behind them moves up."""
    freed: list[Quote] = []
    for pointer in sorted(gone, key=_order, reverse=True):
        found = _INDEXED.match(pointer)
        freed += _forget_places(tree["provenance"], pointer)
        if found is None:
            _blank(tree, pointer)
            marks[pointer] = gone[pointer]
            continue
        items: Any = tree
        for step in found[1].split("/")[1:]:
            items = items[int(step)] if isinstance(items, list) else items[step]
        del items[int(found[2])]
        marks[found[1]] = gone[pointer]
        for mapping in (tree["provenance"], marks):
            _move_up(mapping, found[1], int(found[2]))
    return freed


def _order(pointer: str) -> tuple[str, int]:
    found = _INDEXED.match(pointer)
    return (found[1], int(found[2])) if found else (pointer, 0)


def _blank(tree: dict[str, Any], pointer: str) -> None:
    holder: Any = tree
    *steps, last = pointer.split("/")[1:]
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    holder[last] = None


def _forget_places(provenance: dict[str, Any], pointer: str) -> list[Quote]:
    under = [key for key in provenance if key == pointer or key.startswith(pointer + "/")]
    return [
        Quote(place["block"], place["row"], place["column"], place["span"][0], place["span"][1], place["quote"])
        for key in under
        for place in provenance.pop(key)
    ]


def _move_up(mapping: dict[str, Any], base: str, index: int) -> None:
    """Pointers behind ``index`` of a list count one less."""
    moved = {}
    for pointer in list(mapping):
        found = _INDEXED.match(pointer)
        if found and found[1] == base and int(found[2]) > index:
            moved[f"{base}/{int(found[2]) - 1}{found[3]}"] = mapping.pop(pointer)
    mapping |= moved
