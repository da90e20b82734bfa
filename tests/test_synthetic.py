"""Made-up lists in every layout and format: the tasks must be exactly true, and equal between formats."""

from collections.abc import Callable
from functools import cache

import pytest

from pipeline import Record, extract
from synthetic import notices, tables
from synthetic.compare import differences, equal_part, said
from synthetic.model import Made
from synthetic.write_html import write_html
from synthetic.write_pdf import write_ofd, write_pdf
from synthetic.write_text import write_cells, write_crlf, write_flattened, write_markdown, write_one_line, write_pipes
from synthetic.write_word import write_word

SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.hostile) for seed in (2, 3))]
"""The fast run makes two lists of each layout, the whole run four."""
Writer = Callable[[Made], bytes]
TABLE_FORMATS: dict[str, Writer] = {
    "flattened": write_flattened,
    "pipes": write_pipes,
    "markdown": write_markdown,
    "word": write_word,
    "html": write_html,
    "pdf": write_pdf,
    "ofd": write_ofd,
}
NOTICE_FORMATS: dict[str, Writer] = {
    "text": write_flattened,
    "gb18030": write_crlf,
    "one line": write_one_line,
    "word": write_word,
    "html": write_html,
    "pdf": write_pdf,
    "ofd": write_ofd,
}
NEEDS_LINES = {"label_lines", "own_paragraph", "paragraphs", "broken_label", "persons"}
"""Layouts whose sense is in their line breaks: without them nobody could say where a label's list ends."""
CELL_LAYOUTS = ("short", "gaps", "combined")
"""Layouts that one cell a line can carry: no empty cells, no merges."""


@cache
def table(layout: str, seed: int) -> Made:
    return tables.make_table(layout, seed)


@cache
def notice(layout: str, seed: int) -> Made:
    return notices.make_notice(layout, seed)


@cache
def convert_table(layout: str, seed: int, form: str) -> Record:
    """One conversion for all tests that look at it."""
    return extract(TABLE_FORMATS[form](table(layout, seed)), name="list")


@cache
def convert_notice(layout: str, seed: int, form: str) -> Record:
    return extract(NOTICE_FORMATS[form](notice(layout, seed)), name="list")


def told_uncertain(record: Record) -> bool:
    """A page break right between the two rows of a merged cell: the page does not show the merge, and the record says so."""
    return "merge-uncertain" in {issue.code for issue in record.issues}


def check(made: Made, record: Record) -> None:
    """The record is complete, in the right place, and true in every task."""
    if told_uncertain(record):
        return
    found = differences(made.truth, said(record))
    region = record.document.region.code if record.document.region else None
    assert not found, "\n".join([f"seed {made.seed}", *found])
    assert (region, record.status) == (made.region, "complete"), record.ledger.unused


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", TABLE_FORMATS)
@pytest.mark.parametrize("layout", tables.LAYOUTS)
def test_a_table_says_what_is_true(layout: str, form: str, seed: int) -> None:
    check(table(layout, seed), convert_table(layout, seed, form))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", CELL_LAYOUTS)
def test_a_table_with_one_cell_a_line(layout: str, seed: int) -> None:
    made = table(layout, seed)
    check(made, extract(write_cells(made), name="list"))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", NOTICE_FORMATS)
@pytest.mark.parametrize("layout", notices.LAYOUTS)
def test_a_notice_says_what_is_true(layout: str, form: str, seed: int) -> None:
    if form == "one line" and layout in NEEDS_LINES:
        pytest.skip("this layout lives by its lines")
    check(notice(layout, seed), convert_notice(layout, seed, form))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", tables.LAYOUTS)
def test_a_table_is_the_same_in_every_format(layout: str, seed: int) -> None:
    records = {form: convert_table(layout, seed, form) for form in TABLE_FORMATS}
    forms = {form: equal_part(record) for form, record in records.items() if not told_uncertain(record)}
    assert [form for form in forms if forms[form] != forms["word"]] == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", notices.LAYOUTS)
def test_a_notice_is_the_same_in_every_format(layout: str, seed: int) -> None:
    wanted = [form for form in NOTICE_FORMATS if form != "one line"]
    forms = {form: equal_part(convert_notice(layout, seed, form)) for form in wanted}
    assert [form for form in forms if forms[form] != forms["word"]] == []
