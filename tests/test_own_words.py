"""A user's own words (``words=``, ``--words``): known to readers, tables and statements alike, for one conversion."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import get_args

import pytest

from pipeline import FileError, Record, extract, knowledge
from pipeline.cli import messages, run
from pipeline.model import ColumnRole, PartyRole
from pipeline.text.lexicon import lexicon, roles_of, using
from texts import PLACE, who

ROOT = Path(__file__).parent.parent
WORDS = "word,role\n挂帅单位,lead_units\n搭手单位,support_units\n挂帅,lead\n搭把手,support\n"
WANTED = ["市财政局:lead", "市水务局:support"]
COLUMN = f"""{PLACE}

| 序号 | 重点任务 | 挂帅单位 | 搭手单位 |
|---|---|---|---|
| 1 | 修好水渠 | 市财政局 | 市水务局 |
| 2 | 开通热线 | 市财政局 | 市水务局 |
"""
CELLS = "\n".join(
    [
        PLACE,
        "序号",
        "重点任务",
        "挂帅单位",
        "搭手单位",
        "1",
        "修好水渠",
        "市财政局",
        "市水务局",
        "2",
        "开通热线",
        "市财政局",
        "市水务局",
    ]
)
LINES = f"{PLACE}\n1.修好水渠。\n挂帅单位：市财政局\n搭手单位：市水务局\n2.开通热线。\n挂帅单位：市财政局；搭手单位：市水务局"
BRACKETS = (
    f"{PLACE}\n1.修好水渠。（市财政局挂帅，市水务局搭把手）\n2.开通热线。（挂帅单位：市财政局；搭手单位：市水务局）"
)
LAYOUTS = {"column": COLUMN, "cells": CELLS, "label line": LINES, "bracket": BRACKETS}


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.csv"
    path.write_text(WORDS, encoding="utf-8")
    return path


def parties(record: Record) -> list[list[str]]:
    return [who(task) for task in record.tasks]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_word_of_ones_own_gives_its_role_everywhere(layout: str, words: Path) -> None:
    record = extract(LAYOUTS[layout].encode(), name="a.txt", words=words)
    assert parties(record) == [WANTED, WANTED]
    assert {
        party.role_basis for task in record.tasks for item in task.assignments for party in item.parties
    } == {"header" if layout in ("column", "cells") else "stated"}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_after_the_conversion_it_is_forgotten(layout: str, words: Path) -> None:
    extract(LAYOUTS[layout].encode(), name="a.txt", words=words)
    try:
        found = parties(extract(LAYOUTS[layout].encode(), name="a.txt"))
    except FileError:
        found = []
    assert WANTED not in found


def test_an_edited_file_is_read_again(words: Path) -> None:
    extract(COLUMN.encode(), name="a.txt", words=words)
    words.write_text(WORDS.replace("lead_units", "guide_units"), encoding="utf-8")
    assert parties(extract(COLUMN.encode(), name="a.txt", words=words))[0][0] == "市财政局:guide"


def test_threads_do_not_see_each_others_words(words: Path) -> None:
    start = Barrier(4)

    def convert(own: Path | None) -> list[list[list[str]]]:
        start.wait()
        text = BRACKETS.replace("挂帅单位", "牵头单位").replace("搭手单位", "配合单位").encode()
        return [parties(extract(text, name="a.txt", words=own)) for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(convert, [words, None, words, None]))
    assert all(parties == [WANTED, WANTED] for parties in (*found[0], *found[2]))
    assert all(parties == [WANTED] for parties in (*found[1], *found[3]))


def test_the_version_of_the_knowledge_counts_all_files_of_the_user(words: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(WORDS.replace("挂帅", "领衔"), encoding="utf-8")
    files = [None, words, other]
    versions = {knowledge.version(units, own) for units in files for own in files}
    assert len(versions) == 9
    record = extract(COLUMN.encode(), name="a.txt", words=words)
    assert record.generator.knowledge == knowledge.version(None, words)


def test_the_example_of_the_documentation_is_read_and_names_every_role(tmp_path: Path) -> None:
    text = (ROOT / "docs/words.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    own = tmp_path / "own.csv"
    own.write_text(example, encoding="utf-8")
    with using(own):
        assert roles_of("市级挂帅单位") == ("lead_units",)
        assert lexicon().verb("搭把手") == "support"
    assert {*get_args(ColumnRole), *get_args(PartyRole)} - set(re.findall(r"`(\w+)`", text)) == set()


@pytest.fixture
def fengong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Run one command line in this process, in English, in a folder with one document of each layout."""
    monkeypatch.setenv("FENGONG_LANG", "en")
    messages.language.cache_clear()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, text in LAYOUTS.items():
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    return lambda *arguments: run(list(map(str, arguments)))


def test_the_command_line_takes_them(fengong: Callable[..., int], words: Path, tmp_path: Path) -> None:
    assert fengong("convert", "in", "-o", "out", "--words", words) == 0
    for name in LAYOUTS:
        record = json.loads((tmp_path / "out" / f"{name}.txt.json").read_text(encoding="utf-8"))
        found = [
            [f"{party['name']}:{party['role']}" for item in task["assignments"] for party in item["parties"]]
            for task in record["tasks"]
        ]
        assert found == [WANTED, WANTED]


def test_a_record_made_with_them_is_proved_with_them(fengong: Callable[..., int], words: Path) -> None:
    assert fengong("convert", "in", "-o", "out", "--words", words) == 0
    assert fengong("check", "out", "--source", "in", "--words", words) == 0
    assert fengong("check", "out", "--source", "in") == 1  # without them no reader sees a table in the cells


def test_a_broken_file_of_words_is_wrong_usage(
    fengong: Callable[..., int], words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words.write_text("word,role\n挂帅单位,boss\n", encoding="utf-8")
    assert fengong("convert", "in", "-o", "out", "--words", words) == 64
    assert "words.csv:2: 'boss' is no role" in capsys.readouterr().err
