"""Official names: what is printed in full stands, one organ has one id, two organs have two."""

from itertools import product

import pytest

from pipeline.units import better_named, load_registry

DAY = "2022-06-30"
PLACES = {
    "阳江市": "441700", "宿州市": "341300", "青岛市": "370200", "成都市": "510100", "武汉市": "420100", "南京市": "320100",
    "苏州市": "320500", "呼和浩特市": "150100", "阳西县": "441721", "萧县": "341322", "昆山市": "320583",
    "广州市天河区": "440106", "凉山彝族自治州": "513400", "锡林郭勒盟": "152500", "乳源瑶族自治县": "440232",
}  # fmt: skip
FORMS = """自然资源局 自然资源和规划局 规划和自然资源局 城市管理局 城市管理和综合执法局 城市管理综合行政执法局 综合行政执法局
住房和城乡建设局 城乡建设局 建设局 住房和建设局 住房保障和房产管理局 房屋管理局 园林绿化局 园林和林业局 林业局 林业和园林局
林业和草原局 水利局 水务局 农业农村局 农牧局 农业农村和水利局 文化和旅游局 文化广电旅游局 文化广电旅游体育局 文化广电和旅游局
教育局 教育体育局 教育和体育局 科学技术局 科技和工业信息化局 工业和信息化局 经济和信息化局 商务局 投资促进局 行政审批局
行政审批服务局 政务服务管理局 政务服务数据管理局 大数据局 大数据管理局 大数据发展管理局 数据资源管理局 民族宗教事务局
民族宗教事务委员会 卫生健康局 卫生健康委员会 市场监督管理局 应急管理局 退役军人事务局 医疗保障局 统计局 审计局 财政局 司法局
公安局 民政局 信访局 交通运输局 生态环境局 人民政府办公室 人力资源和社会保障局 机关事务管理局 地方金融监督管理局 乡村振兴局
发展和改革局 发展和改革委员会 国有资产监督管理局 供销合作社联合社 住房公积金管理中心 妇女联合会 总工会 残疾人联合会 科学技术协会
归国华侨联合会 工商业联合会 文学艺术界联合会 红十字会 人民防空办公室 海洋与渔业局 口岸局 粮食和物资储备局 城市更新局""".split()


def test_no_full_name_is_replaced_by_another() -> None:
    registry, replaced = load_registry(), []
    for (place, region), form in product(PLACES.items(), FORMS):
        unit = registry.resolve(place + form, region=region, on=DAY).unit
        if unit is not None and unit.name != place + form:
            replaced.append((place + form, unit.name))
    assert len(PLACES) * len(FORMS) > 1000
    assert not replaced


@pytest.mark.parametrize(
    ("name", "region", "official", "basis"),
    [
        ("阳江市住房城乡建设局", "441700", "阳江市住房和城乡建设局", "pattern"),  # a short form is completed
        ("市大数据局", "341300", "宿州市大数据局", "document"),  # as printed, with its place
        ("市林园局", "340100", "合肥市林业和园林局", "registry"),  # the real name there
        ("市自然资源局", "440106", "广州市规划和自然资源局", "registry"),
        ("南山区住房建设局", "440300", "深圳市南山区住房和建设局", "pattern"),
        ("宿州经济开发区管委会", "341300", "宿州经济开发区管理委员会", "document"),  # no 经济技术开发区
        ("建行阳江市分行", "441700", "中国建设银行股份有限公司阳江市分行", "pattern"),
        ("国网萍乡供电分公司", "360300", "国网江西省电力有限公司萍乡供电分公司", "pattern"),
        ("市供电公司", "340800", "国网安徽省电力有限公司安庆供电公司", "pattern"),
        ("阳江供电局", "441700", "广东电网有限责任公司阳江供电局", "pattern"),
        ("人行合肥中心支行", "340000", "中国人民银行合肥中心支行", "registry"),
        ("人民银行南京分行", "320000", "中国人民银行南京分行", "registry"),
        ("深圳银保监局", "440300", "中国银行保险监督管理委员会深圳监管局", "registry"),
        ("重庆银保监局", "500000", "中国银行保险监督管理委员会重庆监管局", "registry"),
        ("阳江移动", "441700", "中国移动通信集团广东有限公司阳江分公司", "pattern"),
        ("县政协", "441721", "中国人民政治协商会议阳西县委员会", "registry"),
        ("市监委", "441700", "阳江市监察委员会", "registry"),
    ],
)
def test_the_official_name(name: str, region: str, official: str, basis: str) -> None:
    unit = load_registry().resolve(name, region=region, on=DAY).unit
    assert unit is not None
    assert (unit.name, unit.name_basis) == (official, basis)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市委督查室", "市政府督查室"),
        ("市城管委", "市城管执法局"),
        ("市安委会", "市安委办"),
        ("市防汛抗旱指挥部", "市防办"),
        ("市禁毒委", "市禁毒办"),
        ("市爱卫会", "市爱卫办"),
        ("市烟草专卖局", "市烟草公司"),
        ("市盐务局", "市盐业公司"),
        ("市文物局", "市文物保护中心"),
        ("市纪委", "市监委"),
        ("市妇儿工委", "市妇儿工委办公室"),
        ("深圳金融监管局", "市地方金融监管局"),
    ],
)
def test_two_organs_have_two_ids(one: str, other: str) -> None:
    registry = load_registry()
    region = "440300" if one.startswith("深圳") else "341300"
    day = "2023-07-01" if one.startswith("深圳") else DAY
    units = [registry.resolve(name, region=region, on=day).unit for name in (one, other)]
    assert units[0] is not None and units[1] is not None
    assert units[0].id != units[1].id


@pytest.mark.parametrize(
    ("one", "other", "region"),
    [
        ("省数据资源局", "省数据局", "340000"),
        ("市建委", "市住房城乡建设委", "330100"),
        ("自治区农牧厅", "自治区农业农村厅", "150000"),
        ("市人大办公室", "市人大常委会办公室", "441700"),
        ("市城管委", "市城管局", "510100"),  # where the committee is the bureau
        ("市烟草专卖局（公司）", "市烟草专卖局", "441700"),
    ],
)
def test_one_organ_has_one_id(one: str, other: str, region: str) -> None:
    registry = load_registry()
    units = [registry.resolve(name, region=region, on="2024-06-30").unit for name in (one, other)]
    assert units[0] is not None and units[1] is not None
    assert units[0].id == units[1].id


def test_a_record_gives_a_unit_its_surest_name() -> None:
    registry = load_registry()
    short, full = (
        registry.resolve(name, region="341300", on=DAY).unit for name in ("市自规局", "宿州市规划和自然资源局")
    )
    assert short is not None and full is not None and short.id == full.id
    assert better_named(better_named(None, short), full).name == "宿州市规划和自然资源局"
    assert better_named(full, short).name == "宿州市规划和自然资源局"


@pytest.mark.parametrize(
    ("name", "region", "official", "where"),
    [
        ("中山大学", "440000", "中山大学", "440100"),  # not in 中山
        ("阳江职业技术学院", "441700", "阳江职业技术学院", "441700"),
        ("市第三人民医院", "441700", "阳江市第三人民医院", "441700"),
        ("阳江市第三人民医院", "440000", "阳江市第三人民医院", "441700"),
        ("县第一中学", "441721", "阳西县第一中学", "441721"),
    ],
)
def test_schools_and_hospitals_are_read_by_their_form(name: str, region: str, official: str, where: str) -> None:
    unit = load_registry().resolve(name, region=region, on=DAY).unit
    assert unit is not None
    assert (unit.name, unit.region, unit.name_basis) == (official, where, "document")
    again = load_registry().resolve(official, region="440000", on="2023").unit
    assert again is not None and again.id == unit.id


@pytest.mark.parametrize("name", ["市直学校", "学校", "医院", "法学院", "市级医院", "建设部", "市综合行政执法局"])
def test_what_only_looks_like_a_unit_is_not_asserted(name: str) -> None:
    assert load_registry().resolve(name, region="440100", on=DAY).unit is None


def test_a_union_of_two_bureaux_is_the_first_one() -> None:
    unit = load_registry().resolve("县民政和退役军人局", region="341322", on=DAY).unit
    assert unit is not None
    assert (unit.id, unit.name) == ("341322/civil-affairs", "萧县民政和退役军人局")
    assert load_registry().resolve("市民政和退役军人局", region="341300", on=DAY).unit is None  # no city has one
