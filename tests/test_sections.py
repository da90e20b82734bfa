"""Which part of an outline a statement governs, and how broken lines and labels are read."""

import pytest

from texts import PLACE, read, when, who


def numbers(text: str) -> list[tuple[str | None, list[str]]]:
    return [(task.number, who(task)) for task in read(f"{PLACE}\n{text}").tasks]


APART = """一、修好水渠
（一）清淤三公里。
（二）加固闸门。
{statement}
二、开通热线
公布号码。
责任单位：市商务局"""


@pytest.mark.parametrize("statement", ["（责任单位：市水务局、市财政局）", "责任单位：市水务局、市财政局"])
def test_a_statement_in_its_own_paragraph_governs_the_section(statement: str) -> None:
    record = read(f"{PLACE}\n{APART.format(statement=statement)}")
    first, second = record.tasks
    assert (first.number, first.title, first.measures) == ("一、", "修好水渠", "（一）清淤三公里。\n（二）加固闸门。")
    assert who(first) == ["市水务局:responsible", "市财政局:responsible"]
    assert (second.number, who(second)) == ("二、", ["市商务局:responsible"])
    assert [issue.code for issue in record.issues] == ["section-scope"]


def test_a_label_that_is_an_item_of_its_own_governs_the_section() -> None:
    text = "一、修好水渠\n（一）办理流程：先测后修。\n（二）责任单位及承办科室：市水务局"
    assert numbers(text) == [("一、", ["市水务局:responsible"])]


def test_last_sub_items_that_alone_end_in_statements_speak_for_their_sections() -> None:
    text = (
        "一、修好水渠\n（一）清淤。\n（二）加固。责任单位：市水务局\n"
        "二、开通热线\n（三）招人。\n（四）公布号码。责任单位：市商务局\n天水市人民政府办公室\n2031年2月1日"
    )
    assert numbers(text) == [("一、", ["市水务局:responsible"]), ("二、", ["市商务局:responsible"])]


def test_sub_items_with_statements_of_their_own_are_the_tasks() -> None:
    text = (
        "一、修好水渠\n（一）清淤。\n责任单位：市水务局\n（二）加固。\n责任单位：市财政局\n"
        "二、开通热线\n（一）招人。\n（二）公布号码。\n责任单位：市商务局"
    )
    assert [number for number, _ in numbers(text)] == ["（一）", "（二）", "（二）"]


def test_a_document_on_one_line_keeps_its_items() -> None:
    text = (
        "工作方案一、修好水渠1.清淤三公里。（责任单位：市水务局牵头，市财政局配合）二、开通热线1.招人。（责任单位：市商务局）"
        "2.公布号码。（责任单位：市商务局、市供销社）"
    )
    assert numbers(text) == [
        ("1.", ["市水务局:lead", "市财政局:support"]),
        ("1.", ["市商务局:responsible"]),
        ("2.", ["市商务局:responsible", "市供销社:responsible"]),
    ]


def test_a_blank_before_a_number_is_as_good_as_a_line() -> None:
    text = "工作要点 一、修好水渠 1.清淤。（市水务局、市财政局）2.加固。（市水务局）二、开通热线 3.招人。（市商务局）"
    assert [number for number, _ in numbers(text)] == ["1.", "2.", "3."]


def test_a_bracket_that_is_never_closed_is_read_to_the_end_of_its_line() -> None:
    record = read(
        f"{PLACE}\n一、修路。〔牵头单位：市财政局，责任单位：各区人民政府（管委会）\n二、种树。（市林业局负责）"
    )
    assert who(record.tasks[0]) == ["市财政局:lead", "各区人民政府（管委会）:responsible"]
    assert record.tasks[0].assignments[0].part is None
    assert ("bracket-open", "warning") in {(issue.code, issue.severity) for issue in record.issues}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("贵任单位：市财政局", ["市财政局:responsible"]),
        ("责任单仿：市财政局", ["市财政局:responsible"]),
        ("责任单位及承办单位：市财政局", ["市财政局:responsible"]),
        ("属地责任：各县、区人民政府", ["各县、区人民政府:implement"]),
        ("责任单位市财政局，配合单位各商业银行", ["市财政局:responsible", "各商业银行:support"]),
    ],
)
def test_labels_misread_put_together_or_without_a_colon(label: str, expected: list[str]) -> None:
    assert numbers(f"一、修路。（{label}）") == [("一、", expected)]
    assert numbers(f"一、修路。\n{label}\n二、种树。（市林业局负责）")[0] == ("一、", expected)


def test_names_side_by_side_and_marks_behind_them() -> None:
    assert numbers("一、修路。\n责任单位：市财政局市水务局市委网信办")[0][1] == [
        *("市财政局:responsible", "市水务局:responsible", "市委网信办:responsible")
    ]
    assert numbers("一、修路。\n责任单位：市财政局①、市水务局[2]")[0][1] == [
        "市财政局:responsible",
        "市水务局:responsible",
    ]
    assert numbers("一、修路。\n责任单位：1.市财政局 2.市水务局")[0][1] == [
        "市财政局:responsible",
        "市水务局:responsible",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "市财政局6月底前、市水务局9月底前",
        "市财政局（6月底前）、市水务局（9月底前）",
        "6月底前：市财政局；9月底前：市水务局",
    ],
)
def test_a_bracket_of_units_with_times_of_their_own_is_a_statement(statement: str) -> None:
    task = read(f"{PLACE}\n一、修路。（{statement}）\n二、种树。（市林业局负责）").tasks[0]
    assert [[party.name for party in item.parties] for item in task.assignments] == [["市财政局"], ["市水务局"]]
    assert when(task) == [(None, "2031-06-30"), (None, "2031-09-30")]


def test_a_remark_before_a_labels_colon_is_no_part_of_a_name() -> None:
    assert numbers("一、修路。\n责任单位（牵头）：市财政局")[0][1] == ["市财政局:lead"]


def test_units_with_times_of_their_own() -> None:
    (task,) = read(f"{PLACE}\n一、修路。\n责任单位：市财政局（6月底前）、市水务局（9月底前）").tasks
    assert who(task) == ["市财政局:responsible", "市水务局:responsible"]
    assert sorted(when(task)) == [(None, "2031-06-30"), (None, "2031-09-30")]
