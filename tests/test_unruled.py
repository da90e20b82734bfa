"""Tables without rulings: nothing changes its row in silence, and no page of words, however odd, stops the reader."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from make_pdf import Cell, lay_out, make_pdf
from pipeline import extract
from pipeline.grid import RawDocument, RawTable
from pipeline.model import Record, Task
from pipeline.readers.pdf import read_pdf
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.pdf.table.lattice import find_tables
from pipeline.readers.pdf.table.unruled.draw import draw_rulings
from pipeline.readers.pdf.table.unruled.edges import find_edges, find_stretches
from pipeline.readers.pdf.table.unruled.follow import find_parts
from pipeline.readers.pdf.table.unruled.header import find_header
from pipeline.readers.pdf.table.unruled.parts import LoosePage

SHARED = Path(__file__).parent.parent.parent / "shared" / "seed"
INPUTS = Path(__file__).parent.parent / "inputs"
HEADER = ["序号", "类别", "工作任务", "责任单位", "完成时限"]
WIDTHS = [40.0, 70.0, 190.0, 130.0, 85.0]
TASKS = [
    "规范集贸市场秩序。",
    "建设口袋公园，补植行道树，修补破损路面。",
    "对老旧小区逐户摸底，编制改造清单，按季公布进度，接受居民监督。",
]
UNITS = ["市财政局", "市教育局、市体育局", "市住房城乡建设局牵头，市水利局、市林业局、各县区人民政府配合"]
TIMES = ["6月底前", "长期坚持", "2027年12月底前"]


def told(document: RawDocument) -> set[str]:
    return {issue.code for issue in document.issues if issue.severity != "info"}


def texts(document: RawDocument) -> set[tuple[int, int, str]]:
    (table,) = [block for block in document.blocks if isinstance(block, RawTable)]
    return {(cell.row, cell.column, cell.text.replace("\n", "")) for cell in table.cells if cell.text}


@st.composite
def task_lists(draw: st.DrawFn) -> tuple[list[Cell], int]:
    """A numbered table of tasks, and the lines that a page takes."""
    rows = draw(st.integers(3, 12))
    cells: list[Cell] = [(0, column, 1, 1, text) for column, text in enumerate(HEADER)]
    row = 1
    while row <= rows:
        span = min(draw(st.integers(1, 4)), rows + 1 - row)
        cells.append((row, 1, span, 1, draw(st.sampled_from(["优化环境", "改善民生", "保障安全"]))))
        row += span
    for row in range(1, rows + 1):
        task, units, time = (draw(st.sampled_from(words)) for words in (TASKS, UNITS, TIMES))
        cells += [(row, 0, 1, 1, str(row)), (row, 2, 1, 1, task), (row, 3, 1, 1, units), (row, 4, 1, 1, time)]
    return cells, draw(st.integers(14, 40))


@pytest.mark.parametrize("rounds", [20, pytest.param(80, marks=pytest.mark.hostile)])
def test_a_text_stands_in_its_row_or_the_page_is_told(rounds: int) -> None:
    rules = settings(max_examples=rounds, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    rules(given(task_lists(), st.booleans())(stands_in_its_row))()


def stands_in_its_row(layout: tuple[list[Cell], int], lines: bool) -> None:
    """Without any ruling, and with vertical ones only."""
    cells, slots = layout
    pages = lay_out(cells, WIDTHS, slots=slots, keep_rows=True)
    for page in pages:
        page.ops = [op for op in page.ops if op.startswith("BT") or (lines and _is_vertical(op))]
    document = read_pdf(make_pdf(pages), "a.pdf")
    expected = {(row, column, text) for row, column, _, _, text in cells}
    if not told(document):
        assert texts(document) == expected


def _is_vertical(op: str) -> bool:
    words = op.split()
    return "l" in words and words[words.index("m") - 2] == words[words.index("l") - 2]


def test_plain_lists_are_read_without_any_warning() -> None:
    """The property above would hold for a reader that always warns."""
    silent = 0
    for turn in range(12):
        cells: list[Cell] = [(0, column, 1, 1, text) for column, text in enumerate(HEADER)]
        for row in range(1, 9):
            task, units, time = (words[(row * step + turn) % 3] for words, step in ((TASKS, 1), (UNITS, 2), (TIMES, 1)))
            cells += [(row, 0, 1, 1, str(row)), (row, 1, 1, 1, "改善民生"), (row, 2, 1, 1, task)]
            cells += [(row, 3, 1, 1, units), (row, 4, 1, 1, time)]
        pages = lay_out(cells, WIDTHS, slots=40)
        for page in pages:
            page.ops = [op for op in page.ops if op.startswith("BT")]
        document = read_pdf(make_pdf(pages), "a.pdf")
        silent += not told(document) and texts(document) == {(row, column, text) for row, column, _, _, text in cells}
    assert silent >= 11


WORDS = st.tuples(
    st.sampled_from(
        [
            *HEADER,
            "牵头单位",
            "1",
            "2",
            "3",
            "（一）",
            "一、总体要求",
            "市财政局",
            "完善服务体系建设",
            "注：",
            "、",
            "一",
        ]
    ),
    st.integers(0, 12),
    st.integers(0, 40),
    st.sampled_from([0.0, 1.0, 8.0, 10.0, 14.0]),
)
RULINGS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)), max_size=6)


@pytest.mark.hostile
@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=60), min_size=1, max_size=3), RULINGS, RULINGS)
@example([[("序号", 0, 0, 1.0), ("序号", 0, 0, 8.0), ("序号", 0, 1, 0.0), ("序号", 0, 1, 0.0)]], [], [(1, 0, 1)])
@example([[("序号", 0, 0, 1.0), ("序号", 0, 0, 8.0), ("序号", 0, 1, 0.0), ("序号", 0, 1, 0.0)]], [], [(0, 0, 1)])
@example([[("序号", 0, 1, 8.0), ("序号", 0, 3, 0.0), ("序号", 2, 3, 0.0)]], [], [(3, 3, 0)])
def test_words_anywhere_never_stop_the_reader(
    pages: list[list[tuple[str, int, int, float]]], across: list[tuple[int, int, int]], down: list[tuple[int, int, int]]
) -> None:
    """What it finds in a heap of words need not make sense, but its rows and columns are a lattice."""
    loose = [
        LoosePage(
            number,
            tuple(
                Word(text, 40.0 * x, 12.0 * y, 40.0 * x + 10 * len(text), 12.0 * y + size) for text, x, y, size in words
            ),
            tuple(Ruling(10.0 * y, 10.0 * min(a, b), 10.0 * max(a, b)) for y, a, b in across),
            tuple(Ruling(10.0 * x, 10.0 * min(a, b), 10.0 * max(a, b)) for x, a, b in down),
        )
        for number, words in enumerate(pages, 1)
    ]
    before = None
    for part in find_parts(loose):
        assert list(part.cuts) == sorted(part.cuts)
        horizontal, vertical = draw_rulings(part, before)
        assert not find_tables(horizontal, vertical, close=False).overfull
        before = part


def words_at(*lines: tuple[str, float, float]) -> list[Word]:
    return [Word(text, x, y, x + 10 * len(text), y + 10) for text, x, y in lines]


def test_columns_are_the_valleys_between_texts_and_between_header_words() -> None:
    lines = [
        line
        for y in range(5)
        for line in (("1", 50.0, 20.0 * y), ("完善窗口服务", 100.0, 20.0 * y), ("市财政局", 200.0, 20.0 * y))
    ]
    edges = find_edges(find_stretches(words_at(*lines)))
    assert len(edges) == 4
    assert 60 < edges[1] < 100 and 160 < edges[2] < 200


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("序号", 0, 0), ("工作任务", 50, 0), ("责任单位", 150, 0)], "序号\t工作任务\t责任单位"),
        ([("序号", 0, 5), ("工作任务", 50, 5), ("完成", 150, 0), ("时限", 150, 11)], "序号\t工作任务\t完成时限"),
        ([("某市工作任务分工清单", 60, 0), ("序号", 0, 30), ("工作任务", 50, 30), ("责任单位", 150, 30)], "序号\t工作任务\t责任单位"),
    ],
)  # fmt: skip
def test_a_header_is_found_by_its_words(lines: Sequence[tuple[str, float, float]], expected: str) -> None:
    header = find_header(find_stretches(words_at(*lines)))
    assert header is not None and header.text == expected


def test_sentences_that_end_like_header_words_are_no_header() -> None:
    lines = [
        ("由市财政局牵头，各有关单位", 0.0, 0.0),
        ("明确责任，落实责任单位", 150.0, 0.0),
        ("抓好工作任务", 300.0, 0.0),
    ]
    assert find_header(find_stretches(words_at(*lines))) is None


# ---------------------------------------------------------------- the published table without its rulings


def facts(record: Record) -> list[object]:
    return [_facts(task) for task in record.tasks]


def _squeeze(text: str | None) -> str | None:
    return "".join(text.split()) if text else text


def _facts(task: Task) -> object:
    """What a task says; white space, places and how a value was carried aside."""
    return (
        task.number,
        [_squeeze(category) for category in task.categories],
        [_squeeze(text) for text in (task.title, task.measures, task.problem, task.current_state, task.best_practice)],
        [
            (_squeeze(item.part), item.deadlines, [(party.name, party.role, party.unit) for party in item.parties])
            for item in task.assignments
        ],
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published table without rulings is not here")
def test_the_published_table_gives_the_same_tasks_without_its_rulings() -> None:
    bare, ruled = extract(SHARED / "yangjiang-2021-borderless.pdf"), extract(INPUTS / "yangjiang-2021.pdf")
    assert bare.status == "complete"
    assert facts(bare) == facts(ruled)
    boxes = [place for task in bare.tasks for places in task.provenance.values() for place in places]
    assert {place.page for place in boxes} == set(range(1, 9))
    assert all(place.bbox is not None and 0 <= place.bbox[0] < place.bbox[2] <= 842 for place in boxes)
