"""Names that hold a role word, or begin with a word that joins names: they stay whole."""

import pytest

from test_statement import drafts, names, parties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政协办", ["市政协办:responsible"]),
        ("市政协办、市财政局配合", ["市政协办:support", "市财政局:support"]),
        ("会同县财政局、市水务局", ["会同县财政局:responsible", "市水务局:responsible"]),
        ("市水务局会同市财政局", ["市水务局:responsible", "市财政局:jointly"]),
        ("和平县水务局配合", ["和平县水务局:support"]),
        ("市财政局牵头，和平区水务局配合", ["市财政局:lead", "和平区水务局:support"]),
        ("由和田地区水利局负责", ["和田地区水利局:responsible"]),
        ("市财政局牵头，和市水务局配合", ["市财政局:lead", "市水务局:support"]),
        ("与市水务局配合", ["市水务局:support"]),
    ],
)
def test_a_role_word_that_is_part_of_a_name(text: str, expected: list[str]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市财政局、产业办", ["市财政局", "市产业办"]),
        ("市财政局、阳西县产业办", ["市财政局", "阳西县产业办"]),
        ("市财政局、黑龙江产业办", ["市财政局", "黑龙江产业办"]),
        ("市财政局、市水务局,产业办", ["市财政局", "市水务局", "产业办"]),
        ("省财政厅、慈善厅", ["省财政厅", "省慈善厅"]),
        ("市财政局、慈善厅", ["市财政局", "慈善厅"]),
        ("省财政厅、河湖公司", ["省财政厅", "河湖公司"]),
    ],
)
def test_the_level_of_a_list_is_not_carried_to_a_name_with_a_place_of_its_own(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("person", ["张三", "张三丰", "欧阳三丰"])
def test_a_person_behind_a_blank_is_no_part_of_the_units_name(person: str) -> None:
    (draft,) = drafts(f"市财政局 {person}")
    assert [party.unit.name for party in draft.parties] == ["市财政局"]
    assert draft.persons == ((4, 4 + len(person)),)
