"""Statements → parties with roles: the data's own examples, and lists that must split back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statement.labels import party_role
from pipeline.statement.parties import Given
from pipeline.statement.read import AssignmentSpans, read_statement
from pipeline.units.carry import complete
from pipeline.units.lists import cut, names_in
from texts import folded, registry

UNITS = [
    "市财政局",
    "市水务局",
    "市住房和城乡建设局",
    "各县（市、区）人民政府",
    "国家税务总局天水市税务局",
    "省发展和改革委员会",
    "市供销社",
    "有关单位",
]


def drafts(text: str, given_role: Given | None = None, field: str = "units") -> list[AssignmentSpans]:
    return list(read_statement(folded(text), given_role or Given(), registry(), field=field).drafts)


def parties(text: str, given_role: Given | None = None) -> list[str]:
    return [f"{party.unit.name}:{party.role}" for draft in drafts(text, given_role) for party in draft.parties]


def names(text: str) -> list[str]:
    whole = folded(text)
    pieces = cut(whole.text, 0, len(whole), whole.breaks, registry())
    spans = [
        (start, end, piece.separator)
        for piece in pieces
        for start, end in names_in(whole.text, piece.start, piece.end, registry(), whole.breaks)
    ]
    return [name.name for name in complete(whole.text, spans, registry())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各市、县人民政府", ["各市、县人民政府"]),
        ("各县(市、区)人民政府、市财政局", ["各县(市、区)人民政府", "市财政局"]),
        ("市住房和城乡建设局、市水务局", ["市住房和城乡建设局", "市水务局"]),
        ("市水务局和市财政局", ["市水务局", "市财政局"]),
        ("省水利厅、财政厅、能源局,省税务局", ["省水利厅", "省财政厅", "省能源局", "省税务局"]),
        ("甲丙区、乙丁县人民政府", ["甲丙区人民政府", "乙丁县人民政府"]),
        ("市城东片区(物流园)管委会;市供销社", ["市城东片区(物流园)管委会", "市供销社"]),
        ("各省、自治区、直辖市人民政府,财政部", ["各省、自治区、直辖市人民政府", "财政部"]),
    ],
)
def test_a_list_is_cut_into_its_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_word_inside_a_label_makes_its_role_finer() -> None:
    assert party_role("责任街镇", "responsible_units") == "implement"
    assert party_role("业务指导部门", "guide_units") == "guide"
    assert party_role("参与单位", "support_units") == "participate"


def test_a_division_is_kept_and_the_noun_behind_etc_is_no_party() -> None:
    text = "市财政局、市水务局按职责分工负责"
    (draft,) = drafts(text)
    assert draft.division and folded(text).text[slice(*draft.division)] == "按职责分工负责"
    assert parties("市财政局等有关部门负责") == ["市财政局:responsible"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由市财政局牵头，市水务局、市供销社配合", ["市财政局:lead", "市水务局:support", "市供销社:support"]),
        ("市财政局（牵头）、市水务局", ["市财政局:lead", "市水务局:responsible"]),
        ("市财政局会同市水务局负责", ["市财政局:responsible", "市水务局:jointly"]),
        ("市财政局指导，各县人民政府负责落实", ["市财政局:guide", "各县人民政府:implement"]),
        ("市财政局、市水务局等有关部门按职责分工负责", ["市财政局:responsible", "市水务局:responsible"]),
        ("牵头单位：市财政局；配合单位：市水务局，市供销社", ["市财政局:lead", "市水务局:support", "市供销社:support"]),
        ("市财政局\n市水务局", ["市财政局:responsible", "市水务局:responsible"]),
        ("市住房和城\n乡建设局、市水务局", ["市住房和城乡建设局:responsible", "市水务局:responsible"]),
        ("责任\n单位：市财政局", ["市财政局:responsible"]),
        (
            "财政部、商务部等和各省级人民政府负责",
            ["财政部:responsible", "商务部:responsible", "各省级人民政府:responsible"],
        ),
    ],
)
def test_statements_of_many_shapes(text: str, expected: list[str]) -> None:
    assert parties(text) == expected


def test_a_verb_overrides_the_column_and_the_column_holds_for_the_rest() -> None:
    column = Given("support", "header")
    assert parties("市财政局牵头，市水务局", column) == ["市财政局:lead", "市水务局:support"]


def test_a_repeated_label_begins_a_new_assignment_with_its_part() -> None:
    text = "1.主桥完成时限：6月底，责任单位：市水务局牵头。\n2.引桥完成时限：9月底，责任单位：市财政局。"
    first, second = drafts(text, field="mixed")
    whole = folded(text).text
    assert [whole[slice(*draft.part)] for draft in (first, second) if draft.part] == ["主桥", "引桥"]
    assert [whole[slice(*span)] for draft in (first, second) for span in draft.deadlines] == ["6月底", "9月底"]


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=8, unique=True), st.sampled_from("、，；\n"))
def test_a_joined_list_splits_back(units: list[str], separator: str) -> None:
    plain = [folded(unit).text for unit in units]
    assert names(separator.join(units)) == plain


@given(
    st.text(alphabet="市财政局水务牵头负责配合会同、，；：（）()和等按职责分工责任单位完成时限\n 1.年月", max_size=80)
)
def test_no_statement_raises_and_no_party_is_empty(text: str) -> None:
    whole = folded(text)
    for field in ("units", "deadline", "mixed"):
        for draft in read_statement(whole, Given(), registry(), field=field).drafts:
            for party in draft.parties:
                assert 0 <= party.unit.start < party.unit.end <= len(whole)


def test_jieba_finds_a_known_organ_behind_an_unknown_one() -> None:
    assert names("县河堤建设指挥部县住建局、县水务局") == ["县河堤建设指挥部", "县住建局", "县水务局"]


def test_an_unknown_unit_with_an_organs_ending_inside_stays_whole() -> None:
    assert names("县重大项目局部改造指挥部") == ["县重大项目局部改造指挥部"]
