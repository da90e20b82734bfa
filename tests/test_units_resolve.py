"""Who is meant: by name, place and date. Each line is a rule's example."""

import pytest

from pipeline.units import load_registry
from pipeline.units.resolve import Resolution


def resolve(name: str, region: str | None = "441700", on: str | None = "2021-06-30") -> Resolution:
    return load_registry().resolve(name, region=region, on=on)


def unit(name: str, region: str | None = "441700", on: str | None = "2021-06-30") -> tuple[str, str] | str:
    """(id, official name), or the answer without a unit."""
    found = resolve(name, region, on)
    return (found.unit.id, found.unit.name) if found.unit else found.resolution


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市市场监管局", ("441700/market-regulation", "阳江市市场监督管理局")),
        ("市税务局", ("441700/tax", "国家税务总局阳江市税务局")),
        ("人行阳江市中心支行", ("441700/peoples-bank", "中国人民银行阳江市中心支行")),
        ("市委宣传部", ("441700/propaganda-department", "中共阳江市委宣传部")),
        ("中共阳江市委", ("441700/party-committee", "中共阳江市委员会")),
        ("阳江海关", ("441700/customs", "中华人民共和国阳江海关")),
        ("财政部", ("100000/finance", "财政部")),
        ("省财政厅", ("440000/finance", "广东省财政厅")),
        ("团市委", ("441700/youth-league", "共青团阳江市委员会")),
        ("本市财政局", ("441700/finance", "阳江市财政局")),
    ],
)
def test_abbreviations_and_level_words(name: str, expected: tuple[str, str]) -> None:
    assert unit(name) == expected


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("江城区政府", "441700", "441702/peoples-government"),
        ("广东省阳江市江城区人民政府", None, "441702/peoples-government"),  # nested places
        ("市公安局江城分局", "441700", "441702/public-security"),
        ("国家税务总局阳江市江城区税务局", None, "441702/tax"),
        ("鼓楼区政府", "320100", "320106/peoples-government"),  # the nearest of four
        ("市财政局", "441702", "441700/finance"),  # a district's 市 is its city
        ("市财政局", "441781", "441781/finance"),  # a county-level city's 市 is itself
        ("市财政局", "500000", "500000/finance"),
        ("区财政局", "511903", "511903/finance"),
        ("县政府", "130133", "130133/peoples-government"),
        ("州财政局", "422800", "422800/finance"),
        ("盟行署财政局", "152500", "unknown"),
        ("自治区党委宣传部", "450000", "450000/propaganda-department"),
        ("阳江高新区管委会", "441700", "441791/management-committee"),
        ("市高新区管委会", "441700", "441791/management-committee"),  # the same zone by its city
        ("市高新区管委会", "341300", "341300/high-tech-zone-committee"),  # a zone without a code of its own
        ("重庆市税务局", "500000", "500000/tax"),
        ("市供电公司", "341300", "341300/power-supply"),
    ],
)
def test_places(name: str, region: str | None, expected: str) -> None:
    found = resolve(name, region)
    assert (found.unit.id if found.unit else found.resolution) == expected


@pytest.mark.parametrize(
    ("name", "region", "candidates"),
    [
        ("市财政局", "440000", ()),  # 市 is not one city in a province's document
        ("市财政局", "100000", ()),
        ("区财政局", "441700", ()),
        ("县财政局", None, ()),
        ("公安厅", "100000", ()),
        ("江城区", "441700", ("441702/peoples-government",)),  # a place names no organ
        ("鼓楼区政府", "100000", tuple(f"{code}/peoples-government" for code in (320106, 320302, 350102, 410204))),
        ("人民银行", "441700", ("100000/peoples-bank", "441700/peoples-bank")),
        ("吉林财政厅", "220200", None),
    ],
)
def test_what_is_not_certain_is_not_chosen(name: str, region: str | None, candidates: tuple[str, ...] | None) -> None:
    found = resolve(name, region)
    if candidates is None:
        assert found.unit is not None and found.unit.id == "220000/finance"  # no city has a 厅
    else:
        assert (found.resolution, found.unit, found.candidates) == ("ambiguous", None, candidates)


@pytest.mark.parametrize(
    ("name", "on", "official"),
    [
        ("市市场监管局", "2021", "阳江市市场监督管理局"),
        ("市工商局", "2015-03-01", "阳江市工商行政管理局"),
        ("人行阳江市中心支行", "2023-01-10", "中国人民银行阳江市中心支行"),
        ("人行阳江市中心支行", "2024-01-10", "中国人民银行阳江市分行"),
        ("市政数局", "2021", "阳江市政务服务数据管理局"),
        ("市卫计委", "2016", "阳江市卫生和计划生育委员会"),
        ("广电总局", "2012-05-01", "国家广播电影电视总局"),
        ("广电总局", "2019", "国家广播电视总局"),
        ("中国铁路总公司", "2020-01-01", "中国国家铁路集团有限公司"),
        ("阳东县财政局", "2010", "阳东县财政局"),
        ("阳东区财政局", "2020", "阳江市阳东区财政局"),
    ],
)
def test_the_name_is_that_of_the_day(name: str, on: str, official: str) -> None:
    found = resolve(name, on=on)
    assert found.unit is not None
    assert found.unit.name == official


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("市工商局", "market-regulation"),
        ("市质监局", "market-regulation"),
        ("市食药监局", "market-regulation"),
        ("市国税局", "tax"),
        ("市地税局", "tax"),
        ("市国土局", "natural-resources"),
        ("市环保局", "ecology-environment"),
        ("市卫计局", "health-commission"),
        ("市旅游局", "culture-tourism"),
        ("市安监局", "emergency-management"),
        ("市扶贫办", "rural-revitalization"),
        ("市乡村振兴局", "agriculture-rural"),
        ("阳江银监分局", "banking-insurance-regulator"),
        ("阳江银保监分局", "financial-regulator"),
    ],
)
def test_an_organ_that_ended_tells_its_successor(old: str, new: str) -> None:
    found = resolve(old)
    assert found.unit is not None
    assert found.unit.valid_until is not None
    assert found.unit.successor == f"441700/{new}"


def test_the_names_of_one_organ_that_differ_by_city_are_one_organ() -> None:
    names = ["市自然资源局", "市自然资源和规划局", "市规划和自然资源局", "市自规局", "市规自局"]
    found = [resolve(name, "341300").unit for name in names]
    assert {answer.id for answer in found if answer} == {"341300/natural-resources"}
    assert [answer.name_basis for answer in found if answer] == ["document"] * 3 + ["pattern"] * 2
    assert [answer.name for answer in found if answer][1] == "宿州市自然资源和规划局"


def test_a_place_with_a_known_real_name_keeps_it() -> None:
    assert unit("市规资局", "310000") == ("310000/natural-resources", "上海市规划和自然资源局")


@pytest.mark.parametrize("name", ["市场监督管理局", "国家市场监督管理局市", "市市场监督局", "市财攻局", "市财政厅"])
def test_near_misses_are_offered_and_never_chosen(name: str) -> None:
    found = resolve(f"市{name}" if not name.startswith(("市", "国")) else name)
    assert found.resolution in ("resolved", "unknown", "ambiguous")
    if found.unit is not None:
        assert name == "市场监督管理局"  # bare: the document's own


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("城东街道办事处", "441702", ("441702006/subdistrict-office", "阳江市江城区城东街道办事处")),
        ("江城区城东街道办", "441700", ("441702006/subdistrict-office", "阳江市江城区城东街道办事处")),
        ("茶山镇政府", "441900", ("441900103/peoples-government", "东莞市茶山镇人民政府")),
        ("茶山镇", "441900", "ambiguous"),  # a place without an organ
        ("茶山镇政府", "440000", "unknown"),
        ("无此镇政府", "441900", "unknown"),
    ],
)
def test_towns(name: str, region: str, expected: tuple[str, str] | str) -> None:
    assert unit(name, region) == expected


def test_a_typo_has_candidates() -> None:
    found = resolve("市市场监督局")
    assert (found.resolution, found.candidates) == ("unknown", ("441700/market-regulation",))


@pytest.mark.parametrize(
    "written",
    ["市財政局", "市　财政局", "市财\n政局", "市财政局 ", "市⽂化和旅游局"],
)
def test_script_width_and_spaces_do_not_matter(written: str) -> None:
    plain = "市文化和旅游局" if "旅游" in written else "市财政局"
    assert unit(written) == unit(plain) != "unknown"


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("市财政局国库科", "441700/finance"),
        ("市应急管理局办公室", "441700/emergency-management"),
        ("市教育局基础教育处", "441700/education"),
        ("财政部办公厅", "100000/finance"),
        ("宿州经开区（鞋城）管委会", "341372/management-committee"),
        ("市委宣传部（市文明办）", "441700/propaganda-department"),
        ("市住房城乡建设局〈市人防办〉", "441700/housing-construction"),
    ],
)
def test_inner_offices_and_brackets_resolve_to_the_organ(name: str, parent: str) -> None:
    found = resolve(name, "341300" if parent.startswith("3413") else "441700")
    assert found.unit is not None and found.unit.id == parent


@pytest.mark.parametrize(
    "name", ["市委市政府办公室", "财务科", "县河堤建设指挥部", "市", "", "市财政局市公安局办公室", "一" * 5000]
)
def test_what_no_organ_explains_is_unknown(name: str) -> None:
    assert unit(name) == "unknown"


@pytest.mark.parametrize(
    "name",
    "各商业银行 各地级以上市人民政府 各县（市、区）人民政府 各市、县人民政府 各镇（街道） 各科室 省级人民政府 "
    "市委市政府 各有关省级人民政府 镇街 金融机构 宿州市各县区 区县政府".split(),
)
def test_groups(name: str) -> None:
    assert unit(name) == "group"


@pytest.mark.parametrize(
    "name",
    "有关单位 有关部门 各有关部门 各相关单位 地方 成员单位 市直有关部门 区级相关部门 有关行业主管部门 各成员单位 "
    "相关职能部门 市促进消费联席会议成员单位 各地各部门".split(),
)
def test_generic_names(name: str) -> None:
    assert unit(name) == "generic"


def test_bare_names_in_a_national_document_are_national() -> None:
    names = ["发展改革委", "市场监管总局", "海关总署", "能源局", "人民银行"]
    assert all(str(unit(name, "100000")[0]).startswith("100000/") for name in names)


def test_bare_names_in_a_local_document_are_local() -> None:
    assert unit("能源局", "440000") == ("440000/energy", "广东省能源局")
    assert unit("财政局") == ("441700/finance", "阳江市财政局")
    assert unit("国家能源局") == ("100000/energy", "国家能源局")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市市场监管局市公安局", "市市场监管局"),
        ("国家税务总局阳江市税务局人行", "国家税务总局阳江市税务局"),
        ("人行阳江市中心支行牵头", "人行阳江市中心支行"),
        ("广东省阳江市财政局等", "广东省阳江市财政局"),
        ("国家金融监督管理总局泸州监管分局、", "国家金融监督管理总局泸州监管分局"),
        ("江城区政府负责", "江城区政府"),
        ("住房城乡建设厅", "住房城乡建设厅"),
        ("加强领导", None),
        ("委托", None),
    ],
)
def test_the_longest_name_in_a_text(text: str, name: str | None) -> None:
    end = load_registry().longest_name("。" + text, 1)
    assert (("。" + text)[1:end] if end else None) == name


def test_carried_prefixes() -> None:
    registry = load_registry()
    assert registry.is_bare_organ("能源局") and registry.is_bare_organ("住房城乡建设厅")
    assert not registry.is_bare_organ("市财政局") and not registry.is_bare_organ("财政部")
    assert registry.organ_exists_at("能源局", "省") and registry.organ_exists_at("财政局", "市")
    assert not registry.organ_exists_at("公安厅", "市") and not registry.organ_exists_at("证监局", "省")


def test_places_in_a_text() -> None:
    text = "阳江市与东莞联合"
    assert [(text[a:b], places[0].code) for a, b, places in load_registry().find_places(text)] == [
        ("阳江市", "441700"),
        ("东莞", "441900"),
    ]


def test_steps_say_how() -> None:
    steps = " ".join(resolve("市工商局").steps)
    assert "广东省阳江市" in steps and "441700/industry-commerce" in steps and "2019" in steps
