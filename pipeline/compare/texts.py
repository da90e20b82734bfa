"""What is compared of each task: its text without white space and marks, its category, its units."""

import re
from collections.abc import Sequence

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.model import Record, Task

_NO_LETTER = re.compile(r"[\W_]+")


class ComparedTask(Struct, frozen=True):
    """One task of one side."""

    record: Record
    task: Task
    text: str
    """Title and measures: letters and digits only."""
    category: str
    units: frozenset[str]
    """Ids where they are certain, names where not."""


def read_tasks(records: Sequence[Record]) -> list[ComparedTask]:
    """All tasks of a side in reading order."""
    return [_read(record, task) for record in records for task in record.tasks]


def letters(text: str) -> str:
    """A folded text without marks."""
    return _NO_LETTER.sub("", fold_text(text))


def _read(record: Record, task: Task) -> ComparedTask:
    parties = [party for item in task.assignments for party in item.parties]
    units = frozenset(party.unit or fold_text(party.name) for party in parties)
    text = letters(task.title + (task.measures or "") + (task.target or ""))
    return ComparedTask(record, task, text, letters("".join(task.categories)), units)
