"""Year beside year: pairs of lists with known changes, units and days, and what is written of them."""

import json
import random
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import openpyxl
import pytest
from msgspec import structs

from compared_lists import make_list, make_pair
from pipeline import Record
from pipeline.cli import run
from pipeline.compare import Comparison, compare
from pipeline.compare.html_file import mark_changes
from pipeline.contract import COMPARISON, read_schema
from pipeline.model import Deadline, Party, Unit

Groups = set[tuple[str, tuple[int, ...], tuple[int, ...]]]


def groups(comparison: Comparison, certain: bool = False) -> Groups:
    def places(tasks: tuple[Any, ...]) -> tuple[int, ...]:
        return tuple(sorted(int(task.task.rpartition("/")[2]) for task in tasks))

    return {(item.kind, places(item.old), places(item.new)) for item in comparison.items if item.certain or not certain}


def links(found: Groups) -> set[tuple[int, int]]:
    return {(row, column) for _, rows, columns in found for row in rows for column in columns}


@pytest.mark.parametrize("reworded", [1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_pairs_of_lists_with_known_changes(seed: int, reworded: int) -> None:
    truth = make_pair(150, seed, reworded)
    result = compare([truth.old], [truth.new])
    wanted, found = links(truth.groups), links(groups(result))
    assert len(wanted & found) >= 0.98 * len(found) and len(wanted & found) >= 0.98 * len(wanted)
    assert groups(result, certain=True) - truth.groups == set()
    assert len(groups(result, certain=True)) > 0.35 * len(truth.groups)


def test_every_task_is_in_one_item_also_where_hardly_a_word_is_left() -> None:
    truth = make_pair(60, 9, 4)
    result = compare([truth.old], [truth.new])
    for side, record in (("old", truth.old), ("new", truth.new)):
        found = [task.task for item in result.items for task in getattr(item, side)]
        assert sorted(found) == sorted(task.id for task in record.tasks)
    assert sum(result.summary.values()) == len(result.items)


def one(words: str, *parties: Party, units: tuple[Unit, ...] = (), day: str | None = None, name: str = "a") -> Record:
    base = make_list(name, [[words, "每月公布一次监测结果", "对发现的问题逐一销号"]], random.Random(1))
    limit = Deadline("限期", "field", "by", None, day, None, None, None, "stated")
    task = base.tasks[0]
    item = structs.replace(task.assignments[0], parties=parties, deadlines=(limit,) if day else ())
    return structs.replace(base, tasks=(structs.replace(task, assignments=(item,)),), units=units)


def party(name: str, unit: str | None, role: Any = "responsible") -> Party:
    return Party(name, name, role, "stated", False, unit, "resolved" if unit else "unknown", ())


def unit(identity: str, name: str) -> Unit:
    return Unit(identity, name, "registry", identity[:6], "city", "department", None, None, None)


def test_units_joined_left_renamed_and_roles() -> None:
    old = one(
        "河道水质监测",
        party("市环保局", "441700/environmental-protection"),
        party("市水利局", "441700/water-resources", "lead"),
        party("市甲公司", None),
        units=(
            unit("441700/environmental-protection", "阳江市环境保护局"),
            unit("441700/water-resources", "阳江市水利局"),
        ),
        day="2017-06-30",
    )
    new = one(
        "河道水质监测",
        party("市生态环境局", "441700/ecology-environment"),
        party("市水利局", "441700/water-resources", "support"),
        party("市住建局", None),
        units=(unit("441700/ecology-environment", "阳江市生态环境局"), unit("441700/water-resources", "阳江市水利局")),
        day="2019-06-30",
        name="b",
    )
    (item,) = compare([old], [new]).items
    assert item.kind == "kept"
    assert [(change.change, change.was, change.now) for change in item.units] == [
        ("renamed", "阳江市环境保护局", "阳江市生态环境局"),
        ("role", "阳江市水利局", "阳江市水利局"),
        ("left", "市甲公司", None),
        ("joined", None, "市住建局"),
    ]
    assert item.deadline is not None and item.deadline.days == 730


def test_a_side_without_tasks() -> None:
    some = one("夜间巡查")
    empty = structs.replace(some, tasks=())
    assert [item.kind for item in compare([some], [empty]).items] == ["dropped"]
    assert [item.kind for item in compare([empty], [some]).items] == ["new"]


def test_the_words_that_changed() -> None:
    assert mark_changes("在六月底前完成检查", "在九月底前完成复查") == (
        "在<del>六</del>月底前完成<del>检</del>查",
        "在<ins>九</ins>月底前完成<ins>复</ins>查",
    )
    left, right = mark_changes("<b>&", "<b>&x")
    assert "<b>" not in left + right and re.sub("</?ins>", "", right) == "&lt;b&gt;&amp;x"


def test_the_command_and_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = make_pair(30, 3)
    bad = structs.replace(truth.new.tasks[0], title="=1+1<script>", measures="a\x0b" + "长" * 40_000)
    new = structs.replace(truth.new, tasks=(bad, *truth.new.tasks[1:]))
    for name, record in (("old", truth.old), ("new", new)):
        (tmp_path / f"{name}.json").write_text(record.to_json())
    paths = [str(tmp_path / "old.json"), str(tmp_path / "new.json")]
    for ending in ("json", "xlsx", "html"):
        assert run(["compare", *paths, "-o", str(tmp_path / f"c.{ending}")]) == 0
    assert "unsure" in capsys.readouterr().err
    tree = json.loads((tmp_path / "c.json").read_text())
    jsonschema.Draft202012Validator(read_schema(COMPARISON)).validate(tree)
    assert msgspec.convert(tree, Comparison).summary == tree["summary"]
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").active
    assert sheet.max_row == len(tree["items"]) + 1
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    page = (tmp_path / "c.html").read_text()
    assert "<script" not in page and page.count("<section") == len(tree["items"]) and "http" not in page
    assert run(["compare", paths[0]]) == 64
    assert run(["compare", *paths, "-o", str(tmp_path / "c.doc")]) == 64
    assert run(["compare", paths[0], "--new", paths[1], "--new", paths[0], "-o", str(tmp_path / "d.json")]) == 0
