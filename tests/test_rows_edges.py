"""Rows and items at their edges: names set too far left, headers that come again, numbers inside a label's value."""

import pytest

from test_kept_tables import page
from texts import PLACE, read, when, who


def named(*rows: str) -> list[tuple[str | None, str]]:
    return [(task.number, task.title) for task in page(*rows).tasks]


def test_a_name_set_one_column_too_far_left_is_the_title() -> None:
    rows = [f"生态|水|修好第{number}条渠|市水务局" for number in range(1, 12)]
    task = page("类别|重点领域|工作任务|责任单位", *rows, "生态|种树||市林业局").tasks[-1]
    assert (task.categories, task.title, who(task)) == (("生态",), "种树", ["市林业局:responsible"])


HEADER, FIRST, LAST = "序号|任务|责任单位|备注", "1|修渠|市水务局|", "2|种树|市林业局|"


@pytest.mark.parametrize(
    "again", [HEADER, "序号|任务|牵头单位|备注", "|任务|责任单位|", "|任务||备注", "序号|工作任务|主办单位|说明"]
)
def test_a_header_that_comes_again_is_no_task(again: str) -> None:
    assert named(HEADER, FIRST, again, LAST) == [("1", "修渠"), ("2", "种树")]


@pytest.mark.parametrize("row", ["2|任务|市财政局|", "2|任务|市财政局|备注", "2|备注|市财政局|见附件"])
def test_a_task_that_is_called_like_a_header_word_is_one(row: str) -> None:
    assert len(named(HEADER, FIRST, row, LAST.replace("2", "3"))) == 3


@pytest.mark.parametrize(
    ("aside", "counts"),
    [
        ("合计|2||", False),
        ("|合计|3|1", False),
        ("合计|||", False),
        ("2|合计办公经费|市财政局|", True),
        ("注：经费另列。|||", False),
    ],
)
def test_sums_and_remarks_are_no_tasks(aside: str, counts: bool) -> None:
    assert len(named(HEADER, FIRST, aside, LAST.replace("2", "3"))) == 2 + counts


def items(text: str) -> list[tuple[str | None, list[str]]]:
    return [(task.number, who(task)) for task in read(f"{PLACE}\n{text}").tasks]


TREES = ("二、", ["市林业局:responsible"])


def test_numbers_inside_a_labels_value_open_no_items() -> None:
    both = ["市水务局:responsible", "市财政局:responsible"]
    assert items("一、修渠。责任单位：1.市水务局 2.市财政局\n二、种树。责任单位：市林业局") == [("一、", both), TREES]
    three = [*both, "市商务局:responsible"]
    text = "一、修渠。责任单位：1.市水务局 2.市财政局 3.市商务局\n二、种树。责任单位：市林业局"
    assert items(text) == [("一、", three), TREES]


def test_a_number_of_another_kind_behind_a_labels_value_opens_the_next_item() -> None:
    text = "一、修渠。责任单位：1.市水务局 2.市财政局 二、种树。责任单位：市林业局 三、修路。责任单位：市商务局"
    assert items(text) == [
        ("一、", ["市水务局:responsible", "市财政局:responsible"]),
        TREES,
        ("三、", ["市商务局:responsible"]),
    ]


def test_paragraphs_behind_a_label_of_the_items_own_belong_to_it() -> None:
    text = "一、修渠\n责任单位：市水务局\n整改措施：清淤。\n每周一次。\n二、种树。责任单位：市林业局"
    first, second = read(f"{PLACE}\n{text}").tasks
    assert (first.title, first.measures, who(first)) == ("修渠", "清淤。\n每周一次。", ["市水务局:responsible"])
    assert second.number == "二、"


def test_paragraphs_behind_the_last_statement_are_not_the_items() -> None:
    text = "一、修渠。责任单位：市水务局\n二、种树。清明前后。\n责任单位：市林业局\n各单位要按时报送进展。"
    record = read(f"{PLACE}\n{text}")
    assert (record.tasks[1].title, record.tasks[1].measures) == ("种树", "清明前后。")
    assert "按时报送" not in record.to_json().partition('"ledger"')[0].partition('"tasks"')[2]


def test_sub_items_behind_the_one_that_names_the_unit_are_part_of_the_section() -> None:
    lines = [
        "一、修渠",
        "（一）办理流程：先测后修。",
        "（二）责任单位：市水务局",
        "（三）清淤三公里。",
        "（四）加固闸门。",
    ]
    for behind in ([], ["二、种树。（市林业局负责）"]):
        task = read("\n".join([PLACE, *lines, *behind])).tasks[0]
        assert who(task) == ["市水务局:responsible"]
        assert task.measures is not None and "清淤三公里" in task.measures and "加固闸门" in task.measures


def test_a_deadline_in_a_sub_item_of_its_own_is_the_sections() -> None:
    text = "一、修渠\n（一）先测后修。\n（二）责任单位：市水务局\n（三）完成时限：6月底\n二、种树。（市林业局负责）"
    task = read(f"{PLACE}\n{text}").tasks[0]
    assert (who(task), when(task)) == (["市水务局:responsible"], [(None, "2031-06-30")])
