"""Running text: the innermost numbered item with a statement is a task."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rows.outline import read_items
from pipeline.rows.paragraphs import rows_of_paragraphs
from pipeline.text.enumerator import value_inside
from texts import PLACE, paragraphs, read, registry, who


def numbers(text: str) -> list[str]:
    return ["".join(quote.text for quote in item.number) for item in read_items(paragraphs(text)) if item.number]


@pytest.mark.parametrize(
    ("text", "value"),
    [("一、", 1), ("（十二）", 12), ("二十、", 20), ("第三十五条", 35), ("7.", 7), ("③", 3), ("任务97", 97)],
)
def test_the_value_of_a_number(text: str, value: int) -> None:
    assert value_inside(text) == value


def test_four_levels_nest_and_headings_become_categories() -> None:
    text = """一、扩大内需
（一）稳住消费。
1.办好集市。
（1）选好场地。三月选定。（市商务局负责）
（2）请来商户。（市供销社负责）
2.发放消费券。（市财政局负责）"""
    tasks = read(f"{PLACE}\n{text}").tasks
    assert [task.number for task in tasks] == ["（1）", "（2）", "2."]
    assert tasks[0].categories == ("一、扩大内需", "（一）稳住消费", "1.办好集市")
    assert tasks[2].categories == ("一、扩大内需", "（一）稳住消费")
    assert (tasks[0].title, tasks[0].measures) == ("选好场地", "三月选定。")


def test_numbers_that_run_on_over_sections() -> None:
    assert numbers("一、甲事\n（一）乙。\n（二）丙。\n二、丁事\n（三）戊。") == [
        "一、",
        "（一）",
        "（二）",
        "二、",
        "（三）",
    ]


def test_a_document_on_one_line() -> None:
    text = (
        "一、扩大内需（一）办好集市。选好场地，请来商户。（市商务局负责）（二）发放消费券。分三批发放。（市财政局负责）"
        "二、稳住外贸（三）帮企业参展。补贴展位费1.5万元，按《办法》第（二）项执行。（市商务局负责）"
    )
    tasks = read(f"{PLACE}\n{text}").tasks
    assert [task.number for task in tasks] == ["（一）", "（二）", "（三）"]
    assert tasks[2].categories == ("二、稳住外贸",)
    assert tasks[2].measures == "补贴展位费1.5万元，按《办法》第（二）项执行。"


def test_several_statements_under_one_number_are_assignments_with_parts() -> None:
    text = "（三）办好集市。选好场地。（市商务局负责）请来商户。（市供销社牵头）"
    (task,) = read(f"{PLACE}\n{text}").tasks
    assert [item.part for item in task.assignments] == ["办好集市。选好场地。", "请来商户。"]
    assert who(task) == ["市商务局:responsible", "市供销社:lead"]
    assert task.measures == "选好场地。请来商户。"


def test_label_lines_after_the_item() -> None:
    text = """一、办好集市
选好场地，请来商户。
牵头单位：市商务局
配合单位：市供销社
完成时限：2031年3月底前
二、修好道路
责任单位：
市交通运输局、
市财政局"""
    first, second = read(f"{PLACE}\n{text}").tasks
    assert who(first) == ["市商务局:lead", "市供销社:support"]
    assert first.assignments[0].deadlines[0].latest == "2031-03-31"
    assert first.measures == "选好场地，请来商户。"
    assert who(second) == ["市交通运输局:responsible", "市财政局:responsible"]


@pytest.mark.parametrize(
    "bracket",
    [
        "（以下简称集市）",
        "（2031年版）",
        "（不含城东区）",
        "（一照多址）",
        "（甲乙丙）",
        "（详见附件2）",
        "（国发〔2031〕3号）",
    ],
)
def test_brackets_that_are_no_responsibility_stay_text(bracket: str) -> None:
    (task,) = read(f"{PLACE}\n一、办好集市{bracket}。请来商户。（市商务局负责）").tasks
    assert bracket in task.title + (task.measures or "")
    assert who(task) == ["市商务局:responsible"]


@pytest.mark.parametrize("opening", ["（责任单位：", "(责任单位:", "【责任单位：", "〔责任单位: ", "（责任单位\n："])
def test_brackets_and_colons_of_any_width(opening: str) -> None:
    closing = {"（": "）", "(": ")", "【": "】", "〔": "〕"}[opening[0]]
    (task,) = read(f"{PLACE}\n一、办好集市。{opening}市商务局、市供销社{closing}").tasks
    assert who(task) == ["市商务局:responsible", "市供销社:responsible"]


def test_site_menus_before_and_footers_after_are_context() -> None:
    text = f"首页\n政务公开\n{PLACE}\n一、办好集市。请来商户。（市商务局负责）\n主办单位：天水市人民政府办公室\n版权所有 电话：0938-1234567"
    record = read(text)
    assert [who(task) for task in record.tasks] == [["市商务局:responsible"]]
    assert not record.ledger.unused


def test_a_sentence_outside_the_list_that_gives_a_duty_is_told() -> None:
    record = read(f"{PLACE}\n一、办好集市。（市商务局负责）\n附则\n本措施由市财政局负责解释。")
    assert "duty-outside-list" in {issue.code for issue in record.issues}


@given(st.text(alphabet="一二（）()1.、。；：第条①市财政局负责牵头责任单位\n 任务", max_size=120))
def test_no_text_raises_and_no_ink_is_lost(text: str) -> None:
    given_paragraphs = paragraphs(text)
    items = read_items(given_paragraphs)
    ink = sum(len("".join(quote.text.split())) for item in items for quote in (*item.number, *item.lines))
    assert ink == sum(len("".join(paragraph.text.split())) for paragraph in given_paragraphs)
    rows_of_paragraphs(given_paragraphs, registry())
