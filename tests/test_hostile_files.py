"""Hostile Word, PDF, Rich Text and OpenDocument files end in a record or a typed error, within a hard limit of time and memory, untouched.

Each group of cases is read in a process of its own (``guarded.py``), which is watched: a breach, a crash, a limit that
is passed ends it. What only native code could do, which no audit hook of Python sees, runs into a trap: a pipe that
nobody ever writes to, a socket that counts its callers.
"""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import hostile_oldword
import hostile_pdf
import hostile_word

pytestmark = pytest.mark.hostile

HERE = Path(__file__).parent
MEMORY = 2**20  # KiB
GROUP = 16
CODES = {"unreadable", "unsupported", "encrypted", "too-large", "needs-ocr", "garbled-text", "no-tasks"}
READ = {"complete", "partial"}
Groups = list[tuple[str, list[str]]]
Outcomes = dict[str, str]


def groups() -> Groups:
    """(module, names) of some cases each: a process costs more than most cases."""
    found: Groups = []
    modules = {"hostile_word": hostile_word, "hostile_pdf": hostile_pdf, "hostile_oldword": hostile_oldword}
    for module, cases in ((name, found.CASES) for name, found in modules.items()):
        names = list(cases)
        found += [(module, names[start : start + GROUP]) for start in range(0, len(names), GROUP)]
    return found


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What became of every case, after all were read; fails when somebody called at the places they point to."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("limits and pipes are POSIX")
    pipe = tmp_path_factory.mktemp("places") / "trap"
    os.mkfifo(pipe)
    ended: Outcomes = {}
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        places = {"TRAP": str(pipe), "WEB": f"http://127.0.0.1:{server.getsockname()[1]}"}
        with ThreadPoolExecutor(2) as pool:
            for part in pool.map(lambda group: run(*group, places), groups()):
                ended.update(part)
        with pytest.raises(BlockingIOError):
            server.accept()
    return ended


def run(module: str, names: list[str], places: dict[str, str]) -> dict[str, str]:
    """The outcome of each case, within the limit of memory."""
    environment = {"PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}", "PYTHONUTF8": "1", **places}
    command = [sys.executable, str(HERE / "guarded.py"), module, *names]
    done = subprocess.run(command, cwd=HERE.parent, env=environment, capture_output=True)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0, f"ended by {done.returncode} after {lines[-1:]}: {done.stderr.decode()[-600:]}"
    ended = dict(line.split("\t", 1) for line in lines)
    assert int(ended.pop("peak")) < MEMORY
    assert list(ended) == names
    return ended


def test_every_hostile_file_ends_in_a_record_or_a_typed_error(outcomes: Outcomes) -> None:
    assert {name: end for name, end in outcomes.items() if end.split()[0] not in CODES | READ} == {}


@pytest.mark.parametrize(
    "name",
    [
        *("duplicate names", "inclusions", "controls nested 100 deep", "frames nested 50 deep"),
        *("1,000,000 empty paragraphs", "lists and styles that loop", "100,000 fields", "actions"),
        *("page of 1e9 points", "page of no number", "page turned inside out", "coordinates of 1e38"),
        *("lists of 65,535 levels", "tables nested 2e9 deep", "a million field marks", "styles based on themselves"),
        *("9,000 groups", "edges of 2e9", "depth of 2e9", "5,000 notes inside each other", "a picture of 8 MB"),
        *("blanks of 2e9", "tables nested 60 deep", "spans nested 240 deep"),
        *("letters of size 1e30", "50,000 clips", "arrays nested 100,000 deep", "encrypted, no password needed"),
    ],
)
def test_the_task_beside_the_oddity_is_read(name: str, outcomes: Outcomes) -> None:
    assert outcomes[name].startswith(("complete 1", "complete 2"))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("orphaned vMerge", "merge-orphaned"),
        ("100,000 cells in a row", "crowded-row"),
        ("relations outside only", "alt-chunk"),
        ("100,000 rows", "too-large"),
        ("300,000 filled boxes", "table-too-fine"),
        ("encrypted with a password", "encrypted"),
        ("encrypted bomb, no password needed", "too-large"),
        ("700 MB, filter elsewhere", "too-large"),
        ("forms that double 30 times", "too-large"),
        ("100,000 pieces of the same text", "too-large"),
        ("loop in the table of sectors, 9", "unreadable"),
        ("text longer than its file", "cut-short"),
        ("bin of 999999999", "cut-short"),
        ("a file in a package", "unreadable"),
        ("cells repeated 2e9 times", "span-clamped"),
        ("rows repeated 2e9 times", "too-large"),
        ("spans of 2e9", "span-clamped"),
    ],
)
def test_what_was_cut_or_refused_is_told(name: str, word: str, outcomes: Outcomes) -> None:
    assert word in outcomes[name]


def test_the_watch_sees_a_file_a_socket_and_a_pickle() -> None:
    """The guard itself: each of these must end the process."""
    for harm in ("open('/etc/hosts')", "__import__('socket').create_connection(('127.0.0.1', 9))",
                 "__import__('pickle').loads(b'cos\\nsystem\\n.')", "__import__('os').system('true')"):  # fmt: skip
        code = f"import sys, socket, pickle, guarded; sys.addaudithook(guarded.watch); {harm}"
        done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True)
        assert b"BREACH" in done.stdout, harm
