"""THE FLOW of a comparison: tasks of both sides scored, matched, and their changes told."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pipeline import knowledge
from pipeline.compare.match import Group, match_tasks
from pipeline.compare.model import KINDS, SCHEMA, ComparedItem, ComparedList, Comparison, DeadlineChange, TaskPlace
from pipeline.compare.similar import compare_texts
from pipeline.compare.texts import ComparedTask, read_tasks
from pipeline.compare.units import Successors, compare_units
from pipeline.model import Generator, Record
from pipeline.units.registry import load_registry
from pipeline.version import VERSION


def compare(old: Sequence[Record], new: Sequence[Record]) -> Comparison:
    """Compare old lists with new ones; every task of both sides is in exactly one item.

    Raises ImportError without scipy.
    """
    before, after = read_tasks(old), read_tasks(new)
    groups = match_tasks(before, after, compare_texts(before, after)) if before and after else _all(before, after)
    successors = Successors(load_registry(None), [*before, *after])
    items = [_describe(group, before, after, successors) for group in groups]
    counted = Counter(item.kind for item in items)
    return Comparison(
        SCHEMA,
        Generator("fengong", VERSION, knowledge.version()),
        tuple(map(_list, old)),
        tuple(map(_list, new)),
        {kind: counted[kind] for kind in KINDS},
        sum(not item.certain for item in items),
        tuple(items),
    )


def _all(before: Sequence[ComparedTask], after: Sequence[ComparedTask]) -> list[Group]:
    """One side is empty."""
    dropped = [Group("dropped", True, 0.0, (number,), ()) for number in range(len(before))]
    return dropped + [Group("new", True, 0.0, (), (number,)) for number in range(len(after))]


def _list(record: Record) -> ComparedList:
    frame = record.document
    title = frame.title or frame.notice_title
    return ComparedList(record.source.name, record.source.sha256, title, frame.year, len(record.tasks))


def _describe(
    group: Group, before: Sequence[ComparedTask], after: Sequence[ComparedTask], successors: Successors
) -> ComparedItem:
    old, new = [before[number] for number in group.old], [after[number] for number in group.new]
    both = bool(old and new)
    nearest = None
    if group.nearest is not None:
        nearest = (before if group.kind == "new" else after)[group.nearest].task.id
    return ComparedItem(
        group.kind,
        group.certain,
        round(group.score, 3),
        tuple(map(_place, old)),
        tuple(map(_place, new)),
        compare_units(old, new, successors) if both else (),
        _compare_days(old, new) if both else None,
        nearest,
    )


def _place(task: ComparedTask) -> TaskPlace:
    own = task.task
    places = own.provenance.get("/title") or next(iter(own.provenance.values()), ())
    return TaskPlace(
        task.record.source.sha256,
        own.id,
        own.number,
        own.categories,
        own.title,
        own.measures,
        places[0] if places else None,
    )


def _compare_days(old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> DeadlineChange | None:
    was, now = _last_day(old), _last_day(new)
    if was == now:
        return None
    days = (date.fromisoformat(now) - date.fromisoformat(was)).days if was and now else None
    return DeadlineChange(was, now, days)


def _last_day(tasks: Sequence[ComparedTask]) -> str | None:
    """The day by which all of it is due; None where a limit has no last day."""
    days = [limit.latest for task in tasks for item in task.task.assignments for limit in item.deadlines]
    return None if not days or None in days else max(day for day in days if day)
