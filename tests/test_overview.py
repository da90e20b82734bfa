"""The page of a report: its figures, and that nothing of a record becomes markup."""

import re
from pathlib import Path

from lxml import html
from msgspec import structs

from pipeline import Record
from pipeline.cli import run
from pipeline.overview.figures import count
from pipeline.overview.page import write_page
from records import record

OUTPUT = Path(__file__).parent.parent / "outputs" / "yangjiang-2021.docx.json"


def test_the_figures() -> None:
    figures = count([Record.from_json(OUTPUT.read_bytes())])
    assert (figures.tasks, figures.assignments, figures.undated) == (19, 20, 0)
    assert figures.months == {"2021-06": 2, "2021-09": 1, "2021-12": 17}
    assert figures.units["阳江市公安局"] == {"responsible": 11}


def test_the_page_is_one_file_and_safe() -> None:
    item = record()
    evil = "<script>alert(1)</script>&"
    tasks = tuple(structs.replace(task, categories=(evil,)) for task in item.tasks)
    frame = structs.replace(item.document, title=evil)
    page = write_page([structs.replace(item, tasks=tasks, document=frame)], "zh").decode()
    assert "<script" not in page and "http" not in page and page.count("<svg") == 3
    assert "任务分工一览" in page and html.fromstring(page).findall(".//h2")
    assert not re.search(r"(src|href)=", page)


def test_the_command(tmp_path: Path) -> None:
    assert run(["report", str(OUTPUT), "-o", str(tmp_path / "r.html")]) == 0
    assert "<svg" in (tmp_path / "r.html").read_text()
    assert run(["report", str(tmp_path)]) == 2
