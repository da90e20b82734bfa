"""Tables without rulings, or with some: nine PDFs of our own wording by three producers, and what they say.

Each was laid out from a plain list of tasks, once with every border in Word or HTML and once as the PDF here; the list is
the truth, and the bordered file gives the same tasks. ``may_refuse``: without its rulings the table does not say where its
rows begin, so that a refusal is an answer too. A shift is none.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import FileError, Record, extract
from pipeline.check.source import check_source
from pipeline.model import Task
from pipeline.readers import read

FOLDER = Path(__file__).parent / "borderless"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


PLAIN = [name for name in NAMES if not truth(name)["may_refuse"]]
DOUBTFUL = [name for name in NAMES if truth(name)["may_refuse"]]


@cache
def convert(name: str) -> Record:
    return extract(FOLDER / f"{name}.pdf")


def squeeze(text: str | None) -> str | None:
    """``text`` without white space: where a line broke is not the table's word."""
    return None if text is None else "".join(text.split())


def facts(task: Task) -> dict[str, Any]:
    """What the truth tells of a task; what a merged cell gives counts like what the row prints."""
    return {
        "number": task.number,
        "categories": [squeeze(category) for category in task.categories],
        "title": squeeze(task.title),
        "measures": squeeze(task.measures),
        "units": [[party.name, party.role] for item in task.assignments for party in item.parties],
        "deadlines": [
            squeeze(deadline.text)
            for item in task.assignments
            for deadline in item.deadlines
            if deadline.found_in != "text"
        ],
    }


@pytest.mark.parametrize("name", PLAIN)
def test_every_task_is_read_as_the_bordered_table_says_it(name: str) -> None:
    record = convert(name)
    assert [facts(task) for task in record.tasks] == truth(name)["tasks"]
    assert len(record.tables) == 1


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_table_that_does_not_show_its_rows_is_read_right_or_said_to_be_unread(name: str) -> None:
    try:
        record = convert(name)
    except FileError as error:
        assert error.code == "no-tasks"
        return
    found = [facts(task) for task in record.tasks]
    if found != truth(name)["tasks"]:
        assert [task for task in found if task not in truth(name)["tasks"]] == []
        assert record.status == "partial"
        assert "table-unruled" in {issue.code for issue in record.issues if issue.severity == "error"}


@pytest.mark.parametrize("name", PLAIN)
def test_every_value_has_its_place_in_the_pdf(name: str) -> None:
    data = (FOLDER / f"{name}.pdf").read_bytes()
    record = convert(name)
    assert check_source(record, read(data, record.source.name)).faults == ()
    places = [place for task in record.tasks for found in task.provenance.values() for place in found]
    assert places
    assert [place for place in places if place.page is None or place.bbox is None] == []
