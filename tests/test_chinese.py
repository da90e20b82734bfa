"""A Chinese reader meets Chinese: usage, options, reasons and advice, also of words that are formed in English."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.cli import COMMANDS, chinese, messages, run
from pipeline.cli.chinese import translate_reason
from pipeline.cli.helppage import join_lines, width_of, wrap

PACKAGE = Path(pipeline.__file__).parent
RAISED = (
    *("FileError", "Unsupported", "Unreadable", "Encrypted", "TooLarge", "NeedsOcr", "GarbledText", "NoTasks"),
    *("TimeLimit", "MemoryLimit", "Crashed", "RunError", "KnowledgeError", "Died", "DatabaseError"),
)
OUR_OWN_DATA = {
    *("groups.py", "lexicon.py", "local.py", "organs.py", "places.py", "towns.py"),
}
"""These complain of our own data files: for those who change them, who read English."""
HAN = re.compile("[一-鿿]")


@pytest.fixture
def zh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FENGONG_LANG", "zh")
    messages.language.cache_clear()
    yield
    messages.language.cache_clear()


def reasons() -> Iterator[tuple[str, str]]:
    """The file, and each sentence that an error in it is made of, its values as ``{}``."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in RAISED and path.parent.name != "text":
                for part in (*node.args, *(word.value for word in node.keywords)):
                    text = _template(part)
                    if " " in text.replace("{}", "").strip(": "):
                        yield path.name, text


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value) if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def test_every_reason_has_its_chinese() -> None:
    known = chinese._tables()["reasons"]
    sentences = {text for file, text in reasons() if not (file in OUR_OWN_DATA and "{}:{}" in text)}
    assert len(sentences) > 60
    assert {text for text in sentences if text not in known} == set(), "add them to pipeline/cli/chinese.toml"


def test_a_translation_has_the_values_of_its_original_and_is_chinese() -> None:
    tables = chinese._tables()
    for table in (tables["click"], tables["steps"], tables["reasons"]):
        for english, translated in table.items():
            assert HAN.search(translated) or not re.search("[a-z]", english), english
    for english, translated in (tables["steps"] | tables["reasons"]).items():
        assert english.count("{}") == translated.count("{}"), english


@pytest.mark.usefixtures("zh")
def test_values_keep_their_places_and_what_is_unknown_stays() -> None:
    assert translate_reason("The PDF has 90 pages; 12 are allowed.") == "PDF 有 90 页，上限为 12 页。"
    assert translate_reason("Results cannot be written: No space left on device.") == "结果无法写入：磁盘空间不足。"
    assert translate_reason("Something else happened") == "Something else happened"
    assert chinese.reason("It is no file.") == "不是文件。"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_page_is_chinese(command: str) -> None:
    """In a process of its own: the words of a page are chosen when its module is imported."""
    environment = os.environ | {"FENGONG_LANG": "zh", "PYTHONPATH": str(PACKAGE.parent)}
    words = [sys.executable, "-m", "pipeline", command, "--help"]
    page = subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=True).stdout
    assert page.startswith("用法：") and "选项：\n" in page and "显示本说明" in page
    assert not re.search(r"\b(Usage|Options|Show|default|required|FILE|TEXT|INTEGER|RANGE|DATE|YEAR)\b|x>=", page)
    assert not re.search("[，。；：、] *\n *[，。；：、]|[。，] [一-鿿]|\n *[，。；：、）]", page)
    options = page.split("选项：\n")[1]
    assert all(width_of(line) <= 80 for line in options.splitlines()), "80 columns, each Chinese character two"
    help_texts = [line.split("  ", 2)[-1] for line in page.splitlines() if line.startswith("  -")]
    assert all(HAN.search(text) for text in help_texts if text.strip() and not text.strip().startswith("-"))


@pytest.mark.usefixtures("zh")
def test_the_steps_of_an_answer_are_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        "市市场监管局",
        "市工商局",
        "有关单位",
        "各县区政府",
        "财政部",
        "县税务局",
        "市财政局国库科",
        "江城区",
        "碧波办",
        "省教育厅",
    ]
    names += [
        "杭州市教育局",
        "朝阳区公安局",
        "国家食品药品监督管理总局",
        "“" + "长" * 200,
        "人行阳江市中心支行",
        "市监所",
    ]
    assert run(["units", *names, "--region", "阳江市", "--on", "2021-06-01"]) == 0
    assert run(["units", *names]) == 0
    steps = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  - ")]
    assert len(steps) > 40
    english = [line for line in steps if re.search(r"[a-z]{2,} [a-z]{2,}", line)]
    assert english == []


def test_a_paragraph_is_wrapped_by_what_is_seen() -> None:
    assert join_lines(["时限可写成含 latest", "的对象。", "GOLD 与", "记录，", "PATH"]) == (
        "时限可写成含 latest 的对象。GOLD 与记录，PATH"
    )
    assert list(wrap("一二三四，五六（七八）ab cd", 8)) == ["一二三", "四，五六", "（七八）", "ab cd"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["covert", "a"], "没有此命令：covert。是否指：convert"),
        (["convert"], "缺少参数"),
        (["convert", "--unit", "x"], "没有选项 --unit"),
        (["export", "a.json", "--to", "xls"], "不在可选值之中"),
        (["explain", "needocr"], "是否指：needs-ocr"),
        (["convert", "a.txt", "--region", "朝阳区"], "多个同名地区"),
        (["convert", "a.txt", "--issued-on", "2021/6"], "日期格式"),
        (["check", "no.json", "--source", "nowhere"], "不存在"),
    ],
)
@pytest.mark.usefixtures("zh")
def test_errors_of_usage_are_chinese(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 64
    said = capsys.readouterr().err
    assert words in said and said.startswith("用法：") and "错误：" in said
    assert "Error" not in said and "Try" not in said


@pytest.mark.usefixtures("zh")
def test_english_comes_back(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(["convert"])
    monkeypatch.setenv("FENGONG_LANG", "en")
    messages.language.cache_clear()
    capsys.readouterr()
    assert run(["convert"]) == 64
    assert "Missing argument" in capsys.readouterr().err
