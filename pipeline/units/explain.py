"""What stands behind ``fengong units``: a name explained step by step, and the work list of unknown names."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import KnowledgeError
from pipeline.files import unpack
from pipeline.units.registry import Registry, load_registry

__all__ = ["explain_names", "load_registry", "unknown_names"]
PLACES_SHOWN = 3


def explain_names(
    names: Iterable[str], registry: Registry, region_text: str | None, on: str | None
) -> list[dict[str, object]]:
    """For each name ``name``, ``resolution``, ``unit`` (as in the contract, or None), ``candidates``, ``steps``.

    ``region_text``: a GB/T 2260 code or a place's name (阳江市, 广东省阳江市); None: not known.
    Raises KnowledgeError if it is no place, or the name of several.
    """
    region = _region(registry, region_text) if region_text else None
    answers: list[dict[str, object]] = []
    for name in names:
        found = registry.resolve(name, region=region, on=on)
        answer: dict[str, object] = {"name": name, **msgspec.to_builtins(found)}
        answers.append({key: answer[key] for key in ("name", "resolution", "unit", "candidates", "steps")})
    return answers


def _region(registry: Registry, text: str) -> str:
    found = registry.lookup_place(text)
    if len(found) == 1:
        return found[0].code
    said = "、".join(f"{place.full_name} {place.code}" for place in found[:8])
    raise KnowledgeError(
        f"--region {text}: " + (f"one of {said}? Give the code" if said else "no place has this name or code")
    )


def unknown_names(paths: Sequence[Path]) -> list[dict[str, object]]:
    """The unknown names of saved records (files, or folders of them), most frequent first.

    Each as a row of the user's CSV (see decisions.py) that only lacks ``is``; ``region`` is the document's place,
    ``places`` the first three as ``file task``.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for path in _files(paths):
        record = _load(path)
        if record is not None:
            for name, region, place in _unknown_parties(path, record):
                found.setdefault((name, region), []).append(place)
    rows = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {
            "name": name, "is": "", "region": region, "official": "", "kind": "", "note": "",
            "count": len(places), "places": "; ".join(places[:PLACES_SHOWN]),
        }
        for (name, region), places in rows
    ]  # fmt: skip


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    for path in paths:
        yield from sorted([*path.rglob("*.json"), *path.rglob("*.json.gz")]) if path.is_dir() else (path,)


def _load(path: Path) -> dict[str, Any] | None:
    """A record, maybe compressed, or None for another JSON file of a folder."""
    try:
        tree = json.loads(unpack(path.read_bytes()))
    except (ValueError, OSError) as error:
        raise KnowledgeError(f"{path}: not a record: {error}") from error
    return tree if isinstance(tree, dict) and str(tree.get("schema", "")).startswith("task-list/") else None


def _unknown_parties(path: Path, record: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    region = (record["document"]["region"] or {}).get("code", "")
    for task in record["tasks"]:
        for assignment in task["assignments"]:
            for party in assignment["parties"]:
                if party["resolution"] == "unknown":
                    yield party["name"], region, f"{path.name} {task['number'] or task['id']}"
