"""The README's example runs, and both languages show the same commands and the same output."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.cli import messages, run
from pipeline.readers import READERS, TEXT

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = blocks(name, "python")
    exec(compile(example, name, "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 20
    assert "9 办理方式 ['市市场监管局', '市政务服务数据管理局'] ['2021-06-30']" in lines


@pytest.mark.parametrize("page", [*READMES, *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_links_and_pictures_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if target and not (ROOT / page).parent.joinpath(target).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_forms_is_made_from_the_readers(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    spec = importlib.util.spec_from_file_location("make_formats", ROOT / "docs" / "make_formats.py")
    assert spec is not None and spec.loader is not None
    make_formats = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_formats)
    assert make_formats.fill_in(text, name) == text, "run python docs/make_formats.py"
    assert make_formats.make_table(name) in text


def test_every_reader_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats"]) == 0
    listed = capsys.readouterr().out
    assert [reader.name for reader in (*READERS, TEXT) if " ".join(reader.suffixes) not in listed] == []


def test_both_languages_show_the_same() -> None:
    strip = [[re.sub(r" *#.*", "", block) for block in blocks(name, "sh")] for name in READMES]
    assert strip[0] == strip[1]
    assert blocks(READMES[0], "jsonc") == blocks(READMES[1], "jsonc")


def is_abridged(shown: object, real: object) -> bool:
    """Whether what is shown is real, with members of objects and items of lists left out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        return all(name in real and is_abridged(value, real[name]) for name, value in shown.items())
    if isinstance(shown, list) and isinstance(real, list):
        rest = iter(real)
        return all(any(is_abridged(item, other) for other in rest) for item in shown)
    return shown == real


@pytest.mark.parametrize("name", READMES)
def test_the_task_shown_is_the_real_one(name: str) -> None:
    (example,) = blocks(name, "jsonc")
    shown = json.loads(example)
    tasks = extract(ROOT / "inputs" / "yangjiang-2021.txt").to_dict()["tasks"]
    assert isinstance(tasks, list)
    (real,) = (task for task in tasks if task["id"] == shown["id"])
    for member, value in shown.items():
        assert is_abridged(value, real[member]), member


@pytest.mark.parametrize("name", READMES)
def test_the_summary_shown_is_the_real_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FENGONG_LANG", "zh" if "zh" in name else "en")
    messages.language.cache_clear()
    assert run(["convert", str(ROOT / "inputs"), "-o", str(tmp_path)]) == 0
    summary = capsys.readouterr().err.splitlines()[-1]
    text = (ROOT / name).read_text(encoding="utf-8")
    assert f"```\n{summary}\n```" in text
