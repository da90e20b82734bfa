"""What a cold conversion of a text costs: the modules that it must not load."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = (
    *(
        "docx",
        "pdfplumber",
        "pdfminer",
        "pypdfium2",
        "python_calamine",
        "olefile",
        "PIL",
        "xlsxwriter",
        "openpyxl",
        "lxml",
    ),
    *("rich", "jsonschema", "referencing", "hypothesis", "pytest", "asyncio", "multiprocessing"),
    "jieba.analyse",
)
SCRIPT = """
import sys
from pipeline.cli import run
code = run(sys.argv[1:])
jieba = sys.modules.get("jieba")
if jieba is not None and jieba.dt.initialized:
    print("the default dictionary of jieba")
print(*sorted(sys.modules), sep="\\n")
sys.exit(code)
"""


def loaded(*arguments: str) -> set[str]:
    """The names of all modules that one command line has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return set(done.stdout.splitlines())


def test_a_text_conversion_loads_nothing_heavy(tmp_path: Path) -> None:
    modules = loaded("convert", "inputs/yangjiang-2021.txt", "-o", str(tmp_path))
    assert "pipeline.extract" in modules
    assert modules & {*HEAVY, "the default dictionary of jieba"} == set()


@pytest.mark.parametrize("command", [["--help"], ["convert", "--help"], ["explain"]])
def test_help_loads_no_library_of_a_stage(command: list[str]) -> None:
    modules = loaded(*command)
    assert "click" in modules
    assert modules & {*HEAVY, "jsonschema_rs", "jieba"} == set()
