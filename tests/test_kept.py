"""Nothing that a user changed is replaced in silence, and a place that cannot be written is exit 74."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from batches import batch, manifest, notice
from pipeline import Record, extract, load_record
from pipeline.cli import messages, run
from pipeline.seal import is_changed

Run = Callable[..., int]
PLAN = """阳江市2031年重点任务分工表
一、做好窗口服务。6月底前完成改造。（市公安局牵头，市市场监管局配合）
"""


@pytest.fixture
def fengong(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("FENGONG_LANG", "en")
    messages.language.cache_clear()
    return lambda *words: run([str(word) for word in words])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path / "plan.txt"


def correct(path: Path, word: str = "改正") -> str:
    """A person corrects a title by hand."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    tree["tasks"][0]["title"] = word
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_a_record_corrected_by_hand_is_set_aside(
    fengong: Run, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert fengong("convert", plan, "-o", out) == 0
    first = (out / "plan.txt.json").read_text(encoding="utf-8")
    assert fengong("convert", plan, "-o", out) == 0
    assert sorted(path.name for path in out.iterdir()) == ["plan.txt.json"], "nothing beside the records"
    texts = [correct(out / "plan.txt.json", "改正"), ""]
    capsys.readouterr()
    assert fengong("convert", plan, "-o", out) == 0
    assert "plan.txt.json had been changed" in capsys.readouterr().err
    texts[1] = correct(out / "plan.txt.json", "再改正")
    assert fengong("convert", plan, "-o", out) == 0
    assert (out / "plan.txt.json").read_text(encoding="utf-8") == first
    assert sorted(path.read_text(encoding="utf-8") for path in out.glob("*.kept")) == sorted(texts)
    assert fengong("check", out) == 0, "what was set aside is no record of the folder"


def test_a_record_of_another_version_of_the_document_is_replaced(fengong: Run, plan: Path, tmp_path: Path) -> None:
    assert fengong("convert", plan, "-o", tmp_path / "out") == 0
    plan.write_text(PLAN.replace("6月", "7月"), encoding="utf-8")
    assert fengong("convert", plan, "-o", tmp_path / "out") == 0
    assert "2031-07-31" in (tmp_path / "out/plan.txt.json").read_text(encoding="utf-8")
    assert list((tmp_path / "out").glob("*.kept")) == []


def test_a_record_tells_itself_whether_it_was_changed(plan: Path) -> None:
    """Its seal is in it: other indents are no change, and what it is read into and written from again is the same."""
    text = extract(plan).to_json()
    assert is_changed(text.encode()) is False
    assert is_changed(json.dumps(json.loads(text), ensure_ascii=False).encode()) is False
    assert is_changed(text.replace("窗口", "门口").encode()) is True
    assert is_changed(b"[]") is True and is_changed(b"{}") is None
    assert load_record(text) == Record.from_json(text) == extract(plan)
    assert load_record(text).to_json() == text


@pytest.mark.parametrize("sealed", [True, False])
def test_a_corrected_record_is_kept_also_where_its_document_changed(
    sealed: bool, fengong: Run, plan: Path, tmp_path: Path
) -> None:
    assert fengong("convert", plan, "-o", tmp_path / "out") == 0
    path = tmp_path / "out/plan.txt.json"
    changed = correct(path)
    if not sealed:
        changed = json.dumps({name: value for name, value in json.loads(changed).items() if name != "seal"})
        path.write_text(changed, encoding="utf-8")
    plan.write_text(PLAN.replace("6月", "7月"), encoding="utf-8")
    assert fengong("convert", plan, "-o", tmp_path / "out") == 0
    assert (tmp_path / "out/plan.txt.json.kept").read_text(encoding="utf-8") == changed


def test_one_document_may_be_written_to_a_file(
    fengong: Run, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fengong("convert", plan, "-o", tmp_path / "deep/a.json") == 0
    assert json.loads((tmp_path / "deep/a.json").read_text(encoding="utf-8"))["source"]["name"] == "plan.txt"
    changed = correct(tmp_path / "deep/a.json")
    assert fengong("convert", plan, "-o", tmp_path / "deep/a.json") == 0
    assert (tmp_path / "deep/a.json.kept").read_text(encoding="utf-8") == changed
    (tmp_path / "mine").write_text("my own notes", encoding="utf-8")
    assert fengong("convert", plan, "-o", tmp_path / "mine") == 64
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "my own notes"
    assert fengong("convert", plan, plan, tmp_path, "-o", tmp_path / "b.json") == 64
    assert "give a folder" in capsys.readouterr().err


def test_a_workbook_that_was_filled_in_is_set_aside(fengong: Run, plan: Path, tmp_path: Path) -> None:
    book = tmp_path / "分工.xlsx"
    assert fengong("convert", plan, "-o", tmp_path / "out") == 0
    assert fengong("export", tmp_path / "out", "-o", book) == 0
    assert fengong("export", tmp_path / "out", "-o", book) == 0
    assert not (tmp_path / "分工.kept.xlsx").exists()
    filled = openpyxl.load_workbook(book)
    filled.worksheets[0]["A2"] = "已办结"
    filled.save(book)
    assert fengong("export", tmp_path / "out", "-o", book) == 0
    assert openpyxl.load_workbook(tmp_path / "分工.kept.xlsx").worksheets[0]["A2"].value == "已办结"


@pytest.mark.skipif(sys.platform == "win32", reason="paths that cannot be")
def test_a_place_that_cannot_be_written_is_74_in_every_command(
    fengong: Run, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fengong("convert", plan, "-o", tmp_path / "out") == 0
    nowhere = plan / "below a file"
    assert fengong("convert", plan, "-o", nowhere) == 74
    assert fengong("convert", plan, "-o", nowhere / "a.json") == 74
    assert fengong("export", tmp_path / "out", "-o", nowhere / "a.csv") == 74
    assert fengong("batch", plan, "-o", nowhere) == 74
    said = capsys.readouterr().err
    assert "our fault" not in said and said.count("below a file") >= 3


@pytest.mark.batch
def test_a_batch_keeps_records_that_were_corrected(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_bytes(notice(f"其{number}"))
    assert batch("in", "-o", "out", cwd=tmp_path)[0] == 0
    names = [str(line["record"]) for line in manifest(tmp_path / "out").values()]
    first = {name: (tmp_path / "out/records" / name).read_bytes() for name in names}
    changed = correct(tmp_path / "out/records" / names[0])
    code, said = batch("in", "-o", "out", cwd=tmp_path)
    assert (code, "1 records had been changed" in said) == (0, True), said
    assert {name: (tmp_path / "out/records" / name).read_bytes() for name in names} == first
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "out/kept").iterdir()] == [changed]
    # One character is another: the size tells nothing, and nothing is done again until something asks for it.
    path = tmp_path / "out/records" / names[1]
    path.write_bytes(first[names[1]].replace("优".encode(), "忧".encode(), 1))
    code, said = batch("in", "-o", "out", "--year", 2031, cwd=tmp_path)
    assert (code, "1 records had been changed" in said) == (0, True), said
    assert len(list((tmp_path / "out/kept").iterdir())) == 2
