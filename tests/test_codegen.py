"""Programs generated from the schemas have readable names, and a member of a later revision does not break them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import extract

pytest.importorskip("datamodel_code_generator")
ROOT = Path(__file__).parent.parent
FIELDS = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
SCRIPT = """
import json, sys
import records
record = records.TaskList1.model_validate(json.load(open(sys.argv[1], encoding="utf-8")))
days = {limit.latest for task in record.tasks for part in task.assignments for limit in part.deadlines} - {None}
roles = {party.role.name for task in record.tasks for part in task.assignments for party in part.parties}
print(json.dumps([sorted({type(day).__name__ for day in days}), sorted(roles)]))
"""


def test_the_documented_command_gives_readable_models_that_skip_what_is_new(tmp_path: Path) -> None:
    (command,) = re.findall(r"^datamodel-codegen .*?\n(?=```)", FIELDS, re.MULTILINE | re.DOTALL)
    words = command.replace("\\\n", " ").split()[1:]
    words[words.index("schemas/task-list.v1.schema.json")] = str(ROOT / "schemas" / "task-list.v1.schema.json")
    words[words.index("records.py")] = str(tmp_path / "records.py")
    subprocess.run([sys.executable, "-m", "datamodel_code_generator", *words], check=True, capture_output=True)
    code = (tmp_path / "records.py").read_text(encoding="utf-8")
    classes = re.findall(r"^class (\w+)", code, re.MULTILINE)
    assert {"Task", "Party", "PartyRole", "DeadlineKind", "UnitKind", "DiscardReason", "ColumnRole"} <= set(classes)
    nameless = [name for name in classes if re.search(r"[a-z]\d$|Enum$|Item$", name) and name != "TaskList1"]
    assert nameless == []
    tree = extract(ROOT / "inputs" / "yangjiang-2021.txt").to_dict()
    later = {**tree, "later": 1, "tasks": [{**task, "later": 2} for task in tree["tasks"]]}  # type: ignore[attr-defined]
    (tmp_path / "a.json").write_text(json.dumps(later), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "a.json"], cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
    )
    assert json.loads(done.stdout) == [["date"], ["lead", "responsible", "support"]]
