"""Tasks in prose and in lists of duties: who does it stands in the sentence, or opens it."""

import pytest

from pipeline import FileError
from pipeline.statement.claim import read_claim
from texts import PLACE, read, registry, when, who


def tasks(*lines: str, title: str = PLACE) -> list[tuple[str, list[str]]]:
    return [(task.title, who(task)) for task in read("\n".join((title, *lines))).tasks]


def test_by_whom_led_and_helped() -> None:
    record = read(
        f"{PLACE}\n一、修好水渠。由市水务局牵头，市财政局、市供销社配合，于9月底前完成三条支渠。\n"
        "二、开通热线。6月底前，由市商务局负责，市财政局参与，完成坐席招募。\n三、办好集市。市商务局会同市公安局维护秩序。"
    )
    assert [who(task) for task in record.tasks] == [
        ["市水务局:lead", "市财政局:support", "市供销社:support"],
        ["市商务局:responsible", "市财政局:participate"],
        ["市商务局:responsible", "市公安局:jointly"],
    ]
    assert [when(task) for task in record.tasks] == [[(None, "2031-09-30")], [(None, "2031-06-30")], []]


def test_the_words_around_a_clause_stay_and_its_commas_go() -> None:
    (first, _) = read(
        f"{PLACE}\n一、修好水渠。由市水务局牵头，组织村民清淤。\n二、开通热线。由市商务局负责，公布号码。"
    ).tasks
    assert (first.title, first.measures) == ("修好水渠", "组织村民清淤。")


def test_who_must_do_something_by_then() -> None:
    found = tasks(
        "1.建立台账。市财政局要在6月底前完成建账，市水务局、市商务局要积极配合。", "2.开展试点。市商务局应当选好乡镇。"
    )
    assert [parties for _, parties in found] == [
        ["市财政局:responsible", "市水务局:support", "市商务局:support"],
        ["市商务局:responsible"],
    ]


@pytest.mark.parametrize("colon", ["：", ":"])
def test_a_list_of_duties_begins_with_the_unit(colon: str) -> None:
    lines = [f"市财政局{colon}保障经费。", f"市水务局{colon}负责检修闸门。", f"市商务局、市乡办{colon}负责组织货源。"]
    assert tasks("四、职责分工", *lines) == [
        ("保障经费", ["市财政局:responsible"]),
        ("负责检修闸门", ["市水务局:responsible"]),
        ("负责组织货源", ["市商务局:responsible", "市乡办:responsible"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第一条 市房管部门负责房屋管理。\n第二条 市财政局负责监督资金，市水务局负责监督水费。\n第三条 自发布之日起施行。",
        "一、总则\n（一）由单位自行负责维修。\n（二）院校内由主管部门负责。（直属单位参照本办法执行）",
    ],
)
def test_texts_that_rule_for_good_give_no_tasks(text: str) -> None:
    with pytest.raises(FileError, match="no task"):
        read(f"天水市房屋管理办法\n{text}")


@pytest.mark.parametrize(
    ("statement", "claims"),
    [
        ("市财政局、天水河湾新城负责", True),
        ("市财政局负责，市水务局配合；视天气情况确定", True),
        ("市财政局、市水务局；完成时限：一季度", True),
        ("市财政局按职责配合", True),
        ("直属单位参照本办法执行", False),
        ("院校内由人事主管部门负责", False),
        ("以下简称专项资金", False),
    ],
)
def test_what_claims_that_somebody_is_responsible(statement: str, claims: bool) -> None:
    from pipeline.fold import fold_text

    text = fold_text(statement)
    assert (read_claim(text, 0, len(text), registry()) is not None) is claims


def test_one_odd_member_is_unknown_and_drops_nothing() -> None:
    record = read(f"{PLACE}\n一、修路。（市财政局、天水河湾新城负责）\n二、种树。（市林业局负责）")
    assert who(record.tasks[0]) == ["市财政局:responsible", "天水河湾新城:responsible"]
    assert [party.resolution for party in record.tasks[0].assignments[0].parties] == ["resolved", "unknown"]


def test_a_tail_that_names_nobody_says_how_the_work_is_shared() -> None:
    record = read(f"{PLACE}\n一、修路。（市财政局负责，市水务局配合；视天气情况确定）\n二、种树。（市林业局负责）")
    (assignment,) = record.tasks[0].assignments
    assert (who(record.tasks[0]), assignment.division) == (
        ["市财政局:responsible", "市水务局:support"],
        "视天气情况确定",
    )


@pytest.mark.parametrize("dash", ["——", "——由"])
def test_a_statement_behind_a_dash(dash: str) -> None:
    assert tasks(f"1、修好水渠{dash}市水务局牵头。", "2、开通热线——市商务局、市供销社") == [
        ("修好水渠", ["市水务局:lead"]),
        ("开通热线", ["市商务局:responsible", "市供销社:responsible"]),
    ]


def test_siblings_vouch_for_a_bracket_of_names_that_the_registry_does_not_know() -> None:
    lines = ["一、修路。（市财政局负责）", "二、种树。（市林业局牵头）", "三、调研。（农村改革促进司、计划财务司）"]
    assert tasks(*lines)[2] == ("调研", ["农村改革促进司:responsible", "计划财务司:responsible"])
    with pytest.raises(FileError):
        tasks(lines[2])
