"""The published table of Yangjiang 2021 in its three formats: every fact checked by hand against the document."""

from functools import cache
from pathlib import Path

import pytest

from pipeline import Record, extract
from texts import when, who

INPUTS = Path(__file__).parent.parent / "inputs"
FORMATS = ("txt", "docx", "pdf")
SEVEN = [
    "市市场监管局",
    "市公安局",
    "市人力资源社会保障局",
    "市住房城乡建设局",
    "市税务局",
    "市政务服务数据管理局",
    "人行阳江市中心支行",
]
INHERITING = {"2": "1", "3": "1", "6": "5", "7": "5", "13": "12", "15": "14", "17": "16"}


@cache
def record(form: str) -> Record:
    return extract(INPUTS / f"yangjiang-2021.{form}")


def comparable(tree: object) -> object:
    """A task without id, provenance, inherited and white space: what must be equal over formats."""
    if isinstance(tree, dict):
        return {key: comparable(value) for key, value in tree.items() if key not in ("id", "provenance", "inherited")}
    if isinstance(tree, list):
        return [comparable(value) for value in tree]
    return "".join(tree.split()) if isinstance(tree, str) else tree


@pytest.mark.parametrize("form", FORMATS)
def test_all_tasks_are_there_and_the_record_is_complete(form: str) -> None:
    found = record(form)
    assert [task.number for task in found.tasks] == [str(number) for number in range(1, 20)]
    assert found.status == "complete"
    assert found.document.title == "阳江市提升开办企业便利度2021年提升工作任务分工表"
    assert found.document.attachment == "附件1"
    assert found.document.year == 2021
    assert found.document.region and found.document.region.code == "441700"


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_formats_give_equal_tasks(form: str) -> None:
    assert comparable(record(form).to_dict()["tasks"]) == comparable(record("txt").to_dict()["tasks"])


@pytest.mark.parametrize("form", FORMATS)
def test_tasks_of_merged_cells_inherit_their_assignment_and_say_from_where(form: str) -> None:
    tasks = {task.number: task for task in record(form).tasks}
    inherits = {number for number, task in tasks.items() if task.assignments[0].inherited}
    assert inherits == set(INHERITING)
    for number, source in INHERITING.items():
        (inherited,) = tasks[number].assignments[0].inherited
        assert inherited.reason == ("blank-cell" if form == "txt" else "merged-cell")
        assert {"deadlines", "parties"} <= set(inherited.members)
        (place,) = tasks[source].provenance["/assignments/0/parties/0"]
        assert (inherited.origin.row, inherited.origin.column) == (place.row, place.column)
        assert who(tasks[number]) == who(tasks[source])


@pytest.mark.parametrize("form", FORMATS)
def test_an_item_over_three_columns_is_under_no_category(form: str) -> None:
    tasks = {task.number: task for task in record(form).tasks}
    assert tasks["18"].categories == tasks["19"].categories == ()
    assert tasks["18"].title == "压减开办企业申请人跑动次数"
    assert tasks["17"].categories == ("（三）提升预备经营便利度", "提升银行开户便利度")


@pytest.mark.parametrize("form", FORMATS)
def test_one_cell_with_two_parts_gives_two_assignments(form: str) -> None:
    task = record(form).tasks[8]
    first, second = task.assignments
    assert first.part and "一站式服务平台" in first.part
    assert second.part and "银政通" in second.part
    assert when(task) == [(None, "2021-06-30"), (None, "2021-09-30")]
    assert [f"{party.name}:{party.role}" for party in first.parties] == [
        "市市场监管局:lead",
        "市政务服务数据管理局:lead",
        "有关单位:support",
    ]
    assert [f"{party.name}:{party.role}" for party in second.parties] == ["市市场监管局:lead", "有关单位:support"]


@pytest.mark.parametrize("form", FORMATS)
def test_who_leads_and_who_supports(form: str) -> None:
    tasks = record(form).tasks
    assert who(tasks[15]) == ["人行阳江市中心支行:lead", "各商业银行:support"]
    assert tasks[15].assignments[0].parties[1].resolution == "group"
    assert who(tasks[0]) == [f"{name}:responsible" for name in SEVEN]
    assert tasks[0].assignments[0].division == "按职责分工负责"


@pytest.mark.parametrize("form", FORMATS)
def test_a_stage_complete_and_ongoing_deadline_is_one(form: str) -> None:
    (deadline,) = record(form).tasks[0].assignments[0].deadlines
    assert "".join(deadline.text.split()) == "已完成阶段性工作，全年持续推进"
    assert (deadline.kind, deadline.state, deadline.found_in) == ("ongoing", "stage-complete", "field")
    assert (deadline.earliest, deadline.latest) == ("2021-01-01", "2021-12-31")


@pytest.mark.parametrize("form", FORMATS)
def test_units_are_the_organs_of_the_city(form: str) -> None:
    names = {unit.id: unit.name for unit in record(form).units}
    assert names["441700/market-regulation"] == "阳江市市场监督管理局"
    assert names["441700/tax"] == "国家税务总局阳江市税务局"
    assert names["441700/peoples-bank"] == "中国人民银行阳江市中心支行"
    assert {unit.region for unit in record(form).units} == {"441700"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_ledger_adds_up_with_nothing_unused(form: str) -> None:
    ledger = record(form).ledger
    discarded = sum(len("".join(item.text.split())) for item in ledger.discarded)
    assert ledger.characters == ledger.tasks + ledger.headers + ledger.context + ledger.delimiters + discarded
    assert ledger.unused == ()
    assert ledger.context < 0.03 * ledger.characters


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_input_gives_the_same_bytes(form: str) -> None:
    assert extract(INPUTS / f"yangjiang-2021.{form}").to_json() == record(form).to_json()


def test_every_pdf_value_has_its_page_and_box() -> None:
    places = [place for task in record("pdf").tasks for found in task.provenance.values() for place in found]
    assert all(place.page and place.bbox for place in places)
    assert {place.page for place in places} == set(range(1, 9))


@pytest.mark.parametrize("form", FORMATS)
def test_the_committed_output_is_what_the_program_writes(form: str) -> None:
    import json

    saved = json.loads((INPUTS.parent / "outputs" / f"yangjiang-2021.{form}.json").read_text(encoding="utf-8"))
    fresh = record(form).to_dict()
    assert {**saved, "generator": None} == {**fresh, "generator": None}
