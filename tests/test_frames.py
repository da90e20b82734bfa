"""Frames hold what the records say, with types."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import Record
from pipeline.frames import frames
from records import record

OUTPUT = Path(__file__).parent.parent / "outputs" / "yangjiang-2021.docx.json"


def test_pandas() -> None:
    item = Record.from_json(OUTPUT.read_bytes())
    tables = frames([item, record()])
    assert len(tables["tasks"]) == len(item.tasks) + len(record().tasks)
    deadlines = tables["deadlines"]
    assert deadlines["latest"].dtype.kind == "M" and str(tables["documents"]["year"].dtype) == "Int64"
    assert sum(deadlines["latest"] < "2021-07-01") == 2
    joined = tables["parties"].merge(tables["tasks"], on="task_id")
    mine = joined[joined["unit_id"] == "441700/public-security"]
    assert mine["title"].nunique() <= 11 and mine["task_id"].nunique() == 11
    assert str(tables["parties"]["etc"].dtype) == "boolean" and frames([])["units"].empty


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    tables = frames([Record.from_json(OUTPUT.read_bytes())], library="polars")
    assert tables["deadlines"].schema["latest"] == polars.Date
    assert tables["deadlines"].filter(polars.col("latest") == date(2021, 9, 30)).height == 1
    assert frames([], library="polars")["tasks"].schema == tables["tasks"].schema
