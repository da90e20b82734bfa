"""Which task of the record is which task of the gold."""

from msgspec import Struct

from pipeline.evaluate.gold import Gold, GoldTask
from pipeline.evaluate.text import letters
from pipeline.model import Task


class Pool(Struct, frozen=True):
    """Gold tasks that one task of the record answers (several only where they share an item), or one that is missed."""

    wanted: tuple[GoldTask, ...]
    found: Task | None


class Matching(Struct, frozen=True):
    """The pools in the gold's order, and the tasks of the record that answer none."""

    pools: tuple[Pool, ...]
    rest: tuple[Task, ...]


def match(gold: Gold, tasks: tuple[Task, ...]) -> Matching:
    """Pair the tasks, in order: by id (a corrected record of the same bytes), else the first whose text begins with the
    head, else the first that has it inside. A ``same_item`` task may share the task of the one before."""
    texts = [letters(task.title + (task.measures or "")) for task in tasks]
    free = dict.fromkeys(range(len(texts)))
    ids = {task.id: index for index, task in enumerate(tasks)}
    pools: dict[int, list[GoldTask]] = {}
    order: list[int | GoldTask] = []
    before: int | None = None
    for wanted in gold.tasks:
        found = ids.get(wanted.id) if wanted.id else None
        if found is None or found not in free:
            found = _by_head(wanted, texts, free, before)
        before = found
        if found is None:
            order.append(wanted)
            continue
        if found not in pools:
            order.append(found)
        pools.setdefault(found, []).append(wanted)
        free.pop(found, None)
    return Matching(
        tuple(
            Pool(tuple(pools[item]), tasks[item]) if isinstance(item, int) else Pool((item,), None) for item in order
        ),
        tuple(tasks[index] for index in free),
    )


def _by_head(wanted: GoldTask, texts: list[str], free: dict[int, None], before: int | None) -> int | None:
    head = letters(wanted.head)
    found = next((index for index in free if texts[index].startswith(head)), None)
    if found is None and wanted.same_item and before is not None and head in texts[before]:
        return before
    return found if found is not None else next((index for index in free if head in texts[index]), None)
