"""A task that was missed: made of the text that a person marked."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.corrections.anchor import find_text
from pipeline.corrections.line import Correction
from pipeline.corrections.report import ReadingPlace, stale, superfluous
from pipeline.fold import fold_text
from pipeline.model import Assignment, Deadline, Issue, Party, PartyRole, Provenance, Task, Unit
from pipeline.provenance import PageIndex, line_text
from pipeline.source import Document, Quote, Table
from pipeline.time import read_clock, read_deadlines
from pipeline.units import Registry


class GivenParty(Struct, frozen=True):
    """A unit as a person names it."""

    name: str
    role: PartyRole = "responsible"


class GivenTask(Struct, frozen=True):
    """What a person says of a task that was missed; the title is the marked text where none is given."""

    title: str | None = None
    number: str | None = None
    measures: str | None = None
    parties: tuple[GivenParty, ...] = ()
    deadlines: tuple[str, ...] = ()


class Maker:
    """Makes tasks of marked texts of one document and puts them where they belong."""

    def __init__(
        self,
        document: Document,
        places: PageIndex,
        registry: Registry,
        setting: ReadingPlace,
        units: dict[str, Unit],
    ) -> None:
        self._document, self._places, self._registry = document, places, registry
        self._setting, self._units = setting, units
        self._clock = read_clock(setting.year, setting.issued_on)
        self._order = {block.id: index for index, block in enumerate(document.blocks)}
        self._tables = {block.id: block for block in document.blocks if isinstance(block, Table)}

    def add(self, line: Correction, tasks: Sequence[Task], issues: list[Issue]) -> list[Task]:
        """The tasks with the missed one at its place; where its text is not found, or is a task by now, an issue."""
        quote = find_text(self._document, line.place) if line.place else None
        if quote is None:
            issues.append(stale(line, "the marked text is not there, or not as often as it was"))
            return list(tasks)
        place = self._places.of(quote)[0]
        if any(_covers(task, quote) for task in tasks):
            issues.append(superfluous(line, place))
            return list(tasks)
        made = self._make(line, quote, {task.id for task in tasks})
        positions = [self._position(task) for task in tasks]
        at = bisect_right(positions, self._position(made)) if positions == sorted(positions) else len(tasks)
        return [*tasks[:at], made, *tasks[at:]]

    def _position(self, task: Task) -> tuple[int, int]:
        _, block, row = task.id.split("/")
        return self._order[block], int(row)

    def _make(self, line: Correction, quote: Quote, taken: set[str]) -> Task:
        given = msgspec.convert(line.new or {}, GivenTask)
        parties = tuple(map(self._party, given.parties))
        deadlines = tuple(found for text in given.deadlines for found in self._deadlines(text))
        assignment = Assignment(None, deadlines, parties, None, ())
        provenance: dict[str, tuple[Provenance, ...]] = {"/title": self._places.of(quote)}
        return replace(
            _EMPTY,
            id=self._id(quote, taken),
            number=given.number,
            title=given.title or line_text((quote,)),
            measures=given.measures,
            assignments=(assignment,) if parties or deadlines else (),
            provenance=provenance,
            corrected={"": line.id},
        )

    def _id(self, quote: Quote, taken: set[str]) -> str:
        row = quote.start if quote.row is None else quote.row
        step = self._tables[quote.block].rows if quote.row is not None else 1
        digest = self._document.sha256[:12]
        while (found := f"{digest}/{quote.block}/{row}") in taken:
            row += step
        return found

    def _party(self, given: GivenParty) -> Party:
        name = "".join(given.name.split())
        answer = self._registry.resolve(name, region=self._setting.region, on=self._setting.moment)
        if answer.unit:
            self._units.setdefault(answer.unit.id, answer.unit)
        unit = answer.unit.id if answer.unit else None
        return Party(name, name, given.role, "stated", False, unit, answer.resolution, answer.candidates)

    def _deadlines(self, text: str) -> list[Deadline]:
        folded = fold_text(text)
        return [
            Deadline(
                folded[piece.start : piece.end] or folded, "field", piece.kind,
                piece.first.isoformat() if piece.first else None, piece.last.isoformat() if piece.last else None,
                piece.recurrence, None, piece.state, piece.basis,
            )
            for piece in (read_deadlines(folded, self._clock) if folded else ())
        ]  # fmt: skip


def _covers(task: Task, quote: Quote) -> bool:
    """Whether the task's title or measures stand on the marked text."""
    wanted: Any = (quote.block, quote.row, quote.column)
    return any(
        (place.block, place.row, place.column) == wanted and place.span[0] < quote.end and quote.start < place.span[1]
        for pointer in ("/title", "/measures")
        for place in task.provenance.get(pointer, ())
    )


_EMPTY = Task(
    id="", number=None, categories=(), title="", measures=None, target=None, problem=None, current_state=None,
    best_practice=None, person=None, progress=None, scope=None, note=None, extra=(), assignments=(), inherited=(),
    provenance={}, title_basis="stated",
)  # fmt: skip
