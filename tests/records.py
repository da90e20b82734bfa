"""A small notice made by hand, and the record that it should give: what the tests of the outer shell build on.

The notice has a title, a table of two tasks (the second one's assignment is merged with the first one's) and a page
number that the reader left out. Every offset is looked up in the cells' own text, so the quotes cannot be wrong.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from pipeline import model, source
from pipeline.fold import count_ink
from pipeline.model import Provenance
from pipeline.source import Cell, Paragraph, Table

DATA = "清河市2023年便民服务提升任务分工表（测试用）".encode()
DIGEST = sha256(DATA).hexdigest()
TASK_PREFIX = DIGEST[:12]

TITLE = "清河市2023年便民服务提升任务分工表"
HEADERS = ("序号", "类别", "任务", "举措", "完成时限及责任单位", "说明栏")
WHO = (
    "热线平台上线：2023年6月底前完成，由市政务服务局牵头，市公安局、市税务局配合；\n"
    "其余工作持续推进，由市公安局、有关单位等按职责分工负责。"
)
ROWS = (
    ("1", "一、窗口服务", "优化办事窗口", "合并同类窗口。\n=每周公布等候时间", WHO, "见附图"),
    ("2", "", "开通服务热线", "全天候接听。", "", ""),
)
MERGED = {(1, 1), (1, 4)}
"""Column and first row of the cells that stand over both tasks, as (row, column)."""


def document() -> source.Document:
    """The notice as a reader would give it."""
    paragraph = Paragraph("p1", TITLE)
    return source.Document(
        name="qinghe.txt",
        media_type="text/plain",
        sha256=DIGEST,
        size=len(DATA),
        blocks=(paragraph, Table("t1", rows=3, columns=6, cells=_cells())),
        discarded=(model.Discarded("page-number", "— 2 —"),),
    )


def _cells() -> tuple[Cell, ...]:
    cells = [Cell(0, column, text=text) for column, text in enumerate(HEADERS)]
    for row, texts in enumerate(ROWS, start=1):
        for column, text in enumerate(texts):
            if row == 2 and (1, column) in MERGED:
                continue
            cells.append(Cell(row, column, row_span=2 if (row, column) in MERGED else 1, text=text))
    return tuple(cells)


def place(row: int, column: int, quote: str, nth: int = 0) -> Provenance:
    """Where ``quote`` stands in a cell of the table (its ``nth`` occurrence, from 0)."""
    text = next(cell.text for cell in _cells() if (cell.row, cell.column) == (row, column))
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Provenance("t1", row, column, (start, start + len(quote)), quote)


def _title_place(quote: str) -> tuple[Provenance, ...]:
    start = TITLE.index(quote)
    return (Provenance("p1", None, None, (start, start + len(quote)), quote),)


def _party(name: str, role: model.PartyRole, unit: str | None, **changes: Any) -> model.Party:
    values: dict[str, Any] = {
        "printed": name,
        "role_basis": "stated",
        "etc": False,
        "resolution": "resolved" if unit else "unknown",
        "candidates": (),
    }
    return model.Party(name=name, role=role, unit=unit, **(values | changes))


SERVICE = _party("市政务服务局", "lead", "990100/government-services")
POLICE = _party("市公安局", "support", "990100/public-security")
TAX = _party("市税务局", "support", None, resolution="ambiguous", candidates=("990100/tax", "990000/tax"))
POLICE_SHARE = _party("市公安局", "responsible", "990100/public-security", role_basis="default")
OTHERS = _party("有关单位", "responsible", None, role_basis="default", etc=True, resolution="generic")

BY_JUNE = model.Deadline(
    text="2023年6月底前",
    found_in="field",
    kind="by",
    earliest=None,
    latest="2023-06-30",
    recurrence=None,
    event=None,
    state=None,
    basis="stated",
)
ONGOING = model.Deadline("持续推进", "field", "ongoing", "2023-01-01", "2023-12-31", None, None, None, "document-year")


def _assignments(inherited: tuple[model.Inherited, ...]) -> tuple[model.Assignment, ...]:
    return (
        model.Assignment("热线平台上线", (BY_JUNE,), (SERVICE, POLICE, TAX), None, inherited),
        model.Assignment(None, (ONGOING,), (POLICE_SHARE, OTHERS), "按职责分工负责", inherited),
    )


ASSIGNMENT_PLACES = {
    "/assignments/0/part": (place(1, 4, "热线平台上线"),),
    "/assignments/0/deadlines/0": (place(1, 4, "2023年6月底前"),),
    "/assignments/0/parties/0": (place(1, 4, "市政务服务局"),),
    "/assignments/0/parties/1": (place(1, 4, "市公安局"),),
    "/assignments/0/parties/2": (place(1, 4, "市税务局"),),
    "/assignments/1/deadlines/0": (place(1, 4, "持续推进"),),
    "/assignments/1/parties/0": (place(1, 4, "市公安局", nth=1),),
    "/assignments/1/parties/1": (place(1, 4, "有关单位"),),
    "/assignments/1/division": (place(1, 4, "按职责分工负责"),),
}


def _task(row: int, **changes: Any) -> model.Task:
    number, _, title, measures, _, note = ROWS[row - 1]
    places = {
        "/number": (place(row, 0, number),),
        "/categories/0": (place(1, 1, "一、窗口服务"),),
        "/title": (place(row, 2, title),),
        "/measures": (place(row, 3, measures),),
        **({"/extra/0": (place(row, 5, note),)} if note else {}),
        **ASSIGNMENT_PLACES,
    }
    merged = model.Inherited(("parties", "deadlines", "part", "division"), "merged-cell", place(1, 4, WHO))
    category = model.Inherited(("categories",), "merged-cell", place(1, 1, "一、窗口服务"))
    values: dict[str, Any] = {
        "id": f"{TASK_PREFIX}/t1/{row}",
        "number": number,
        "categories": ("一、窗口服务",),
        "title": title,
        "measures": measures,
        **dict.fromkeys(("target", "problem", "current_state", "best_practice", "person", "progress", "scope", "note")),
        "extra": (model.Extra(5, "说明栏", note),) if note else (),
        "assignments": _assignments(() if row == 1 else (merged,)),
        "inherited": () if row == 1 else (category,),
        "provenance": places,
    }
    return model.Task(**(values | changes))


def _unit(slug: str, name: str) -> model.Unit:
    return model.Unit(f"990100/{slug}", name, "registry", "990100", "city", "department", None, None, None)


def _ledger() -> model.Ledger:
    used = (
        *("1", "一、窗口服务", "优化办事窗口", "合并同类窗口。=每周公布等候时间", "见附图"),
        *("2", "开通服务热线", "全天候接听。"),
        *("热线平台上线", "2023年6月底前", "市政务服务局", "市公安局", "市税务局"),
        *("持续推进", "市公安局", "有关单位", "按职责分工负责"),
    )
    delimiters = ("：", "完成，由", "牵头，", "、", "配合；", "其余工作", "，由", "、", "等", "。")
    tasks, between = count_ink("".join(used)), count_ink("".join(delimiters))
    headers, context = count_ink("".join(HEADERS)), count_ink(TITLE)
    return model.Ledger(
        characters=tasks + between + headers + context + count_ink("— 2 —"),
        tasks=tasks,
        headers=headers,
        context=context,
        delimiters=between,
        discarded=(model.Discarded("page-number", "— 2 —"),),
        unused=(),
    )


COLUMN_ROLES: tuple[tuple[model.ColumnRole, ...], ...] = (
    ("number",),
    ("category",),
    ("title",),
    ("measures",),
    ("deadline", "responsible_units"),
    ("other",),
)


def record() -> model.Record:
    """The record of ``document()``: complete, its ledger adds up, one warning."""
    columns = (
        model.Column(index, (header,), roles)
        for index, (header, roles) in enumerate(zip(HEADERS, COLUMN_ROLES, strict=True))
    )
    return model.Record(
        schema="task-list/1",
        generator=model.Generator("fengong", "0.1.0", "0123456789ab"),
        status="complete",
        source=model.Source("qinghe.txt", "text/plain", DIGEST, len(DATA)),
        document=model.Frame(
            title=TITLE,
            notice_title=None,
            attachment=None,
            number=None,
            issuers=(),
            issued_on=None,
            year=2023,
            region=model.Region("990100", "测试省清河市"),
            provenance={
                "/title": _title_place(TITLE),
                "/year": _title_place("2023年"),
                "/region": _title_place("清河市"),
            },
        ),
        tables=(model.TableSummary("t1", None, 2, None, tuple(columns)),),
        tasks=(_task(1), _task(2)),
        units=(_unit("government-services", "清河市政务服务管理局"), _unit("public-security", "清河市公安局")),
        issues=(model.Issue("ambiguous-unit", "warning", "市税务局 could be two units", place(1, 4, "市税务局")),),
        ledger=_ledger(),
    )


def tree(change: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any]:
    """The record as plain JSON values, after ``change`` has had its way with it."""
    plain: dict[str, Any] = record().to_dict()
    if change is not None:
        change(plain)
    return plain
