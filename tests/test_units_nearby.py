"""A place's name counts where it is near: the properties over all places, and the examples behind them."""

from collections.abc import Iterator
from itertools import islice

import pytest

from pipeline.units import load_registry
from pipeline.units.places import Place, load_gazetteer

DAY = "2021-06-30"
POSTS = (
    "财政局 新区管委会 高新区管委会 经开区管委会 景区管委会 公安分局 人寿 广播电视台 海警局 供电公司 银保监分局".split()
)
HERE = ("441700", "330600", "650000", "110105")
"""Documents of a city, of another, of a region, of a district: every place is far from at least one of them."""


def _living() -> Iterator[Place]:
    return (place for place in load_gazetteer() if place.valid_until is None and place.level != "national")


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.hostile)], ids=["some", "all"])
def test_no_short_name_asserts_a_place_outside_the_documents_province(step: int) -> None:
    registry, wrong = load_registry(), []
    for place in islice(_living(), 0, None, step):
        for short in place.short:
            if short.endswith(("区", "县", "市", "州", "盟", "旗")):
                continue
            for number, post in enumerate(POSTS):
                region = HERE[number % len(HERE)]
                unit = registry.resolve(short + post, region=region, on=DAY).unit
                if unit is not None and unit.region[:2] != region[:2] and unit.region != "100000":
                    wrong.append((short + post, region, unit.id))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


MORE_POSTS = (
    *POSTS,
    *"人民政府 第一中学 中心医院 街道办事处 公安局高新分局 财政局国库科 委宣传部 海关 税务局 银行 大学".split(),
    "住房和城乡建设和交通运输局",
)
STRIDE = 5
"""Of the endings each place gets every fifth: all together take a minute."""


@pytest.mark.hostile
def test_nor_does_any_short_name_with_any_ending() -> None:
    """All short names, those with a class word too (巴州); a former full name and a zone's with its city say enough."""
    registry, gazetteer, wrong = load_registry(), load_gazetteer(), []
    cities = {place.code: place for place in gazetteer}
    for number, place in enumerate(_living()):
        outer = cities[place.parent].short
        for short in place.short:
            if short in gazetteer.names or (place.zone and short.startswith(outer)):
                continue
            for turn, post in enumerate(MORE_POSTS[number % STRIDE :: STRIDE]):
                region = HERE[(number + turn) % len(HERE)]
                unit = registry.resolve(short + post, region=region, on=DAY).unit
                far = unit is not None and unit.region[:2] != region[:2] and unit.region != "100000"
                if unit is not None and far and unit.kind != "school":  # 北京大学 is where it is
                    wrong.append((short + post, region, unit.id))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


def test_no_district_outside_the_documents_province_is_asserted() -> None:
    registry = load_registry()
    districts = [
        place for place in _living() if place.name.endswith("区") and not place.zone and place.level == "county"
    ]
    wrong = [
        (place.name, unit.id)
        for place in districts
        if (unit := registry.resolve(f"{place.name}人民政府", region="710000", on=DAY).unit) is not None
    ]
    assert len(districts) > 900
    assert not wrong


def test_a_place_with_its_province_or_city_counts_everywhere() -> None:
    registry = load_registry()
    for place in _living():
        if place.level in ("city", "county") and not place.zone:
            unit = registry.resolve(f"{place.full_name}财政局", region="441700", on=DAY).unit
            if (place.valid_from or "") < DAY:
                assert unit is not None and unit.region == place.code, place


@pytest.mark.parametrize(
    ("name", "region", "candidate"),
    [
        ("滨海新区管委会", "330600", "120116/peoples-government"),
        ("昆山高新区管委会", "441700", "320583/high-tech-zone-committee"),
        ("江北公安分局", "441700", None),
        ("清河区人民政府", "320800", "211204/peoples-government"),  # that of 淮安 has ended
        ("信州新区管委会", "361100", "361102/new-district-committee"),
        ("珠海（阳江）产业转移工业园管委会", "441700", "441700/industry-transfer-park-committee"),
        ("开发区管委会", "441700", "441700/general-zone-committee"),
    ],
)
def test_what_may_be_another_place_is_offered(name: str, region: str, candidate: str | None) -> None:
    found = load_registry().resolve(name, region=region, on=DAY)
    assert found.unit is None
    if candidate is not None and candidate != "120116/peoples-government":
        assert candidate in found.candidates


@pytest.mark.parametrize("name", ["平安人寿", "太平人寿", "新华书店", "东方电视台", "华夏银行阳江分行"])
@pytest.mark.parametrize("region", ["630200", "210900", "460000", "441700"])
def test_a_companys_first_syllables_are_no_place(name: str, region: str) -> None:
    unit = load_registry().resolve(name, region=region, on=DAY).unit
    assert unit is None


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("巴州公安局", "650000", "652800/public-security"),
        ("锡盟教育局", "150000", "152500/education"),
        ("自治州水利局", "532922", "532900/water-resources"),  # in a county the 州 is the one around it
        ("自治县财政局", "440232", "440232/finance"),
        ("林区政府", "429021", "429021/peoples-government"),
        ("特区教育局", "520203", "520203/education"),
        ("地区发改委", "653100", "653100/development-reform"),
        ("自治区财政厅", "653101", "650000/finance"),
        ("江阴高新区管委会", "320200", "320281/high-tech-zone-committee"),
        ("海淀公安分局", "110000", "110108/public-security"),
        ("文昌市财政局", "460000", "469005/finance"),
        ("孝义市财政局", "141100", "141181/finance"),
        ("兵团发展改革委", "650000", "659900/development-reform"),
        ("第八师财政局", "650000", "659908/finance"),
        ("市公安局高新分局", "441700", "441791/public-security"),
    ],
)
def test_what_is_near_counts(name: str, region: str, expected: str) -> None:
    found = load_registry().resolve(name, region=region, on=DAY)
    assert (found.unit.id if found.unit else found) == expected


@pytest.mark.parametrize(
    ("name", "region", "on", "expected"),
    [
        ("襄阳区人民政府", "420000", "2009-06-01", "襄樊市襄阳区人民政府"),  # the district of the city's former name
        ("襄樊市公安局", "420000", "2021-06-01", "襄阳市公安局"),
        ("钢城区人民政府", "370000", "2018-06-01", "莱芜市钢城区人民政府"),
        ("钢城区人民政府", "370000", "2019-06-01", "济南市钢城区人民政府"),
        ("寿县财政局", "341500", "2010-06-01", "寿县财政局"),
        ("盟行署", "152500", DAY, "锡林郭勒盟行政公署"),
    ],
)
def test_a_place_bears_the_name_of_the_day(name: str, region: str, on: str, expected: str) -> None:
    unit = load_registry().resolve(name, region=region, on=on).unit
    assert unit is not None and unit.name == expected


@pytest.mark.parametrize(
    ("name", "region", "on"),
    [
        ("偃师市人民政府", "410300", "2022-06-01"),  # a district since 2021
        ("南汇区人民政府", "310000", "2021-06-01"),
        ("市医保局", "441700", "2016-06-01"),  # since 2018
        ("省数据局", "340000", "2019-06-01"),
        ("国家数据局", "441700", "2020-06-01"),
        ("人民银行阳江市分行", "441700", "2021-06-01"),  # since 2023
    ],
)
def test_what_is_not_there_on_the_day_is_offered(name: str, region: str, on: str) -> None:
    found = load_registry().resolve(name, region=region, on=on)
    assert (found.resolution, found.unit) == ("ambiguous", None)
    assert found.candidates
