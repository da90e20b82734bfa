"""Choices with a mark at each: the ticked ones count, and no mark is in a name."""

import pytest

from pipeline import extract
from pipeline.model import Record
from pipeline.statement.ticks import read_ticks


def chosen(text: str) -> tuple[list[str], list[str]] | None:
    """What is kept and what is left out, without separators."""
    choices = read_ticks(text)
    if choices is None:
        return None
    return (
        [text[start:end].strip("、,;") for start, end in choices.kept],
        [text[start:end].strip("、,;") for start, end in choices.unticked],
    )


@pytest.mark.parametrize(
    ("text", "kept", "left_out"),
    [
        ("☑区园林局☐区水务局", ["区园林局"], ["区水务局"]),
        ("□区园林局√区水务局", ["区水务局"], ["区园林局"]),
        ("□√区园林局□区水务局", ["区园林局"], ["区水务局"]),
        ("区园林局☐区水务局☑", ["区水务局"], ["区园林局"]),
        ("☑区园林局、☐区水务局、☑区城管局", ["区园林局", "区城管局"], ["区水务局"]),
        ("■区园林局□区水务局", ["区园林局"], ["区水务局"]),
        ("☒区园林局☐区水务局", ["区园林局"], ["区水务局"]),
        ("☑区园林局☒区水务局", ["区园林局"], ["区水务局"]),
        ("√区园林局×区水务局", ["区园林局"], ["区水务局"]),
        ("(√)区园林局()区水务局", ["区园林局"], ["区水务局"]),
        ("●区园林局○区水务局", ["区园林局"], ["区水务局"]),
        ("区园林局√、区水务局、区城管局√", ["区园林局", "区城管局"], ["区水务局"]),
        ("✓区园林局、区水务局、✓区城管局", ["区园林局", "区城管局"], ["区水务局"]),
        ("√区园林局、区水务局", ["区园林局、区水务局"], []),
        ("√区园林局√区水务局", ["区园林局", "区水务局"], []),
        ("☑区园林局、区水务局", ["区园林局、区水务局"], []),
        ("☐区园林局☐区水务局", ["区园林局", "区水务局"], []),
        ("☑5月底前☐8月底前", ["5月底前"], ["8月底前"]),
        ("☑甲☐乙;☐丙☑丁", ["甲", "丁"], ["乙", "丙"]),
    ],
)
def test_the_ticked_choices_count(text: str, kept: list[str], left_out: list[str]) -> None:
    assert chosen(text) == (kept, left_out)


@pytest.mark.parametrize(
    "text", ["区园林局、区水务局", "植树3×5公里", "★区园林局、区水务局", "●区园林局、●区水务局", ""]
)
def test_a_text_without_choices_has_none(text: str) -> None:
    assert read_ticks(text) is None


def record(units: str, deadline: str = "9月底前") -> Record:
    rows = f"序号\t工作任务\t责任单位\t完成时限\n1\t公开办事流程\t市财政局\t6月底前\n2\t清理河道垃圾\t{units}\t{deadline}\n"
    return extract(f"阳江市2032年清理河道任务分工表\n{rows}".encode(), name="a.txt")


def names(found: Record) -> list[tuple[str, str]]:
    return [(party.name, party.resolution) for item in found.tasks[1].assignments for party in item.parties]


@pytest.mark.parametrize(
    ("units", "parties"),
    [
        ("☑市教育局 ☐市民政局", ["市教育局"]),
        ("□市教育局 √市民政局", ["市民政局"]),
        ("牵头单位：☑市教育局 □市民政局；配合单位：□市公安局 ☑市水务局", ["市教育局", "市水务局"]),
        ("√市教育局、√市民政局", ["市教育局", "市民政局"]),
    ],
)
def test_units_are_those_that_are_ticked(units: str, parties: list[str]) -> None:
    found = record(units)
    assert names(found) == [(name, "resolved") for name in parties]
    assert found.status == "complete"
    codes = {issue.code for issue in found.issues}
    assert ("choice-unticked" in codes) == any(
        name not in parties for name in ("市教育局", "市民政局", "市水务局") if name in units
    )


def test_where_nothing_is_ticked_all_count_with_a_warning() -> None:
    found = record("□市教育局 □市民政局")
    assert names(found) == [("市教育局", "resolved"), ("市民政局", "resolved")]
    assert [(issue.code, issue.severity) for issue in found.issues] == [("choice-open", "warning")]
    assert found.issues[0].provenance is not None and found.issues[0].provenance.row == 2


def test_a_ticked_time_is_the_deadline() -> None:
    found = record("市教育局", "□6月底前 ☑9月底前")
    (deadline,) = found.tasks[1].assignments[0].deadlines
    assert deadline.latest == "2032-09-30"
