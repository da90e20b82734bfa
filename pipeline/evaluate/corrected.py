"""A record counted against corrections: each says what one value should be."""

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from pipeline.corrections.anchor import TaskIndex, find_value
from pipeline.corrections.edit import same_value, value_at
from pipeline.corrections.line import Correction
from pipeline.evaluate.count import Miss, Report
from pipeline.evaluate.score import Score, one
from pipeline.fold import fold_text
from pipeline.model import Record, Task

_FIELDS = {"role": "roles", "unit": "unit-ids", "deadline": "dates"}
_TEXTS = {"number": "numbers", "title": "titles", "measures": "measures", "categories": "categories"}


def evaluate_corrections(lines: Sequence[Correction], record: Record | None) -> Report:
    """Count one record against the corrections of its document; without a record everything is missed.

    A value that the record has been corrected to is right. Corrections of columns are counted by what they change.
    """
    scores: dict[str, Score] = {}
    misses: list[Miss] = []
    index = TaskIndex(record.tasks if record else ())
    for line in lines:
        for field, score, miss in _count(line, index):
            scores[field] = scores.get(field, Score()) + score
            if score.missed + score.extra:
                misses.append(miss)
    return Report(scores, tuple(misses))


def _count(line: Correction, index: TaskIndex) -> Iterator[tuple[str, Score, Miss]]:
    where = line.task.number or line.task.head[:20] if line.task else line.place.quote[:20] if line.place else ""
    at = index.find(line.task) if line.task else None
    if line.kind == "not-a-task":
        yield "tasks", Score(extra=1) if at is not None else Score(right=1), Miss("tasks", where, "-", where)
    elif line.kind == "missing-task":
        found = any(_is_on(task, line.place.quote) for task in index.tasks) if line.place else False
        yield "tasks", Score(right=1) if found else Score(missed=1), Miss("tasks", where, where, "-")
    elif line.kind in ("text", *_FIELDS):
        field = _FIELDS.get(line.kind) or _text_field(line.pointer or "")
        got = _got(line, index.tasks[at]) if at is not None else UNSET
        right = _is_marked(line, index.tasks) or (got is not UNSET and same_value(got, line.new))
        yield field, one(right), Miss(field, where, str(line.new), "-" if got is UNSET else str(got))


def _text_field(pointer: str) -> str:
    return "units" if "/parties/" in pointer else _TEXTS.get(pointer.split("/")[1], "measures")


def _got(line: Correction, task: Task) -> object:
    pointer = find_value(task, line.pointer or "", line.quote, line.nth)
    return UNSET if pointer is None else value_at(task, pointer)


def _is_marked(line: Correction, tasks: Sequence[Task]) -> bool:
    """Whether the record has this correction laid over it."""
    return any(line.id in task.corrected.values() for task in tasks if task.corrected)


def _is_on(task: Task, quote: str) -> bool:
    return any(fold_text(quote) in fold_text(place.quote) for place in task.provenance.get("/title", ()))
