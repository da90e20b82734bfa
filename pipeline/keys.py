"""Keys of tasks that outlive a harmless change of the file: for joining the versions and formats of one list."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from msgspec.structs import replace

from pipeline.fold import fold_text
from pipeline.model import Task

_DIGITS = 12


def add_keys(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks with their keys: a digest of number, categories and title, numbered where a list repeats all three."""
    seen: Counter[str] = Counter()
    keyed = []
    for task in tasks:
        parts = (task.number or "", *task.categories, task.title)
        key = sha256("\0".join(map(fold_text, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        seen[key] += 1
        keyed.append(replace(task, key=key if seen[key] == 1 else f"{key}-{seen[key]}"))
    return tuple(keyed)
