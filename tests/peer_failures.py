"""Small documents on which readers of tables are known to lose something: each shows one loss.

``tests/test_peer_failures.py`` says what must come of each; ``bench/readers.py`` gives them to other readers too.
They are well formed (a table grid, every cell a paragraph), so that what a reader loses it loses by itself.
"""

from collections.abc import Callable
from typing import NamedTuple

from make_pdf import Cell, lay_out, make_pdf
from make_word import make_docx, p, r, sdt, tc, tr

HEADER = ("序号", "类别", "工作任务", "责任单位")
TASKS = (
    ("1", "优化服务", "完善窗口服务，公开办事流程", "市财政局"),
    ("2", "优化服务", "推行网上办理，减少申请材料", "市教育局"),
    ("3", "优化服务", "开通服务热线，及时答复咨询", "市公安局"),
)
SENTENCE = "推动各项措施落地见效，完善工作机制，强化督促检查，确保年底前取得明显成效。"


class Failure(NamedTuple):
    """A document (``suffix``, ``data``) with one table. ``rows``: its slots, header included, each cell's text in the
    slot where the cell begins and nothing in the others. ``merged``: the texts of cells that take several slots."""

    name: str
    suffix: str
    data: bytes
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[str, ...] = ()


PLAIN = (HEADER, *TASKS)


def table(*rows: str, columns: int = 4) -> str:
    """A Word table with its grid."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def plain_row(texts: tuple[str, ...]) -> str:
    """A row without merged cells."""
    return tr(*map(tc, texts))


def plain_table() -> str:
    """The three tasks, without merged cells."""
    return table(*map(plain_row, PLAIN))


def after(content: str) -> bytes:
    """A Word file with a heading and this."""
    return make_docx(p("任务分工表") + content + p())


def merged_down_and_across() -> bytes:
    """The category is one cell over three rows, and one header stands over two columns."""
    first, *rest = TASKS
    return after(
        table(
            tr(tc("序号"), tc("类别"), tc("工作任务及责任单位", span=2)),
            tr(tc(first[0]), tc(first[1], merge="restart"), tc(first[2]), tc(first[3])),
            *(tr(tc(task[0]), tc(merge="continue"), tc(task[2]), tc(task[3])) for task in rest),
        )
    )


MERGED_ROWS = (
    ("序号", "类别", "工作任务及责任单位", ""),
    TASKS[0],
    *((number, "", what, who) for number, _, what, who in TASKS[1:]),
)


def control_around_a_cell() -> bytes:
    """The units of the second task are a content control, as a form's drop-down list is."""
    number, kind, what, who = TASKS[1]
    row = f"<w:tr><w:trPr/>{tc(number)}{tc(kind)}{tc(what)}{sdt(tc(who))}</w:tr>"
    return after(table(plain_row(HEADER), plain_row(TASKS[0]), row, plain_row(TASKS[2])))


def control_around_a_row() -> bytes:
    """The second task's row is a content control, as in a repeating section."""
    rows = [plain_row(task) for task in TASKS]
    return after(table(plain_row(HEADER), rows[0], sdt(rows[1]), rows[2]))


def control_around_the_table() -> bytes:
    """The whole table is a content control."""
    return after(sdt(plain_table()))


def frame_of_one_cell() -> bytes:
    """The table stands in a table of one cell that only draws a frame."""
    return after(table(tr(tc(plain_table() + p())), columns=1))


def text_box() -> bytes:
    """The table stands in a text box, with the picture of old programs beside it."""
    inside = f"<w:txbxContent>{plain_table()}{p()}</w:txbxContent>"
    box = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return after(f"<w:p><w:r>{box}</w:r></w:p>")


def inserted(text: str) -> str:
    """A paragraph whose words are a tracked insertion."""
    return f'<w:p><w:ins w:id="1" w:author="a" w:date="2021-01-01T00:00:00Z">{r(text)}</w:ins></w:p>'


def tracked_insertions() -> bytes:
    """A paragraph, a row and a cell's words were inserted with changes tracked."""
    mark = '<w:ins w:id="2" w:author="a" w:date="2021-01-01T00:00:00Z"/>'
    second = tr(*(tc(inserted(text)) for text in TASKS[1]), properties=mark)
    number, kind, what, who = TASKS[2]
    third = tr(tc(number), tc(kind), tc(inserted(what)), tc(who))
    rows = (plain_row(HEADER), plain_row(TASKS[0]), second, third)
    return after(inserted("各有关单位：") + table(*rows))


BRACKETED = (*PLAIN[:2], ("2", "优化服务", "落实《关于印发<办事指南（试行）>的通知》", "市教育局"), PLAIN[3])


def angle_brackets() -> bytes:
    """A title within a title stands in angle brackets, as is usual, and is no tag."""
    rows = (tuple(text.replace("<", "&lt;").replace(">", "&gt;") for text in row) for row in BRACKETED)
    return after(table(*map(plain_row, rows)))


# ---------------------------------------------------------------- PDF

WIDTHS = (40.0, 80.0, 240.0, 120.0)


def long_tasks(count: int) -> tuple[tuple[str, ...], ...]:
    """Numbered tasks of several lines each."""
    return tuple(
        (str(number), f"类别{number}", f"任务{number}：" + SENTENCE * 2, "市财政局、市教育局")
        for number in range(1, count + 1)
    )


def on_pages(rows: tuple[tuple[str, ...], ...], *, keep_rows: bool) -> bytes:
    """A ruled PDF table whose pages repeat the header; ``keep_rows``: pages break between rows only."""
    cells: list[Cell] = [
        (row, column, 1, 1, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)
    ]
    return make_pdf(lay_out(cells, WIDTHS, slots=12, keep_rows=keep_rows))


LONG = (HEADER, *long_tasks(6))

MAKERS: tuple[tuple[str, str, Callable[[], bytes], tuple[tuple[str, ...], ...], tuple[str, ...]], ...] = (
    ("merged cells", "docx", merged_down_and_across, MERGED_ROWS, ("优化服务", "工作任务及责任单位")),
    ("a cell in a content control", "docx", control_around_a_cell, PLAIN, ()),
    ("a row in a content control", "docx", control_around_a_row, PLAIN, ()),
    ("the table in a content control", "docx", control_around_the_table, PLAIN, ()),
    ("the table in a frame of one cell", "docx", frame_of_one_cell, PLAIN, ()),
    ("the table in a text box", "docx", text_box, PLAIN, ()),
    ("tracked insertions", "docx", tracked_insertions, PLAIN, ()),
    ("angle brackets", "docx", angle_brackets, BRACKETED, ()),
    ("a table over pages", "pdf", lambda: on_pages(LONG, keep_rows=True), LONG, ()),
    ("rows cut by page breaks", "pdf", lambda: on_pages(LONG, keep_rows=False), LONG, ()),
)


def failures() -> dict[str, Failure]:
    """All of them by name."""
    return {name: Failure(name, suffix, make(), rows, merged) for name, suffix, make, rows, merged in MAKERS}
