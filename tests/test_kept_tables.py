"""Tables that offices, companies, schools and teams keep for themselves, and tables that are no task lists."""

import pytest

from pipeline import FileError, Record, extract
from pipeline.check.record import check_record
from texts import PLACE, who


def page(*rows: str, title: str = PLACE, below: str = "") -> Record:
    """The record of a web page with one table, a row a text with | between its cells."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    html = f"<html><meta charset=utf-8><body><h1>{title}</h1><table border=1>{body}</table><p>{below}</p></body></html>"
    record = extract(html.encode(), name="list.html")
    assert check_record(record).faults == ()
    return record


def roles(record: Record) -> list[str]:
    return ["+".join(column.roles) for table in record.tables for column in table.columns]


def limits(record: Record) -> list[list[str | None]]:
    return [[limit.latest for item in task.assignments for limit in item.deadlines] for task in record.tasks]


def titles(record: Record) -> list[str]:
    return [task.title for task in record.tasks]


# ---------------------------------------------------------------- persons


def test_a_plan_that_names_persons_only_is_a_task_list() -> None:
    record = page("任务|负责人|截止日期|状态", "搭好展台|张三|2031年3月9日|进行中", "印好手册|李四|2031年4月2日|未开始")
    assert [(task.title, task.person, task.progress) for task in record.tasks] == [
        ("搭好展台", "张三", "进行中"),
        ("印好手册", "李四", "未开始"),
    ]
    assert [who(task) for task in record.tasks] == [[], []]
    assert limits(record) == [["2031-03-09"], ["2031-04-02"]]


def test_the_office_whose_plan_it_is_is_responsible_by_default() -> None:
    rows = ("序号|重点任务|具体举措|完成时限", "1|清理账户|逐户核对|3月底前")
    record = page(*rows, title="天水市财政局2031年重点任务清单")
    (party,) = record.tasks[0].assignments[0].parties
    assert (party.name, party.role, party.role_basis) == ("天水市财政局", "responsible", "default")
    assert record.tasks[0].assignments[0].inherited[0].members == ("parties",)
    assert "own-office" in {issue.code for issue in record.issues}


def test_a_plan_that_names_nobody_at_all_is_refused() -> None:
    with pytest.raises(FileError, match=r"序号、重点任务、完成时限.*lacks who is responsible"):
        page("序号|重点任务|完成时限", "1|清理账户|3月底前", title="2031年重点任务清单")


def test_persons_of_several_columns_are_joined_and_who_supervises_stays_under_the_header() -> None:
    record = page("序号|工作任务|责任单位|责任人|分管领导|督办领导|完成时限", "1|修路|市财政局|张三|李四|王五|6月底前")
    (task,) = record.tasks
    assert task.person == "张三、李四"
    assert [(extra.header, extra.text) for extra in task.extra] == [("督办领导", "王五")]
    assert who(task) == ["市财政局:responsible"]


def test_the_only_person_is_the_person_even_if_it_supervises() -> None:
    assert page("序号|工作任务|责任单位|督导领导", "1|修路|市财政局|王五").tasks[0].person == "王五"


def test_a_column_of_persons_that_holds_units_names_units() -> None:
    record = page("序号|工作任务|责任人|完成时限", "1|修路|市财政局|6月底前", "2|建桥|市水务局|9月底前")
    assert [who(task) for task in record.tasks] == [["市财政局:responsible"], ["市水务局:responsible"]]


@pytest.mark.parametrize(
    "cell", ["市财政局（张三）、市水务局（李四、王小五）", "市财政局（张三）市水务局（李四、王小五）"]
)
def test_persons_in_brackets_behind_units(cell: str) -> None:
    (task,) = page("序号|工作任务|责任单位（责任人）", f"1|修路|{cell}").tasks
    assert who(task)[0] == "市财政局:responsible" and task.person is not None
    assert task.person.endswith("李四、王小五")


def test_a_second_name_in_brackets_is_no_person() -> None:
    (task,) = page("序号|工作任务|责任单位", "1|修路|市委宣传部（市文明办）").tasks
    assert task.person is None


# ---------------------------------------------------------------- columns


def test_sources_levels_and_statuses_are_no_titles() -> None:
    record = page(
        "序号|任务来源|任务内容|任务级别|责任单位|计划完成时间|实际完成时间|任务状态",
        "1|全会|修路|一级|市财政局|6月底|7月15日|已完成",
        "2|例会|建桥|二级|市水务局|9月底||推进中",
    )
    assert titles(record) == ["修路", "建桥"]
    assert limits(record) == [["2031-06-30"], ["2031-09-30"]]
    assert [extra.header for extra in record.tasks[0].extra][:2] == ["任务来源", "任务级别"]


@pytest.mark.parametrize("word", ["截止日期", "整改期限", "办结时间", "限期", "截止时间", "完成节点"])
def test_a_due_date_by_any_name(word: str) -> None:
    assert limits(page(f"序号|工作任务|责任单位|{word}", "1|修路|市财政局|2031年6月30日")) == [["2031-06-30"]]


def test_of_several_columns_of_progress_the_account_stays() -> None:
    (task,) = page("序号|工作任务|责任单位|销号情况|整改进展", "1|修路|市财政局|未销号|开工").tasks
    assert task.progress == "开工"
    assert [(extra.header, extra.text) for extra in task.extra] == [("销号情况", "未销号")]


def test_months_are_milestones() -> None:
    record = page("序号|重点工作|责任单位|1月|2月", "1|修路|市财政局|起草|印发")
    (item,) = record.tasks[0].assignments
    assert [(limit.event, limit.latest) for limit in item.deadlines] == [("起草", "2031-01-31"), ("印发", "2031-02-28")]


def test_a_column_that_repeats_is_a_category() -> None:
    record = page("项目|工作措施|责任单位", "安全|查管线|市财政局", "安全|换开关|市水务局", "环境|种树|市林业局")
    assert [(task.categories, task.title) for task in record.tasks][:2] == [
        (("安全",), "查管线"),
        (("安全",), "换开关"),
    ]


def test_work_groups() -> None:
    (task,) = page("工作组|牵头单位|成员单位|主要职责", "宣传组|市财政局|市水务局、市林业局|对外发布。").tasks
    assert (task.title, task.measures) == ("宣传组", "对外发布。")
    assert who(task)[0] == "市财政局:lead" and len(who(task)) == 3


def test_an_assessment_table() -> None:
    record = page("序号|考核项目|分值|考核指标|负责考核部门", "1|制度|5|制度健全。|市财政局")
    assert roles(record) == ["number", "title", "other", "target", "responsible_units"]


@pytest.mark.parametrize("mark", ["/", "—", "——", "无", "待定", "-"])
def test_a_mark_for_nobody_is_nobody(mark: str) -> None:
    record = page("序号|工作任务|牵头单位|配合单位|责任人|完成时限", f"1|修路|市财政局|{mark}|{mark}|{mark}")
    (task,) = record.tasks
    assert (who(task), task.person, limits(record)) == (["市财政局:lead"], None, [[]])
    assert record.status == "complete"


def test_units_and_times_in_one_cell_stay_together() -> None:
    record = page(
        "序号|工作任务|责任单位",
        "1|修路|市财政局（6月底前）、市水务局（9月底前）",
        "2|建桥|市财政局：6月底前；市水务局：9月底前",
        "3|种树|市财政局6月底前完成，市水务局9月底前完成",
        "4|植草|市财政局、市水务局 2031年6月底前",
    )
    assert limits(record) == [["2031-06-30", "2031-09-30"]] * 3 + [["2031-06-30"]]
    assert [[len(item.parties) for item in task.assignments] for task in record.tasks] == [[1, 1]] * 3 + [[2]]


# ---------------------------------------------------------------- rows


def test_a_header_inside_the_body_is_no_task() -> None:
    record = page(
        "序号|工作任务|责任单位",
        "一、交通||",
        "1|修路|市财政局",
        "序号|工作任务|责任单位",
        "二、水利||",
        "2|建桥|市水务局",
    )
    assert [(task.number, task.categories) for task in record.tasks] == [("1", ("一、交通",)), ("2", ("二、水利",))]
    assert record.ledger.unused == ()


def test_a_new_header_inside_the_body_holds_from_there_on() -> None:
    record = page("序号|工作任务|责任单位", "1|修路|市财政局", "序号|工作任务|牵头单位", "2|建桥|市水务局")
    assert [who(task) for task in record.tasks] == [["市财政局:responsible"], ["市水务局:lead"]]


def test_sums_remarks_and_blank_rows_are_no_tasks() -> None:
    record = page("序号|工作任务|责任单位|完成时限", "1|修路|市财政局|6月", "|||", "合计|1项||", "注：时限可顺延。|||")
    assert titles(record) == ["修路"]


def test_a_row_with_a_unit_and_no_task_is_an_error() -> None:
    record = page("序号|工作任务|责任单位", "1|修路|市财政局", "2||市水务局")
    assert record.status == "partial"
    assert "row-without-task" in {issue.code for issue in record.issues}


# ---------------------------------------------------------------- titles


def test_a_list_is_never_cut_for_a_title() -> None:
    record = page(
        "存在问题|整改任务|责任单位",
        "账目不清|1.清理往来账。2.补登台账。|市财政局",
        "票据不全|做好两件事：1.补票。2.建档。|市水务局",
        "人手不足|招人。随后培训。|市林业局",
    )
    assert [(task.title, task.measures, task.title_basis) for task in record.tasks] == [
        ("账目不清", "1.清理往来账。2.补登台账。", "problem"),
        ("做好两件事", "1.补票。2.建档。", "lead-in"),
        ("招人", "随后培训。", "first-sentence"),
    ]


def test_without_a_problem_the_category_is_the_title_of_a_list() -> None:
    task, _ = page("类别|工作措施|责任单位", "交通|1.修路。2.建桥。|市财政局", "交通|架桥|市水务局").tasks
    assert (task.title, task.title_basis, task.measures) == ("交通", "category", "1.修路。2.建桥。")


# ---------------------------------------------------------------- layouts


def test_a_matrix_of_units_and_marks() -> None:
    rows = ("序号|工作任务|市财政局|市水务局|市林业局", "1|修路|★|√|", "2|种树||√|★")
    record = page(*rows, below="注：★为牵头单位，√为配合单位。")
    assert [who(task) for task in record.tasks] == [
        ["市财政局:lead", "市水务局:support"],
        ["市水务局:support", "市林业局:lead"],
    ]


def test_two_lists_side_by_side() -> None:
    record = page("序号|任务|责任单位|序号|任务|责任单位", "1|修路|市财政局|3|种树|市林业局", "2|建桥|市水务局|||")
    assert [(task.number, task.title) for task in record.tasks] == [("1", "修路"), ("2", "建桥"), ("3", "种树")]
    assert len({task.id for task in record.tasks}) == 3
    assert record.tasks[2].provenance["/title"][0].column == 4


def test_tasks_across_and_forms_are_laid_out_by_their_labels() -> None:
    record = page("工作任务|修路|建桥", "责任单位|市财政局|市水务局", "完成时限|6月底前|9月底前")
    assert [(task.title, who(task)) for task in record.tasks] == [
        ("修路", ["市财政局:responsible"]),
        ("建桥", ["市水务局:responsible"]),
    ]
    form = page("督办事项|修路|责任单位|市财政局", "责任人|张三|完成时限|6月底前")
    assert [(task.title, task.person, who(task)) for task in form.tasks] == [("修路", "张三", ["市财政局:responsible"])]


def test_a_refusal_names_the_words_down_the_first_column() -> None:
    with pytest.raises(FileError, match=r"down its first column.*人员姓名、任务分配"):
        page("人员姓名|张三|李四", "任务分配|做网页|写文档", "|建库|买域名")


# ---------------------------------------------------------------- no task lists

OTHERS = [
    "收费项目|收费标准|收费单位|批准文号",
    "姓名|性别|职务|联系电话",
    "姓名|职务|分工|办公电话",
    "时间|会议内容|主持人|地点",
    "序号|会议名称|召开时间|承办部门|会议地点",
    "日期|值班人员|带班领导|电话",
    "单位|地址|邮编|负责人|电话",
    "地区|户数|人口|面积",
    "指标|单位|上年|今年|同比",
    "序号|事项名称|实施主体|设定依据|法定时限",
    "事项名称|办理部门|申请材料|办理时限|收费依据",
    "违法行为|处罚依据|裁量标准|处罚机关",
    "序号|培训时间|培训内容|培训对象|主讲人",
    "序号|文件名称|文号|发文单位|发文日期",
    "采购项目|数量|单价|金额|供应商",
    "序号|岗位名称|招聘人数|学历要求|联系人",
    "部门|姓名|考勤|备注",
    "领导姓名|分管工作|联系单位",
    "序号|专项资金名称|主管部门|金额|政策依据",
    "序号|活动名称|活动时间|活动地点|主办单位",
    "姓名|任职时间|原任职务|现任职务",
    "序号|公园名称|类型|地址|主管单位",
]


@pytest.mark.parametrize("header", OTHERS)
def test_tables_of_another_kind_give_no_tasks(header: str) -> None:
    width = header.count("|") + 1
    with pytest.raises(FileError) as refused:
        page(header, *("|".join(f"{row}{at}" for at in range(width)) for row in "甲乙"))
    assert refused.value.code == "no-tasks" and "Table t1" in str(refused.value)
