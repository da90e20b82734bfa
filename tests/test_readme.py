"""The README's example runs, and both languages show the same commands and the same output."""

import re
from pathlib import Path

import pytest

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


def test_both_languages_show_the_same() -> None:
    strip = [[re.sub(r" *#.*", "", block) for block in blocks(name, "sh")] for name in READMES]
    assert strip[0] == strip[1]
    assert blocks(READMES[0], "jsonc") == blocks(READMES[1], "jsonc")
