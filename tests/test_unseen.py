"""The fourth and fifth set: notices and tables of our own wording, gold by other hands, and texts that hold no list.

The floors are those of today; what a first run gave stands in the README.
"""

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline import FileError, Record, extract
from pipeline.evaluate import Report, add_up, evaluate, read_gold

UNSEEN = Path(__file__).parent / "unseen"
SPLIT = tomllib.loads((UNSEEN / "split.toml").read_text(encoding="utf-8"))
FLOORS = {
    "notices": {"tasks": 0.98, "units": 0.95, "roles": 0.95, "deadlines": 0.94},
    "fifth/notices": {"tasks": 0.97, "units": 0.98, "roles": 0.98, "deadlines": 0.97},
    "fifth/tables": {"tasks": 0.99, "units": 0.99, "roles": 0.99, "deadlines": 0.98},
    "tables": {"tasks": 0.83, "units": 0.84, "roles": 0.84, "deadlines": 0.91},
}


@cache
def convert(path: Path) -> Record | None:
    """The record of a file; None where the program finds no tasks in it."""
    try:
        return extract(path)
    except FileError as error:
        assert error.code == "no-tasks", (path.name, error)
        return None


def judged(which: str) -> Iterator[tuple[str, Report]]:
    for slug in SPLIT.get(which) or sorted(path.name for path in (UNSEEN / which).iterdir()):
        gold = (UNSEEN / which / slug / "gold.json").read_bytes()
        if json.loads(gold).get("outcome") != "refuse-or-told":
            (source,) = (UNSEEN / which / slug).glob("input.*")
            yield slug, evaluate(read_gold(gold), convert(source))


@pytest.mark.parametrize("which", FLOORS)
def test_the_floors(which: str) -> None:
    reports = dict(judged(which))
    total = add_up(reports.values())
    below = {name: total[name].f1 for name, floor in FLOORS[which].items() if (total[name].f1 or 0) < floor}
    lost = [f"{slug}: {miss}" for slug, report in reports.items() for miss in report.misses if miss.field in below]
    assert below == {}, "\n".join(lost)


@pytest.mark.parametrize("path", sorted((UNSEEN / "none").iterdir()), ids=lambda path: path.name)
def test_a_text_without_a_list_gives_no_tasks(path: Path) -> None:
    assert convert(path) is None
