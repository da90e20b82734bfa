"""A user's own CSV, the explanation and the work list."""

import csv
import gzip
import json
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pipeline.errors import KnowledgeError
from pipeline.units.explain import explain_names, list_slugs
from pipeline.units.registry import Registry, load_registry
from pipeline.units.review import review_names, unknown_names


def registry(tmp_path: Path, text: str) -> Registry:
    path = tmp_path / "my-units.csv"
    path.write_text(text, "utf-8")
    return load_registry(path)


def answer(registry: Registry, name: str, region: str | None = "441700") -> tuple[str, str] | str:
    found = registry.resolve(name, region=region, on="2021")
    return (found.unit.id, found.unit.name) if found.unit else found.resolution


def test_a_name_is_a_unit(tmp_path: Path) -> None:
    mine = registry(tmp_path, "name,is\n大院办,441700/government-offices-administration\n")
    assert answer(mine, "大院办") == ("441700/government-offices-administration", "阳江市机关事务管理局")


def test_an_alias_of_an_organ_works_with_every_place_and_level_word(tmp_path: Path) -> None:
    mine = registry(tmp_path, "name,is\n市监所,market-regulation\n")
    assert answer(mine, "市监所") == ("441700/market-regulation", "阳江市市场监督管理局")
    assert answer(mine, "阳春市市监所") == ("441781/market-regulation", "阳春市市场监督管理局")
    assert answer(mine, "市市監所") == ("441700/market-regulation", "阳江市市场监督管理局")


def test_an_organ_of_ones_own(tmp_path: Path) -> None:
    text = """name,is,region,official,kind
滨海办,x-seaside-office,,{}滨海新区建设办公室,department
码头公司,x-pier,阳江市,阳江码头有限公司,enterprise
"""
    mine = registry(tmp_path, text)
    assert answer(mine, "市滨海办") == ("441700/x-seaside-office", "阳江市滨海新区建设办公室")
    assert answer(mine, "码头公司", region=None) == ("441700/x-pier", "阳江码头有限公司")


def test_a_row_decides_for_an_organ_at_a_place_in_all_spellings(tmp_path: Path) -> None:
    text = """name,is,official
市城管局,441700/urban-management,阳江市城市管理和综合执法局
大院办,441700/government-offices-administration,
滨海办,441700/x-seaside-office,阳江滨海新区建设办公室
"""
    mine = registry(tmp_path, text)
    for name in ("市城管局", "市城管执法局", "阳江市城管局", "市城市管理局"):
        assert answer(mine, name) == ("441700/urban-management", "阳江市城市管理和综合执法局"), name
    assert answer(mine, "市城管局", region="441781") == ("441700/urban-management", "阳江市城市管理和综合执法局")
    assert answer(mine, "阳春市城管局") == ("441781/urban-management", "阳春市城市管理局")
    for name in ("大院办", "市大院办", "阳江市大院办"):
        assert answer(mine, name) == ("441700/government-offices-administration", "阳江市机关事务管理局")
    assert answer(mine, "阳江市滨海办") == ("441700/x-seaside-office", "阳江滨海新区建设办公室")


def test_a_decision_wins_over_the_registry(tmp_path: Path) -> None:
    mine = registry(tmp_path, "name,is,region\n市税务局,441702/tax,\n市财政局,unknown,441900\n")
    assert answer(mine, "市税务局") == ("441702/tax", "国家税务总局阳江市江城区税务局")
    assert answer(mine, "市财政局") == ("441700/finance", "阳江市财政局")
    assert answer(mine, "市财政局", region="441900") == "unknown"


def test_a_is_not_b(tmp_path: Path) -> None:
    mine = registry(tmp_path, "name,is\n市供电局,not power-supply\n市公安局,not 441700/public-security\n")
    assert answer(mine, "市供电局") == "unknown"
    assert answer(mine, "市公安局") == "unknown"
    assert answer(mine, "市公安局", region="441900") == ("441900/public-security", "东莞市公安局")


def test_the_users_file_leaves_the_built_in_registry_alone(tmp_path: Path) -> None:
    registry(tmp_path, "name,is\n市财政局,unknown\n")
    assert answer(load_registry(), "市财政局") == ("441700/finance", "阳江市财政局")


def test_a_file_that_was_edited_is_read_again(tmp_path: Path) -> None:
    mine = registry(tmp_path, "name,is\n市财政局,unknown\n")
    assert answer(mine, "市财政局") == "unknown"
    edited = registry(tmp_path, "name,is\n市财政局,generic\n")
    assert answer(edited, "市财政局") == "generic"
    assert answer(mine, "市财政局") == "unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("名称,含义\n", r":1: the columns are"),
        ("name,is\n市某局,no-such-organ\n", r":2: no organ has the slug 'no-such-organ'"),
        ("name,is\n市某局,999999/finance\n", r":2: no place has the code '999999'"),
        ("name,is,region\n市某局,finance,鼓楼区\n", r":2: '鼓楼区' is several places"),
        ("name,is\n市某局,group\n市某局,generic\n", r":3: 市某局 is decided already in .*:2"),
        ("name,is\n市某局\n", r":2: another number of fields"),
        ("name,is\n市某局,x-Wrong Slug\n", r":2: wrong kind"),
        ("name,is,official\n阳江滨海办,x-seaside-office,{}滨海办\n", r":2: 阳江滨海办 begins with a place"),
        ('name,is\n"市某局,finance\n', r":\d+: unexpected end of data"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=rf"my-units\.csv{reason}"):
        registry(tmp_path, text)


def test_a_file_in_no_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "my-units.csv"
    path.write_bytes(b"name,is\n\xff\xff\xff,finance\n")
    with pytest.raises(KnowledgeError, match=r"my-units\.csv:2: neither UTF-8 nor GBK"):
        load_registry(path)


def test_explanations_for_programs() -> None:
    (found,) = explain_names(["市市场监管局"], load_registry(), "阳江市", "2021-06-30")
    assert list(found) == ["name", "resolution", "unit", "candidates", "steps"]
    assert found["unit"]["id"] == "441700/market-regulation"  # type: ignore[index]
    assert json.loads(json.dumps(found, ensure_ascii=False))["resolution"] == "resolved"


@pytest.mark.parametrize("region", ["441700", "阳江", "广东省阳江市"])
def test_the_region_of_an_explanation_is_a_code_or_a_name(region: str) -> None:
    (found,) = explain_names(["市财政局"], load_registry(), region, None)
    assert found["resolution"] == "resolved"


@pytest.mark.parametrize("region", ["鼓楼区", "亚特兰蒂斯"])
def test_a_region_that_is_no_single_place_is_refused(region: str) -> None:
    with pytest.raises(KnowledgeError, match=region):
        explain_names(["市财政局"], load_registry(), region, None)


def _record(names: list[tuple[str, str]]) -> dict[str, object]:
    parties = [{"name": name, "resolution": resolution} for name, resolution in names]
    task = {"id": "0/t1/1", "number": "1", "assignments": [{"parties": parties}]}
    return {"schema": "task-list/1", "document": {"region": {"code": "441700"}}, "tasks": [task]}


def test_unknown_names_are_found_in_compressed_records_too(tmp_path: Path) -> None:
    data = gzip.compress(json.dumps(_record([("滨海办", "unknown")])).encode())
    (tmp_path / "a.json.gz").write_bytes(data)
    for place in (tmp_path, tmp_path / "a.json.gz"):
        assert [(row["name"], row["count"], row["places"]) for row in unknown_names([place])] == [
            ("滨海办", 1, "a.json.gz 1")
        ]
    (tmp_path / "a.json.gz").write_bytes(data[:-4])
    with pytest.raises(KnowledgeError, match="not a record"):
        unknown_names([tmp_path])


def test_the_work_list_of_unknown_names_fits_as_a_users_csv(tmp_path: Path) -> None:
    for file, names in (("a.json", ["滨海办", "滨海办"]), ("b.json", ["滨海办", "码头公司"])):
        record = _record([(name, "unknown") for name in names] + [("市财政局", "resolved")])
        (tmp_path / file).write_text(json.dumps(record), "utf-8")
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    rows = unknown_names([tmp_path])
    assert [(row["name"], row["region"], row["count"]) for row in rows] == [
        ("滨海办", "441700", 3),
        ("码头公司", "441700", 1),
    ]
    assert rows[0]["places"] == "a.json 1; a.json 1; b.json 1"
    rows[0]["is"] = "unknown"
    path = tmp_path / "units.csv"
    with path.open("w", encoding="utf-8", newline="") as file_out:
        writer = csv.DictWriter(file_out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert answer(load_registry(path), "滨海办") == "unknown"


def test_the_names_to_review_are_those_that_are_not_certain(tmp_path: Path) -> None:
    record = _record(
        [("滨海办", "unknown"), ("市财政局", "ambiguous"), ("市城管局", "resolved"), ("县财政局", "resolved")]
    )
    parties = record["tasks"][0]["assignments"][0]["parties"]  # type: ignore[index]
    parties[1]["candidates"] = ["441700/finance", "441900/finance"]
    parties[2]["unit"], parties[3]["unit"] = "441700/urban-management", "330103/finance"
    record["document"]["issued_on"] = "2022-06-01"  # type: ignore[index]
    record["units"] = [
        {"id": "441700/urban-management", "name": "阳江市城市管理局", "name_basis": "pattern", "region": "441700", "valid_until": None},
        {"id": "330103/finance", "name": "杭州市下城区财政局", "name_basis": "registry", "region": "330103", "valid_until": "2021"},
    ]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(record), "utf-8")
    rows = {row["name"]: (row["note"], row["official"]) for row in review_names([tmp_path])}
    assert rows == {
        "滨海办": ("unknown", ""),
        "市财政局": ("ambiguous: 441700/finance、441900/finance", ""),
        "市城管局": ("pattern: 441700/urban-management", "阳江市城市管理局"),
        "县财政局": ("ended: 330103/finance", "杭州市下城区财政局"),
    }
    assert list(review_names([tmp_path])[0]) == list(unknown_names([tmp_path])[0])


def workbook(path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.mark.parametrize(
    "kind", ["csv UTF-8", "csv GBK", "tsv GBK", "unicode text", "xlsx openpyxl", "xlsx xlsxwriter"]
)
def test_a_table_is_read_as_a_clerk_keeps_it(tmp_path: Path, kind: str) -> None:
    rows = [["name", "is", "region", "note"], ["市窗口办", "x-window-office", "", ""], ["", "", "", ""]]
    rows.append(["市质监中心", "market-regulation", "阳江市", "合署，同一机构"])
    path = tmp_path / ("own.xlsx" if kind.startswith("xlsx") else "own.csv")
    if kind == "xlsx openpyxl":
        workbook(path, rows)
    elif kind == "xlsx xlsxwriter":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    else:
        separator = "," if kind.startswith("csv") else "\t"
        text = "".join(separator.join(row) + "\r\n" for row in rows)
        encoding = {"csv UTF-8": "utf-8-sig", "unicode text": "utf-16"}.get(kind, "gbk")
        path.write_bytes(text.encode(encoding))
    registry = load_registry(path)
    found = registry.resolve("市质监中心", region="441700", on=None).unit
    assert found is not None and found.id == "441700/market-regulation"
    own = registry.resolve("市窗口办", region="441700", on=None).unit
    assert own is not None and own.id == "441700/x-window-office"


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", b"PK\x05\x06" + bytes(18)])
def test_a_workbook_that_is_none_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(KnowledgeError, match=r"a\.xlsx"):
        load_registry(tmp_path / "a.xlsx")


def test_organs_are_listed_by_their_slugs() -> None:
    rows = list_slugs(load_registry(None), ["税务"])
    assert "tax" in {row["slug"] for row in rows}
    assert all(any("税务" in name for name in row["names"]) for row in rows)  # type: ignore[attr-defined]
    assert len(list_slugs(load_registry(None), [])) > 100
