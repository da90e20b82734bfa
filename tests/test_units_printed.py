"""A name that is printed in full, with its whole place, stands: the registry gives the id, never another name."""

import pytest

from pipeline.units import load_registry

DAY = "2021-06-30"
PLACES = {
    "440000": "广东省", "510000": "四川省", "150000": "内蒙古自治区", "110000": "北京市", "500000": "重庆市",
    "310000": "上海市", "441700": "阳江市", "440300": "深圳市", "330100": "杭州市", "422800": "恩施土家族苗族自治州",
    "341322": "萧县", "511903": "巴中市恩阳区", "370200": "青岛市", "210200": "大连市", "440100": "广州市",
    "510100": "成都市", "610100": "西安市", "230100": "哈尔滨市", "440232": "乳源瑶族自治县", "320583": "昆山市",
}  # fmt: skip
BUREAUX = """财政局 发展和改革委员会 发展和改革局 教育局 教育体育局 教育和体育局 教育委员会 教育科技和体育局 科学技术局 科学技术委员会
工业和信息化局 科技和工业信息化局 工业信息化和科技局 经济和信息化局 经济和科技信息化局 民族宗教事务局 民族宗教事务委员会
民族和宗教事务局 公安局 民政局 司法局 人力资源和社会保障局 自然资源局 自然资源和规划局 规划和自然资源局 规划和自然资源委员会 生态环境局
住房和城乡建设局 住房和城乡建设委员会 住房和建设局 住房和城乡建设管理局 城乡建设局 城乡建设委员会 交通运输局 水务局 水利局 水利和湖泊局
农业农村局 农业农村委员会 农业农村和水利局 农牧局 商务局 商务委员会 文化广电旅游局 文化和旅游局 文化广电旅游体育局 文化体育和旅游局
文化广电和旅游局 卫生健康局 卫生健康委员会 退役军人事务局 应急管理局 审计局 人民政府国有资产监督管理委员会 市场监督管理局 统计局 医疗保障局
乡村振兴局 林业局 林业和草原局 林业和园林局 园林和林业绿化局 城市管理局 城市管理和综合执法局 城市管理综合执法局 综合行政执法局
城市综合管理局 行政审批局 行政审批服务局 政务服务管理局 政务服务数据管理局 大数据管理局 大数据发展管理局 大数据局 地方金融监督管理局
金融工作局 体育局 信访局 外事局 投资促进局 机关事务管理局 粮食和物资储备局 人民防空办公室 海洋局 海洋发展局 供销合作社联合社 档案局
残疾人联合会 妇女联合会 总工会 工商业联合会 红十字会 科学技术协会 公共资源交易中心 住房公积金管理中心 气象局 人民检察院 知识产权局""".split()


def test_no_full_name_is_replaced_by_another() -> None:
    registry, replaced, found = load_registry(), [], 0
    for code, place in PLACES.items():
        for bureau in BUREAUX:
            unit = registry.resolve(place + bureau, region=code, on=DAY).unit
            found += unit is not None
            if unit is not None and unit.name != place + bureau:
                replaced.append((place + bureau, unit.name, unit.name_basis))
    assert len(PLACES) * len(BUREAUX) > 1500
    assert replaced == []
    assert found > 0.75 * len(PLACES) * len(BUREAUX)


def test_nor_is_it_in_a_document_of_another_province() -> None:
    registry, replaced = load_registry(), []
    for place in PLACES.values():
        for bureau in BUREAUX:
            unit = registry.resolve(place + bureau, region="620000", on=DAY).unit
            if unit is not None and unit.name != place + bureau:
                replaced.append((place + bureau, unit.name))
    assert replaced == []


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("赵县工业信息化和科技局", "130133", "赵县工业信息化和科技局"),
        ("县工业信息化和科技局", "130133", "赵县工业信息化和科技局"),
        ("区城乡建设和交通运输局", "511903", "巴中市恩阳区城乡建设和交通运输局"),
        ("宿州市数据资源局", "341300", "宿州市数据资源局"),
        ("合肥市园林局", "340100", "合肥市园林局"),
        ("岳池县教育科技体育局", "511621", "岳池县教育科技体育局"),
        ("市文体旅游局", "440300", "深圳市文化广电旅游体育局"),  # known there: no pattern, no print
    ],
)
def test_the_printed_name_is_completed_with_its_place(name: str, region: str, expected: str) -> None:
    unit = load_registry().resolve(name, region=region, on=DAY).unit
    assert unit is not None and unit.name == expected
