"""Corrections made: from a record and a pointer to a line that finds its value again."""

from collections.abc import Sequence
from typing import Any

from pipeline.corrections.anchor import TaskIndex, anchor_text, anchor_value, read_listed
from pipeline.corrections.edit import value_at
from pipeline.corrections.line import Correction, CorrectionKind, CorrectionScope, TableAnchor, with_id
from pipeline.model import Record
from pipeline.source import Document


class Corrector:
    """Makes lines on one record as the program read it (no correction applied), by one person."""

    def __init__(self, record: Record, by: str) -> None:
        self._record, self._by = record, by
        self._index = TaskIndex(record.tasks)

    def correct(
        self,
        kind: CorrectionKind,
        task: int,
        pointer: str,
        new: Any,
        at: str,
        why: str = "",
        scope: CorrectionScope = "here",
    ) -> Correction:
        """A line on the value at ``pointer`` of a task; ``new`` None takes a text, party or deadline away.

        ``at``: when, ISO 8601. Raises KeyError where the task has no such value.
        """
        found = self._record.tasks[task]
        quote, nth = anchor_value(found, pointer)
        old = value_at(found, pointer)
        if isinstance(new, dict) and isinstance(old, dict):
            old = {name: old[name] for name in new if name in old}
        anchor = self._index.anchor(task)
        line = Correction(
            self._record.source.sha256, kind, at, self._by, task=anchor, pointer=pointer, quote=quote, nth=nth,
            old=old, new=new, why=why, scope=scope,
        )  # fmt: skip
        return with_id(line)

    def no_task(self, task: int, at: str, why: str = "") -> Correction:
        """A line that says that the task is none."""
        sha256 = self._record.source.sha256
        return with_id(Correction(sha256, "not-a-task", at, self._by, task=self._index.anchor(task), why=why))

    def column(
        self, table: str, column: int, roles: Sequence[str], scope: CorrectionScope, at: str, why: str = ""
    ) -> Correction:
        """A line on what a column means, in this document or in every list of this layout. Raises KeyError."""
        found = next((item for item in self._record.tables if item.id == table), None)
        if found is None or not 0 <= column < len(found.columns):
            raise KeyError(table)
        anchor = TableAnchor(tuple(item.header for item in found.columns), column)
        return self._of_table("column", anchor, list(found.columns[column].roles), list(roles), scope, at, why)

    def layout(self, table: str, at: str, why: str = "") -> Correction:
        """A line that confirms what all columns of a table mean, for every list of this layout. Raises KeyError."""
        found = next((item for item in self._record.tables if item.id == table), None)
        if found is None:
            raise KeyError(table)
        anchor = TableAnchor(tuple(item.header for item in found.columns))
        roles = [list(item.roles) for item in found.columns]
        return self._of_table("layout", anchor, roles, roles, "layout", at, why)

    def _of_table(
        self, kind: CorrectionKind, table: TableAnchor, old: Any, new: Any, scope: CorrectionScope, at: str, why: str
    ) -> Correction:
        sha256 = self._record.source.sha256
        line = Correction(sha256, kind, at, self._by, table=table, old=old, new=new, scope=scope, why=why)
        return with_id(line)

    def missing(
        self, document: Document, block: str, row: int | None, column: int | None, quote: str, new: Any, at: str
    ) -> Correction:
        """A line on a task that was missed; ``quote`` is its text in that paragraph or cell. Raises KeyError."""
        place = anchor_text(document, block, row, column, quote)
        if place is None:
            raise KeyError(block)
        return with_id(Correction(self._record.source.sha256, "missing-task", at, self._by, place=place, new=new))

    def withdraw(self, line: str, at: str) -> Correction:
        """A line that takes an earlier one back."""
        return with_id(Correction(self._record.source.sha256, "withdrawn", at, self._by, withdraws=line))


def kind_of(pointer: str) -> CorrectionKind:
    """What kind of correction a value at this pointer of a task takes."""
    listed = read_listed(pointer)
    if listed is None or listed.member == "/name":
        return "text"
    if listed.kind == "deadlines":
        return "deadline"
    return "unit" if listed.member == "/unit" else "role"
