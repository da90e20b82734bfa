"""Hostile text ends in a record or a typed error, within a hard limit of time and memory.

What is quadratic would take minutes here, not seconds. ``bench/hostile.py`` shows that doubling a case doubles its cost.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import hostile

pytestmark = pytest.mark.hostile

HERE = Path(__file__).parent
SECONDS, PATIENCE = 60, 900
"""Of the processor, and on the clock: other work on the machine takes its share."""
BYTES = 1_500_000_000
ENDS = {"record", "no-tasks", "empty-file", "unreadable"}


def run(group: str, size: float) -> dict[str, str]:
    """How each case of a group ended, in a process of its own; a limit that is passed fails the test."""
    resource = pytest.importorskip("resource", reason="limits are POSIX")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    command = [sys.executable, str(HERE / "hostile.py"), group, str(size), str(BYTES)]
    done = subprocess.run(
        command, cwd=HERE.parent, env=_environment(), capture_output=True, timeout=PATIENCE, preexec_fn=limit
    )
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0, f"after {lines[-1:]}: {done.stderr.decode()[-600:]}"
    return dict(line.split("\t") for line in lines)


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(HERE.parent), "PYTHONUTF8": "1"}


@pytest.mark.parametrize("place", ["alone", "statement", "label line", "units cell", "deadline cell"])
def test_each_sign_again_and_again(place: str) -> None:
    ended = run(place, 0.1)
    assert len(ended) == len(hostile.SIGNS)
    assert set(ended.values()) <= ENDS


def test_a_million_brackets() -> None:
    ended = run("brackets", 1.0)
    assert set(ended.values()) <= ENDS


def test_big_and_crowded_documents() -> None:
    ended = run("structures", 0.15)
    assert ended.keys() == hostile.STRUCTURES.keys()
    assert set(ended.values()) <= ENDS


@pytest.mark.parametrize("name", ["10 MB in one cell", "10 MB in one paragraph"])
def test_ten_megabytes(name: str) -> None:
    assert run(name, 1.0) == {name: "record"}
