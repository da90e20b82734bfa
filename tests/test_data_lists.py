"""Rows of the data files that no sentence of the other tests holds: each is read, and none goes missing."""

import csv
from pathlib import Path

import pytest

from pipeline import FileError
from pipeline.knowledge import read_bytes
from pipeline.statement.labels import find_labels
from pipeline.units import levels, load_registry
from test_kept_tables import page
from test_reader_sheets import HEADER, ROWS, SHOWN, blocks, save, workbook
from texts import PLACE, read, registry, when, who

LISTS = Path(__file__).parent / "wordings"


def lines(name: str) -> list[tuple[str, str]]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [(first, second) for first, second in list(csv.reader(file))[1:]]


@pytest.mark.parametrize(("spelling", "place"), lines("places"), ids=lambda value: value)
def test_a_spelling_of_a_place_is_that_place(spelling: str, place: str) -> None:
    home = next(found for found in registry().find_places(place)[0][2] if found.level == "province")
    unit = registry().resolve(f"{spelling}财政局", region=home.code, on="2024-01-01").unit
    found = registry().place_of(unit.region) if unit else None
    assert found is not None and found.full_name == place


@pytest.mark.parametrize(("name", "place"), lines("universities"), ids=lambda value: value)
def test_a_university_is_where_it_is_and_not_where_its_name_says(name: str, place: str) -> None:
    unit = load_registry().resolve(name, region="440000", on="2024-01-01").unit
    found = registry().place_of(unit.region) if unit else None
    assert found is not None and found.full_name == place


OF_OTHER_TABLES = """性别 出生年月 学历 职称 职务 民族 籍贯 身份证号 毕业院校 单位地址 邮编 邮箱 传真 单价（元） 数量 规格 金额 价格 会议地点
主持人 参会人员 参加人员 出席人 主讲人 培训对象 议题 同比 增速 面积 管控层级 总投资 投资额 建设规模 收费标准 收费依据 设定依据 法律依据
法定依据 实施依据 处罚依据 处罚幅度 裁量标准 违法行为 申请材料 申报材料 办理条件 受理条件 办理地点 办理流程 行使层级 审批层级
事项类型 权力类型 法定时限""".split()


@pytest.mark.parametrize("word", OF_OTHER_TABLES)
def test_a_table_of_another_kind_is_no_list_although_it_names_units(word: str) -> None:
    with pytest.raises(FileError, match="no task"):
        page(f"项目名称|{word}|责任单位", "修渠|甲|市水务局", "种树|乙|市林业局")


def test_the_same_table_with_another_word_is_a_list() -> None:
    assert len(page("项目名称|颜色|责任单位", "修渠|甲|市水务局", "种树|乙|市林业局").tasks) == 2


@pytest.mark.parametrize("label", "贵任 贡任 责仟 责住 责壬".split())
def test_a_label_with_a_misread_character(label: str) -> None:
    (found,) = find_labels(f"{label}单位:市财政局", 0, 9)
    assert (found.start, found.end, found.column) == (0, 5, "responsible_units")


@pytest.mark.parametrize("label", ["奉头单位", "牢头单位", "牵头单仿"])
def test_a_leads_label_with_a_misread_character(label: str) -> None:
    record = read(f"{PLACE}\n一、修路。\n{label}：市财政局\n二、种树。（市林业局负责）")
    assert who(record.tasks[0]) == ["市财政局:lead"]


def test_a_deadlines_label_with_a_misread_character() -> None:
    record = read(f"{PLACE}\n一、修路。\n责任单位：市财政局\n完戍时限：6月底前\n二、种树。（市林业局负责）")
    assert when(record.tasks[0]) == [(None, "2031-06-30")]


def test_every_level_word_is_known() -> None:
    words = {level.word for level in levels.level_words()}
    assert words >= set("自治区 自治州 自治县 自治旗 地区 林区 特区 省 市 州 盟 县 区 旗".split())


@pytest.mark.parametrize("name", ["Sheet1", "Table 2", "工作表3"])
def test_a_sheets_name_that_the_program_gave_is_no_text(name: str) -> None:
    for given, shown in ((name, []), (f"{name}治水", [f"{name}治水"])):
        book = workbook([HEADER, *ROWS], title=given)
        book.create_sheet("二、种树").append(HEADER)
        assert blocks(save(book)) == [*shown, SHOWN, "二、种树", [HEADER]]


AT_LEAST = {
    "groups.csv": 270,
    "local_names.csv": 574,
    "not_places.csv": 49,
    "organs.csv": 3906,
    "region_changes.csv": 193,
    "regions.csv": 3875,
    "towns.csv": 39842,
    "traditional.csv": 580,
    "unit_lists.csv": 138,
}
"""Rows of the long lists when they were last looked through: fewer means that an edit or a merge has lost some."""


@pytest.mark.parametrize("file", AT_LEAST)
def test_no_row_of_a_long_list_goes_missing(file: str) -> None:
    rows = [line for line in read_bytes(file).decode().splitlines() if line and not line.startswith("#")]
    assert len(rows) - 1 >= AT_LEAST[file]
