"""Notices of our own wording with gold: pinned floors, an empty list of lost text, and traps that hold no list."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from pipeline import FileError, Record, extract
from pipeline.evaluate import Report, add_up, evaluate, read_gold

NOTICES = Path(__file__).parent / "notices"
SPLIT = tomllib.loads((NOTICES / "split.toml").read_text(encoding="utf-8"))
SETS = ("open", "set_aside", "second", "third")


@cache
def convert(slug: str) -> Record | None:
    """The record of a notice; None where the program finds no tasks in it."""
    (source,) = (NOTICES / slug).glob("input.*")
    try:
        return extract(source)
    except FileError as error:
        assert error.code == "no-tasks", (slug, error)
        return None


def report(slug: str) -> Report:
    return evaluate(read_gold((NOTICES / slug / "gold.json").read_bytes()), convert(slug))


@pytest.mark.parametrize("which", SETS)
def test_the_floors(which: str) -> None:
    reports = {slug: report(slug) for slug in SPLIT[which]}
    total = add_up(reports.values())
    below = {name: total[name].f1 for name, floor in SPLIT["floors"].items() if (total[name].f1 or 0) < floor}
    assert below == {}, "\n".join([str(below), *lost(reports, below)])


def lost(reports: dict[str, Report], fields: Iterable[str]) -> list[str]:
    """Which notice lost what in these fields, a line each."""
    return [
        f"{slug}: {miss.field} {miss.task}: expected {miss.expected}, got {miss.got}"
        for slug, report in reports.items()
        for miss in report.misses
        if miss.field in fields
    ]


@pytest.mark.parametrize("slug", [slug for which in SETS for slug in SPLIT[which]])
def test_nothing_is_lost(slug: str) -> None:
    record = convert(slug)
    if record is not None:
        assert record.ledger.unused == ()
        assert record.status == "complete"


def test_every_notice_is_in_one_set() -> None:
    listed = [slug for which in SETS for slug in SPLIT[which]]
    assert sorted(listed) == sorted(path.name for path in NOTICES.iterdir() if path.is_dir())


@pytest.mark.parametrize("slug", [slug for which in ("second", "third") for slug in SPLIT[which] if "trap-" in slug])
def test_a_document_that_only_looks_like_a_list_gives_none(slug: str) -> None:
    assert convert(slug) is None
