"""A batch on a Ray cluster of this machine gives the bytes of a local one."""

import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from make_archive import notices, write
from pipeline.batch.cluster import RayActor
from pipeline.batch.model import MANIFEST, TASKS, Options, RunError, Workplace
from pipeline.batch.run import run_batch
from pipeline.batch.sources import read_roots

pytestmark = pytest.mark.batch

ROOT = Path(__file__).parent.parent
PATIENCE = 120
OPEN = {"RAY_AUTH_MODE": "disabled"}
"""Whatever the person who runs the tests has set up for clusters of their own."""


@pytest.fixture(scope="module")
def head() -> Iterator["subprocess.Popen[bytes]"]:
    """A cluster with two processors, which ends with this process; RAY_ADDRESS names it."""
    pytest.importorskip("ray")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = (
        "start --head --block --num-cpus=2 --include-dashboard=false --disable-usage-stats --node-ip-address=127.0.0.1"
    )
    command = [sys.executable, "-m", "ray.scripts.scripts", *start.split(), f"--port={port}"]
    environment = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    environment |= {"PYTHONPATH": str(ROOT)}
    with (
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(
            command, env=environment | OPEN, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process,
    ):
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(port):
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.1)
            for name, value in (OPEN | {"RAY_ADDRESS": f"127.0.0.1:{port}"}).items():
                patch.setenv(name, value)
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.mark.usefixtures("head")
def test_a_cluster_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, 40)
    data = next(data for _, data in notices(1))
    (folder / "the same.txt").write_bytes(data)
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 no package")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("member.txt", data + "备注。\n".encode())
    ray, local = tmp_path / "ray", tmp_path / "local"
    summary = run_batch(read_roots([str(folder)]), ray, Options(jobs=0, engine="ray"))
    run_batch(read_roots([str(folder)]), local, Options(jobs=1))
    assert summary.outcomes == {"complete": 38, "partial": 0, "empty": 4, "failed": 1, "quarantined": 0}
    _hold_equal(ray, local)
    assert run_batch(None, ray, Options(engine="ray")).worked == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the actors in /proc")
def test_what_a_lost_actor_had_is_done_by_another(tmp_path: Path, head: "subprocess.Popen[bytes]") -> None:
    folder, ray, local = tmp_path / "in", tmp_path / "ray", tmp_path / "local"
    write(folder, 200)
    command = [sys.executable, "-m", "pipeline", "batch", str(folder), "-o", str(ray), "--engine", "ray"]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL) as run:
        until = time.monotonic() + PATIENCE
        while not any((ray / "records").glob("*.json")):
            assert run.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        os.kill(_find_actors(head.pid)[0], signal.SIGKILL)
        assert run.wait(PATIENCE) == 0
    run_batch(read_roots([str(folder)]), local, Options())
    _hold_equal(ray, local)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the actors in /proc")
def test_a_cluster_that_loses_every_actor_stops_the_run(tmp_path: Path, head: "subprocess.Popen[bytes]") -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write(folder, 20)
    command = [sys.executable, "-m", "pipeline", "batch", str(folder), "-o", str(out), "--engine", "ray", "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "FENGONG_LANG": "en"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as run:
        until = time.monotonic() + PATIENCE
        while run.poll() is None and time.monotonic() < until:
            for actor in _find_actors(head.pid):
                os.kill(actor, signal.SIGKILL)
            time.sleep(0.01)
        assert run.returncode == 70
        assert run.stderr is not None and "loses every worker" in run.stderr.read()


def test_a_machine_that_does_not_share_the_folders_is_told(tmp_path: Path) -> None:
    there = Workplace(str(tmp_path / "records"), str(tmp_path / "spool"))
    start = RayActor(Options(), there, str(tmp_path / "records" / "token")).start()
    assert not start.sees_records and not start.sees_out


def test_no_cluster_is_a_clear_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    write(tmp_path / "in", 1)
    with pytest.raises(RunError, match="no Ray cluster") as caught:
        run_batch(read_roots([str(tmp_path / "in")]), tmp_path / "out", Options(engine="ray"))
    assert caught.value.code == "engine"


def test_without_ray_a_run_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    write(tmp_path / "in", 1)
    with pytest.raises(RunError) as caught:
        run_batch(read_roots([str(tmp_path / "in")]), tmp_path / "out", Options(engine="ray"))
    assert caught.value.code == "missing"
    assert "fengong[ray]" in caught.value.advice


def _hold_equal(one: Path, other: Path) -> None:
    for name in (MANIFEST, TASKS):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    names = [sorted(path.name for path in (out / "records").iterdir()) for out in (one, other)]
    assert names[0] == names[1]
    for name in names[0]:
        assert (one / "records" / name).read_bytes() == (other / "records" / name).read_bytes()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _find_actors(head: int) -> list[int]:
    """The processes of actors of the cluster that process ``head`` started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                is_actor = (entry / "cmdline").read_bytes().startswith(b"ray::RayActor")
            except OSError:
                continue
            if is_actor and head in _ancestors(int(entry.name)):
                found.append(int(entry.name))
    return found


def _ancestors(process: int) -> Iterator[int]:
    while process > 1:
        try:
            process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return
        yield process
