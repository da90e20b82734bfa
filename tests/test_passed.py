"""Numbered items beside tasks that name nobody are told; weaker statements count beside stronger ones."""

from pipeline import Record, extract


def read(text: str) -> Record:
    return extract(text.encode(), name="甲.txt")


def parties(record: Record) -> dict[str | None, list[str]]:
    return {task.number: [party.name for one in task.assignments for party in one.parties] for task in record.tasks}


HEAD = "阳江市2031年重点工作安排\n\n"


def test_an_item_without_a_unit_beside_tasks_is_told() -> None:
    record = read(HEAD + "1.修好水渠（市水务局）\n2.改造厕所，全部达标\n3.建好书屋（市教育局）\n")
    assert [issue.message for issue in record.issues if issue.code == "items-passed"] == [
        "2 of 3 items beside each other are tasks; in 2. no unit was read: context."
    ]


def test_headings_whose_points_are_tasks_are_no_such_items() -> None:
    record = read(
        HEAD + "一、总体要求\n坚持统筹推进。\n二、重点任务\n（一）修好水渠（市水务局）\n（二）建好书屋（市教育局）\n"
        "三、保障措施\n加强宣传引导。\n"
    )
    assert len(record.tasks) == 2
    assert "items-passed" not in {issue.code for issue in record.issues}


def test_units_and_when_they_are_due_in_a_bracket_are_a_statement() -> None:
    record = read(HEAD + "1.修好水渠〔市水务局、市财政局，2031年6月底前〕\n2.建好书屋〔市教育局，全年推进〕\n")
    assert parties(record) == {"1.": ["市水务局", "市财政局"], "2.": ["市教育局"]}
    assert [deadline.text for task in record.tasks for one in task.assignments for deadline in one.deadlines] == [
        "2031年6月底前",
        "全年推进",
    ]


def test_the_source_of_a_figure_is_no_statement() -> None:
    record = read(HEAD + "1.修好水渠（市水务局）\n2.人口达到五万（国家统计局，2030年）\n3.建好书屋（市教育局）\n")
    assert parties(record) == {"1.": ["市水务局"], "3.": ["市教育局"]}


def test_points_run_into_one_paragraph_each_with_a_bracket() -> None:
    record = read(
        HEAD + "一、供水保障。（1）清洗水箱，6月10日前完成（市水务局）；（2）检修供水站（各镇人民政府）；"
        "（3）设立抢修队（清泉自来水有限公司）。\n二、应急保障。（1）修订预案（市应急管理局、市水务局）；（2）储备送水车（市水务局）。\n"
    )
    assert [
        (task.number, task.title, [p.name for a in task.assignments for p in a.parties]) for task in record.tasks
    ] == [
        ("（1）", "清洗水箱，6月10日前完成", ["市水务局"]),
        ("（2）", "检修供水站", ["各镇人民政府"]),
        ("（3）", "设立抢修队", ["清泉自来水有限公司"]),
        ("（1）", "修订预案", ["市应急管理局", "市水务局"]),
        ("（2）", "储备送水车", ["市水务局"]),
    ]


def test_offices_of_a_house_behind_by_whom() -> None:
    record = read(
        "阳江市人民医院迎评任务\n\n（1）8月底前完成题库编印，由科教科负责。\n（2）组织模拟评审，由创建办牵头，护理部、药剂科参与。\n"
        "（3）更换标识，由总务科、门诊部负责。\n"
    )
    assert parties(record) == {
        "（1）": ["科教科"],
        "（2）": ["创建办", "护理部", "药剂科"],
        "（3）": ["总务科", "门诊部"],
    }


def test_who_is_due_by_a_day() -> None:
    record = read(
        HEAD + "一、摸底建档。各居民区于3月15日前将名册报镇社区发展办。\n"
        "二、方案征集。镇社区发展办会同镇文化服务中心于4月20日前征集方案30个。\n三、经费兑付。镇财经所负责，年内拨付到位。\n"
    )
    assert [(p.name, p.role) for task in record.tasks for a in task.assignments for p in a.parties] == [
        ("各居民区", "responsible"),
        ("镇社区发展办", "responsible"),
        ("镇文化服务中心", "jointly"),
        ("镇财经所", "responsible"),
    ]


def test_classes_of_units_in_law_like_sentences_are_nobody() -> None:
    record = read(HEAD + "1.修好水渠（市水务局）\n2.建好书屋（市教育局）\n3.本市实行许可制度，由主管部门负责。\n")
    assert parties(record) == {"1.": ["市水务局"], "2.": ["市教育局"]}


def test_a_line_of_time_over_a_line_of_units_in_one_cell() -> None:
    page = (
        "<table><tr><td>序号</td><td>工作任务</td><td>落实时间及责任单位</td></tr>"
        "<tr><td>1</td><td>处理污水</td><td>2031年6月底前完成设计、9月底前完工<br>区生态环境局、区财政局</td></tr>"
        "<tr><td>2</td><td>外运垃圾</td><td>长期坚持<br>区住房和城乡建设局</td></tr>"
        "<tr><td>3</td><td>绿化道路</td><td>2031年植树季<br>区林业局、各乡镇</td></tr></table>"
    )
    record = extract(f"<h1>阳江市江城区2031年乡村任务表</h1>{page}".encode(), name="甲.html")
    assert parties(record) == {
        "1": ["区生态环境局", "区财政局"],
        "2": ["区住房和城乡建设局"],
        "3": ["区林业局", "各乡镇"],
    }


def test_a_mark_inside_a_date_is_no_separator() -> None:
    record = read(
        HEAD
        + "1.修好水渠\n责任单位：市水务局\n完成时限：2031年？月底前\n2.建好书屋\n责任单位：市教育局\n完成时限：6月底前？\n"
    )
    kinds = [(limit.text, limit.kind) for task in record.tasks for one in task.assignments for limit in one.deadlines]
    assert kinds == [("2031年？月底前", "unspecified"), ("6月底前", "by")]
    assert [issue.code for issue in record.issues] == ["deadline-unread"]


def test_what_can_be_no_name_makes_the_record_partial() -> None:
    record = read(HEAD + "1.修好水渠（市水务局、市教育局牵头）\n2.建好书屋\n责任单位：市教育局、市总工会打印本页\n")
    assert record.status == "partial"
    assert [issue.message for issue in record.issues if issue.code == "party-doubtful"] == [
        "市总工会打印本页: read where a unit is named, and no name of one."
    ]
