"""Ourselves inside another program: any thread, any kind of input, and what the caller knows of a notice."""

import io
import logging
import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event, Timer

import pytest

import pipeline
from make_archive import notices
from pipeline import FileError, Record, extract, load_record
from pipeline.check.record import check_record
from pipeline.readers.pdf.turn import TURN
from synthetic import tables
from synthetic.write_html import write_html
from synthetic.write_pdf import write_pdf
from synthetic.write_text import write_flattened
from synthetic.write_word import write_word

INPUTS = Path(__file__).parent.parent / "inputs"
SILENT = """重点工作任务分工表
一、做好窗口服务。6月底前完成改造。（市公安局牵头，市市场监管局配合）
二、开通热线。责任单位：市司法局；完成时限：一季度
""".encode()
"""A notice that states neither its place nor its year."""


def converted(data: bytes, name: str) -> str:
    try:
        return extract(data, name=name).to_json()
    except FileError as error:
        return error.code


def all_formats() -> dict[str, bytes]:
    made = [tables.make_table(layout, 0) for layout in list(tables.LAYOUTS)[:3]]
    writers = {"docx": write_word, "pdf": write_pdf, "html": write_html, "txt": write_flattened}
    files = {f"{item.layout}.{kind}": write(item) for kind, write in writers.items() for item in made}
    return files | dict(notices(6)) | {"none.pdf": b"%PDF-1.7\nnothing", "words.txt": "无任务".encode()}


@pytest.mark.parametrize("times", [2, pytest.param(200, marks=pytest.mark.hostile)])
def test_eight_threads_give_what_one_gives(times: int) -> None:
    files = all_formats()
    jobs = list(files) * max(1, 8 * times // len(files))
    random.Random(times).shuffle(jobs)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: converted(files[name], name), jobs))
    alone = {name: converted(data, name) for name, data in files.items()}
    assert [name for name, text in zip(jobs, found, strict=True) if text != alone[name]] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_child_forked_after_threads_read_pdfs_reads_one_too() -> None:
    data = (INPUTS / "yangjiang-2021.pdf").read_bytes()
    with ThreadPoolExecutor(2) as pool:
        assert {len(record.tasks) for record in pool.map(lambda _: extract(data, name="a.pdf"), range(4))} == {19}
    child = os.fork()
    if child == 0:
        os._exit(len(extract(data, name="a.pdf").tasks) - 19)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_fork_waits_until_pdfium_is_at_rest() -> None:
    held, fork_now = Event(), Event()

    def read() -> bool:
        with TURN:
            held.set()
            fork_now.wait(60)
            return True

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert held.wait(60)
        Timer(0.2, fork_now.set).start()
        child = os.fork()
        if child == 0:
            os._exit(0 if TURN.acquire(blocking=False) else 1)
        assert fork_now.is_set(), "the thread had its turn before the fork"
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert reading.result()


def test_a_source_is_a_path_bytes_or_a_binary_file() -> None:
    path = INPUTS / "yangjiang-2021.txt"
    data = path.read_bytes()
    whole = extract(path)
    with path.open("rb") as file:
        assert extract(file) == extract(str(path)) == whole
    named = [extract(kind(data), name=path.name) for kind in (bytes, bytearray, memoryview, io.BytesIO)]
    assert named == [whole] * 4
    assert extract(io.BytesIO(data)).source.name == "document"
    with path.open(encoding="utf-8") as text, pytest.raises(TypeError, match="binary"):
        extract(text)  # type: ignore[arg-type]


def test_a_record_comes_back_from_its_file_and_from_its_text(tmp_path: Path) -> None:
    record = extract(INPUTS / "yangjiang-2021.txt")
    (tmp_path / "a.json").write_text(record.to_json(), encoding="utf-8")
    assert (
        load_record(tmp_path / "a.json")
        == load_record(record.to_json())
        == Record.from_json(record.to_json())
        == record
    )
    later = record.to_json().replace('"schema"', '"later": [1], "schema"', 1)
    assert Record.from_json(later) == record, "members of a later revision are skipped"
    with pytest.raises(FileError, match="not a task-list/1 record"):
        load_record('{"schema": "task-list/1"}')


def test_assignments_parties_and_their_units() -> None:
    record = extract(INPUTS / "yangjiang-2021.txt")
    task, assignment = next(pair for pair in record.assignments() if pair[0].number == "9")
    assert assignment in task.assignments
    unit = record.unit_of(next(party for found, _, party in record.parties() if found is task))
    assert unit is not None and unit.name == "阳江市市场监督管理局"
    assert len(list(record.parties())) == sum(len(item.parties) for _, item in record.assignments())


def test_what_the_caller_knows_fills_what_the_notice_leaves_open() -> None:
    bare = extract(SILENT)
    assert (bare.document.region, bare.document.year, bare.units) == (None, None, ())
    record = extract(SILENT, region="阳江市", issued_on=date(2031, 2, 1))
    frame = record.document
    assert frame.region is not None and frame.region.code == "441700"
    assert (frame.year, frame.issued_on, frame.given) == (2031, "2031-02-01", ("region", "year", "issued_on"))
    assert [item.latest for _, part in record.assignments() for item in part.deadlines] == ["2031-06-30", "2031-03-31"]
    assert {unit.id for unit in record.units} == {
        "441700/public-security",
        "441700/market-regulation",
        "441700/justice",
    }
    assert check_record(record).faults == ()
    assert "given" not in bare.to_json() and "given-differs" not in {issue.code for issue in record.issues}


def test_what_the_notice_states_is_kept_and_the_difference_reported() -> None:
    record = extract(INPUTS / "yangjiang-2021.txt", region="广州市", year=2020)
    assert record.document == extract(INPUTS / "yangjiang-2021.txt").document
    told = [issue for issue in record.issues if issue.code == "given-differs"]
    assert [issue.provenance.quote for issue in told if issue.provenance] == ["阳江市", "2021"]
    assert {issue.severity for issue in told} == {"warning"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"region": "哪里市"}, "no such place"),
        ({"region": "朝阳区"}, "Give the code"),
        ({"year": 21}, "1949"),
        ({"issued_on": "2021-02-30"}, "day"),
    ],
)
def test_what_does_not_exist_cannot_be_given(given: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        extract(SILENT, **given)  # type: ignore[arg-type]


def test_a_key_outlives_a_change_of_the_file_and_tells_repeats_apart() -> None:
    first = extract(SILENT)
    second = extract("某某市人民政府办公室\n\n".encode() + SILENT.replace("改造".encode(), "更新".encode()))
    assert [task.key for task in first.tasks] == [task.key for task in second.tasks]
    assert {task.id for task in first.tasks}.isdisjoint(task.id for task in second.tasks)
    twice = extract("一、开会。（市公安局负责）\n一、开会。（市司法局负责）\n".encode())
    one, two = (str(task.key) for task in twice.tasks)
    assert two == f"{one}-2"
    assert len({task.key for task in extract(INPUTS / "yangjiang-2021.txt").tasks}) == 19


def test_the_version_and_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert extract(SILENT).generator.version == pipeline.__version__
    with caplog.at_level(logging.INFO, logger="fengong"):
        extract(SILENT, name="a.txt")
    assert caplog.messages == ["a.txt: complete, 2 tasks, 3 issues"]
