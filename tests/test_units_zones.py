"""Zones and what lies below a level word: named by a word of the document, and found at the one place it means."""

import pytest

from pipeline.units import load_registry

DAY = "2021-06-30"


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("高新区财政局", "441700", "441791/finance"),
        ("高新区财政局", "441791", "441791/finance"),
        ("经开区财政局", "341300", "341372/finance"),
        ("经济技术开发区财政局", "341372", "341372/finance"),
        ("高新区管委会", "441791", "441791/management-committee"),
        ("经开区管委会", "341372", "341372/management-committee"),
        ("开发区管委会", "341372", "341372/management-committee"),
        ("管委会", "441791", "441791/management-committee"),
        ("新区管委会", "133191", "133191/management-committee"),
        ("新区住建局", "133191", "133191/housing-construction"),
        ("试验区管委会", "441792", "441792/management-committee"),
        ("航空港区住建局", "410173", "410173/housing-construction"),
        ("市财政局", "441791", "441700/finance"),
        ("市前海管理局", "440300", "440391/management-committee"),
        ("市江城区财政局", "441700", "441702/finance"),
        ("市海陵试验区管委会", "441700", "441792/management-committee"),
        ("省阳江市财政局", "441702", "441700/finance"),
    ],
)
def test_a_word_of_the_document_says_which(name: str, region: str, expected: str) -> None:
    found = load_registry().resolve(name, region=region, on=DAY)
    assert (found.unit.id if found.unit else found) == expected


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("经开区管委会", "441791"),  # a high-tech zone is no economic one
        ("示范区管委会", "133191"),
        ("景区管委会", "441791"),
        ("示范区财政局", "441791"),
        ("高新区财政局", "441900"),  # a city without a zone that has a code
        ("高新区财政局", "440000"),
        ("自贸区财政局", "441700"),
        ("市江北新区管委会", "441700"),
        ("市西湖区财政局", "441700"),
        ("市高新区财政局", "330100"),
        ("灾区人民政府", "441791"),
        ("区高新区财政局", "441702"),
    ],
)
def test_what_the_document_has_not_is_not_asserted(name: str, region: str) -> None:
    assert load_registry().resolve(name, region=region, on=DAY).unit is None


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("阳春银保监监管组", DAY, "中国银行保险监督管理委员会阳春监管组"),
        ("阳春银监办", "2015-06-30", "中国银行业监督管理委员会阳春监管办事处"),
        ("阳春金融监管支局", "2024-06-30", "国家金融监督管理总局阳春监管支局"),
    ],
)
def test_a_countys_regulator_is_no_branch_of_a_city(name: str, on: str, expected: str) -> None:
    unit = load_registry().resolve(name, region="441781", on=on).unit
    assert unit is not None and (unit.name, unit.name_basis) == (expected, "pattern")


def test_a_commission_and_its_office_are_two() -> None:
    registry = load_registry()
    units = [registry.resolve(name, region="440100", on=DAY).unit for name in ("市城管委", "市城管委办", "市城管局")]
    assert len({unit.id for unit in units if unit is not None}) == len(units)
