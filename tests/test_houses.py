"""A company's, a school's or a hospital's own list: its departments are not the government's; its name is no place."""

import pytest

from pipeline import Record, extract


def read(text: str) -> Record:
    return extract(text.encode(), name="甲.txt")


def units(record: Record) -> dict[str, str | None]:
    return {party.name: party.unit for task in record.tasks for one in task.assignments for party in one.parties}


@pytest.mark.parametrize(
    ("house", "region"),
    [
        ("中原钢铁集团有限公司", None),
        ("海南航空股份公司", None),
        ("渤海大学", None),
        ("阳江市人民医院", "441700"),
    ],
)
def test_bare_departments_of_a_house_are_offered_only(house: str, region: str | None) -> None:
    record = read(
        f"{house}2031年重点任务分工\n\n1.加强宣传\n责任部门：宣传部、组织部\n2.办好培训\n责任部门：教育部、财务部\n"
    )
    assert set(units(record).values()) == {None}
    assert (record.document.region.code if record.document.region else None) == region


def test_units_with_their_level_are_theirs_in_a_house_too() -> None:
    record = read(
        "阳江市人民医院2031年重点任务分工\n\n1.争取经费\n责任部门：财务科、市财政局\n2.办好培训\n责任部门：护理部\n"
    )
    assert units(record)["市财政局"] == "441700/finance"


def test_a_title_that_only_speaks_of_schools_is_no_house() -> None:
    record = read(
        "阳江市2031年支持大学生创业任务清单\n\n1.加强宣传\n责任单位：宣传部\n2.办好培训\n责任单位：市教育局\n"
    )
    assert units(record) == {"宣传部": "441700/propaganda-department", "市教育局": "441700/education"}


def test_committees_and_governments_of_all_places_are_one_group() -> None:
    record = read(
        "河南省2031年重点任务分工方案\n\n1.修好水渠（省水利厅牵头，各市党委、政府负责）\n2.建好书屋（各省辖市党委、政府，省教育厅）\n"
    )
    assert list(units(record)) == ["省水利厅", "各市党委、政府", "各省辖市党委、政府", "省教育厅"]
    assert units(record)["各市党委、政府"] is None
