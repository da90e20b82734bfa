"""Documents that bring their worker down: exactly those fail, all others are done as if nothing had been.

The faults are put in below us, into functions of the standard library (``batch_faults``); all stages are the real ones.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import make_archive
from batches import ROOT, Batch, assert_whole, batch, litter, manifest, notice, results

pytestmark = [
    pytest.mark.batch,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals, limits and /proc"),
]
FAULTS = {
    "segfault": ("quarantined", "crashed"),
    "sigkill": ("quarantined", "crashed"),
    "exit": ("quarantined", "crashed"),
    "abort": ("quarantined", "crashed"),
    "abort-in-thread": ("quarantined", "crashed"),
    "hang": ("failed", "time-limit"),
    "native-hang": ("failed", "time-limit"),
    "memory": ("failed", "memory-limit"),
    "memory-error": ("failed", "memory-limit"),
    "later-memory-error": ("quarantined", "crashed"),
    "recursion": ("failed", "internal"),
    "later-recursion": ("quarantined", "crashed"),
    "system-exit": ("failed", "internal"),
    "later-system-exit": ("quarantined", "crashed"),
    "interrupt": ("failed", "internal"),
    "odd": ("failed", "internal"),
}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the faults."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copy(Path(__file__).with_name("batch_faults.py"), folder / "sitecustomize.py")
    return folder


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of the good documents alone."""
    folder = tmp_path_factory.mktemp("calm")
    make_archive.write(folder / "in", 40, tiny=True)
    assert batch("in", "-o", "out", "--jobs", 2, cwd=folder)[0] == 0
    return records(folder / "out")


def records(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in results(out).items() if name.startswith("records")}


def bad(fault: str, number: int = 0) -> bytes:
    return notice(f"FAULT-{fault}.{number}")


def mingled(folder: Path, faults: list[str]) -> None:
    """Forty good documents, and the bad ones among them."""
    make_archive.write(folder / "in", 40, tiny=True)
    for number, fault in enumerate(faults):
        (folder / "in" / f"20{14 + number % 11}" / f"坏{number}-{fault}.txt").parent.mkdir(exist_ok=True)
        (folder / "in" / f"20{14 + number % 11}" / f"坏{number}-{fault}.txt").write_bytes(bad(fault, number))


def assert_exactly(out: Path, calm: dict[str, bytes], expected: dict[str, tuple[str, str]]) -> None:
    """All good documents gave their record; every bad one has the outcome and the code that its name tells."""
    lines = manifest(out)
    found = {path: (line["outcome"], line["code"]) for path, line in lines.items() if "坏" in path}
    assert found == {path: expected[Path(path).stem.partition("-")[2]] for path in found}
    assert len(lines) - len(found) == 40
    assert records(out) == calm
    assert litter(out) == []
    assert_whole(out)


@pytest.mark.parametrize("jobs", [1, 2])
def test_exactly_the_bad_documents_fail(tmp_path: Path, faults: Path, calm: dict[str, bytes], jobs: int) -> None:
    mingled(tmp_path, list(FAULTS))
    code, said = batch(
        "in", "-o", "out", "--jobs", jobs, "--limit-time", 2, "--limit-memory", 600, cwd=tmp_path, path=faults
    )
    assert code == 2, said
    assert len(manifest(tmp_path / "out")) == 40 + len(FAULTS)
    assert_exactly(tmp_path / "out", calm, FAULTS)


def test_a_second_run_tries_none_of_them_again(tmp_path: Path, faults: Path) -> None:
    (tmp_path / "in").mkdir()
    for fault in ("exit", "recursion"):
        (tmp_path / "in" / f"{fault}.txt").write_bytes(bad(fault))
    assert batch("in", "-o", "out", cwd=tmp_path, path=faults)[0] == 2
    first = results(tmp_path / "out")
    code, said = batch("in", "-o", "out", cwd=tmp_path)
    assert (code, "(0 worked on" in said) == (2, True)
    assert results(tmp_path / "out") == first
    assert batch("-o", "out", "--only-failed", cwd=tmp_path)[0] == 0
    assert {line["outcome"] for line in manifest(tmp_path / "out").values()} == {"complete"}


def test_many_crashing_documents_in_a_row(tmp_path: Path, faults: Path, calm: dict[str, bytes]) -> None:
    mingled(tmp_path, [])
    for number in range(10):
        for fault in ("segfault", "exit"):
            (tmp_path / "in/2015/000" / f"坏{number}-{fault}.txt").write_bytes(bad(fault, number))
    code, said = batch("in", "-o", "out", "--jobs", 2, cwd=tmp_path, path=faults)
    assert code == 2, said
    assert_exactly(tmp_path / "out", calm, FAULTS)
    lines = [line for line in manifest(tmp_path / "out").values() if line["outcome"] == "quarantined"]
    assert {line["reason"] for line in lines} == {
        "The worker process was ended by SIGSEGV.",
        "The worker process ended with exit code 3.",
    }


def test_too_much_processor_time_is_a_matter_of_time(tmp_path: Path, faults: Path) -> None:
    """The clock's limit would come much later."""
    (tmp_path / "busy.txt").write_bytes(bad("processor"))
    assert batch("busy.txt", "-o", "out", cwd=tmp_path, path=faults)[0] == 2
    assert manifest(tmp_path / "out")["busy.txt"]["code"] in ("time-limit", "crashed")


@pytest.mark.parametrize(
    "name", ["坏-exit.txt", "it's one.txt", os.fsdecode(b"\xff.txt")], ids=["plain", "quote", "bytes"]
)
def test_what_was_set_aside_can_be_tried_again_by_its_command(tmp_path: Path, faults: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bad("exit"))
    (tmp_path / "good.txt").write_bytes(notice())
    code, said = batch(name, "good.txt", "-o", "out", cwd=tmp_path, path=faults)
    assert code == 2, said
    lines = manifest(tmp_path / "out")
    assert lines.pop("good.txt")["outcome"] == "complete"
    (line,) = lines.values()
    assert line["outcome"] == "quarantined"
    assert replay(line["replay"], tmp_path, faults) == 3


def test_a_member_of_an_archive_is_set_aside_as_a_copy(tmp_path: Path, faults: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("deep/坏.txt", bad("exit"))
        archive.writestr("good.txt", notice())
    assert batch("a.zip", "-o", "out", cwd=tmp_path, path=faults)[0] == 2
    lines = manifest(tmp_path / "out")
    assert lines["a.zip!/good.txt"]["outcome"] == "complete"
    assert [path.read_bytes() for path in (tmp_path / "out/quarantine").iterdir()] == [bad("exit")]
    assert replay(lines["a.zip!/deep/坏.txt"]["replay"], tmp_path, faults) == 3


def replay(command: str, folder: Path, faults: Path) -> int:
    """The exit code of a command as a person would enter it."""
    program = f'fengong() {{ {shlex.quote(sys.executable)} -m pipeline "$@"; }}'
    environment = os.environ | {"PYTHONPATH": f"{faults}{os.pathsep}{ROOT}"}
    return subprocess.run(
        ["bash", "-c", f"{program}\n{command}"], cwd=folder, env=environment, capture_output=True, check=False
    ).returncode


def test_workers_that_cannot_start_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(notice())
    code, said = batch("good.txt", "-o", "out", "--limit-memory", 20, cwd=tmp_path)
    assert code == 70
    assert "before they can take a document" in said and "--limit-memory" in said
    assert "Traceback" not in said
    assert batch("good.txt", "-o", "out", cwd=tmp_path)[0] == 0


@pytest.mark.parametrize("moment", ["start", "work"])
def test_workers_that_are_killed_lose_nothing(tmp_path: Path, calm: dict[str, bytes], moment: str) -> None:
    """All at once, as an out-of-memory killer may do: when they have just started, or when they work."""
    make_archive.write(tmp_path / "in", 40, tiny=True)
    run = Batch("in", "-o", "out", "--jobs", 2, "--recycle", 1, cwd=tmp_path)
    killed: list[int] = []
    while run.process.poll() is None and not killed:
        if moment == "start" or list(tmp_path.glob("out/records/*")):
            killed = workers(run)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    code, said = run.end()
    assert code == 0, said
    assert killed and records(tmp_path / "out") == calm
    assert litter(tmp_path / "out") == []


def test_the_process_that_workers_are_forked_from_may_be_killed_while_it_starts(tmp_path: Path) -> None:
    make_archive.write(tmp_path / "in", 4, tiny=True)
    run = Batch("in", "-o", "out", "--jobs", 1, cwd=tmp_path)
    servers: list[int] = []
    while run.process.poll() is None and not servers:
        servers = [pid for pid in run.living() if "forkserver" in Path(f"/proc/{pid}/cmdline").read_text()]
    for pid in servers:
        os.kill(pid, signal.SIGKILL)
    code, said = run.end()
    assert (code, bool(servers)) == (0, True), said
    assert "Traceback" not in said


def test_a_worker_killed_while_it_waits_loses_nothing(tmp_path: Path, faults: Path, calm: dict[str, bytes]) -> None:
    """Two workers, one document that hangs: the other one has nothing to do when it is killed."""
    make_archive.write(tmp_path / "in", 40, tiny=True)
    (tmp_path / "in/2014.txt").write_bytes(bad("hang") + b" " * 70000)  # too large to go together with others
    run = Batch("in", "-o", "out", "--jobs", 2, "--limit-time", 6, cwd=tmp_path, path=faults, HANGING=str(tmp_path))
    until = time.monotonic() + 30
    while len(records(tmp_path / "out")) < len(calm) and time.monotonic() < until:
        time.sleep(0.01)
    idle = [pid for pid in workers(run) if not (tmp_path / f"{pid}.pid").exists()]
    assert len(idle) == 1
    os.kill(idle[0], signal.SIGKILL)
    code, said = run.end()
    assert code == 2, said
    assert records(tmp_path / "out") == calm
    assert manifest(tmp_path / "out")["in/2014.txt"]["code"] == "time-limit"


def workers(run: Batch) -> list[int]:
    """The worker processes of a run: children of the server that it forks them from."""
    family = {pid: parent(pid) for pid in run.living()}
    return [pid for pid, above in family.items() if family.get(above) == run.process.pid]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_the_faults_are_not_the_parents(tmp_path: Path, faults: Path) -> None:
    """Or else these tests would show nothing: the parent takes the digest of a bad document and lives."""
    (tmp_path / "坏.txt").write_bytes(bad("exit"))
    code, said = batch("坏.txt", "-o", "out", "--json-log", cwd=tmp_path, path=faults)
    assert code == 2
    assert json.loads(said.splitlines()[-1])["event"] == "end"
