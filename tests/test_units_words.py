"""The words inside names of units: each row of the data files is read, and its example says how."""

import pytest

from pipeline.knowledge import read_bytes, read_toml
from pipeline.knowledge.tables import read_rows
from pipeline.text.patterns import WORD_COLUMNS
from pipeline.units import Resolution, load_registry, towns, variants, zones
from pipeline.units.places import load_gazetteer

ROWS = [row for _, row in read_rows("unit_names.csv", read_bytes("unit_names.csv"), WORD_COLUMNS)]


def rows(*kinds: str) -> list[list[str]]:
    found = [row for row in ROWS if row[1] in kinds]
    assert {row[1] for row in found} == set(kinds)
    return found


def answer(name: str, region: str | None = "441700") -> Resolution:
    return load_registry().resolve(name, region=region, on="2021-06-30")


def unit_id(name: str, region: str | None = "441700") -> str | None:
    unit = answer(name, region).unit
    return unit.id if unit else None


def test_every_example_has_its_word() -> None:
    assert [row for row in ROWS if row[0] not in row[2]] == []


@pytest.mark.parametrize("row", rows("inner-office"), ids=lambda row: row[0])
def test_an_office_inside_is_answered_by_its_unit(row: list[str]) -> None:
    found = answer(row[2], "441721")
    assert found.unit is not None
    assert "is an office inside" in found.steps[0]


@pytest.mark.parametrize("row", rows("own-office"), ids=lambda row: row[0])
def test_what_only_ends_like_an_office_is_none(row: list[str]) -> None:
    assert not any("is an office inside" in step for step in answer(row[2]).steps)


@pytest.mark.parametrize("row", rows("branch"), ids=lambda row: row[0])
def test_a_branch_is_the_organ_of_its_part(row: list[str]) -> None:
    assert unit_id(row[2]) == "441702/public-security"


@pytest.mark.parametrize("row", rows("party"), ids=lambda row: row[0])
def test_the_partys_name_in_front_changes_nothing(row: list[str]) -> None:
    assert unit_id(row[2]) == unit_id(row[2].removeprefix(row[0])) == "441700/propaganda-department"


@pytest.mark.parametrize("row", rows("party-centre"), ids=lambda row: row[0])
def test_an_organ_of_the_centre_is_national(row: list[str]) -> None:
    assert unit_id(row[2]) == "100000/propaganda-department"


@pytest.mark.parametrize("row", rows("committee-short", "committee-also"), ids=lambda row: row[0])
def test_a_committee_is_written_in_several_ways(row: list[str]) -> None:
    assert unit_id(row[2]) == "441700/propaganda-department"


@pytest.mark.parametrize("row", rows("autonomous", "committee-full"), ids=lambda row: row[0])
def test_behind_a_long_name_the_committee_is_in_full(row: list[str]) -> None:
    unit = answer("州委宣传部", "422800").unit
    assert unit is not None and unit.name == "中共恩施土家族苗族自治州委员会宣传部"
    assert row[0] in unit.name and unit_id(row[2], None) in (unit.id, None)


@pytest.mark.parametrize("row", rows("zone-committee"), ids=lambda row: row[0])
def test_a_zones_committee_is_that_of_its_grade(row: list[str]) -> None:
    unit = answer(row[2]).unit
    assert unit is not None and unit.region == "441791"


@pytest.mark.parametrize("row", rows("own-word"), ids=lambda row: row[0])
def test_an_own_place_is_the_documents(row: list[str]) -> None:
    assert unit_id(row[2]) == "441700/finance"


@pytest.mark.parametrize("row", rows("each"), ids=lambda row: row[0])
def test_each_names_several(row: list[str]) -> None:
    assert answer(row[2]).resolution == "group"


@pytest.mark.parametrize("row", rows("municipality", "prefecture", "with-city", "without-city"), ids=lambda row: row[2])
def test_the_class_of_a_place_decides_its_official_names(row: list[str]) -> None:
    word, kind, name = row
    unit = answer(name, None).unit
    assert unit is not None
    place = next(place for place in load_gazetteer() if place.code == unit.region)
    assert place.name.endswith(word)
    assert place.municipality == (kind == "municipality")
    if kind == "with-city":
        assert unit.name.startswith(place.official) and place.official != place.name
    elif kind != "municipality":
        assert unit.name.startswith(place.name)


@pytest.mark.parametrize("row", rows("district"), ids=lambda row: row[0])
def test_a_districts_name_counts_in_its_province_only(row: list[str]) -> None:
    assert unit_id(row[2]) == "441702/finance"
    assert unit_id(row[2], "330600") is None


VARIANTS = [row for _, row in read_rows(variants.FILE, read_bytes(variants.FILE), variants.COLUMNS)]


@pytest.mark.parametrize("row", VARIANTS, ids=lambda row: row[0])
def test_a_name_is_shortened_as_its_row_says(row: list[str]) -> None:
    word, instead, where, example = row
    name, _, short = example.partition("→")
    found = {*variants.variants_of(name), *(variants.local_variants_of(name) if where == "local" else ())}
    if where == "kept":
        assert all(word in variant for variant in found)
    else:
        assert word in name and instead in short and short in found
        assert variants.is_full_variant(short) == (where == "end-full")


ZONES = [row for _, row in read_rows(zones.FILE, read_bytes(zones.FILE), zones.COLUMNS)]


@pytest.mark.parametrize("row", ZONES, ids=lambda row: row[0])
def test_a_branch_may_be_that_of_a_zone(row: list[str]) -> None:
    word, kind, organ, example = row
    assert f"{word}分局" in example and load_registry().is_bare_organ(f"{kind}管委会")
    assert unit_id(f"市{kind}管委会") in (f"441700/{organ}", "441791/management-committee")
    found = answer(example)
    assert found.unit is None or found.unit.region == "441791"
    assert found.unit is not None or "in a zone" in found.steps[0]


@pytest.mark.parametrize("row", read_toml(towns.OFFICES)["class"], ids=lambda row: row["ending"])
def test_a_class_of_towns_has_an_office(row: dict[str, str]) -> None:
    assert row["example"].endswith(row["ending"]) and towns.may_be_town(row["example"])
    assert row["slug"] in {name["slug"] for name in read_toml(towns.OFFICES)["name"]}


@pytest.mark.parametrize("row", read_toml(towns.OFFICES)["office"], ids=lambda row: row["example"])
def test_an_office_of_a_town_is_read(row: dict[str, str]) -> None:
    county = load_gazetteer().get("140881" if "街道" in row["ending"] else "511903")
    assert county is not None
    (found,) = towns.town_units(row["example"], [county], load_gazetteer())
    assert found.organ_named == bool(row["slug"])
    assert found.unit.id.endswith(row["slug"])
