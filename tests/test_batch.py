"""The ordinary life of a batch: what goes in, what comes out, what a second run does, and how it is stopped."""

import gzip
import io
import json
import os
import shutil
import signal
import sqlite3
import struct
import sys
import tarfile
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import make_archive
from batches import TABLE, Batch, assert_whole, batch, litter, manifest, notice, results
from pipeline.cli import messages, run

pytestmark = pytest.mark.batch

ROOT = Path(__file__).parent.parent
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")


class Ended(NamedTuple):
    """One call at its end."""

    code: int
    out: str
    events: list[dict[str, Any]]
    worked: int
    outcomes: dict[str, int]


class Desk:
    """A working directory with ``in``; batches go to ``out``."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capfd = folder, capfd
        self.out = folder / "out"

    def put(self, name: str, data: bytes | None = None) -> Path:
        """A document of its own words in ``in``."""
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notice(name) if data is None else data)
        return path

    def batch(self, *arguments: object) -> Ended:
        """One batch in this process, told as JSON."""
        given = arguments if "-o" in arguments else (*arguments, "-o", "out")
        code = run([str(argument) for argument in ("batch", *given, "--json-log", "--jobs", 1)])
        out, said = self._capfd.readouterr()
        events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        last = events[-1] if events and events[-1]["event"] == "end" else {}
        outcomes = {kind: count for kind, count in last.get("outcomes", {}).items() if count}
        return Ended(code, out or said, events, last.get("worked", -1), outcomes)


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("FENGONG_LANG", "en")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    messages.language.cache_clear()
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capfd)


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def zip_bytes(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def outcomes(out: Path) -> dict[str, str]:
    """Outcome or code of each document."""
    return {path: line["code"] or line["outcome"] for path, line in manifest(out).items()}


# ---------------------------------------------------------------- what goes in


def test_a_folder_a_pattern_and_a_document(desk: Desk) -> None:
    for name in ("a.txt", "deep/er/b.md", "c.pdf.txt", "picture.svg", ".hidden.txt", "~$a.docx"):
        desk.put(name)
    desk.put("x/other.txt")
    ended = desk.batch("in", "in/*/o*.txt", "in/picture.svg")
    assert outcomes(desk.out) == {
        "in/a.txt": "complete",
        "in/deep/er/b.md": "complete",
        "in/c.pdf.txt": "complete",
        "in/x/other.txt": "complete",
        "in/picture.svg": "complete",  # it was named
    }
    assert (ended.code, ended.worked) == (0, 5)
    assert len((desk.out / "tasks.jsonl").read_text(encoding="utf-8").splitlines()) == 5
    assert_whole(desk.out)


@pytest.mark.parametrize("end", ["\n", "\0", "\r\n"])
def test_a_list_on_stdin(desk: Desk, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    names = [str(desk.put(name)) for name in ("一.txt", "b c.txt", "d.txt")]
    monkeypatch.setattr(sys, "stdin", io.StringIO(end.join(names) + end))
    ended = desk.batch("-")
    assert (ended.code, sorted(manifest(desk.out))) == (0, sorted(names))


def test_archives(desk: Desk) -> None:
    """zip and tar, packed, and in one another; names in GBK; only documents are taken."""
    gbk = zip_bytes({"____/____.txt": notice(1)}).replace(b"____/____", "分工/任务".encode("gbk"))
    desk.put("gbk.zip", gbk)
    unflagged = zip_bytes({"______/______.txt": notice("又")}).replace(b"______/______", "分工/任务".encode())
    desk.put("unflagged.zip", unflagged)
    inner = zip_bytes({"deep.txt": notice(2), "deeper.zip": zip_bytes({"deepest.txt": notice(3)})})
    make_zip(
        desk.folder / "in/nested.zip",
        {"inner.zip": inner, "x.exe": b"MZ", ".hidden.txt": b"x", "up/../../u.txt": notice(4)},
    )
    for suffix, mode in ((".tar.gz", "w:gz"), (".tar", "w"), (".tar.xz", "w:xz"), (".tbz2", "w:bz2")):
        with tarfile.open(desk.folder / f"in/a{suffix}", mode) as archive:
            info = tarfile.TarInfo("t/文.txt")
            info.size = len(notice(suffix))
            archive.addfile(info, io.BytesIO(notice(suffix)))
            archive.addfile(tarfile.TarInfo("empty.txt"), io.BytesIO())
    ended = desk.batch("in")
    found = outcomes(desk.out)
    tars = {f"in/a{suffix}!/t/文.txt": "complete" for suffix in (".tar.gz", ".tar", ".tar.xz", ".tbz2")}
    empties = {
        f"in/a{suffix}!/empty.txt": found["in/a.tar!/empty.txt"] for suffix in (".tar.gz", ".tar", ".tar.xz", ".tbz2")
    }
    assert found == tars | empties | {
        "in/gbk.zip!/分工/任务.txt": "complete",
        "in/unflagged.zip!/分工/任务.txt": "complete",
        "in/nested.zip!/inner.zip!/deep.txt": "complete",
        "in/nested.zip!/inner.zip!/deeper.zip!/deepest.txt": "complete",
        "in/nested.zip!/up/../../u.txt": "complete",
    }
    assert ended.worked == 10
    assert not (desk.folder / "u.txt").exists() and litter(desk.out) == []


def test_archives_in_archives_end_somewhere(desk: Desk) -> None:
    data = notice()
    for _ in range(5):
        data = zip_bytes({"a.txt" if data == notice() else "a.zip": data})
    desk.put("a.zip", data)
    desk.put("b.txt")
    ended = desk.batch("in")
    assert ended.code == 2
    found = outcomes(desk.out)
    assert found.pop("in/b.txt") == "complete"
    assert list(found.values()) == ["unreadable"]


def test_damaged_archives_cost_what_is_damaged_only(desk: Desk) -> None:
    whole = zip_bytes({f"{number}.txt": notice(number) for number in range(3)})
    desk.put("cut.zip", whole[:-40])
    desk.put("no.zip", b"no archive at all")
    desk.put("bad.zip", whole.replace("合并1窗口".encode(), "合并9窗口".encode()))
    tar = gzip.compress(tar_bytes({f"{number}.txt": notice(number) * 400 for number in range(3)}))
    desk.put("cut.tar.gz", tar[: len(tar) // 2])
    desk.put("nothing.tar", b"")
    desk.put("good.txt")
    ended = desk.batch("in")
    found = outcomes(desk.out)
    assert {
        path: found[path] for path in ("in/cut.zip", "in/no.zip", "in/good.txt", "in/nothing.tar", "in/cut.tar.gz")
    } == {
        "in/cut.zip": "unreadable",
        "in/no.zip": "unreadable",
        "in/nothing.tar": "unreadable",
        "in/cut.tar.gz": "unreadable",
        "in/good.txt": "complete",
    }
    assert [found[f"in/bad.zip!/{number}.txt"] for number in range(3)] == ["complete", "unreadable", "complete"]
    assert ended.code == 2


def tar_bytes(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def test_a_member_with_a_password_and_one_packed_in_an_unknown_way(desk: Desk) -> None:
    data = zip_bytes({"locked.txt": notice(1), "strange.txt": notice(2), "good.txt": notice(3)})
    data = mark(data, "locked.txt", flag=1)
    data = mark(data, "strange.txt", method=99)
    desk.put("a.zip", data)
    assert desk.batch("in").code == 2
    assert outcomes(desk.out) == {
        "in/a.zip!/locked.txt": "encrypted",
        "in/a.zip!/strange.txt": "unreadable",
        "in/a.zip!/good.txt": "complete",
    }


def mark(data: bytes, name: str, flag: int = 0, method: int = 0) -> bytes:
    """A zip whose directory says of one member that it has that flag and method."""
    changed = bytearray(data)
    for sign, at in ((b"PK\x01\x02", 46), (b"PK\x03\x04", 30)):
        where = data.index(sign)
        while data[where + at : where + at + len(name)] != name.encode():
            where = data.index(sign, where + 1)
        struct.pack_into("<HH", changed, where + (8 if at == 46 else 6), flag, method)
    return bytes(changed)


def test_an_archive_that_grows_beyond_all_measure(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """64 megabytes of zeros in 64 kilobytes; the measure is made smaller for the test's sake."""
    monkeypatch.setattr("pipeline.batch.archives._ALLOWANCE", 2**20)
    desk.put(
        "bomb.tgz",
        gzip.compress(tar_bytes({"good.txt": notice()})[:1024] + tar_header("bomb.txt", 2**26) + bytes(2**26)),
    )
    make_zip(desk.folder / "in/bomb.zip", {"good.txt": notice(), "bomb.txt": bytes(2**26), "late.txt": notice(2)})
    desk.put("good.txt", notice(3))
    ended = desk.batch("in")
    assert ended.code == 2
    assert {path: code for path, code in outcomes(desk.out).items() if "late" not in path} == {
        "in/good.txt": "complete",
        "in/bomb.tgz!/good.txt": "complete",
        "in/bomb.tgz!/bomb.txt": "too-large",
        "in/bomb.zip!/good.txt": "complete",
        "in/bomb.zip!/bomb.txt": "too-large",
    }
    assert litter(desk.out) == []


def tar_header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf()


def test_a_member_that_is_too_large_alone(desk: Desk) -> None:
    make_zip(desk.folder / "in/a.zip", {"big.txt": bytes(3 * 2**20), "good.txt": notice()})
    desk.put("big.txt", bytes(3 * 2**20))
    assert desk.batch("in", "--limit-size", "2").code == 2
    assert outcomes(desk.out) == {
        "in/a.zip!/big.txt": "too-large",
        "in/a.zip!/good.txt": "complete",
        "in/big.txt": "too-large",
    }


@posix
def test_what_cannot_be_read_is_told_and_does_not_hang(desk: Desk) -> None:
    desk.put("good.txt")
    os.symlink("nowhere", desk.folder / "in/dangling.docx")
    os.symlink("circle.txt", desk.folder / "in/circle.txt")
    os.symlink(".", desk.folder / "in/self")
    os.mkfifo(desk.folder / "in/pipe.txt")
    os.mkfifo(desk.folder / "named.txt")
    os.mkfifo(desk.folder / "named.zip")
    (desk.folder / "in/folder.txt").mkdir()
    ended = desk.batch("in", "named.txt", "named.zip", "missing.txt", "/dev/zero", "none*.txt")
    assert outcomes(desk.out) == {
        "in/good.txt": "complete",
        "in/dangling.docx": "unreadable",
        "in/circle.txt": "unreadable",
        "named.txt": "unreadable",
        "named.zip": "unreadable",
        "missing.txt": "unreadable",
        "/dev/zero": "unreadable",
    }
    assert ended.code == 2


@posix
def test_names_that_collide_or_are_unsafe(desk: Desk) -> None:
    names = [
        *("a b.txt", "a_b.txt", "a/b.txt", "a?b.txt", "..txt", "-rf.txt", "q'u\"o.txt", "$(x).txt", "line\nfeed.txt"),
        *("📄📄.txt", "文" * 83 + ".txt", "e\u0301.txt", "\u00e9.txt", "%2e%2e%2f.txt", "CON.txt", "tab\t.txt"),
        os.fsdecode("任务".encode("gbk")) + ".txt",
    ]
    for number, name in enumerate(names):
        desk.put("x/" + name, notice(number))
    ended = desk.batch("in/x")
    hidden = {name for name in names if name.startswith(".")}
    assert (ended.code, ended.outcomes) == (0, {"complete": len(names) - len(hidden)})
    lines = manifest(desk.out)
    assert len({line["record"] for line in lines.values()}) == len(lines)
    for line in lines.values():
        assert len(line["record"].encode()) < 200 and not line["record"].startswith((".", "-"))
        assert (desk.out / "records" / line["record"]).is_file()
    assert_whole(desk.out)
    assert desk.batch("in/x").worked == 0


@posix
def test_out_may_have_any_name(desk: Desk) -> None:
    out = os.fsdecode(b"aus\xff'gabe\n")
    desk.put("a.txt")
    make_zip(desk.folder / "in/b.zip", {"b.txt": notice("b")})
    ended = desk.batch("in", "-o", out)
    assert (ended.code, ended.outcomes) == (0, {"complete": 2}), ended.out
    assert desk.batch("-o", out, "--resume").worked == 0


def test_out_below_the_inputs_is_no_input(desk: Desk) -> None:
    desk.put("a.txt")
    for _ in range(2):
        desk.batch("in", "-o", "in/out")
    assert list(manifest(desk.folder / "in/out")) == ["in/a.txt"]


def test_documents_without_anything_in_them(desk: Desk) -> None:
    desk.put("empty.txt", b"")
    desk.put("blank.txt", b" \n\n")
    desk.put("empty.docx", b"")
    desk.put("empty.pdf", b"")
    desk.put("prose.txt", "今天天气很好。".encode())
    ended = desk.batch("in")
    assert sum(ended.outcomes.values()) == 5 and set(ended.outcomes) <= {"empty", "failed"}
    assert outcomes(desk.out)["in/prose.txt"] == "no-tasks"


# ---------------------------------------------------------------- a second run


def test_the_same_bytes_under_two_names_are_read_once(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        desk.put(name, notice())
    make_zip(desk.folder / "in/c.zip", {"one.txt": notice(), "two.txt": notice("二")})
    ended = desk.batch("in")
    lines = manifest(desk.out)
    assert ended.worked == 2
    assert {path: line["duplicate_of"] for path, line in lines.items()} == {
        "in/a.txt": None,
        "in/b.txt": "in/a.txt",
        "in/c.zip!/one.txt": "in/a.txt",
        "in/c.zip!/two.txt": None,
    }
    assert lines["in/a.txt"]["record"] == lines["in/b.txt"]["record"]
    assert len((desk.out / "tasks.jsonl").read_bytes().splitlines()) == 2


def test_a_second_run_does_what_changed_only(desk: Desk) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        desk.put(name)
    make_zip(desk.folder / "in/d.zip", {"1.txt": notice(1), "2.txt": notice(2)})
    assert desk.batch("in").worked == 5
    first = results(desk.out)
    again = desk.batch("in")
    assert (again.code, again.worked, results(desk.out)) == (0, 0, first)
    desk.put("a.txt", notice("改动"))
    desk.put("new.txt")
    (desk.folder / "in/c.txt").unlink()
    make_zip(desk.folder / "in/d.zip", {"2.txt": notice(2), "3.txt": notice(3)})
    assert desk.batch("in").worked == 3
    assert sorted(manifest(desk.out)) == ["in/a.txt", "in/b.txt", "in/d.zip!/2.txt", "in/d.zip!/3.txt", "in/new.txt"]
    assert desk.batch("in", "-o", "other").worked == 5
    of_run = {line["record"] for line in manifest(desk.out).values()}
    kept = {
        name: data
        for name, data in results(desk.out).items()
        if name in ("manifest.jsonl", "tasks.jsonl") or Path(name).name in of_run
    }
    assert kept == results(desk.folder / "other")


@posix
def test_an_archive_that_has_not_changed_is_not_opened(desk: Desk) -> None:
    """Its bytes are spoilt behind its stamp's back: opened, it would fail."""
    path = make_zip(desk.folder / "in/a.zip", {"1.txt": notice(1), "2.txt": notice(2)})
    os.utime(path, (1, 1))
    assert desk.batch("in").worked == 2
    state = path.stat()
    assert desk.batch("in").worked == 0
    path.write_bytes(bytes(state.st_size))
    os.utime(path, (1, 1))
    with sqlite3.connect(desk.out / "state.sqlite") as sql:
        fresh = path.stat()
        stamp = f"{fresh.st_size} {fresh.st_mtime_ns} {fresh.st_ctime_ns}"
        sql.execute("UPDATE inputs SET stamp = ? WHERE is_archive", (stamp,))
    sql.close()
    ended = desk.batch("in")
    assert (ended.code, ended.worked, ended.outcomes) == (0, 0, {"complete": 2})


def test_a_record_that_is_gone_or_cut_short_is_made_again(desk: Desk) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        desk.put(name)
    make_zip(desk.folder / "in/d.zip", {"1.txt": notice(1), "2.txt": notice(2)})
    desk.batch("in")
    first = results(desk.out)
    lines = manifest(desk.out)
    (desk.out / "records" / lines["in/a.txt"]["record"]).unlink()
    cut = desk.out / "records" / lines["in/b.txt"]["record"]
    cut.write_bytes(cut.read_bytes()[:-9])
    (desk.out / "records" / lines["in/d.zip!/2.txt"]["record"]).unlink()
    assert desk.batch("in").worked == 3
    assert results(desk.out) == first
    (desk.out / "tasks.jsonl").write_bytes(b"{}\n")
    (desk.out / "manifest.jsonl").unlink()
    assert desk.batch("in").worked == 0
    assert results(desk.out) == first


def test_other_units_are_another_version(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        desk.put(name)
    units = desk.folder / "units.csv"
    units.write_text("name,is\n市监所,market-regulation\n", encoding="utf-8")
    assert desk.batch("in").worked == 2
    ended = desk.batch("in", "--units", "units.csv")
    assert ended.worked == 2
    assert desk.batch("in", "--units", "units.csv").worked == 0
    assert desk.batch("in").worked == 2


def test_other_words_are_another_version_and_the_workers_know_them(desk: Desk) -> None:
    text = notice().decode().replace("牵头单位", "挂帅单位").replace("配合单位", "搭手单位")
    desk.put("a.txt", text.encode())
    words = desk.folder / "words.csv"
    words.write_text("word,role\n挂帅单位,responsible_units\n", encoding="utf-8")
    assert desk.batch("in").outcomes == {"empty": 1}
    assert desk.batch("in", "--words", "words.csv").worked == 1
    assert [party["role"] for party in parties(desk)] == ["responsible"]
    words.write_text("word,role\n挂帅单位,lead_units\n搭手单位,support_units\n", encoding="utf-8")
    assert desk.batch("--resume").worked == 1
    assert [party["role"] for party in parties(desk)] == ["lead", "support", "support"]
    assert desk.batch("--resume").worked == 0
    assert desk.batch("in").outcomes == {"empty": 1}


def parties(desk: Desk) -> list[dict[str, str]]:
    """Those of the only task."""
    (line,) = (desk.out / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
    return [party for item in json.loads(line)["assignments"] for party in item["parties"]]


def test_other_limits_redo_only_what_failed_by_them(desk: Desk) -> None:
    desk.put("good.txt")
    desk.put("prose.txt", "今天天气很好。".encode())
    desk.put("broken.docx", b"PK\x03\x04 and no more")
    desk.put("large.txt", notice() + b"\n" * 2**21)
    make_zip(desk.folder / "in/a.zip", {"large.txt": notice(2) + b"\n" * 2**21})
    assert desk.batch("in", "--limit-size", 1).outcomes == {"complete": 1, "empty": 1, "failed": 3}
    assert desk.batch("in", "--limit-size", 1).worked == 0
    ended = desk.batch("in", "--limit-size", 3)
    assert (ended.worked, ended.outcomes) == (2, {"complete": 3, "empty": 1, "failed": 1})


def test_only_failed(desk: Desk) -> None:
    desk.put("good.txt")
    desk.put("broken.docx", b"PK\x03\x04 and no more")
    assert desk.batch("in").worked == 2
    desk.put("new.txt")
    ended = desk.batch("--only-failed")
    assert (ended.code, ended.worked, ended.outcomes) == (2, 1, {"complete": 1, "failed": 1})
    ended = desk.batch("in")
    assert (ended.worked, ended.outcomes) == (1, {"complete": 2, "failed": 1})


def test_resume_from_another_working_directory(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt")
    desk.batch("in", "--gzip")
    desk.put("b.txt")
    (desk.folder / "elsewhere").mkdir()
    monkeypatch.chdir(desk.folder / "elsewhere")
    ended = desk.batch("--resume", "-o", "../out")
    assert (ended.code, ended.worked) == (0, 1)
    lines = manifest(desk.out)
    assert sorted(lines) == ["in/a.txt", "in/b.txt"]
    assert all(line["record"].endswith(".json.gz") for line in lines.values())


def test_resume_of_nothing_is_wrong_usage(desk: Desk) -> None:
    for arguments in (("--resume",), ("--only-failed",), ()):
        assert desk.batch(*arguments).code == 64
    assert not desk.out.exists()


@pytest.mark.parametrize("state", ["none", "ended", "killed"])
def test_a_dry_run_writes_nothing(desk: Desk, state: str) -> None:
    desk.put("a.txt")
    if state != "none":
        desk.batch("in")
    if state == "killed":
        leave_as_killed(desk.out)
    desk.put("b.txt")
    make_zip(desk.folder / "in/c.zip", {"c.txt": notice("c"), "x.exe": b"MZ"})
    before = snapshot(desk.folder)
    ended = desk.batch("in", "--dry-run")
    expected = ["in/b.txt", "in/c.zip!/c.txt"] if state != "none" else ["in/a.txt", "in/b.txt", "in/c.zip!/c.txt"]
    assert ended.out.splitlines() == expected
    assert (ended.code, snapshot(desk.folder)) == (0, before)


def leave_as_killed(out: Path) -> None:
    """The state with a journal beside it that nobody has open."""
    with closing(sqlite3.connect(out / "state.sqlite")) as sql:
        sql.execute("INSERT INTO facts VALUES ('more', '')")
        sql.commit()
        shutil.copytree(out, out.with_name("copy"))
    shutil.rmtree(out)
    out.with_name("copy").rename(out)
    assert (out / "state.sqlite-wal").stat().st_size > 0


def snapshot(folder: Path) -> dict[str, tuple[int, int] | None]:
    """Everything below, with size and time of change; but SQLite's shared memory, which is no file to it."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if not path.name.endswith("-shm")
    }


def test_gzip_and_back(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        desk.put(name)
    desk.batch("in")
    plain = results(desk.out)
    assert desk.batch("in", "--gzip").worked == 2
    packed = results(desk.out)
    assert {name for name in packed} == {name if name == "manifest.jsonl" else f"{name}.gz" for name in plain}
    for name, data in plain.items():
        assert name == "manifest.jsonl" or gzip.decompress(packed[f"{name}.gz"]) == data
    assert desk.batch("in", "--gzip").worked == 0
    assert desk.batch("in").worked == 2
    assert results(desk.out) == plain


def test_prune(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        desk.put(name)
    desk.batch("in")
    (desk.folder / "in/b.txt").unlink()
    assert desk.batch("in").events[-1]["orphans"] == 1
    assert len(list((desk.out / "records").iterdir())) == 2
    ended = desk.batch("in", "--prune")
    assert (ended.events[-1]["pruned"], ended.events[-1]["orphans"]) == (1, 0)
    assert [path.name for path in (desk.out / "records").iterdir()] == [manifest(desk.out)["in/a.txt"]["record"]]


# ---------------------------------------------------------------- what is told, and how it ends


def test_exit_codes(desk: Desk) -> None:
    desk.put("a.txt")
    assert desk.batch("in").code == 0
    desk.put(
        "partial.txt",
        (TABLE.format(mark="x") + "| 2 | 只有任务 | 没有列 | 市教育局 | | 13月40日前 | 多出 | 来的 |\n").encode(),
    )
    assert desk.batch("in").code == max(line["outcome"] == "partial" for line in manifest(desk.out).values())
    desk.put("broken.docx", b"PK\x03\x04 and no more")
    assert desk.batch("in").code == 2
    assert desk.batch("in", "--limit-time", "soon").code == 64


def test_the_json_log(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        desk.put(name, notice())
    desk.put("c.docx", b"PK\x03\x04 and no more")
    ended = desk.batch("in")
    documents = [event for event in ended.events if event["event"] == "document"]
    assert {event["path"]: event["finding"]["outcome"] for event in documents} == {
        "in/a.txt": "complete",
        "in/b.txt": "complete",
        "in/c.docx": "failed",
    }
    assert len(documents) == 3
    assert ended.events[-1]["event"] == "end" and all("time" in event for event in ended.events)


@linux
def test_two_runs_on_one_place(desk: Desk) -> None:
    make_archive.write(desk.folder / "in", 300, tiny=True)
    first = Batch("in", "-o", "out", "--recycle", 1, "--jobs", 1, cwd=desk.folder)
    while not list(desk.out.glob("records/*")):
        time.sleep(0.01)
    code, said = batch("in", "-o", "out", cwd=desk.folder)
    assert (code, f"process {first.process.pid} on " in said) == (75, True)
    code, said = batch("in", "-o", "out", "--dry-run", cwd=desk.folder)
    assert code == 0, said
    first.process.terminate()
    assert first.end()[0] == 130


@linux
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("everyone", [True, False], ids=["group", "parent"])
def test_stopped_and_resumed(desk: Desk, sign: signal.Signals, everyone: bool) -> None:
    """Ctrl-C reaches all processes of a terminal's group, kill the parent only."""
    make_archive.write(desk.folder / "in", 120, tiny=True)
    make_zip(desk.folder / "in/z.zip", {f"{number}.txt": notice(number) for number in range(40)})
    assert batch("in", "-o", "calm", cwd=desk.folder)[0] == 0
    for number, moment in enumerate((0, 1, 30, 100)):
        out = desk.folder / f"out{number}"
        stopped = Batch("in", "-o", out.name, "--jobs", 2, "--recycle", 3, cwd=desk.folder)
        while not (out / ".lock").exists():  # before, it is Python that starts
            time.sleep(0.002)
        while moment and stopped.process.poll() is None and len(list(out.glob("records/*"))) < moment:
            time.sleep(0.002)
        (os.killpg if everyone else os.kill)(stopped.process.pid, sign)
        code, said = stopped.end(20)
        assert stopped.outlive() == []
        assert code in (130, 0), said
        assert "Traceback" not in said
        assert litter(out) == []
        assert_whole(out)
        assert (
            batch(
                "-o" if code == 0 else "in",
                *([out.name, "--resume"] if code == 0 else ["-o", out.name]),
                cwd=desk.folder,
            )[0]
            == 0
        )
        assert results(out) == results(desk.folder / "calm")
