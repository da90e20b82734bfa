"""``fengong watch``: what is dropped into a folder is converted as it comes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from make_archive import notices

pytestmark = pytest.mark.batch

pytest.importorskip("watchfiles")
ROOT = Path(__file__).parent.parent
NOTICES = dict(enumerate(data for name, data in notices(4) if name.endswith(".txt")))
PATIENCE = 60


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "first.txt").write_bytes(NOTICES[0])
    return folder


@pytest.fixture
def watcher(inbox: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A watch over the inbox, with its OUT inside it: what comes out must not go in again."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "FENGONG_LANG": "en"}
    command = [sys.executable, "-m", "pipeline", "watch", str(inbox), "-o", str(inbox / "out"), "--jobs", "1"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        yield process
        process.kill()


def lines(out: Path) -> list[str]:
    """File name and outcome of all documents, as the manifest says."""
    manifest = out / "manifest.jsonl"
    rows = (
        [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()] if manifest.is_file() else []
    )
    return [f"{Path(row['path']).name} {row['outcome']}" for row in rows]


def wait_for(wanted: list[str], found: Callable[[], list[str]]) -> None:
    end = time.monotonic() + PATIENCE
    while found() != wanted and time.monotonic() < end:
        time.sleep(0.1)
    assert found() == wanted


def test_documents_are_converted_as_they_come(inbox: Path, watcher: "subprocess.Popen[bytes]") -> None:
    out = inbox / "out"
    wait_for(["first.txt complete"], lambda: lines(out))
    (inbox / "second.txt").write_bytes(NOTICES[1])
    wait_for(["first.txt complete", "second.txt complete"], lambda: lines(out))
    (inbox / "sub").mkdir()
    shutil.move(inbox / "first.txt", inbox / "sub" / "moved.txt")
    (inbox / "third.txt").write_text("没有任务清单。\n", encoding="utf-8")
    wait_for(["second.txt complete", "moved.txt complete", "third.txt empty"], lambda: lines(out))
    watcher.send_signal(signal.SIGINT)
    _, told = watcher.communicate(timeout=PATIENCE)
    assert watcher.returncode == 130
    assert told.decode().count("first.txt: complete, 16 tasks") == 1, "a document is told of once"
    assert len(list((out / "records").iterdir())) == 2
