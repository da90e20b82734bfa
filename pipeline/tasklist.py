"""Is a table a task list? It says what is to be done, and who does it; what it lacks is said in words."""

from functools import cache

from msgspec import Struct

from pipeline.columns import names_units
from pipeline.fold import fold_text
from pipeline.header import Header
from pipeline.model import Column
from pipeline.source import Table
from pipeline.text.lexicon import UNIT_ROLES, is_weak, rank_of, roles_of
from pipeline.text.patterns import pattern, words

_SHOWN = 12
"""Header words that a message shows."""


class Verdict(Struct, frozen=True):
    """Whether a table is a task list; ``missing`` says what a reader of it would look for in vain."""

    is_list: bool
    missing: str = ""
    needs_office: bool = False
    firm: bool = False
    """A list beyond doubt: words for tasks, for who and for when."""
    """Tasks and times, and nobody named: a list only where the document names the office that it is the plan of."""


def judge(header: Header) -> Verdict:
    """The verdict on a table by its header.

    Units by a firm word are enough beside any task text; a bare 单位 or 部门, or persons, only beside a time, a measure
    or a target. Words of other tables (性别, 收费标准, 设定依据) outweigh what only looks like a task list.
    """
    firm = any(names_units(column) for column in header.columns)
    content = header.has("title", "measures", "category", "target", "problem")
    if not content:
        return Verdict(False, "what is to be done (such as 工作任务, 整改措施)")
    if _is_of_another_kind(header):
        return Verdict(False, "a word for tasks, measures or deadlines beside those of another kind of table")
    tasks = any(_speaks_of_tasks(column) for column in header.columns)
    timed = any(_is_firm_deadline(column) for column in header.columns) or header.has("milestone")
    if firm or (header.has(*UNIT_ROLES) and header.has("deadline", "measures", "target")):
        return Verdict(True, firm=firm and tasks and timed)
    if header.has("person"):
        listed = tasks or (timed and header.has("title", "measures"))
        missing = "" if listed else "a deadline (such as 完成时限) or a word for tasks (such as 工作任务)"
        return Verdict(listed, missing, firm=tasks and timed)
    missing = "who is responsible (such as 责任单位, 牵头部门, 责任人)"
    return Verdict(False, missing, needs_office=tasks and timed)


def describe(header: Header) -> str:
    """The header words found, for a message."""
    found = ["".join(column.header) for column in header.columns if column.header]
    found = list(dict.fromkeys(found))
    return "、".join(found[:_SHOWN]) + ("…" if len(found) > _SHOWN else "")


def explain_refusal(table: Table, header: Header | None, verdict: Verdict | None) -> str:
    """Why a table is no task list: the header found and what is missing, in one or two sentences."""
    size = f"Table {table.id} ({table.rows} rows, {table.columns} columns)"
    if header is None or verdict is None:
        down = [cell.text for cell in table.cells if cell.column == 0 and roles_of(cell.text)]
        if len(down) > 1:
            words = "、".join(map(fold_text, down[:_SHOWN]))
            return f"{size} has header words down its first column ({words}): what runs across could not be read."
        row = [text for cell in table.cells[:_SHOWN] if cell.row == 0 and (text := fold_text(cell.text)[:12])]
        first = "、".join(row) or "empty"
        return f"{size} has no row that reads like a task list's header; its first row is: {first}."
    if verdict.is_list:
        return f"{size} has the header {describe(header)} and no row of a task under it."
    return f"{size} has the header {describe(header)}; no task list, because it lacks {verdict.missing}."


def _is_of_another_kind(header: Header) -> bool:
    """A register of names, prices, persons or powers, with a column that happens to name a unit."""
    texts = [fold_text("".join(column.header)) for column in header.columns]
    if any(word in text for word in _words("powers") for text in texts):
        return not any(_speaks_of_tasks(column) for column in header.columns)
    named = [column for column in header.columns if "title" in column.roles]
    plain = all(max((rank_of(text) for text in column.header), default=0) != 1 for column in named)
    duties = header.has("target", "problem", "milestone") or any(_speaks_of_tasks(c) for c in header.columns)
    duties = duties or any(_is_firm_deadline(column) for column in header.columns)
    return plain and not duties and any(word in text for word in _words("register") for text in texts)


@cache
def _words(kind: str) -> tuple[str, ...]:
    return words("table_words", kind)


def _speaks_of_tasks(column: Column) -> bool:
    content = {"title", "measures", "problem"} & set(column.roles)
    return bool(content) and any(pattern("headers", "tasks").search(fold_text(text)) for text in column.header)


def _is_firm_deadline(column: Column) -> bool:
    return "deadline" in column.roles and not all(is_weak(text) for text in column.header)
