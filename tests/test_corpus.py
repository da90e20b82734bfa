"""Real notices, where they are at hand: floors for what is found, and the ledger of every document."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import extract

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = SHARED / "corpus"
SOURCES = sorted([*CORPUS.glob("documents/*"), *CORPUS.glob("pages/*")])
pytestmark = pytest.mark.skipif(not SOURCES, reason="the corpus is not beside the project")


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    for source in SOURCES:
        kind = "" if source.suffix == ".txt" else f".{source.parent.name}"
        (folder / f"{source.stem}{kind}.json").write_text(extract(source).to_json(), encoding="utf-8")
    return folder


def test_every_task_unit_role_number_and_place(records: Path) -> None:
    command = [sys.executable, str(SHARED / "tools" / "score_corpus.py"), "--records", str(records), "--verbose"]
    lines = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout.splitlines()
    total, every_loss = lines[-1], "\n".join(lines)
    counts = dict(part.split()[:2] for part in ("tasks" + total.partition("tasks")[2]).split(" | ") if "/" in part)
    for what in ("tasks", "numbers", "regions"):
        found, _, expected = counts[what].partition("/")
        assert found == expected, every_loss
    assert "extra 0" in total, every_loss
    assert total.count("F1 100.0") == 2, every_loss


def test_every_ledger_adds_up_with_nothing_unused(records: Path) -> None:
    for path in records.glob("*.json"):
        ledger = json.loads(path.read_text(encoding="utf-8"))["ledger"]
        discarded = sum(len("".join(item["text"].split())) for item in ledger["discarded"])
        counted = ledger["tasks"] + ledger["headers"] + ledger["context"] + ledger["delimiters"] + discarded
        assert (ledger["characters"], ledger["unused"]) == (counted, []), path.name
