"""The hand check: every name of the development corpus against the answer that a person judged right."""

import csv
from pathlib import Path

import pytest

from pipeline.units import load_registry

JUDGED = Path(__file__).parent / "units_seen.csv"
SEEN = Path(__file__).parent.parent.parent / "shared" / "corpus" / "units_seen.tsv"


def _judged() -> list[dict[str, str]]:
    lines = [line for line in JUDGED.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _judged(), ids=lambda row: f"{row['name']}-{row['region']}")
def test_the_answer_is_the_judged_one(row: dict[str, str]) -> None:
    found = load_registry().resolve(row["name"], region=row["region"] or None, on=row["on"] or None)
    if found.unit is None:
        assert (found.resolution, "") == (row["answer"], row["official"])
    else:
        assert (found.unit.id, found.unit.name) == (row["answer"], row["official"])


def test_nearly_all_concrete_names_in_documents_with_a_place_are_resolved() -> None:
    concrete = [row for row in _judged() if row["region"] and row["answer"] not in ("group", "generic")]
    resolved = [row for row in concrete if "/" in row["answer"]]
    assert len(concrete) > 200
    assert len(resolved) / len(concrete) >= 0.97


@pytest.mark.skipif(not SEEN.exists(), reason="the corpus is not part of the project")
def test_every_name_of_the_corpus_is_judged() -> None:
    with SEEN.open(encoding="utf-8") as file:
        seen = {
            (row["name"], region.strip("-"))
            for row in csv.DictReader(file, delimiter="\t")
            for region in row["regions"].split()
        }
    assert seen == {(row["name"], row["region"]) for row in _judged()}
