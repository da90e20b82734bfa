"""What other readers lose in a table, and that we do not: one small document for each loss."""

import pytest

from peer_failures import BRACKETED, LONG, MERGED_ROWS, PLAIN, TASKS, Failure, failures
from pipeline import extract
from pipeline.readers import read
from pipeline.source import Document, Table

FAILURES = failures()


def squeeze(text: str) -> str:
    return "".join(text.split())


def document(failure: Failure) -> Document:
    return read(failure.data, f"a.{failure.suffix}")


def only_table(failure: Failure) -> Table:
    (found,) = [block for block in document(failure).blocks if isinstance(block, Table)]
    return found


def rows(table: Table) -> list[tuple[str, ...]]:
    """Every slot; a cell's text stands where it begins."""
    texts = {(cell.row, cell.column): squeeze(cell.text) for cell in table.cells}
    return [tuple(texts.get((row, column), "") for column in range(table.columns)) for row in range(table.rows)]


def tasks(failure: Failure) -> list[tuple[str | None, tuple[str, ...], str, list[str]]]:
    """What the whole conversion makes of it: number, categories, title with measures, units."""
    record = extract(failure.data, name=f"a.{failure.suffix}")
    return [
        (
            task.number,
            task.categories,
            squeeze(task.title + (task.measures or "")),
            [party.name for assignment in task.assignments for party in assignment.parties],
        )
        for task in record.tasks
    ]


def test_merged_text_is_not_repeated() -> None:
    """A loop over rows and their cells prints a merged cell's text once for each slot it covers."""
    found = only_table(FAILURES["merged cells"])
    assert rows(found) == list(MERGED_ROWS)
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in found.cells}
    assert spans["优化服务"] == (3, 1)
    assert spans["工作任务及责任单位"] == (1, 2)


@pytest.mark.parametrize("what", ["a cell", "a row", "the table"])
def test_what_stands_in_a_content_control_is_kept(what: str) -> None:
    """Readers that look for cells, rows and tables as direct children only pass by those inside ``w:sdt``."""
    failure = FAILURES[f"{what} in a content control"]
    assert rows(only_table(failure)) == list(PLAIN)
    assert tasks(failure) == [(number, (kind,), what, [who]) for number, kind, what, who in TASKS]


@pytest.mark.parametrize("where", ["a frame of one cell", "a text box"])
def test_a_table_inside_something_else_is_not_lost(where: str) -> None:
    """A table inside a cell or a text box is passed by without a word, or becomes the text of its frame."""
    failure = FAILURES[f"the table in {where}"]
    assert rows(only_table(failure)) == list(PLAIN)
    assert [number for number, *_ in tasks(failure)] == ["1", "2", "3"]


def test_tracked_insertions_are_part_of_the_text() -> None:
    """Readers of plain runs drop words that were inserted with changes tracked, and leave empty cells behind."""
    failure = FAILURES["tracked insertions"]
    assert rows(only_table(failure)) == list(PLAIN)
    assert tasks(failure) == [(number, (kind,), what, [who]) for number, kind, what, who in TASKS]


def test_angle_brackets_are_text() -> None:
    """Where a table passes through HTML, ``<`` and ``>`` in a cell vanish."""
    failure = FAILURES["angle brackets"]
    assert rows(only_table(failure)) == list(BRACKETED)
    assert [text for _, _, text, _ in tasks(failure)] == [what for _, _, what, _ in BRACKETED[1:]]


def test_a_table_over_pages_is_one_table() -> None:
    """A reader of pages gives a table for each page, the header in each of them."""
    found = only_table(FAILURES["a table over pages"])
    assert rows(found) == list(LONG)
    assert found.pages is not None and found.pages[1] > 2
    assert [number for number, *_ in tasks(FAILURES["a table over pages"])] == list("123456")


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    """A reader of pages gives the end of a cut row as a row of its own, without number."""
    failure = FAILURES["rows cut by page breaks"]
    found = only_table(failure)
    assert rows(found) == list(LONG)
    assert any(len(cell.parts) > 1 for cell in found.cells), "the document must have cut a row"
    # The first full stop parts title and measures and belongs to neither.
    assert [(number, text.replace("。", "")) for number, _, text, _ in tasks(failure)] == [
        (number, what.replace("。", "")) for number, _, what, _ in LONG[1:]
    ]
