"""One record counted against one labelled document, field by field.

Number, categories, title and measures are compared in the tasks that were found; units and time limits of a missed
task are missed too, those of an extra task extra.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import UNSET, Struct

from pipeline.evaluate.gold import Gold, GoldDeadline, GoldTask
from pipeline.evaluate.match import Pool, match
from pipeline.evaluate.score import Score, one
from pipeline.evaluate.text import letters, solid
from pipeline.model import Deadline, Party, Record, Task


class Miss(Struct, frozen=True):
    """A disagreement: the field, the task (its number and the beginning of its text), what was wanted, what came."""

    field: str
    task: str
    expected: str
    got: str


class Report(Struct, frozen=True):
    """The scores of the fields that the gold states, and every disagreement. ``allowed``: a refusal that is right."""

    scores: dict[str, Score]
    misses: tuple[Miss, ...] = ()
    allowed: bool = False


_Counted = Iterator[tuple[str, Score, Miss | None]]


def evaluate(gold: Gold, record: Record | None) -> Report:
    """Count one record; without a record everything is missed."""
    if gold.refusal_ok and (record is None or not record.tasks):
        return Report({}, allowed=True)
    scores: dict[str, Score] = {}
    misses: list[Miss] = []
    for name, score, miss in _document(gold, record):
        scores[name] = scores.get(name, Score()) + score
        if miss is not None and score.missed + score.extra:
            misses.append(miss)
    return Report(scores, tuple(misses))


def add_up(reports: Iterable[Report]) -> dict[str, Score]:
    """The total over documents, field by field."""
    total: dict[str, Score] = {}
    for report in reports:
        for name, score in report.scores.items():
            total[name] = total.get(name, Score()) + score
    return total


def _document(gold: Gold, record: Record | None) -> _Counted:
    matching = match(gold, record.tasks if record else ())
    for pool in matching.pools:
        yield from _pool(pool, gold)
    for task in matching.rest:
        if not _counts_neither_way(task, gold):
            yield "tasks", Score(extra=1), Miss("tasks", _name(task), "-", task.title)
            yield from _units(Pool((), task))
            yield from _deadlines(Pool((), task), gold)
    if gold.region or gold.whole:
        yield from _region(gold, record)


def _counts_neither_way(task: Task, gold: Gold) -> bool:
    """Labelling from scratch leaves out text that names no unit; a corrected record does not."""
    if gold.whole:
        return False
    named = any(assignment.parties for assignment in task.assignments)
    text = letters(task.title + (task.measures or ""))
    return not named or gold.partial or any(letters(item) in text for item in gold.optional)


def _region(gold: Gold, record: Record | None) -> _Counted:
    region = record.document.region if record else None
    got = region.code if region else None
    if got is None and gold.region is None:
        return
    wrong = Score(missed=int(gold.region is not None), extra=int(got is not None))
    miss = Miss("regions", "", gold.region or "-", got or "-")
    yield "regions", Score(right=1) if got == gold.region else wrong, miss


def _pool(pool: Pool, gold: Gold) -> _Counted:
    for wanted in pool.wanted:
        if pool.found is None:
            yield "tasks", Score(missed=1), Miss("tasks", _label(wanted), wanted.head, "-")
        else:
            yield "tasks", Score(right=1), None
            if not wanted.same_item:
                yield from _texts(wanted, pool.found)
    yield from _units(pool)
    yield from _deadlines(pool, gold)


def _texts(wanted: GoldTask, found: Task) -> _Counted:
    where = _label(wanted)
    pairs = [("numbers", wanted.number, found.number)]
    if wanted.title is not UNSET:
        pairs.append(("titles", wanted.title, found.title))
    if wanted.measures is not UNSET:
        pairs.append(("measures", wanted.measures, found.measures))
    for name, expected, got in pairs:
        yield name, one(letters(expected) == letters(got)), Miss(name, where, expected or "-", got or "-")
    if wanted.categories is not UNSET:
        score = _bag(map(letters, wanted.categories), map(letters, found.categories))
        expected, got = " > ".join(wanted.categories), " > ".join(found.categories)
        yield "categories", score, Miss("categories", where, expected or "-", got or "-")


def _bag(wanted: Iterable[str], got: Iterable[str]) -> Score:
    left, right = Counter(wanted), Counter(got)
    both = left & right
    return Score(both.total(), (left - both).total(), (right - both).total())


# ---------------------------------------------------------------- units


def _units(pool: Pool) -> _Counted:
    """Names, and names with roles, each once in a task. An optional unit counts neither way; a role that the gold
    accepts too is right."""
    units = [unit for wanted in pool.wanted for unit in wanted.units]
    parties = _parties(pool.found)
    got = {(solid(party.name), party.role) for party in parties}
    names = {name for name, _ in got}
    known = {unit.key for unit in units}
    required = {unit.key for unit in units if not unit.optional}
    miss = _units_miss(pool, parties)
    yield "units", Score(len(required & names), len(required - names), len(names - known)), miss
    right: set[tuple[str, str]] = set()
    must: dict[tuple[str, str], bool] = {}
    for unit in units:
        hits = {(unit.key, role) for role in (unit.role, *unit.role_alt)} & got
        right |= hits
        if not unit.optional:
            must[unit.key, unit.role] = bool(hits)
    spare = {(name, role) for name, role in got if name in known - required}
    score = Score(sum(must.values()), len(must) - sum(must.values()), len(got - right - spare))
    yield "roles", score, Miss("roles", miss.task, miss.expected, miss.got)
    yield from _unit_ids(pool, parties)


def _units_miss(pool: Pool, parties: list[Party]) -> Miss:
    units = [unit for wanted in pool.wanted for unit in wanted.units]
    expected = "、".join(f"{unit.name}({unit.role}{'?' if unit.optional else ''})" for unit in units)
    got = "、".join(f"{party.name}({party.role})" for party in parties)
    return Miss("units", _pool_name(pool), expected or "-", got or "-")


def _unit_ids(pool: Pool, parties: list[Party]) -> _Counted:
    """The id of each unit whose name was found; null is an answer, and no claim."""
    ids = {solid(party.name): party.unit for party in parties}
    wanted = {unit.key: unit.unit for task in pool.wanted for unit in task.units if unit.unit is not UNSET}
    for name, expected in wanted.items():
        got = ids.get(name)
        if name in ids and (expected or got):
            score = Score(right=1) if got == expected else Score(missed=int(bool(expected)), extra=int(bool(got)))
            yield "unit-ids", score, Miss("unit-ids", f"{_pool_name(pool)}: {name}", str(expected), str(got))


def _parties(task: Task | None) -> list[Party]:
    return [party for assignment in task.assignments for party in assignment.parties] if task else []


# ---------------------------------------------------------------- time limits


def _deadlines(pool: Pool, gold: Gold) -> _Counted:
    """Texts agree where one contains the other. Labels from scratch are compared only where they have a time limit."""
    wanted = [limit for task in pool.wanted for limit in task.limits()]
    if not wanted and not gold.whole:
        return
    rest = [item for assignment in pool.found.assignments for item in assignment.deadlines] if pool.found else []
    rest = [item for item in rest if letters(item.text)]
    where = _pool_name(pool)
    got = "、".join(item.text for item in rest)
    miss = Miss("deadlines", where, "、".join(limit.text for limit in wanted) or "-", got or "-")
    right = 0
    for limit in wanted:
        found = _find_limit(limit, rest)
        if found is not None:
            rest.remove(found)
            right += 1
            yield from _dates(limit, found, where)
    yield "deadlines", Score(right, len(wanted) - right, len(rest)), miss


def _find_limit(limit: GoldDeadline, rest: list[Deadline]) -> Deadline | None:
    text = letters(limit.text)
    same = (item for item in rest if letters(item.text) == text)
    within = (item for item in rest if letters(item.text) in text or text in letters(item.text))
    return next(same, None) or next(within, None)


def _dates(limit: GoldDeadline, found: Deadline, where: str) -> _Counted:
    if limit.earliest is UNSET and limit.latest is UNSET:
        return
    earliest = found.earliest if limit.earliest is UNSET else limit.earliest
    latest = found.latest if limit.latest is UNSET else limit.latest
    miss = Miss("dates", f"{where}: {limit.text}", f"{earliest}/{latest}", f"{found.earliest}/{found.latest}")
    yield "dates", one((earliest, latest) == (found.earliest, found.latest)), miss


def _label(task: GoldTask) -> str:
    return f"[{task.number or '-'}] {task.head[:20]}"


def _name(task: Task) -> str:
    return f"[{task.number or '-'}] {task.title[:20]}"


def _pool_name(pool: Pool) -> str:
    if pool.wanted:
        return " + ".join(map(_label, pool.wanted))
    return _name(pool.found) if pool.found else ""
