"""The parent of a run killed (SIGKILL) at random moments: the run after it ends as if nothing had been."""

import os
import random
import sys
import time
import zipfile
from pathlib import Path

import pytest

import make_archive
from batches import Batch, batch, litter, manifest, results

pytestmark = [
    pytest.mark.batch,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc"),
]
DOCUMENTS, MOMENTS = 150, int(os.environ.get("FENGONG_MOMENTS") or 10)


def make_inputs(folder: Path) -> int:
    """Documents, one in ten of them in an archive, one of them there under three names; how many paths."""
    names = list(make_archive.notices(DOCUMENTS, tiny=True))
    packed = names[::10]
    for name, data in names:
        if (name, data) not in packed:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    (folder / "again.txt").write_bytes(names[5][1])
    with zipfile.ZipFile(folder / "2019.zip", "w") as archive:
        for name, data in packed:
            archive.writestr(name, data)
        archive.writestr("once/more.txt", names[5][1])
        archive.writestr("broken.docx", b"PK\x03\x04 and no more")
    return DOCUMENTS + 3


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """A quarter at any time of a run, most while documents are written: when so many records or drafts are there."""
    count = make_inputs(tmp_path / "in")
    began = time.monotonic()
    assert batch("in", "-o", "calm", "--jobs", 2, cwd=tmp_path)[0] == 2
    lasted = time.monotonic() - began
    calm = results(tmp_path / "calm")
    written = sum(name.startswith("records") for name in calm)
    assert len(manifest(tmp_path / "calm")) == count
    seed = int(os.environ.get("FENGONG_SEED") or random.randrange(10**6))
    print(f"FENGONG_SEED={seed}")
    draw = random.Random(seed)
    for number in range(MOMENTS):
        out = tmp_path / f"out{number}"
        files, seconds = (
            (0, draw.uniform(0, lasted)) if number % 4 == 0 else (draw.randint(1, written), draw.random() / 9)
        )
        killed = kill_after(seconds, tmp_path, out, files)
        assert killed.outlive() == [], "workers outlive their parent"
        safe = len(list(out.glob("records/[!.]*")))
        print(f"{number}: {safe} records, {'published' if (out / 'manifest.jsonl').exists() else 'not published'}")
        code, said = batch("in", "-o", out.name, "--jobs", 2, cwd=tmp_path)
        assert code == 2, said
        assert results(out) == calm
        assert litter(out) == []


def kill_after(seconds: float, folder: Path, out: Path, files: int = 0) -> Batch:
    """Kill a run so many seconds after so many records or drafts are there; its worker is replaced now and then."""
    run = Batch("in", "-o", out.name, "--jobs", 1, "--recycle", 9, cwd=folder)
    while files and run.process.poll() is None and len(list(out.glob("records/*"))) < files:
        time.sleep(0.001)
    time.sleep(seconds)
    run.process.kill()
    run.process.communicate()
    return run


def test_killed_again_and_again_until_it_is_done(tmp_path: Path) -> None:
    """Each run comes a little further than the one before; nothing is done that was safe already."""
    make_inputs(tmp_path / "in")
    assert batch("in", "-o", "calm", "--jobs", 2, cwd=tmp_path)[0] == 2
    out, rounds, safe = tmp_path / "out", 0, 0
    while not (out / "manifest.jsonl").exists():
        rounds += 1
        assert rounds < 50, "no run comes further than the one before"
        kill_after(0.5 + 0.05 * rounds, tmp_path, out)
        assert len(list(out.glob("records/*.json"))) >= safe
        safe = len(list(out.glob("records/*.json")))
    assert batch("in", "-o", "out", "--jobs", 2, cwd=tmp_path)[0] == 2
    assert results(out) == results(tmp_path / "calm")
