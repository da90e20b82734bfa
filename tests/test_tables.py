"""Task rows of tables: merges, bands, sub-rows, several tables, combined columns, milestones, remarks."""

import pytest

from pipeline import Record, extract
from texts import PLACE, who


def page(*rows: str, before: str = "") -> Record:
    """The record of a web page with one table; a row is its cells, ``+2`` and ``/3`` behind a text are its spans."""
    body = "".join(f"<tr>{''.join(_cell(text) for text in row.split('|'))}</tr>" for row in rows)
    html = f"<html><meta charset=utf-8><body><h1>{PLACE}</h1>{before}<table border=1>{body}</table></body></html>"
    return extract(html.encode(), name="list.html")


def _cell(text: str) -> str:
    spans = ""
    if "/" in text[-3:]:
        text, _, rows = text.rpartition("/")
        spans += f" rowspan={rows}"
    if "+" in text[-3:]:
        text, _, columns = text.rpartition("+")
        spans += f" colspan={columns}"
    return f"<td{spans}>{text}</td>"


def test_band_rows_are_categories_and_are_marked() -> None:
    record = page(
        "序号|任务名称|责任单位",
        "一、便民（共2项）+3",
        "1|修路|市财政局",
        "2|建桥|市水务局",
        "二、利企（共1项）+3",
        "3|减税|市税务局",
    )
    assert [task.categories for task in record.tasks] == [
        ("一、便民（共2项）",),
        ("一、便民（共2项）",),
        ("二、利企（共1项）",),
    ]
    assert record.tasks[1].inherited[0].reason == "band"


def test_bands_nest_by_their_numbers() -> None:
    record = page(
        "序号|任务名称|责任单位", "一、便民+3", "（一）出行+3", "1|修路|市财政局", "（二）就医+3", "2|建院|市卫健委"
    )
    assert [task.categories for task in record.tasks] == [("一、便民", "（一）出行"), ("一、便民", "（二）就医")]


def test_merged_units_are_carried_and_empty_ones_stay_empty() -> None:
    record = page("序号|任务名称|牵头单位|配合单位", "1|修路|市财政局/2|市水务局", "2|建桥|", "3|种树|市林业局|")
    assert [who(task) for task in record.tasks] == [
        ["市财政局:lead", "市水务局:support"],
        ["市财政局:lead"],
        ["市林业局:lead"],
    ]
    assert record.tasks[1].assignments[0].inherited[0].reason == "merged-cell"
    assert record.tasks[2].assignments[0].inherited == ()


def test_rows_whose_title_and_measures_are_merged_are_one_task() -> None:
    record = page(
        "序号|任务名称|工作举措|责任单位|完成时限",
        "1/2|修路/2|修三条。/2|市财政局|6月底前",
        "市水务局|9月底前",
        "2|建桥|建一座。|市水务局|年底前",
    )
    first, second = record.tasks
    assert [[party.name for party in item.parties] for item in first.assignments] == [["市财政局"], ["市水务局"]]
    assert [item.deadlines[0].latest for item in first.assignments] == ["2031-06-30", "2031-09-30"]
    assert len(second.assignments) == 1


def test_a_sub_row_without_a_number_is_a_task_without_one() -> None:
    record = page("序号|任务名称|责任单位", "1/2|修路|市财政局", "清沟|市水务局", "3|种树|市林业局")
    assert [(task.number, task.title) for task in record.tasks] == [("1", "修路"), (None, "清沟"), ("3", "种树")]


def test_one_content_column_is_cut_into_title_and_measures() -> None:
    record = page("序号|重点任务|责任单位", "1|修好城东三条路。先修主路，再修支路。|市财政局", "2|建桥|市水务局")
    assert [(task.title, task.measures) for task in record.tasks] == [
        ("修好城东三条路", "先修主路，再修支路。"),
        ("建桥", None),
    ]


def test_persons_progress_scope_remarks_and_unknown_columns_are_kept() -> None:
    record = page(
        "序号|任务名称|责任领导|责任单位|进展情况|推广范围|资金来源|备注",
        "1|修路|王某某|市财政局|已开工|全市|自筹|续建/2",
        "2|建桥|李某某|市水务局|未开工|城东|拨款",
    )
    first, second = record.tasks
    assert (first.person, first.progress, first.scope, first.note) == ("王某某", "已开工", "全市", "续建")
    assert [(extra.header, extra.text) for extra in first.extra] == [("资金来源", "自筹")]
    assert second.note == "续建"
    assert [(item.members, item.reason) for item in second.inherited] == [(("note",), "merged-cell")]


def test_quarter_columns_are_milestones_with_their_text_as_event() -> None:
    record = page("序号|任务名称|第一季度|第二季度|责任单位", "1|修路|完成招标|开工建设|市财政局")
    (assignment,) = record.tasks[0].assignments
    assert [(item.event, item.earliest, item.latest) for item in assignment.deadlines] == [
        ("完成招标", "2031-01-01", "2031-03-31"),
        ("开工建设", "2031-04-01", "2031-06-30"),
    ]


def test_the_header_shows_where_a_role_comes_from() -> None:
    record = page("序号|任务名称|指导部门", "1|修路|市财政局")
    task = record.tasks[0]
    assert who(task) == ["市财政局:guide"]
    assert task.assignments[0].parties[0].role_basis == "header"
    assert [place.quote for place in task.provenance["/assignments/0/parties/0/role"]] == ["指导部门"]


def test_two_tables_of_one_list() -> None:
    rows = "<tr><td>序号</td><td>任务名称</td><td>责任单位</td></tr><tr><td>1</td><td>清沟</td><td>市水务局</td></tr>"
    record = page(
        "序号|任务名称|责任单位",
        "1|修路|市财政局",
        before=f"<table border=1>{rows}</table><p>其他任务如下，请抓紧。</p>",
    )
    assert [task.title for task in record.tasks] == ["清沟", "修路"]
    assert [table.id for table in record.tables] == ["t1", "t2"]


@pytest.mark.parametrize("header", ["收费项目|金额|电话", "姓名|职务|电话", "处罚依据|裁量标准|处罚幅度"])
def test_tables_that_are_no_task_lists_are_passed_by(header: str) -> None:
    cells = "".join(f"<td>{word}</td>" for word in header.split("|"))
    other = f"<table border=1><tr>{cells}</tr><tr><td>甲</td><td>乙</td><td>丙</td></tr></table>"
    record = page("序号|任务名称|责任单位", "1|修路|市财政局", before=other)
    assert len(record.tasks) == 1
    assert "table-passed-by" in {issue.code for issue in record.issues}


def test_a_bare_unit_of_measure_makes_no_task_list() -> None:
    table = "".join(f"<td>{word}</td>" for word in ("序号", "项目", "单位", "数量"))
    row = "".join(f"<td>{word}</td>" for word in ("1", "水泥", "吨", "30"))
    other = f"<table border=1><tr>{table}</tr><tr>{row}</tr></table>"
    assert len(page("序号|任务名称|责任单位", "1|修路|市财政局", before=other).tasks) == 1


def test_a_person_behind_a_unit_is_no_part_of_its_name() -> None:
    task = page("序号|任务名称|牵头单位及责任人", "1|修路|市财政局 王某某").tasks[0]
    assert who(task) == ["市财政局:lead"]
    assert task.person == "王某某"
