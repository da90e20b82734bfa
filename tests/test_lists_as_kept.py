"""Lists as offices keep them: headings that name units, labels run in, rows for plan and account, marks without legend."""

import pytest

from texts import PLACE, read, when, who

ROWS = list[list[str]]


def shown(text: str) -> list[tuple[str | None, str, list[str]]]:
    return [(task.number, task.title, who(task)) for task in read(f"{PLACE}\n{text}").tasks]


def table(rows: ROWS) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><h1>{PLACE}</h1><table>{body}</table></body></html>"


def test_a_heading_that_is_nothing_but_units_gives_them_to_the_items_below() -> None:
    text = "一、市水务局牵头任务（2项）\n1.清淤三公里。\n2.加固闸门。\n二、市林业局牵头任务（1项）\n1.种树三万棵。"
    assert [units for _, _, units in shown(text)] == [["市水务局:lead"]] * 2 + [["市林业局:lead"]]
    first = read(f"{PLACE}\n{text}").tasks[0]
    assert first.assignments[0].inherited[0].reason == "band"
    assert first.categories == ("一、市水务局牵头任务（2项）",)


def test_lines_below_such_a_heading_are_tasks_too_and_one_heading_alone_is_none() -> None:
    assert len(shown("一、市水务局\n清淤三公里。\n二、市林业局\n种树三万棵。")) == 2
    with pytest.raises(Exception, match="no task table"):
        shown("一、市水务局\n清淤三公里。\n二、概况\n有河三条。")


def test_a_statement_in_the_heading_governs_the_points_below_it() -> None:
    text = "一、治水（市水务局牵头）\n1.清淤三公里。\n2.加固闸门。\n二、种树（市林业局负责）\n1.种树三万棵。\n天水市人民政府\n2031年3月1日"
    record = read(f"{PLACE}\n{text}")
    assert [(task.title, task.measures) for task in record.tasks] == [
        ("治水", "1.清淤三公里。\n2.加固闸门。"),
        ("种树", "1.种树三万棵。"),
    ]
    assert [issue.code for issue in record.issues] == ["section-scope", "section-scope"]


@pytest.mark.parametrize(
    ("bracket", "units", "note"),
    [
        ("单位：市财政局", ["市财政局:responsible"], None),
        ("单位：市财政局、市水务局；时间：6月底前", ["市财政局:responsible", "市水务局:responsible"], None),
        ("牵头单位：市财政局；备注：分两年实施", ["市财政局:lead"], "分两年实施"),
        ("市财政局、市水务局；备注：结合审计开展", ["市财政局:responsible", "市水务局:responsible"], "结合审计开展"),
    ],
)
def test_bare_labels_and_notes_in_a_bracket(bracket: str, units: list[str], note: str | None) -> None:
    (task, _) = read(f"{PLACE}\n一、修路。（{bracket}）\n二、建桥。（市水务局负责）").tasks
    assert (who(task), task.note) == (units, note)


def test_a_unit_of_measure_in_a_bracket_is_no_label() -> None:
    assert shown("一、修路。（单位：万元）（市水务局负责）\n二、建桥。（市水务局负责）")[0][2] == [
        "市水务局:responsible"
    ]


@pytest.mark.parametrize(
    ("statement", "units", "ends"),
    [
        ("（6月底前，牵头部门：市财政局）", ["市财政局:lead"], ["2031-06-30"]),
        ("责任单位：市财政局　配合单位：——　完成时间：年底前", ["市财政局:responsible"], ["2031-12-31"]),
        ("责任单位：市财政局；包联领导：张三；4月15日前完成。", ["市财政局:responsible"], ["2031-04-15"]),
        (
            "责任单位及时限：市财政局牵头，市水务局配合，9月底前完成。",
            ["市财政局:lead", "市水务局:support"],
            ["2031-09-30"],
        ),
        (
            "责任单位为市财政局，配合单位为市水务局，9月底前完成。",
            ["市财政局:responsible", "市水务局:support"],
            ["2031-09-30"],
        ),
        ("主办：市财政局　协办：市水务局", ["市财政局:lead", "市水务局:support"], []),
    ],
)
def test_statements_as_they_are_written(statement: str, units: list[str], ends: list[str]) -> None:
    task = read(f"{PLACE}\n1.修好水渠。\n{statement}\n2.建桥。\n责任单位：市水务局").tasks[0]
    assert (who(task), [end for _, end in when(task)]) == (units, ends)


def test_names_that_nobody_knows_count_where_all_items_end_in_them() -> None:
    text = "1.清河（镇农业农村办、各村）\n2.拆违（镇执法队、镇自然资源所）\n3.改厕（镇村建办、各村）"
    assert [len(units) for _, _, units in shown(text)] == [2, 2, 2]


def test_numbers_by_piece() -> None:
    text = "第1件 修路三条。\n承办单位：市交通运输局\n第2件 建桥一座。\n承办单位：市水务局"
    assert [number for number, _, _ in shown(text)] == ["第1件", "第2件"]


def test_the_second_row_of_a_task_tells_what_was_done() -> None:
    rows = [["序号", "任务名称", "责任单位", "类别", "完成时间"]]
    rows += [["1", "修好水渠", "市水务局", "计划", "6月底"], ["1", "修好水渠", "市水务局", "实际", "7月15日"]]
    rows += [["2", "修订预案", "市财政局", "计划", "9月底"], ["2", "修订预案", "市财政局", "实际", ""]]
    tasks = read(table(rows), "plan.html").tasks
    assert [(task.title, task.progress, when(task)) for task in tasks] == [
        ("修好水渠", "7月15日", [(None, "2031-06-30")]),
        ("修订预案", None, [(None, "2031-09-30")]),
    ]


def test_marks_without_a_legend_are_reported() -> None:
    rows = [["序号", "工作任务", "市财政局", "市水务局"], ["1", "修好水渠", "○", "★"], ["2", "修订预案", "★", ""]]
    record = read(table(rows), "matrix.html")
    assert [(issue.code, issue.severity) for issue in record.issues] == [("marks-unexplained", "warning")]


def test_a_numbered_section_inside_a_table_is_no_task() -> None:
    rows = [["序号", "重点任务", "责任单位"], ["一", "治水", ""], ["1", "清淤三公里", "市水务局"], ["二", "种树", ""]]
    tasks = read(table([*rows, ["1", "种树三万棵", "市林业局"]]), "plan.html").tasks
    assert [(task.categories, task.title) for task in tasks] == [(("治水",), "清淤三公里"), (("种树",), "种树三万棵")]


def test_a_cell_that_says_ditto_holds_what_the_one_above_holds() -> None:
    rows = [["序号", "重点任务", "责任单位"], ["1", "清淤三公里", "市水务局"], ["2", "加固闸门", "同上"]]
    assert [who(task) for task in read(table(rows), "plan.html").tasks] == [["市水务局:responsible"]] * 2


def test_months_over_columns_make_a_header_with_few_other_words() -> None:
    rows = [["序号", "项目名称", "责任单位", "1—3月", "4—6月", "7—9月", "10—12月"]]
    (task,) = read(table([*rows, ["1", "修好水渠", "市水务局", "招标", "开工", "过半", "完工"]]), "plan.html").tasks
    assert [end for _, end in when(task)] == ["2031-03-31", "2031-06-30", "2031-09-30", "2031-12-31"]


def test_a_statement_before_the_first_task_of_its_list_is_a_loss() -> None:
    text = "（一）清淤。（市水务局等有关方面共同牵头并做好保障）\n（二）加固。（市水务局牵头）\n（三）种树。（市林业局牵头）"
    record = read(f"{PLACE}\n{text}")
    assert record.status == "partial" or len(record.tasks) == 3


ONE_LINE = (
    "天水市2031年重点任务一、治水（一）清淤三公里。清完三条河的淤泥，并把岸边的垃圾运走，再把水草和漂浮物清理干净，让河水流得更顺畅。"
    "责任单位：市水务局、市财政局完成时限：6月底前（二）加固闸门。把全市旧的闸门都换成新的，并且培训看守闸门的人员。"
    "责任单位：市水务局完成时限：9月底前二、种树（三）种树三万棵。在河岸和路边种树，并且管护好已经种下的树木。"
    "责任单位：市林业局配合单位：市财政局完成时限：年底前"
)


def test_a_list_that_has_lost_its_lines() -> None:
    tasks = read(ONE_LINE).tasks
    assert [(task.number, task.title, who(task), task.assignments[0].deadlines[0].text) for task in tasks] == [
        ("（一）", "清淤三公里", ["市水务局:responsible", "市财政局:responsible"], "6月底前"),
        ("（二）", "加固闸门", ["市水务局:responsible"], "9月底前"),
        ("（三）", "种树三万棵", ["市林业局:responsible", "市财政局:support"], "年底前"),
    ]


def test_a_list_without_words_before_it_is_not_cut_for_a_title() -> None:
    rows = [
        ["序号", "整改措施", "责任单位"],
        ["1", "1.修订制度；2.开展培训。", "市财政局"],
        ["2", "补齐台账。再检查。", "市水务局"],
    ]
    tasks = read(table(rows), "plan.html").tasks
    assert [(task.title, task.title_basis) for task in tasks] == [
        ("1.修订制度；2.开展培训。", "stated"),
        ("补齐台账", "first-sentence"),
    ]
