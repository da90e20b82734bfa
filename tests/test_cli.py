"""The command line as its users meet it: files in, records out, exit codes, and words on stderr."""

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import openpyxl
import pytest

import records
from pipeline.cli import messages, run
from pipeline.contract import read_record
from pipeline.files import write_whole

TABLE = """清河市2023年便民服务提升任务分工表

| 序号 | 任务 | 具体举措 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|---|---|
| 1 | 优化办事窗口 | 合并同类窗口。 | 市教育局 | 市公安局、市税务局 | 2023年6月底前 |
| 2 | 开通服务热线 | 全天候接听。 | 市公安局 | 有关单位 | 长期坚持 |
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str


Fengong = Callable[..., Result]


@pytest.fixture
def fengong(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fengong:
    """Run one command line in this process, in English."""
    monkeypatch.setenv("FENGONG_LANG", "en")
    messages.language.cache_clear()

    def call(*arguments: object) -> Result:
        code = run([str(argument) for argument in arguments])
        return Result(code, *capfd.readouterr())

    return call


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with one document."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "plan.txt").write_text(TABLE, encoding="utf-8")
    return folder


def visible(folder: Path) -> list[str]:
    """The files below, without the folder's own notes on what was written."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in files)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with one saved record."""
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "qinghe.txt.json").write_text(records.record().to_json(), encoding="utf-8")
    return folder


def program(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run ``python -m pipeline`` as a process of its own."""
    keep = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "FENGONG", "PYTHON"))
    }
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    path = {"PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(command, capture_output=True, check=False, env=keep | path | environment)


# ---------------------------------------------------------------- convert


@pytest.mark.skipif(sys.platform == "win32", reason="there is no C locale")
def test_chinese_paths_and_words_in_a_plain_c_locale(inputs: Path, tmp_path: Path) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "FENGONG_LANG": "en"}
    (inputs / "plan.txt").rename(inputs / "任务分工.txt")
    assert program("convert", inputs, "-o", tmp_path / "结果", **plain).returncode == 0
    assert visible(tmp_path / "结果") == ["任务分工.txt.json"]
    done = program("units", "市公安局", "--region", "阳江市", **plain)
    assert done.returncode == 0 and "阳江市公安局" in done.stdout.decode()
    csv = tmp_path / "表.csv"
    assert program("export", tmp_path / "结果", "-o", csv, "--unit", "市公安局", **plain).returncode == 0
    assert "市公安局" in csv.read_text(encoding="utf-8")


def test_one_document_goes_to_stdout_and_the_summary_to_stderr(fengong: Fengong, inputs: Path) -> None:
    result = fengong("convert", inputs / "plan.txt")
    record = read_record(result.out.encode())
    assert [task.title for task in record.tasks] == ["优化办事窗口", "开通服务热线"]
    assert record.source.name == "plan.txt"
    assert "1 of 1 converted (0 partial), 2 tasks" in result.err
    assert result.code == 0


def test_a_folder_gives_records_named_by_the_whole_input_name(fengong: Fengong, inputs: Path, tmp_path: Path) -> None:
    (inputs / "deep").mkdir()
    (inputs / "deep" / "plan.md").write_text(TABLE, encoding="utf-8")
    for passed_by in (".hidden.txt", "~$plan.docx", "picture.svg"):
        (inputs / passed_by).write_text("x")
    result = fengong("convert", inputs, "-o", tmp_path / "out")
    assert visible(tmp_path / "out") == [os.path.join("deep", "plan.md.json"), "plan.txt.json"]
    assert "skipped 1 files of other kinds" in result.err and "picture.svg" in result.err
    assert result.code == 0


def test_the_same_input_gives_the_same_bytes(fengong: Fengong, inputs: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        fengong("convert", inputs, "-o", tmp_path / name)
    one, two = ((tmp_path / name / "plan.txt.json").read_bytes() for name in ("one", "two"))
    assert one == two


def test_two_documents_of_one_name_do_not_overwrite_each_other(fengong: Fengong, tmp_path: Path) -> None:
    for year in ("2022", "2023"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "plan.txt").write_text(TABLE.replace("2023", year), encoding="utf-8")
    out = tmp_path / "out"
    assert fengong("convert", tmp_path / "2022/plan.txt", tmp_path / "2023/plan.txt", "-o", out).code == 0
    years = [read_record((out / year / "plan.txt.json").read_bytes()).document.year for year in ("2022", "2023")]
    assert years == [2022, 2023]


def test_a_document_given_twice_is_converted_once(fengong: Fengong, inputs: Path, tmp_path: Path) -> None:
    result = fengong("convert", inputs, inputs / "plan.txt", "-o", tmp_path / "out")
    assert "1 of 1 converted" in result.err


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "unreadable"),
    "blank.txt": (b" \n\t\n", "unreadable"),
    "novel.txt": ("今天天气很好。\n".encode(), "no-tasks"),
    "old.doc": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "unsupported"),
    "locked.docx": (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 40, "encrypted"),
    "cut.docx": (b"PK\x03\x04" + bytes(60), "unreadable"),
    "cut.pdf": (b"%PDF-1.7\n%cut", "unreadable"),
    "photo.gif.png": (b"GIF89a" + Random(1).randbytes(4000), "needs-ocr"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_named_with_code_and_advice_and_the_others_are_done(
    name: str, fengong: Fengong, inputs: Path, tmp_path: Path
) -> None:
    data, code = BAD[name]
    (inputs / name).write_bytes(data)
    result = fengong("convert", inputs, "-o", tmp_path / "out")
    assert result.code == 2
    assert f"{inputs / name}: {code}: " in result.err
    assert "what to do: " in result.err
    assert "Traceback" not in result.err
    assert visible(tmp_path / "out") == ["plan.txt.json"]


def test_the_bytes_tell_the_kind_and_not_the_suffix(fengong: Fengong, tmp_path: Path) -> None:
    data = (Path(__file__).parent.parent / "inputs" / "yangjiang-2021.docx").read_bytes()
    (tmp_path / "misnamed.pdf").write_bytes(data)
    result = fengong("convert", tmp_path / "misnamed.pdf")
    assert result.code == 0
    assert json.loads(result.out)["source"]["media_type"].endswith("wordprocessingml.document")


def test_a_path_that_is_not_there_is_unreadable_and_the_others_are_done(
    fengong: Fengong, inputs: Path, tmp_path: Path
) -> None:
    result = fengong("convert", tmp_path / "nowhere.txt", inputs / "plan.txt", "-o", tmp_path / "out")
    assert result.code == 2
    assert "nowhere.txt: unreadable: " in result.err
    assert (tmp_path / "out" / "plan.txt.json").is_file()


def test_a_folder_without_documents_is_told(fengong: Fengong, tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    result = fengong("convert", tmp_path / "void", "-o", tmp_path / "out")
    assert result.code == 2
    assert "nothing to convert here" in result.err


def test_a_record_that_cannot_be_written_ends_the_command_and_leaves_no_draft(
    fengong: Fengong, inputs: Path, tmp_path: Path
) -> None:
    (tmp_path / "out" / "plan.txt.json").mkdir(parents=True)
    result = fengong("convert", inputs, "-o", tmp_path / "out")
    assert result.code == 74
    assert "plan.txt.json: Is a directory" in result.err and "Traceback" not in result.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["plan.txt.json"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["convert"],
        ["convert", "a.txt", "b.txt"],
        ["convert", "."],
        ["convert", "--no-such-option", "a.txt"],
        ["no-such-command"],
        ["convert", "a.txt", "--units", "no-such-file.csv"],
        ["export", "a.json"],
        ["export", "a.json", "--to", "docx"],
        ["explain", "no-such-code"],
        ["units"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64(arguments: list[str], fengong: Fengong) -> None:
    result = fengong(*arguments)
    assert result.code == 64
    assert result.out == ""
    assert "Usage" in result.err


def test_a_broken_units_file_is_wrong_usage(fengong: Fengong, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a,b\n1\n")
    result = fengong("convert", inputs, "-o", tmp_path / "out", "--units", tmp_path / "mine.csv")
    assert result.code == 64
    assert "mine.csv" in result.err and not (tmp_path / "out").exists()


def test_a_draft_is_gone_after_an_interruption(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), write_whole(tmp_path / "record.json") as out:
        out.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a named pipe")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_reading_it_says_so_and_writes_nothing(stop: signal.Signals, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.txt")  # nobody writes to it, so the reader waits for ever
    command = [sys.executable, "-m", "pipeline", "convert", str(tmp_path / "slow.txt"), "-o", str(tmp_path / "out")]
    environment = os.environ | {"FENGONG_LANG": "en", "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == f"0/1 done, now {tmp_path / 'slow.txt'}\n"  # it takes over a second
        process.send_signal(stop)
        assert process.stderr.read().strip().endswith("interrupted; no half-written file was left")
    assert process.returncode == 130
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- export


def test_export_writes_the_format_that_the_suffix_says(fengong: Fengong, saved: Path, tmp_path: Path) -> None:
    assert fengong("export", saved, "-o", tmp_path / "out.xlsx").code == 0
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["任务分工", "编号与出处", "问题"]


def test_export_to_stdout_is_utf_8(fengong: Fengong, saved: Path) -> None:
    result = fengong("export", saved / "qinghe.txt.json", "--to", "csv", "--long", "--unit", "市税务局")
    rows = list(csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff"))))
    assert [row["party"] for row in rows] == ["市税务局", "市税务局"]
    assert result.code == 0


def test_export_tells_when_no_assignment_names_the_unit(fengong: Fengong, saved: Path) -> None:
    result = fengong("export", saved, "--to", "jsonl", "--unit", "市气象局")
    assert (result.code, result.out) == (0, "")
    assert "no assignment names 市气象局" in result.err


def test_export_does_the_good_records_and_names_the_bad(fengong: Fengong, saved: Path) -> None:
    (saved / "bad.json").write_text("{}")
    result = fengong("export", saved, "--to", "jsonl")
    assert result.code == 2
    assert len(result.out.splitlines()) == 2
    assert "bad.json: unreadable: not a task-list/1 record" in result.err


# ---------------------------------------------------------------- check


def test_check_proves_what_convert_wrote(fengong: Fengong, inputs: Path, tmp_path: Path) -> None:
    fengong("convert", inputs, "-o", tmp_path / "out")
    result = fengong("check", tmp_path / "out", "--source", inputs)
    assert result.code == 0, result.out
    assert "holds. 2 tasks" in result.out and "quotes proven against" in result.out


def test_check_finds_a_record_that_was_tampered_with(fengong: Fengong, inputs: Path, tmp_path: Path) -> None:
    fengong("convert", inputs, "-o", tmp_path / "out")
    path = tmp_path / "out" / "plan.txt.json"
    path.write_text(path.read_text(encoding="utf-8").replace("市税务局", "市财政局"), encoding="utf-8")
    assert fengong("check", path).code == 0, "in itself it still holds"
    result = fengong("check", path, "--source", inputs / "plan.txt")
    assert result.code == 1
    assert "the source has '市税务局'" in result.out


def test_check_of_what_is_no_record_is_2(fengong: Fengong, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("[]")
    assert fengong("check", tmp_path / "bad.json").code == 2
    assert fengong("check", tmp_path / "none.json").code == 2


def test_check_without_the_source_it_was_promised_is_2(fengong: Fengong, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    result = fengong("check", saved, "--source", tmp_path / "elsewhere")
    assert result.code == 2
    assert "no source for this record" in result.err


# ---------------------------------------------------------------- units


def test_units_tells_what_a_name_means_and_why(fengong: Fengong) -> None:
    result = fengong("units", "市市场监管局", "有关单位", "--region", "阳江市")
    assert result.code == 0
    assert "市市场监管局: resolved → 阳江市市场监督管理局 (441700/market-regulation)\n" in result.out
    assert "\n有关单位: generic\n" in result.out
    assert "\n  - " in result.out


def test_units_speaks_json_to_programs(fengong: Fengong) -> None:
    answers = json.loads(fengong("units", "市税务局", "--region", "441700", "--on", "2021-03-01", "--json").out)
    assert [(answer["resolution"], answer["unit"]["name"]) for answer in answers] == [
        ("resolved", "国家税务总局阳江市税务局")
    ]


def test_unknown_names_come_as_a_csv_to_fill_in_and_give_back(fengong: Fengong, tmp_path: Path) -> None:
    record = records.record().to_json().replace('"resolution": "ambiguous"', '"resolution": "unknown"')
    record = record.replace("990100", "441700")  # a place that there is
    (tmp_path / "a.json").write_text(record, encoding="utf-8")
    result = fengong("units", "--unknown", tmp_path / "a.json")
    rows = list(csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff"))))
    assert [(row["name"], row["is"], row["count"]) for row in rows] == [("市税务局", "", "2")]
    (tmp_path / "mine.csv").write_text(result.out.replace("市税务局,", "市税务局,group"), encoding="utf-8", newline="")
    assert fengong("units", "市税务局", "--units", tmp_path / "mine.csv").code == 0


@pytest.mark.parametrize("arguments", [["--region", "无此地市"], ["--units", "mine.csv"]], ids=["place", "csv"])
def test_units_with_a_place_or_a_file_that_is_none_is_64(
    arguments: list[str], fengong: Fengong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text("a,b\n1\n")
    assert fengong("units", "市税务局", *arguments).code == 64


# ---------------------------------------------------------------- explain, language, process


def test_explain_tells_meaning_and_advice(fengong: Fengong) -> None:
    result = fengong("explain", "needs-ocr")
    assert result.code == 0
    assert result.out.startswith("needs-ocr (error)\n") and "OCR" in result.out


def test_explain_without_a_code_tells_all(fengong: Fengong) -> None:
    assert fengong("explain").out.count("(error)") >= 8


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "处理办法"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "what to do"),
        ({"LANG": "zh_TW.UTF-8"}, "处理办法"),
        ({"LC_ALL": "en_US.UTF-8"}, "what to do"),
        ({"LC_ALL": "en_US.UTF-8", "FENGONG_LANG": "zh"}, "处理办法"),
    ],
    ids=str,
)
def test_messages_speak_the_language_of_the_locale(environment: dict[str, str], words: str) -> None:
    done = program("convert", "nowhere.txt", PYTHONUTF8="1", **environment)
    assert done.returncode == 2
    assert words in done.stderr.decode()


def test_stdout_is_utf_8_whatever_the_locale(inputs: Path) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
    done = program("convert", inputs / "plan.txt", LC_ALL="C", **plain)
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["tasks"][0]["title"] == "优化办事窗口"


def test_help_teaches_in_both_languages() -> None:
    assert "fengong convert inputs/ -o outputs/" in program("--help", FENGONG_LANG="en").stdout.decode()
    assert "退出码：0 全部完整" in program("--help", FENGONG_LANG="zh").stdout.decode()


def test_every_message_says_the_same_in_both_languages() -> None:
    for english, chinese in messages.MESSAGES.values():
        assert sorted(_fields(english)) == sorted(_fields(chinese))


def _fields(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")
def test_a_reader_that_went_away_is_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "explain"],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 130
    assert b"Traceback" not in done.stderr


def test_the_version_is_told() -> None:
    assert program("--version").stdout.decode().startswith("fengong ")


def test_compressed_records_are_records(fengong: Fengong, saved: Path, tmp_path: Path) -> None:
    (plain,) = saved.iterdir()
    packed = tmp_path / "packed"
    packed.mkdir()
    (packed / "qinghe.txt.json.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert fengong("check", packed).code == 0
    both = [fengong("export", folder, "--to", "csv").out for folder in (saved, packed)]
    assert both[0] == both[1].replace(str(packed / "qinghe.txt.json.gz"), str(plain)) != ""
    (packed / "qinghe.txt.json.gz").write_bytes(gzip.compress(plain.read_bytes())[:-9])
    cut = fengong("check", packed)
    assert cut.code == 2 and "qinghe.txt.json.gz: unreadable: not JSON: damaged gzip" in cut.err


# ---------------------------------------------------------------- manners


def test_a_document_comes_from_stdin(inputs: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "convert", "-"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(command, input=(inputs / "plan.txt").read_bytes(), capture_output=True, env=environment)
    assert done.returncode == 0
    assert read_record(done.stdout).source.name == "stdin"


def test_a_pattern_is_expanded_and_one_that_matches_nothing_is_named(
    fengong: Fengong, inputs: Path, tmp_path: Path
) -> None:
    assert fengong("convert", inputs / "p*.txt", "-o", tmp_path / "out").code == 0
    assert visible(tmp_path / "out") == ["plan.txt.json"]
    for command in ("convert", "batch"):
        result = fengong(command, inputs / "x*.txt", "-o", tmp_path / command)
        assert result.code == 2
        assert "x*.txt: the pattern matches nothing" in result.err


def test_debug_holds_in_any_place(fengong: Fengong, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sys.modules["pipeline.extract"], "extract", fail)
    for words in (("--debug", "convert", inputs / "plan.txt"), ("convert", inputs / "plan.txt", "--debug")):
        result = fengong(*words)
        assert result.code == 70
        assert "Traceback" in result.err and "ZeroDivisionError" in result.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["covert"], "Did you mean: convert"),
        (["explain", "needocr"], "Did you mean: needs-ocr"),
        (["export", "a.json", "-o", "a.xls"], "choose a format with --to: csv, duckdb, "),
        (["convert", "--unit", "x"], "Did you mean '--units'"),
    ],
)
def test_what_is_wrong_names_what_is_right(fengong: Fengong, words: list[str], hint: str) -> None:
    result = fengong(*words)
    assert result.code == 64
    assert hint in result.err


def test_a_package_that_is_missing_is_64_with_its_command(
    fengong: Fengong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, words in {
        "ray": ["batch", "x.txt", "--engine", "ray"],
        "obstore": ["batch", "s3://bucket/x"],
        "watchfiles": ["watch", str(tmp_path)],
    }.items():
        monkeypatch.setitem(sys.modules, module, None)
        (tmp_path / "x.txt").write_text(TABLE, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        result = fengong(*words, "-o", tmp_path / module)
        assert result.code == 64, result.err
        assert "pip install 'fengong[" in result.err
