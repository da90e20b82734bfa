"""A workbook that a clerk can use at once: one row an assignment, filters, wrapped text, real dates, the issues beside.

The bytes depend on the records alone: the creation date in the file is fixed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter
from msgspec import Struct

from pipeline.errors import TooLarge
from pipeline.knowledge import read_toml
from pipeline.model import Issue, PartyRole, Provenance, Record
from pipeline.writers.options import CREATED, ExportOptions
from pipeline.writers.rows import (
    SheetRow,
    first_day,
    flatten,
    join_deadlines,
    join_extra,
    join_parties,
    last_day,
    own_roles,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | date | None

CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_576
"""Excel specifications and limits: characters a cell, rows a sheet."""
_CUT = "…（过长，全文见 JSON）"
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


class SheetColumn(Struct, frozen=True):
    """One column: the member it shows, its Chinese header, its width in characters."""

    name: str
    header: str
    width: int = 16


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
    SheetColumn("latest", "截止日期", 12),
    SheetColumn("person", "责任人", 14),
    SheetColumn("progress", "进展情况", 24),
    SheetColumn("scope", "适用范围", 18),
    SheetColumn("note", "备注", 20),
    SheetColumn("extra", "其他", 24),
    SheetColumn("document", "文件标题", 30),
    SheetColumn("source", "来源文件", 22),
)
PARTY_COLUMNS = (
    SheetColumn("party", "单位", 24),
    SheetColumn("role", "角色", 12),
    SheetColumn("unit_name", "规范名称", 30),
    SheetColumn("unit", "单位编号", 26),
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
    """Write the sheets 任务分工 and 问题. Columns that no row fills are left out. Raises TooLarge past Excel's rows."""
    rows = [_cells(row, options) for row in flatten(records, options)]
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": "任务分工", "comments": "fengong", "created": CREATED})
    _write_sheet(book, "任务分工", _used(_columns(options.long), rows), rows)
    _write_sheet(book, "问题", ISSUE_COLUMNS, [cells for record in records for cells in _issues(record)])
    book.close()
    out.write(buffer.getvalue())


def _columns(long: bool) -> tuple[SheetColumn, ...]:
    if not long:
        return TASK_COLUMNS
    roles = [index for index, column in enumerate(TASK_COLUMNS) if column.name in _ROLE]
    return TASK_COLUMNS[: roles[0]] + PARTY_COLUMNS + TASK_COLUMNS[roles[-1] + 1 :]


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
        "own_role": "、".join(_ROLE[role] for role in own_roles(row, options.unit)) if options.unit else None,
        "division": assignment.division,
        "deadline": join_deadlines(assignment.deadlines),
        "earliest": _day(first_day(assignment.deadlines)),
        "latest": _day(last_day(assignment.deadlines)),
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
    return {"party": party.name, "role": _ROLE[party.role], "unit_name": official, "unit": party.unit}


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


def _write_sheet(book: "Workbook", name: str, columns: Sequence[SheetColumn], rows: Sequence[dict[str, Value]]) -> None:
    if len(rows) >= ROW_LIMIT:
        raise TooLarge(f"{len(rows)} rows do not fit into one sheet.", advice="Export fewer records, or as csv.")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    dated = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    sheet = book.add_worksheet(name)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.header, head)
        for line, cells in enumerate(rows, start=1):
            _write_cell(sheet, line, index, cells.get(column.name), dated, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: "Worksheet", row: int, column: int, value: Value, dated: "Format", wrapped: "Format") -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), dated)
    elif value:
        text = value if len(value) <= CELL_LIMIT else value[: CELL_LIMIT - len(_CUT)] + _CUT
        sheet.write_string(row, column, text, wrapped)
