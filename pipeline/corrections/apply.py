"""Corrections laid over the tasks that were read: each lands on its value, or an issue says why it does not."""

from collections.abc import Iterable, Sequence

from msgspec import UNSET, Struct
from msgspec.structs import replace

from pipeline.corrections.anchor import TaskIndex, find_value, read_listed
from pipeline.corrections.edit import Edit, edit_task, same_value, value_at
from pipeline.corrections.line import Correction
from pipeline.corrections.missing import Maker
from pipeline.corrections.report import ReadingPlace, stale, superfluous
from pipeline.keys import add_keys
from pipeline.model import Issue, Party, Provenance, Task, Unit
from pipeline.provenance import PageIndex
from pipeline.source import Document, Quote
from pipeline.units import Registry

_OF_TASKS = ("text", "role", "unit", "deadline", "not-a-task")


class Corrected(Struct, frozen=True):
    """The tasks as corrected and the units they name; issues on corrections that did not land or are not needed.

    ``dropped``: indexes of the tasks that are none. ``freed``: what values that were taken away stood on.
    """

    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    issues: tuple[Issue, ...]
    dropped: frozenset[int] = frozenset()
    freed: tuple[Quote, ...] = ()
    settled: frozenset[tuple[str, int | None, int | None, tuple[int, int]]] = frozenset()
    """Places of values that a person settled: doubts of the program there are no more."""


def lay_over(
    tasks: Sequence[Task],
    units: Sequence[Unit],
    lines: Sequence[Correction],
    document: Document,
    places: PageIndex,
    registry: Registry,
    setting: ReadingPlace,
) -> Corrected:
    """Apply the corrections of one document to its tasks, which may have no keys yet."""
    work = _Overlay(tasks, {unit.id: unit for unit in units}, registry, setting)
    for line in lines:
        if line.kind in _OF_TASKS:
            work.take(line)
    corrected = work.finish()
    maker = Maker(document, places, registry, setting, work.units)
    for line in lines:
        if line.kind == "missing-task":
            corrected = maker.add(line, corrected, work.issues)
    named = {party.unit for task in corrected for item in task.assignments for party in item.parties}
    kept = tuple(unit for key, unit in sorted(work.units.items()) if key in named)
    return Corrected(
        tuple(corrected), kept, tuple(work.issues), frozenset(work.dropped), tuple(work.freed), frozenset(work.settled)
    )


class _Overlay:
    """Collects the edits of each task; they are made together, so that no pointer moves under another."""

    def __init__(
        self, tasks: Sequence[Task], units: dict[str, Unit], registry: Registry, setting: ReadingPlace
    ) -> None:
        self.tasks = add_keys(tasks)
        self.index = TaskIndex(self.tasks)
        self.units, self.registry, self.setting = units, registry, setting
        self.issues: list[Issue] = []
        self.edits: dict[int, list[Edit]] = {}
        self.dropped: set[int] = set()
        self.freed: list[Quote] = []
        self.settled: set[tuple[str, int | None, int | None, tuple[int, int]]] = set()

    def take(self, line: Correction) -> None:
        """Find the line's value; note the edit, or say why there is none."""
        at = self.index.find(line.task) if line.task else None
        if at is None:
            self._tell_stale(line, "its task is not there, or not the only one like it")
        elif line.kind == "not-a-task":
            self.dropped.add(at)
        else:
            self._take_value(line, at)

    def _take_value(self, line: Correction, at: int) -> None:
        task = self.tasks[at]
        pointer = find_value(task, line.pointer or "", line.quote, line.nth)
        if pointer is None and _is_renamed(line, task):
            self._tell_superfluous(line, task)
            return
        if pointer is None:
            self._tell_stale(line, "the task does not have that value, or has it more often", task)
            return
        found = value_at(task, pointer)
        if found is not UNSET and same_value(found, line.new):
            self._tell_superfluous(line, task, pointer)
        elif found is UNSET or not same_value(found, line.old):
            self._tell_stale(line, "the value read there now is another one", task, pointer)
        else:
            self._note(line, at, pointer)

    def _note(self, line: Correction, at: int, pointer: str) -> None:
        unit = None
        if line.kind == "unit" and line.new is not None:
            unit = self.units.get(line.new) or self.registry.find_unit(line.new, self.setting.moment)
            if unit is None:
                self._tell_stale(line, f"the registry has no unit {line.new} then", self.tasks[at], pointer)
                return
        listed = read_listed(pointer)
        own = pointer.removesuffix(listed.member) if listed else pointer
        for place in self.tasks[at].provenance.get(own, ()):
            self.settled.add((place.block, place.row, place.column, place.span))
        self.edits.setdefault(at, []).append(Edit(line.id, line.kind, pointer, line.new, unit))

    def finish(self) -> list[Task]:
        """The tasks as edited, in order, without those that are none; keys anew."""
        done = []
        for at, task in enumerate(self.tasks):
            if at in self.dropped:
                continue
            if edits := self.edits.get(at):
                task, freed = edit_task(task, edits, self._resolve)
                self.freed += freed
                self.units |= {edit.unit.id: edit.unit for edit in edits if edit.unit}
            done.append(task)
        return list(add_keys(done))

    def _resolve(self, party: Party) -> Party:
        """A party under another name: what it means is asked anew."""
        answer = self.registry.resolve(party.name, region=self.setting.region, on=self.setting.moment)
        if answer.unit:
            self.units.setdefault(answer.unit.id, answer.unit)
        unit = answer.unit.id if answer.unit else None
        return replace(party, unit=unit, resolution=answer.resolution, candidates=answer.candidates)

    def _tell_stale(self, line: Correction, why: str, task: Task | None = None, pointer: str = "") -> None:
        self.issues.append(stale(line, why, _place(task, pointer)))

    def _tell_superfluous(self, line: Correction, task: Task, pointer: str = "") -> None:
        self.issues.append(superfluous(line, _place(task, pointer)))


def _is_renamed(line: Correction, task: Task) -> bool:
    """True for a party's or deadline's new words that are now read by themselves under a quote of their own."""
    listed = read_listed(line.pointer or "")
    if listed is None or listed.member != "/name" or not isinstance(line.new, str):
        return False
    return any(party.name == line.new for item in task.assignments for party in item.parties)


def _place(task: Task | None, pointer: str) -> Provenance | None:
    """The place of a value, else of what it is a member of, else of the title."""
    if task is None:
        return None
    while pointer and pointer not in task.provenance:
        pointer = pointer.rpartition("/")[0]
    return next(iter(task.provenance.get(pointer, task.provenance.get("/title", ()))), None)


def settle_issues(issues: Iterable[Issue], corrected: Corrected) -> list[Issue]:
    """The issues without doubts about values that a person has settled."""
    unknown = {
        party.name
        for task in corrected.tasks
        for item in task.assignments
        for party in item.parties
        if party.resolution in ("unknown", "ambiguous")
    }
    return [issue for issue in issues if not _is_settled(issue, corrected, unknown)]


def _is_settled(issue: Issue, corrected: Corrected, unknown: set[str]) -> bool:
    place = issue.provenance
    if place is None or not corrected.settled or issue.severity == "error":
        return False
    if issue.code in ("unit-unknown", "unit-ambiguous"):
        return issue.message.partition(":")[0] not in unknown
    own = (place.block, place.row, place.column, place.span)
    return issue.code.startswith("deadline-") and own in corrected.settled
