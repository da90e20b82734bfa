"""A workbook that a clerk can use at once: one row an assignment, filters, wrapped text, real dates, the issues beside.

The bytes depend on the records alone: the creation date in the file is fixed.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import BinaryIO

import xlsxwriter

from pipeline.knowledge import read_toml
from pipeline.model import Issue, PartyRole, Provenance, Record
from pipeline.writers.options import CREATED, ExportOptions
from pipeline.writers.paper import FONT_SIZE, PaperSheet, SheetColumn, Value, write_sheet
from pipeline.writers.rows import (
    SheetRow,
    describe_document,
    first_day,
    flatten,
    join_deadlines,
    join_extra,
    join_parties,
    join_resolutions,
    last_day,
    next_day,
    own_roles,
)

_SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
_ROLE: dict[PartyRole, str] = {
    "lead": "牵头单位",
    "responsible": "责任单位",
    "support": "配合单位",
    "participate": "参与单位",
    "guide": "指导单位",
    "implement": "落实单位",
    "jointly": "会同单位",
    "supervise": "督导单位",
}
_ALWAYS = {"number", "categories", "title", "measures", "lead", "responsible", "support", "deadline", "latest"}


TASK_COLUMNS = (
    SheetColumn("number", "序号", 7),
    SheetColumn("categories", "类别", 22),
    SheetColumn("title", "任务", 26),
    SheetColumn("measures", "具体举措", 48),
    SheetColumn("target", "目标要求", 28),
    SheetColumn("problem", "存在问题", 28),
    SheetColumn("current_state", "目前情况", 28),
    SheetColumn("best_practice", "最优做法", 28),
    SheetColumn("part", "分工内容", 28),
    SheetColumn("own_role", "本单位角色", 12),
    *(SheetColumn(role, header, 24) for role, header in _ROLE.items()),
    SheetColumn("division", "分工方式", 18),
    SheetColumn("deadline", "完成时限（原文）", 20),
    SheetColumn("earliest", "开始日期", 12),
    SheetColumn("next_due", "最近截止日期", 12),
    SheetColumn("latest", "截止日期", 12),
    SheetColumn("person", "责任人", 14),
    SheetColumn("progress", "进展情况", 24),
    SheetColumn("scope", "适用范围", 18),
    SheetColumn("note", "备注", 20),
    SheetColumn("extra", "其他", 24),
)
_FILE = SheetColumn("document", "文件标题", 24)
"""On the left where there are several records."""
TECHNICAL_COLUMNS = (
    SheetColumn("number", "序号", 7),
    SheetColumn("title", "任务", 26),
    SheetColumn("document", "文件标题", 30),
    SheetColumn("document_number", "发文字号", 18),
    SheetColumn("issued_on", "印发日期", 12),
    SheetColumn("year", "年份", 7),
    SheetColumn("region", "地区", 18),
    SheetColumn("region_code", "行政区划代码", 10),
    SheetColumn("resolutions", "单位编号与候选", 40),
    SheetColumn("intervals", "各时限起止", 24),
    SheetColumn("source", "来源文件", 22),
    SheetColumn("path", "记录文件", 26),
    SheetColumn("sha256", "文件摘要", 20),
    SheetColumn("task_id", "任务编号", 18),
    SheetColumn("key", "对照号", 14),
)
"""What a program needs, or a person rarely."""
PARTY_COLUMNS = (
    SheetColumn("party", "单位", 24),
    SheetColumn("role", "角色", 12),
    SheetColumn("unit_name", "规范名称", 30),
)
ISSUE_COLUMNS = (
    SheetColumn("severity", "级别", 8),
    SheetColumn("code", "代码", 22),
    SheetColumn("meaning", "含义与处理办法", 56),
    SheetColumn("message", "具体情况（英文）", 40),
    SheetColumn("place", "位置", 18),
    SheetColumn("quote", "原文", 36),
    SheetColumn("source", "来源文件", 22),
)


def write(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    """Write the sheets 任务分工, 编号与出处 and 问题. Columns that no row fills are left out.

    Raises TooLarge past Excel's rows.
    """
    rows = [_cells(row, options) for row in flatten(records, options)]
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "default_format_properties": {"font_name": "宋体", "font_size": FONT_SIZE}}
    )
    book.set_properties({"title": "任务分工", "comments": "fengong", "created": CREATED})
    columns = _used(_columns(options.long, several=len(records) > 1), rows)
    title = _title(records)
    identifying = [column.name for column in columns].index("title") + 1
    write_sheet(book, PaperSheet("任务分工", columns, identifying, title), rows)
    write_sheet(book, PaperSheet("编号与出处", TECHNICAL_COLUMNS, 2, title), rows)
    issues = [cells for record in records for cells in _issues(record)]
    write_sheet(book, PaperSheet("问题", ISSUE_COLUMNS, 2, title), issues)
    book.close()
    out.write(buffer.getvalue())


def _title(records: Sequence[Record]) -> str:
    """The title of the one list, else what the sheets hold."""
    frame = records[0].document if len(records) == 1 else None
    return (frame.title or frame.notice_title if frame else None) or "任务分工"


def _columns(long: bool, several: bool) -> tuple[SheetColumn, ...]:
    columns = (_FILE, *TASK_COLUMNS) if several else TASK_COLUMNS
    if not long:
        return columns
    roles = [index for index, column in enumerate(columns) if column.name in _ROLE]
    return columns[: roles[0]] + PARTY_COLUMNS + columns[roles[-1] + 1 :]


def _used(columns: Sequence[SheetColumn], rows: Sequence[dict[str, Value]]) -> list[SheetColumn]:
    filled = _ALWAYS | {name for cells in rows for name, value in cells.items() if value}
    return [column for column in columns if column.name in filled]


def _cells(row: SheetRow, options: ExportOptions) -> dict[str, Value]:
    task, assignment, document = row.task, row.assignment, row.record.document
    members = ("number", "title", "measures", "target", "problem", "current_state", "best_practice")
    texts: dict[str, Value] = {name: getattr(task, name) for name in (*members, "person", "progress", "scope", "note")}
    return texts | {
        "categories": "\n".join(task.categories),
        "extra": join_extra(task),
        "part": assignment.part,
        "own_role": "、".join(_ROLE[role] for role in own_roles(row)) if options.unit else None,
        "division": assignment.division,
        "deadline": join_deadlines(assignment.deadlines),
        "earliest": _day(first_day(assignment.deadlines)),
        "next_due": _day(next_day(assignment.deadlines)) if len(assignment.deadlines) > 1 else None,
        "latest": _day(last_day(assignment.deadlines)),
        "intervals": "；".join(f"{item.earliest or ''}/{item.latest or ''}" for item in assignment.deadlines),
        "resolutions": join_resolutions(row.parties),
        "task_id": task.id,
        **describe_document(row),
        "document": document.title or document.notice_title,
        "source": row.record.source.name,
        **(_party(row) if options.long else _roles(row)),
    }


def _roles(row: SheetRow) -> dict[str, Value]:
    return {role: join_parties(row.parties, role) for role in _ROLE}


def _party(row: SheetRow) -> dict[str, Value]:
    if not row.parties:
        return {}
    party = row.parties[0]
    official = next((unit.name for unit in row.record.units if unit.id == party.unit), None)
    return {"party": party.name, "role": _ROLE[party.role], "unit_name": official}


def _day(iso: str | None) -> date | None:
    """A date that Excel can hold (its calendar begins in 1900)."""
    return date.fromisoformat(iso) if iso and iso >= "1900-03-01" else None


def _issues(record: Record) -> Iterator[dict[str, Value]]:
    for issue in record.issues:
        yield {
            "severity": _SEVERITY[issue.severity],
            "code": issue.code,
            "meaning": _meaning(issue),
            "message": issue.message,
            "place": _place(issue.provenance),
            "quote": issue.provenance.quote if issue.provenance else None,
            "source": record.source.name,
        }


def _meaning(issue: Issue) -> str | None:
    entry = read_toml("codes.toml").get(issue.code)
    return entry["zh"] if entry else None


def _place(place: Provenance | None) -> str | None:
    """Where to look, counted from 1 as people do."""
    if place is None:
        return None
    page = f"第{place.page}页 " if place.page else ""
    if place.row is None or place.column is None:
        return f"{page}第{place.block[1:]}段"
    return f"{page}表{place.block[1:]} 第{place.row + 1}行第{place.column + 1}列"
