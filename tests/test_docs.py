"""The documents say what the code does."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline import extract
from pipeline.contract import MANIFEST, SCHEMA_NAME, TASK_LINE, read_schema

ROOT = Path(__file__).parent.parent


def test_the_codebook_is_current() -> None:
    spec = importlib.util.spec_from_file_location("make_fields", ROOT / "docs" / "make_fields.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == module.make(), "run python docs/make_fields.py"


@pytest.mark.parametrize("name", [SCHEMA_NAME, TASK_LINE, MANIFEST])
def test_the_codebook_names_every_member(name: str) -> None:
    text = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    for definition in (read_schema(name), *read_schema(name)["$defs"].values()):
        for member in definition.get("properties", {}):
            assert f"| `{member}` |" in text


def python_blocks(name: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)


def test_the_spark_recipe_converts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the least that it wants of pandas: tables of named columns."""
    pandas = ModuleType("pandas")
    pandas.DataFrame = lambda rows, columns: [dict(zip(columns, row, strict=True)) for row in rows]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    names: dict[str, Any] = {}
    exec(compile(python_blocks("batch.md")[1], "recipe", "exec"), names)
    table = (ROOT / "inputs" / "yangjiang-2021.txt").read_bytes()
    contents = {"path": ["s3a://x/a.txt", "s3a://x/b.txt", "c"], "content": [bytearray(table), b"words", b""]}
    (rows,) = names["convert"](iter([contents]))
    assert [(row["path"], row["outcome"], row["code"]) for row in rows] == [
        ("s3a://x/a.txt", "complete", None),
        ("s3a://x/b.txt", "empty", "no-tasks"),
        ("c", "failed", "unreadable"),
    ]
    assert rows[0]["record"] == extract(table, name="a.txt").to_json()


@pytest.mark.batch
def test_the_batch_example_runs(tmp_path: Path) -> None:
    example, _ = python_blocks("batch.md")
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout.startswith(b"{'complete': 3, ")


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda path: path.name)
def test_links_between_the_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), target
