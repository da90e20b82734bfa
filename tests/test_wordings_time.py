"""Each wording of a time says the same in a column, a bracket, a label line and a flattened text.

The wordings are the examples of ``knowledge/deadlines.toml`` themselves: a new one is tried in all four places.
"""

from functools import cache

import pytest

from pipeline import extract
from pipeline.model import Record
from pipeline.time.grammar import TimeRule, time_grammar

HEAD = "阳江市{year}年重点工作任务分工表\n\n阳江市人民政府办公室\n\n{year}年1月5日\n\n"
ALIASES = {0: 2021}
"""A document states its year, so an example without one is read as of this year."""

NO_BRACKET: dict[str, str] = {}
"""Wordings that cannot stand unlabelled behind a list of units, and why."""


def wordings() -> list[tuple[TimeRule, str, int]]:
    known = time_grammar()
    return [
        (rule, text, ALIASES.get(year, year))
        for rule in (*known.rules, *known.dates)
        for text, year, _ in rule.examples
    ]


PLACES = {
    "column": "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- |\n| 1 | 建立资金台账 | 市财政局 | {time} |\n",
    "flattened": "序号\n工作任务\n责任单位\n完成时限\n1\n建立资金台账\n市财政局\n{time}\n2\n优化办事流程\n市教育局\n2031年6月底前\n3\n公开办事指南\n市水务局\n2031年9月底前\n",
    "label line": "一、重点任务\n1.建立资金台账。认真梳理各项数据。\n责任单位：市财政局\n完成时限：{time}\n2.优化办事流程。\n责任单位：市教育局\n完成时限：2031年6月底前\n",
    "bracket": "一、重点任务\n1.建立资金台账。认真梳理各项数据。（市财政局牵头，市教育局配合，{time}）\n2.优化办事流程。（市教育局负责）\n",
}


@cache
def times(place: str, text: str, year: int) -> list[tuple[object, ...]]:
    """The deadlines of the first task, without where they were found."""
    source = HEAD.format(year=year) + PLACES[place].format(time=text)
    record: Record = extract(source.encode(), name="wording.md" if place == "column" else "wording.txt")
    task = record.tasks[0]
    assert [party.printed for item in task.assignments for party in item.parties][:1] == ["市财政局"]
    return [
        (deadline.kind, deadline.earliest, deadline.latest, deadline.recurrence, deadline.event, deadline.state)
        for item in task.assignments
        for deadline in item.deadlines
    ]


@pytest.mark.parametrize("place", ["flattened", "label line", "bracket"])
@pytest.mark.parametrize(("rule", "text", "year"), wordings(), ids=lambda value: getattr(value, "id", str(value)))
def test_a_wording_says_the_same_in_each_place(rule: TimeRule, text: str, year: int, place: str) -> None:
    if place == "bracket" and text in NO_BRACKET:
        return
    column = times("column", text, year)
    assert column, rule.id
    assert times(place, text, year) == column
