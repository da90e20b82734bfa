"""The data of places and organs: what must be there, and what must not contradict itself."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.errors import KnowledgeError
from pipeline.knowledge.tables import read_rows
from pipeline.units.naming import letters
from pipeline.units.organs import COLUMNS, OrganTable, load_organs
from pipeline.units.places import Gazetteer, load_gazetteer, prefix

KNOWLEDGE = Path(__file__).parent.parent / "pipeline" / "knowledge"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def organs() -> OrganTable:
    return load_organs()


def test_a_parent_code_is_a_prefix_and_a_place(places: Gazetteer) -> None:
    for place in places:
        if place.level != "national":
            parent = places.get(place.parent)
            assert parent is not None, place
            assert place.code.startswith(prefix(place.parent)), place
            assert place.full_name.startswith(parent.full_name) or place.level == "province", place


def test_no_name_is_claimed_twice_within_one_parent(places: Gazetteer) -> None:
    claims = Counter(
        (place.parent, word) for place in places if place.valid_until is None for word in {place.name, *place.short}
    )
    assert not {claim for claim, count in claims.items() if count > 1}


def test_successors_are_places(places: Gazetteer) -> None:
    broken = [place for place in places if place.successor and places.get(place.successor) is None]
    assert not broken


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("100000", "中华人民共和国"),
        ("110000", "北京市"),
        ("120000", "天津市"),
        ("310000", "上海市"),
        ("500000", "重庆市"),
        ("710000", "台湾省"),
        ("810000", "香港特别行政区"),
        ("820000", "澳门特别行政区"),
        ("429004", "湖北省仙桃市"),  # 省直辖县
        ("469002", "海南省琼海市"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("330113", "浙江省杭州市临平区"),  # since 2021
        ("330114", "浙江省杭州市钱塘区"),
        ("441700", "广东省阳江市"),
        ("511903", "四川省巴中市恩阳区"),
        ("441900", "广东省东莞市"),  # a city without counties
        ("422800", "湖北省恩施土家族苗族自治州"),
        ("152500", "内蒙古自治区锡林郭勒盟"),
        ("500101", "重庆市万州区"),
        ("341372", "安徽省宿州市经济技术开发区"),
        ("133191", "河北省雄安新区"),
        ("653228", "新疆维吾尔自治区和田地区和康县"),  # since 2024
        ("500157", "重庆市两江新区"),  # since 2025
        ("653132", "新疆维吾尔自治区喀什地区岑岭县"),  # since 2026
        ("659013", "新疆维吾尔自治区草湖市"),
        ("659908", "新疆维吾尔自治区新疆生产建设兵团第八师"),
    ],
)
def test_places_that_must_be_there(places: Gazetteer, code: str, full_name: str) -> None:
    place = places.get(code)
    assert place is not None
    assert place.full_name == full_name


def test_every_province_and_enough_of_the_rest(places: Gazetteer) -> None:
    living = [place for place in places if place.valid_until is None]
    assert sum(place.level == "province" for place in living) == 34
    assert sum(place.level == "city" for place in living) == 334  # with the corps (新疆生产建设兵团)
    assert sum(place.level == "county" and not place.zone for place in living) > 2840
    assert sum(place.zone for place in living) > 130


@pytest.mark.parametrize(
    ("code", "until", "successor"),
    [
        ("321088", "2011", "321012"),  # 江都市 → 江都区
        ("330103", "2021", "330105"),  # 下城区 → 拱墅区
        ("371200", "2018-12-26", "370100"),  # 莱芜市 → 济南市
        ("441723", "2014", "441704"),  # 阳东县 → 阳东区
        ("510124", "2016", "510117"),  # 郫县 → 郫都区
    ],
)
def test_a_county_that_became_a_district(places: Gazetteer, code: str, until: str, successor: str) -> None:
    place = places.get(code)
    assert place is not None
    assert (place.valid_until, place.successor) == (until, successor)


def test_a_code_bears_the_name_of_its_time(places: Gazetteer) -> None:
    assert [p.name for p in (places.get("420600", "2005", "2005"), places.get("420600"))] == ["襄樊市", "襄阳市"]  # type: ignore[union-attr]


def test_at_least_150_organs_with_a_source_each(organs: OrganTable) -> None:
    assert len(organs.organs) >= 300
    data = (KNOWLEDGE / "organs.csv").read_bytes()
    sources = {
        row[-1].partition("-")[0]
        for _, row in read_rows("organs.csv", data, COLUMNS, short=2)
        if len(row) == len(COLUMNS)
    }
    assert sources == {"reform", "law", "charter", "usage"}


def test_successors_are_organs(organs: OrganTable) -> None:
    assert not [
        organ.slug for organ in organs.organs.values() if organ.successor and organ.successor not in organs.organs
    ]


def test_no_spelling_stands_for_two_organs_at_one_level_and_time(organs: OrganTable) -> None:
    clashes = [
        (form, one.slug, other.slug)
        for table in (organs.forms, organs.shorts, organs.fixed)
        for form, claims in table.items()
        for (one, _), (other, _) in combinations(claims, 2)
        if one.slug != other.slug
        and set(one.levels.lower()) & set(other.levels.lower())
        and one.in_office(other.first, other.last)
    ]
    assert not clashes


def test_no_spelling_of_an_organ_is_read_as_a_group(organs: OrganTable) -> None:
    from pipeline.units.groups import Groups

    groups = Groups()
    words = ("", "省", "市", "县", "区", "州", "阳江市", "广东省")
    taken = [form for form in organs.forms for word in words if groups.classify(form.replace("{}", word))]
    assert not [form for form in taken if form not in PLURAL_WITHOUT_PLACE]
    assert not [name for name in organs.fixed if groups.classify(name)]


PLURAL_WITHOUT_PLACE = {"{}开发区", "{}产业园区", "{}法院", "{}人民法院", "{}商业银行"}
"""Without a place these are plurals (各开发区, 法院); with one they are read as units."""


def test_every_level_of_a_place_has_letters(places: Gazetteer) -> None:
    best = {place.code: letters(place)[0] for place in places}
    codes = ("100000", "440000", "500000", "441700", "441702", "341372")
    assert [best[code] for code in codes] == ["n", "p", "m", "C", "k", "z"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("44170,阳江市,,city,440000,,,", "six digits"),
        ("441700,阳江市,,town,440000,,,", "unknown level"),
        ("441700,阳江市,,city,450000,,,", "no prefix"),
        ("441700,阳江市,,city,440000,88,,", "four digits"),
        ("441700,阳江市,,city,440000,,", "7 fields where the header has 8"),
    ],
)
def test_a_broken_line_of_places_is_named(monkeypatch: pytest.MonkeyPatch, row: str, reason: str) -> None:
    data = f"# note\ncode,name,short,level,parent,valid_from,valid_until,successor\n{row}\n".encode()
    monkeypatch.setattr("pipeline.units.places.read_bytes", lambda _: data)
    with pytest.raises(KnowledgeError, match=rf"regions\.csv:3: .*{reason}"):
        load_gazetteer()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("finance,office,n,财政部,,,r,,law", "unknown kind"),
        ("finance,department,q,财政部,,,r,,law", "levels"),
        ("finance,department,n,财政部,,,x,,law", "basis"),
        ("~,财政部", "follows a name"),
    ],
)
def test_a_broken_line_of_organs_is_named(monkeypatch: pytest.MonkeyPatch, row: str, reason: str) -> None:
    data = f"{','.join(COLUMNS)}\n{row}\n".encode()
    monkeypatch.setattr("pipeline.units.organs.read_bytes", lambda _: data)
    with pytest.raises(KnowledgeError, match=rf"organs\.csv:2: .*{reason}"):
        load_organs()


def test_a_file_in_another_encoding_is_named_with_its_line() -> None:
    with pytest.raises(KnowledgeError, match=r"a\.csv:2: not UTF-8"):
        list(read_rows("a.csv", "code\n阳江\n".encode("gbk"), ("code",)))


def _group_rows() -> list[tuple[int, list[str]]]:
    from pipeline.units.groups import read_group_rows

    return read_group_rows()


@pytest.mark.parametrize("row", _group_rows(), ids=lambda row: f"{row[1][0]}-{row[1][2]}")
def test_a_word_of_groups_is_read_and_needed(row: tuple[int, list[str]]) -> None:
    from pipeline.units.groups import Groups

    _, (_, kind, _, example) = row
    assert Groups().classify(example) == kind
    assert Groups(other for other in _group_rows() if other != row).classify(example) != kind


def test_a_level_word_is_read_in_its_example() -> None:
    from pipeline.units import levels

    for level in levels.level_words():
        assert levels.words_at(level.example, 0)[0] == level.word
        match = levels.prefix_pattern().match(level.example)
        assert match is not None and match.group() == level.word
    assert levels.names_place("市", "重庆市", "province") and levels.names_place("州", "楚雄彝族自治州", "city")
    assert not levels.names_place("区", "新疆维吾尔自治区", "province")
    assert not levels.names_place("州", "福州市", "city")


def test_a_word_that_is_no_place_begins_like_one(places: Gazetteer) -> None:
    rows = read_rows("not_places.csv", (KNOWLEDGE / "not_places.csv").read_bytes(), ("word", "what", "example"))
    for _, (word, _, example) in rows:
        assert word in example
        assert any(word[:end] in places.shorts for end in places.at(word, 0)), word


def test_the_forms_of_institutions_match_their_examples() -> None:
    import tomllib

    forms = tomllib.loads((KNOWLEDGE / "institutions.toml").read_text("utf-8"))["form"]
    for form in forms:
        tail = re.compile(form["pattern"])
        assert all(tail.fullmatch(text) for text in form["matches"])
        assert not any(tail.fullmatch(text) for text in form["misses"])


def test_no_line_of_the_unit_data_is_long() -> None:
    files = "organs local_names regions region_changes place_spellings towns groups levels not_places universities"
    longest = {
        name: max(map(len, (KNOWLEDGE / f"{name}.csv").read_text("utf-8").splitlines())) for name in files.split()
    }
    assert max(longest.values()) <= 130, longest


def test_every_local_name_has_a_source_and_its_place_in_it(places: Gazetteer) -> None:
    from pipeline.units.local import NONE, read_local_rows

    rows = [row for _, row in read_local_rows() if len(row) > 2]
    assert len(rows) > 400
    assert {row[0][:2] for row in rows} >= {place.code[:2] for place in places if place.level == "province"} - {"71"}
    for region, _, name, _, _, basis, source in rows:
        place = places.get(region)
        assert source
        assert basis == "sure" or source.startswith("notices")
        if place is None or name in (NONE, "中国人民银行营业管理部"):  # it had no place in its name
            continue
        assert any(word in name for word in (place.name, *place.short)), name
