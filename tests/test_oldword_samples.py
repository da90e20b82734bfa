"""One list as LibreOffice saves it in each old format (tests/oldword): the same blocks and tasks as the .docx."""

from functools import cache
from pathlib import Path

import pytest

from pipeline import Record, extract
from pipeline.check.source import check_source
from pipeline.readers import read
from pipeline.source import Document, Paragraph
from synthetic.compare import equal_part, solid

SAMPLES = Path(__file__).parent / "oldword"
KINDS = ("doc", "rtf", "odt")


@cache
def record(kind: str) -> Record:
    return extract(SAMPLES / f"list.{kind}")


@cache
def document(kind: str) -> Document:
    return read((SAMPLES / f"list.{kind}").read_bytes(), f"list.{kind}")


def shape(found: Document) -> list[object]:
    """Paragraphs and cells with their spans; programs differ in the blank behind a list's number."""
    return [
        solid(block.text)
        if isinstance(block, Paragraph)
        else [(item.row, item.column, item.row_span, item.column_span, item.text) for item in block.cells]
        for block in found.blocks
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_blocks_are_those_of_the_docx(kind: str) -> None:
    assert shape(document(kind)) == shape(document("docx"))
    assert sorted((item.reason, item.text) for item in document(kind).discarded) == [
        ("deleted", "每月"),
        ("hidden", "（内部稿）"),
        ("struck", "原河长处"),
    ]


@pytest.mark.parametrize("kind", (*KINDS, "docx"))
def test_tasks_are_true(kind: str) -> None:
    said = [
        (
            task.number,
            task.categories[0],
            task.title,
            [(party.name, party.role) for duty in task.assignments for party in duty.parties],
        )
        for task in record(kind).tasks
    ]
    assert [line[:3] for line in said[:2]] == [
        ("1", "水岸整治", "疏浚东湖引水渠，6月底前完成"),
        ("2", "水岸整治", "清理岸线垃圾，9月底前完成"),
    ]
    assert [line[3] for line in said] == [
        [("市水利局", "lead"), ("市财政局", "support"), ("市城管局", "support")],
        [("市城管局", "lead"), ("市公安局", "support")],
        [("市城管局", "lead"), ("市生态环境局", "support")],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_records_are_equal_but_for_their_source(kind: str) -> None:
    assert equal_part(record(kind)) == equal_part(record("docx"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_where_its_provenance_says(kind: str) -> None:
    proof = check_source(record(kind), document(kind))
    assert proof.faults == () and proof.quotes > 20
