"""Hostile Word and PDF files end in a record or a typed error, within a hard limit of time and memory, untouched.

Each group of cases is read in a process of its own (``guarded.py``), which is watched: a breach, a crash, a limit that
is passed ends it. What only native code could do, which no audit hook of Python sees, runs into a trap: a pipe that
nobody ever writes to, a socket that counts its callers.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import hostile_pdf
import hostile_word

HERE = Path(__file__).parent
MEMORY = 2**20  # KiB
GROUP = 16
CODES = {"unreadable", "unsupported", "encrypted", "too-large", "needs-ocr", "garbled-text", "no-tasks"}
READ = {"complete", "partial"}
Groups = list[tuple[str, list[str]]]


def groups() -> Groups:
    """(module, names) of some cases each: a process costs more than most cases."""
    found: Groups = []
    for module, cases in (("hostile_word", hostile_word.CASES), ("hostile_pdf", hostile_pdf.CASES)):
        names = list(cases)
        found += [(module, names[start : start + GROUP]) for start in range(0, len(names), GROUP)]
    return found


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The places that a document points to; fails when somebody called."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("limits and pipes are POSIX")
    pipe = tmp_path / "trap"
    os.mkfifo(pipe)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield {"TRAP": str(pipe), "WEB": f"http://127.0.0.1:{server.getsockname()[1]}"}
        with pytest.raises(BlockingIOError):
            server.accept()


def run(module: str, names: list[str], places: dict[str, str]) -> dict[str, str]:
    """The outcome of each case, and the peak of memory."""
    environment = {"PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}", "PYTHONUTF8": "1", **places}
    command = [sys.executable, str(HERE / "guarded.py"), module, *names]
    done = subprocess.run(command, cwd=HERE.parent, env=environment, capture_output=True)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0, f"ended by {done.returncode} after {lines[-1:]}: {done.stderr.decode()[-600:]}"
    return dict(line.split("\t", 1) for line in lines)


@pytest.mark.parametrize(("module", "names"), groups(), ids=lambda value: value if isinstance(value, str) else value[0])
def test_a_hostile_file_ends_in_a_record_or_a_typed_error(module: str, names: list[str], trap: dict[str, str]) -> None:
    ended = run(module, names, trap)
    assert int(ended.pop("peak")) < MEMORY
    assert list(ended) == names
    assert {outcome.split()[0] for outcome in ended.values()} <= CODES | READ


HARMLESS = [
    ("hostile_word", ["duplicate names", "inclusions", "controls nested 100 deep", "frames nested 50 deep",
                      "1,000,000 empty paragraphs", "lists and styles that loop", "100,000 fields"]),
    ("hostile_pdf", ["actions", "page of 1e9 points", "page of no number", "page turned inside out", "coordinates of 1e38",
                     "letters of size 1e30", "50,000 clips", "arrays nested 100,000 deep"]),
]  # fmt: skip


@pytest.mark.parametrize(("module", "names"), HARMLESS, ids=["word", "pdf"])
def test_the_task_beside_the_oddity_is_read(module: str, names: list[str], trap: dict[str, str]) -> None:
    ended = run(module, names, trap)
    assert {name: ended[name] for name in names if not ended[name].startswith(("complete 1", "complete 2"))} == {}


TOLD = {
    "hostile_word": {
        "gridSpan 2000000000": "no-tasks",
        "orphaned vMerge": "merge-orphaned",
        "100,000 cells in a row": "crowded-row",
        "relations outside only": "alt-chunk",
        "100,000 rows": "too-large",
    },
    "hostile_pdf": {
        "a grid of 400 times 400": "table-too-fine",
        "300,000 filled boxes": "table-too-fine",
        "encrypted, no password needed": "complete 1",
        "encrypted with a password": "encrypted",
        "encrypted bomb, no password needed": "too-large",
    },
}


@pytest.mark.parametrize("module", TOLD)
def test_what_was_cut_is_told(module: str, trap: dict[str, str]) -> None:
    ended = run(module, list(TOLD[module]), trap)
    assert {name: ended[name] for name, word in TOLD[module].items() if word not in ended[name]} == {}


def test_the_watch_sees_a_file_a_socket_and_a_pickle(tmp_path: Path) -> None:
    """The guard itself: each of these must end the process."""
    for harm in ("open('/etc/hosts')", "__import__('socket').create_connection(('127.0.0.1', 9))",
                 "__import__('pickle').loads(b'cos\\nsystem\\n.')", "__import__('os').system('true')"):  # fmt: skip
        code = f"import sys, socket, pickle, guarded; sys.addaudithook(guarded.watch); {harm}"
        done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True)
        assert b"BREACH" in done.stdout, harm
