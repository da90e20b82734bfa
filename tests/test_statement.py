"""Statements → parties with roles: the data's own examples, and lists that must split back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge import read_toml
from pipeline.statement.labels import party_role
from pipeline.statement.parties import Given
from pipeline.statement.read import Draft, read_statement
from pipeline.units.lists import complete, cut, names_in
from texts import folded, registry

WORDS = read_toml("role_words.toml")
LISTS = read_toml("unit_lists.toml")
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


def drafts(text: str, given_role: Given | None = None, field: str = "units") -> list[Draft]:
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


@pytest.mark.parametrize("entry", WORDS["verb"], ids=lambda entry: str(entry["role"]))
def test_the_example_of_each_verb(entry: dict[str, dict[str, object]]) -> None:
    assert parties(str(entry["example"]["text"])) == entry["example"]["parties"]


@pytest.mark.parametrize("entry", WORDS["joining"], ids=lambda entry: str(entry["role"]))
def test_only_the_second_of_two_is_jointly(entry: dict[str, dict[str, object]]) -> None:
    assert parties(str(entry["example"]["text"])) == entry["example"]["parties"]


@pytest.mark.parametrize("entry", WORDS["label"], ids=lambda entry: str(entry["role"]))
def test_a_word_inside_a_label_makes_its_role_finer(entry: dict[str, dict[str, str]]) -> None:
    assert party_role(entry["example"]["text"], "responsible_units") == entry["example"]["role"]


def test_the_examples_of_division_and_etc() -> None:
    text = WORDS["division"]["example"]["text"]
    (draft,) = drafts(text)
    assert draft.division and folded(text).text[slice(*draft.division)] == WORDS["division"]["example"]["division"]
    assert parties(WORDS["etc"]["example"]["text"]) == WORDS["etc"]["example"]["parties"]


@pytest.mark.parametrize("entry", [LISTS["level"]["example"], *LISTS["list"]], ids=lambda entry: str(entry["text"]))
def test_the_examples_of_unit_lists(entry: dict[str, object]) -> None:
    assert names(str(entry["text"])) == entry["names"]


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
