"""Wordings as people print them, with what they mean: written from the meaning, beside the data and not from it.

Each row of the word lists is needed by some line here: a row that is deleted or given another role fails.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.fold import fold_text
from pipeline.statement.labels import find_labels, member_label
from pipeline.statement.parties import Given
from pipeline.statement.read import read_statement
from pipeline.statement.roles import unit_like
from pipeline.text.lexicon import roles_of
from texts import folded, read, registry

LISTS = Path(__file__).parent / "wordings"


def lines(name: str) -> list[dict[str, str]]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: value.replace("\\n", "\n") for key, value in row.items()} for row in csv.DictReader(file)]


def parties(text: str) -> Iterator[tuple[str, str]]:
    for draft in read_statement(folded(text), Given(), registry()).drafts:
        yield from ((party.unit.name, party.role) for party in draft.parties)


HEADERS = lines("headers")
SAID = ("lead_units", "responsible_units", "support_units", "guide_units", "deadline", "scope", "person")
TEXTS = ("title", "measures", "target", "problem", "current_state", "best_practice", "progress", "note")


@pytest.mark.parametrize("row", HEADERS, ids=lambda row: row["wording"])
def test_a_header(row: dict[str, str]) -> None:
    wording, role = row["wording"], row["role"]
    assert roles_of(wording) == (role,)
    if role in SAID and row["label"]:
        (label,) = find_labels(f"通水后,{wording}:甲", 0, len(wording) + 6)
        assert (label.start, label.end, label.column) == (4, len(wording) + 5, role), "as a label it is known whole"
    if role in TEXTS and row["label"]:
        label = member_label(f"{fold_text(wording)}:甲", 0)
        assert label and (label.end, label.column) == (len(fold_text(wording)) + 1, role)


@pytest.mark.parametrize("row", lines("statements"), ids=lambda row: row["text"])
def test_a_statement(row: dict[str, str]) -> None:
    assert " ".join(f"{name}:{role}" for name, role in parties(row["text"])) == row["parties"]
    text = folded(row["text"])
    divisions = [draft.division for draft in read_statement(text, Given(), registry()).drafts if draft.division]
    assert [text.text[slice(*division)] for division in divisions] == ([row["division"]] if row["division"] else [])


@pytest.mark.parametrize("row", lines("names"), ids=lambda row: row["name"])
def test_a_name_by_its_ending(row: dict[str, str]) -> None:
    """It looks like a unit; a line break behind it ends the name, or may be inside a longer one."""
    assert unit_like(row["name"], 0, len(row["name"]))
    found = [name for name, _ in parties(f"{row['name']}\n财政所")]
    assert found == ([row["name"], "财政所"] if row["parted"] == "yes" else [f"{row['name']}财政所"])


@pytest.mark.parametrize("row", lines("lists"), ids=lambda row: row["text"])
def test_a_list_of_names(row: dict[str, str]) -> None:
    assert " ".join(name for name, _ in parties(row["text"])) == row["names"]


ITEM = "一、办好集市。选好场地。（市商务局负责）"


@pytest.mark.parametrize("row", lines("titles"), ids=lambda row: row["title"])
def test_a_title(row: dict[str, str]) -> None:
    assert read(f"{row['title']}\n{ITEM}").document.title == row["title"]
    if row["whole"]:  # its noun ends a title: the next line begins another one
        next_line = "天水市集市建设工作台账"
        assert read(f"{row['title']}\n{next_line}\n{ITEM}").document.title == next_line


@pytest.mark.parametrize("row", lines("frames"), ids=lambda row: row["line"])
def test_a_line_of_the_frame(row: dict[str, str]) -> None:
    found = getattr(read(f"{row['line']}\n天水市办好集市工作方案\n{ITEM}").document, row["member"])
    assert found == ((row["value"],) if row["member"] == "issuers" else row["value"])
