"""Notes that rule: what they are, and what they do to the tasks they govern."""

import pytest

from pipeline.knowledge import read_toml
from pipeline.statement.notes import find_notes
from texts import PLACE, folded, read, who

RULES = read_toml("notes.toml")["note"]
ITEMS = """一、修路。修三条路。（市交通运输局、市财政局负责{note}）
二、建桥。建一座桥。（市水务局、市财政局负责）
三、种树。种一片林。（市林业局负责）"""


@pytest.mark.parametrize(("rule", "example"), [(rule, example) for rule in RULES for example in rule["examples"]])
def test_the_examples_of_each_note(rule: dict[str, str], example: str) -> None:
    text = folded(f"({example})").text
    (note,) = find_notes(text)
    assert note.kind == rule["kind"]
    assert text[note.start : note.end] == folded(example).text


@pytest.mark.parametrize(
    "text",
    [
        "确保进入第一方阵",
        "以下简称牵头单位",
        "市财政局为第一责任人",
        "力争排名全省第一",
        "各项任务均已完成",
        "以下情形均不予受理",
    ],
)
def test_half_a_rule_is_text(text: str) -> None:
    assert find_notes(folded(text).text) == []


def test_the_first_unit_leads_from_the_note_on() -> None:
    record = read(f"{PLACE}\n{ITEMS.format(note='，列第一位的为牵头单位，下同')}")
    assert [who(task)[0] for task in record.tasks] == ["市交通运输局:lead", "市水务局:lead", "市林业局:lead"]
    assert who(record.tasks[1])[1] == "市财政局:responsible"
    party = record.tasks[1].assignments[0].parties[0]
    assert party.role_basis == "rule"
    (place,) = record.tasks[1].provenance["/assignments/0/parties/0/role"]
    assert "列第一位的为牵头单位" in place.quote and place.block == "p2"
    assert not record.ledger.unused


def test_a_note_in_the_covering_text_holds_for_all_tasks() -> None:
    record = read(f"{PLACE}\n各责任单位中，排在第一位的为牵头单位。\n{ITEMS.format(note='')}")
    assert [who(task)[0] for task in record.tasks] == ["市交通运输局:lead", "市水务局:lead", "市林业局:lead"]


def test_units_for_all_later_tasks_are_an_assignment_of_their_own() -> None:
    record = read(f"{PLACE}\n{ITEMS.format(note='。以下均需各县、区人民政府落实，不再逐一列出')}")
    assert who(record.tasks[0]) == ["市交通运输局:responsible", "市财政局:responsible"]
    assert who(record.tasks[1])[-1] == "各县、区人民政府:implement"
    last = record.tasks[2].assignments[-1]
    assert [(item.members, item.reason) for item in last.inherited] == [(("parties",), "default-rule")]
    assert not record.ledger.unused


def test_stars_lead_where_the_header_says_so() -> None:
    table = "序号\t任务\t责任部门（加*号为牵头部门，其余为参与部门）\n1\t修路\t市财政局、*市水务局\n2\t建桥\t*市林业局"
    record = read(f"{PLACE}\n{table}")
    assert who(record.tasks[0]) == ["市财政局:participate", "市水务局:lead"]
    assert who(record.tasks[1]) == ["市林业局:lead"]


def test_a_scope_for_all_later_tasks() -> None:
    items = """一、放开登记。放开三项登记。（负责部门：市市场监管局；适用范围：全部园区，以下除另有标注的措施外，适用范围均为所有试点园区）
二、简化审批。压减两个环节。（负责部门：市财政局）
三、减免费用。免去三项费用。（负责部门：市财政局；适用范围：城东园区）"""
    record = read(f"{PLACE}\n{items}")
    assert [task.scope for task in record.tasks] == ["全部园区", "所有试点园区", "城东园区"]
    assert record.tasks[1].inherited[0].reason == "default-rule"
