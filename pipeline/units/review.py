"""Work lists from saved records: the names that are not known, and those that a person should look at.

Each row has the columns of a user's CSV (see decisions.py) and only lacks ``is``; ``note`` says what is doubtful.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.errors import KnowledgeError
from pipeline.files import unpack

PLACES_SHOWN = 3
CANDIDATES_SHOWN = 5


class ToReview(Struct, frozen=True):
    """A party of a record that a person should look at: its name, the document's place, and why."""

    name: str
    region: str
    why: str
    official: str = ""


def unknown_names(paths: Sequence[Path]) -> list[dict[str, object]]:
    """The unknown names of saved records (files, or folders of them), most frequent first.

    ``region`` is the document's place, ``places`` the first three as ``file task``.
    """
    return _work_list(paths, only=("unknown",))


def review_names(paths: Sequence[Path]) -> list[dict[str, object]]:
    """The names of saved records that were not asserted for certain, most frequent first.

    ``note`` begins with why: unknown, ambiguous (with the candidates), pattern (the official name is only the usual
    one; ``official`` holds it), ended (the unit had ended on the document's date), far (it is in another province).
    """
    return _work_list(paths, only=None)


def _work_list(paths: Sequence[Path], only: tuple[str, ...] | None) -> list[dict[str, object]]:
    found: dict[ToReview, list[str]] = {}
    for path in _files(paths):
        record = _load(path)
        for doubt, place in _doubts(path, record) if record is not None else ():
            if only is None or doubt.why in only:
                found.setdefault(doubt, []).append(place)
    rows = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].name, item[0].region, item[0].why))
    return [
        {
            "name": doubt.name, "is": "", "region": doubt.region, "official": doubt.official, "kind": "",
            "note": "" if only else doubt.why, "count": len(places), "places": "; ".join(places[:PLACES_SHOWN]),
        }
        for doubt, places in rows
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


def _doubts(path: Path, record: dict[str, Any]) -> Iterator[tuple[ToReview, str]]:
    region = (record["document"]["region"] or {}).get("code", "")
    issued = record["document"].get("issued_on") or ""
    units = {unit["id"]: unit for unit in record.get("units", ())}
    for task in record["tasks"]:
        for assignment in task["assignments"]:
            for party in assignment["parties"]:
                why, official = _why(party, units.get(party.get("unit")), region, issued)
                if why:
                    yield (
                        ToReview(party["name"], region, why, official),
                        f"{path.name} {task['number'] or task['id']}",
                    )


def _why(party: dict[str, Any], unit: dict[str, Any] | None, region: str, issued: str) -> tuple[str, str]:
    """(what is doubtful of a party, the official name to put right); nothing where it is certain."""
    if party["resolution"] in ("unknown", "ambiguous"):
        offered = "、".join(party.get("candidates", ())[:CANDIDATES_SHOWN])
        return party["resolution"] + (f": {offered}" if offered and party["resolution"] == "ambiguous" else ""), ""
    if unit is None:
        return "", ""
    if unit["valid_until"] and issued and unit["valid_until"] < issued[: len(unit["valid_until"])]:
        return f"ended: {unit['id']}", unit["name"]
    if region not in ("", "100000") and unit["region"] != "100000" and unit["region"][:2] != region[:2]:
        return f"far: {unit['id']}", unit["name"]
    return (f"pattern: {unit['id']}", unit["name"]) if unit["name_basis"] == "pattern" else ("", "")
