"""Records counted against labelled files: what is right, what is missed, what is extra; and the command."""

import importlib.util
import json
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from pipeline import extract
from pipeline.cli import messages, run
from pipeline.contract import read_record
from pipeline.errors import Unreadable
from pipeline.evaluate import FIELDS, Report, Score, add_up, evaluate, read_gold
from pipeline.model import Record

NOTICE = """滨河县2031年河湖保护任务清单

| 序号 | 领域 | 任务名称 | 具体措施 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|---|---|---|
| 1 | 水源 | 修复取水口 | 更换老化闸门。 | 县水务局 | 县财政局、县交通运输局 | 2031年6月底前 |
| 2 | 水源 | 设置界桩 | 每公里一根。 | 县水务局 | 县公安局 | 2031年9月底前 |
| 3 | 河岸 | 补种护岸林 | 选用本地树种。 | 县林业局 | 县水务局 | 长期坚持 |
"""
SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="module")
def record() -> Record:
    return extract(NOTICE.encode(), name="rivers.txt")


def short_form(**changes: Any) -> dict[str, Any]:
    """Labels for the notice, all of them right."""
    tasks = [
        _task(
            "1",
            "修复取水口更换老化闸门",
            "水源",
            [("县水务局", "lead"), ("县财政局", "support"), ("县交通运输局", "support")],
        ),
        _task("2", "设置界桩每公里", "水源", [("县水务局", "lead"), ("县公安局", "support")]),
        _task("3", "补种护岸林", "河岸", [("县林业局", "lead"), ("县水务局", "support")]),
    ]
    tasks[0]["deadlines"] = [{"text": "2031年6月底前", "earliest": None, "latest": "2031-06-30"}]
    return {"id": "rivers", "tasks": tasks, **changes}


def _task(number: str, head: str, category: str, units: list[tuple[str, str]]) -> dict[str, Any]:
    named = [{"name": name, "role": role} for name, role in units]
    return {"number": number, "head": head, "categories": [category], "units": named}


def count(gold: Any, record: Record | None) -> Report:
    return evaluate(read_gold(json.dumps(gold).encode()), record)


def test_right_labels_agree_in_every_field_that_they_state(record: Record) -> None:
    report = count(short_form(), record)
    assert report.misses == ()
    assert report.scores == {
        "tasks": Score(3),
        "numbers": Score(3),
        "categories": Score(3),
        "units": Score(7),
        "roles": Score(7),
        "deadlines": Score(1),
        "dates": Score(1),
    }


def test_a_wrong_unit_is_missed_and_extra(record: Record) -> None:
    gold = short_form()
    gold["tasks"][1]["units"][1]["name"] = "县教育局"
    report = count(gold, record)
    assert report.scores["units"] == Score(6, missed=1, extra=1)
    assert report.scores["units"].precision == 6 / 7
    assert [(miss.field, miss.task) for miss in report.misses] == [
        ("units", "[2] 设置界桩每公里"),
        ("roles", "[2] 设置界桩每公里"),
    ]


def test_a_wrong_role_leaves_the_name_right(record: Record) -> None:
    gold = short_form()
    gold["tasks"][2]["units"][1]["role"] = "guide"
    scores = count(gold, record).scores
    assert (scores["units"], scores["roles"]) == (Score(7), Score(6, missed=1, extra=1))


def test_a_role_may_have_an_alternative(record: Record) -> None:
    gold = short_form()
    gold["tasks"][2]["units"][1] |= {"role": "guide", "role_alt": ["support"]}
    assert count(gold, record).scores["roles"] == Score(7)


def test_an_optional_unit_counts_neither_way(record: Record) -> None:
    gold = short_form()
    gold["tasks"][0]["units"][2]["optional"] = True
    gold["tasks"][1]["units"].append({"name": "有关部门", "role": "support", "optional": True})
    assert count(gold, record).scores["units"] == Score(6)


def test_the_units_of_a_missed_task_are_missed(record: Record) -> None:
    gold = short_form()
    gold["tasks"].append(_task("4", "清理沉船", "河岸", [("县海事处", "lead")]))
    scores = count(gold, record).scores
    assert scores["tasks"] == Score(3, missed=1)
    assert scores["units"] == Score(7, missed=1)
    assert scores["numbers"] == Score(3)


def test_the_units_of_an_extra_task_are_extra(record: Record) -> None:
    gold = short_form()
    del gold["tasks"][1]
    report = count(gold, record)
    assert report.scores["tasks"] == Score(2, extra=1)
    assert report.scores["units"] == Score(5, extra=2)
    assert count({**gold, "partial": True}, record).scores["units"] == Score(5)
    assert count({**gold, "optional": ["设置界桩"]}, record).scores["tasks"] == Score(2)


def test_numbers_and_categories_as_printed(record: Record) -> None:
    gold = short_form()
    gold["tasks"][0]["number"] = None
    gold["tasks"][1]["categories"] = ["水源", "界线"]
    scores = count(gold, record).scores
    assert scores["numbers"] == Score(2, missed=1, extra=1)
    assert scores["categories"] == Score(3, missed=1)


def test_a_date_is_compared_where_the_text_agrees(record: Record) -> None:
    gold = short_form()
    gold["tasks"][0]["deadlines"] = [{"text": "6月底前", "latest": "2031-06-29"}]
    gold["tasks"][1]["deadlines"] = ["年底前"]
    scores = count(gold, record).scores
    assert scores["deadlines"] == Score(1, missed=1, extra=1)
    assert scores["dates"] == Score(0, missed=1, extra=1)


def test_several_statements_of_one_item_share_a_task(record: Record) -> None:
    gold = short_form()
    lead, *others = gold["tasks"][0]["units"]
    second = {"number": "1", "head": "更换老化闸门", "same_item": True, "units": others}
    gold["tasks"][0]["units"] = [lead]
    gold["tasks"].insert(1, second)
    report = count(gold, record)
    assert (report.scores["tasks"], report.scores["units"]) == (Score(4), Score(7))


@pytest.mark.parametrize(("wanted", "score"), [("990100", Score(missed=1)), (None, None)])
def test_a_region_is_compared_where_it_is_labelled(wanted: str | None, score: Score | None) -> None:
    unplaced = extract(NOTICE.replace("滨河县", "").replace("公安", "民政").encode(), name="rivers.txt")
    assert count(short_form(region=wanted), unplaced).scores.get("regions") == score


def test_without_a_record_all_is_missed_unless_a_refusal_is_right() -> None:
    assert count(short_form(), None).scores["units"] == Score(missed=7)
    assert count(short_form(refusal_ok=True), None).allowed


def test_a_corrected_record_says_what_is_absent_too(record: Record) -> None:
    assert not count(record.to_dict(), record).misses
    gold: Any = record.to_dict()
    first, second, third = gold["tasks"]
    first["title"] = "修复取水口更换"
    second["assignments"][0]["deadlines"] = []
    third["assignments"][0]["parties"][0]["unit"] = "990100/forestry"
    report = count(gold, record)
    assert report.scores["titles"] == Score(2, missed=1, extra=1)
    assert report.scores["deadlines"] == Score(2, extra=1)
    assert report.scores["unit-ids"].missed == 1
    del gold["tasks"][1]
    assert count(gold, record).scores["tasks"] == Score(2, extra=1)


def test_a_total_is_the_sum() -> None:
    total = add_up([Report({"tasks": Score(1, 2, 3)}), Report({"tasks": Score(1), "units": Score(5)})])
    assert total == {"tasks": Score(2, 2, 3), "units": Score(5)}
    assert Score().f1 is None


@pytest.mark.parametrize("data", [b"", b"[]", b'{"tasks": [{"head": 1}]}', b'{"schema": "task-list/1"}', b"\xff\xfe{"])
def test_what_is_no_labelled_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_gold(data)


# ---------------------------------------------------------------- the command


@pytest.fixture
def folders(tmp_path: Path, record: Record, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A folder of labels and a folder of records."""
    monkeypatch.setenv("FENGONG_LANG", "en")
    messages.language.cache_clear()
    gold, records = tmp_path / "gold", tmp_path / "records"
    gold.mkdir()
    records.mkdir()
    labels = short_form()
    labels["tasks"][1]["units"][1]["name"] = "县教育局"
    (gold / "rivers.json").write_text(json.dumps(labels), encoding="utf-8")
    (records / "rivers.txt.json").write_text(record.to_json(), encoding="utf-8")
    return gold, records


def test_a_table_for_each_document_and_the_total(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", *map(str, folders)]) == 0
    out = capsys.readouterr().out
    assert "rivers  (rivers.txt.json)" in out
    line = next(line for line in out.split("TOTAL")[1].splitlines() if line.strip().startswith("units"))
    assert line.split() == ["units", "6", "1", "1", "0.857", "0.857", "0.857"]
    assert "县教育局" not in out


def test_verbose_lists_each_disagreement(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", *map(str, folders), "--verbose"]) == 0
    assert "县水务局(lead)、县教育局(support)" in capsys.readouterr().out


def test_json_for_programs(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", *map(str, folders), "--json", "--floor", "tasks.recall=1"]) == 0
    tree = json.loads(capsys.readouterr().out)
    assert tree["total"]["units"] == {
        "right": 6,
        "missed": 1,
        "extra": 1,
        "precision": 6 / 7,
        "recall": 6 / 7,
        "f1": 6 / 7,
    }
    assert tree["documents"][0]["record"] == "rivers.txt.json"
    assert tree["floors"] == [{"name": "tasks.recall", "least": 1.0, "value": 1.0, "holds": True}]


@pytest.mark.parametrize(
    ("floor", "code"), [("units=0.85", 0), ("units=0.9", 1), ("titles=0", 1), ("units=x", 64), ("colour=1", 64)]
)
def test_floors(folders: tuple[Path, Path], floor: str, code: int) -> None:
    assert run(["eval", *map(str, folders), "--floor", floor]) == code


def test_a_missing_or_broken_record_counts_as_missed(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, records = folders
    (records / "rivers.txt.json").write_text("{}")
    assert run(["eval", str(gold), str(records), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["total"]["tasks"]["missed"] == 3
    (records / "rivers.txt.json").rename(records / "lakes.json")
    assert run(["eval", str(gold), str(records), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"][0]["record"] is None


def test_two_files_are_compared_whatever_their_names(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, records = folders
    other = (records / "rivers.txt.json").rename(tmp_path / "mine.json")
    assert run(["eval", str(gold / "rivers.json"), str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["tasks"]["right"] == 3


# ---------------------------------------------------------------- the corpus's own scorer counts the same


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_corpus", SHARED / "tools" / "score_corpus.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _damaged(record: Record, random: Random) -> dict[str, Any]:
    """The record with tasks lost, units renamed, roles and numbers changed, time limits dropped."""
    tree: Any = record.to_dict()
    tree["tasks"] = [task for task in tree["tasks"] if random.random() > 0.15]
    for task in tree["tasks"]:
        if random.random() < 0.2:
            task["number"] = random.choice([None, "99"])
        if random.random() < 0.1:
            task["title"] = "另一事项"
        for assignment in task["assignments"]:
            if random.random() < 0.2:
                assignment["deadlines"] = []
            for party in assignment["parties"]:
                if random.random() < 0.2:
                    party |= {"name": "县教育局"} if random.random() < 0.5 else {"role": "guide"}
    if random.random() < 0.3:
        tree["document"]["region"] = None
    return tree


@pytest.mark.skipif(not (SHARED / "corpus" / "gold").is_dir(), reason="the development corpus is not here")
@pytest.mark.parametrize("name", ["006.html", "009.txt", "012.txt", "019.txt", "R01.txt", "R03.txt", "R05.txt"])
def test_the_corpus_scorer_counts_the_same(name: str, tmp_path: Path) -> None:
    scorer = _scorer()
    whole = extract(SHARED / "corpus" / "documents" / name)
    labels = SHARED / "corpus" / "gold" / f"{name[:3]}.json"
    gold = json.loads(labels.read_text(encoding="utf-8"))
    for seed in range(4):
        tree = whole.to_dict() if seed == 0 else _damaged(whole, Random(seed))
        path = tmp_path / f"{seed}.json"
        path.write_text(json.dumps(tree), encoding="utf-8")
        region, product = scorer.read_product(path)
        theirs = scorer.score_document(gold, product, lambda *_: None)
        ours = evaluate(read_gold(labels.read_bytes()), read_record(path.read_bytes())).scores
        assert _counts(ours, "tasks") == (theirs["found"], theirs["expected"] - theirs["found"], theirs["extra"])
        for field, key in (("units", "u"), ("roles", "r"), ("deadlines", "d")):
            assert _counts(ours, field) == tuple(theirs[f"{key}_{kind}"] for kind in ("tp", "fn", "fp")), field
        right, wrong, _ = _counts(ours, "numbers")
        assert (right, right + wrong) == (theirs["n_ok"], theirs["n_all"])
        right, wrong, _ = _counts(ours, "regions")
        labelled = gold.get("region") is not None
        assert (right, right + wrong) == (int(labelled and region == gold["region"]), int(labelled))


def _counts(scores: dict[str, Score], field: str) -> tuple[int, int, int]:
    assert field in FIELDS
    score = scores.get(field, Score())
    return score.right, score.missed, score.extra
