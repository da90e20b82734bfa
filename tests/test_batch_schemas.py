"""Every line that a batch publishes keeps its schema, and a spoiled line does not: for both validators."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from every_outcome import run_mixed
from mutations import mutations
from pipeline.batch.model import OUTCOMES
from pipeline.contract import MANIFEST, TASK_LINE, read_schema
from pipeline.errors import FileError

pytestmark = pytest.mark.batch

ROOT = Path(__file__).parent.parent
LINES = {"manifest.jsonl": MANIFEST, "tasks.jsonl": TASK_LINE}
Line = dict[str, Any]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_mixed(tmp_path_factory.mktemp("batch"))


def read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def verdicts(schema: str, line: Line) -> tuple[bool, bool]:
    """What the gate and the reference say."""
    whole = read_schema(schema)
    return jsonschema_rs.Draft202012Validator(whole).is_valid(line), Draft202012Validator(whole).is_valid(line)


def spoil(line: Line, **members: object) -> Line:
    return {**line, **members}


@pytest.mark.parametrize("name", LINES)
def test_every_line_of_a_run_keeps_its_schema(out: Path, name: str) -> None:
    lines = read(out / name)
    assert len(lines) > 20
    assert {verdicts(LINES[name], line) for line in lines} == {(True, True)}


def test_the_run_has_every_outcome_and_bytes_that_could_not_be_had(out: Path) -> None:
    lines = read(out / "manifest.jsonl")
    assert {line["outcome"] for line in lines} == set(OUTCOMES)
    assert any(line["sha256"] is None for line in lines)
    assert any(line["duplicate_of"] for line in lines)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_member_of_a_manifest_line_can_be_dropped_and_none_added(out: Path, outcome: str) -> None:
    line = next(line for line in read(out / "manifest.jsonl") if line["outcome"] == outcome)
    kept = []
    for name, spoiled in mutations(line):
        gate, reference = verdicts(MANIFEST, spoiled)
        assert gate == reference, name
        if gate:
            kept.append(name)
    assert [name for name in kept if re.fullmatch("drop [^/]+|add to |add to generator", name)] == []
    assert 0 < len(kept) < 25, "a null where null may stand, and little else"


def test_no_member_of_a_task_line_can_be_dropped_and_none_added(out: Path) -> None:
    line = next(line for line in read(out / "tasks.jsonl") if line["units"])
    gate = jsonschema_rs.Draft202012Validator(read_schema(TASK_LINE))
    reference = Draft202012Validator(read_schema(TASK_LINE))
    optional = {f"drop {member}" for member in line if member not in read_schema(TASK_LINE)["required"]}
    assert optional <= {"drop key", "drop title_basis"}, "members of a later revision than the first"
    for name, spoiled in mutations(line):
        assert gate.is_valid(spoiled) == reference.is_valid(spoiled), name
        if name not in optional and re.fullmatch(
            "drop [^/]+|add to |add to (source|document|units/0|assignments/0)", name
        ):
            assert not gate.is_valid(spoiled), name


RECORD = {"record": "通知1.txt-0123456789abcdef.json", "media_type": "text/plain", "tasks": 1}
REASON = {"code": "internal", "reason": "It failed.", "advice": "Try again."}


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        ("complete", {"outcome": "done"}),
        ("complete", {"outcome": "empty"}),
        ("complete", {"outcome": "failed"}),
        ("complete", {"code": "internal"}),
        ("complete", REASON),
        ("complete", {"record": None}),
        ("complete", {"record": "../通知1.txt-0123456789abcdef.json"}),
        ("complete", {"record": "通知1.txt.json"}),
        ("complete", {"media_type": None}),
        ("complete", {"tasks": 0}),
        ("complete", {"unused": 3}),
        ("complete", {"issues": {"Not A Code": 1}}),
        ("complete", {"issues": {"unit-unknown": 0}}),
        ("complete", {"unknown_units": {"": 1}}),
        ("complete", {"unknown_units": {"市杜撰局": "1"}}),
        ("complete", {"sha256": None}),
        ("complete", {"sha256": "0" * 63}),
        ("complete", {"generator": None}),
        ("complete", {"schema": "manifest/2"}),
        ("complete", {"path": ""}),
        ("partial", {"unused": 0, "issues": {}}),
        ("partial", {"replay": "fengong convert x"}),
        ("empty", {"code": None}),
        ("empty", {"code": "unreadable"}),
        ("empty", RECORD),
        ("empty", {"tasks": 1}),
        ("failed", {"code": "no-tasks"}),
        ("failed", {"code": "crashed"}),
        ("failed", {"code": "unit-unknown"}),
        ("failed", {"code": "internal", "reason": None}),
        ("failed", {"advice": None}),
        ("failed", {"outcome": "complete"}),
        ("failed", {"issues": {"unit-unknown": 1}}),
        ("failed", {"replay": "fengong convert x"}),
        ("quarantined", {"replay": None}),
        ("quarantined", {"code": "internal"}),
        ("quarantined", {"outcome": "failed"}),
        ("quarantined", {"sha256": None, "generator": None}),
    ],
    ids=str,
)
def test_what_no_outcome_may_say_is_stopped(out: Path, outcome: str, wrong: Line) -> None:
    lines = read(out / "manifest.jsonl")
    line = next(line for line in lines if line["outcome"] == outcome and line["sha256"])
    assert verdicts(MANIFEST, spoil(line, **wrong)) == (False, False)


def test_bytes_that_could_not_be_had_have_no_generator_and_no_copy(out: Path) -> None:
    line = next(line for line in read(out / "manifest.jsonl") if line["sha256"] is None)
    generator = {"name": "fengong", "version": "1.0", "knowledge": "0123456789ab"}
    for wrong in ({"generator": generator}, {"duplicate_of": "x"}, {"outcome": "empty", "code": "no-tasks"}):
        assert verdicts(MANIFEST, spoil(line, **wrong)) == (False, False)


def test_the_codes_of_a_manifest_line_are_those_of_the_errors() -> None:
    codes = {kind.code for kind in (FileError, *FileError.__subclasses__())}
    assert set(read_schema(MANIFEST)["properties"]["code"]["enum"]) == {*codes, None}


def test_the_example_of_the_codebook_runs(out: Path, tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "fields.md").read_text(encoding="utf-8"), re.DOTALL
    )
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    shutil.copytree(out, tmp_path / "out")
    script = [sys.executable, "-c", example]
    assert subprocess.run(script, cwd=tmp_path, check=False).returncode == 0
    with (tmp_path / "out" / "tasks.jsonl").open("a", encoding="utf-8") as lines:
        lines.write('{"id": "x"}\n')
    assert subprocess.run(script, cwd=tmp_path, check=False, stderr=subprocess.DEVNULL).returncode == 1
