"""What a person labelled: two kinds of JSON file, one value.

- a record (``task-list/1``) corrected by hand: all that it states is right, and nothing else is;
- a short form for labelling from scratch: ``{"id", "region", "partial", "optional", "refusal_ok", "tasks": [{"number",
  "head", "same_item", "title", "measures", "categories", "units": [{"name", "role", "role_alt", "optional", "unit"}],
  "deadlines": [text, or {"text", "earliest", "latest"}]}]}``. ``number`` and ``head`` (the first twenty characters
  after the number) must be there; of the rest only what is stated is counted.
"""

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from pipeline.contract import read_record
from pipeline.errors import Unreadable
from pipeline.evaluate.text import letters, solid
from pipeline.model import Party, PartyRole, Record, Task

_HEAD = 20
_ADVICE = "Give a corrected record, or an object with `tasks` that each have `number`, `head` and `units`."


class GoldUnit(Struct, frozen=True):
    """A unit as labelled. ``optional``: right with or without it; ``role_alt``: accepted too.

    ``unit`` is its id, null where it has none; absent where the person did not state it.
    """

    name: str
    role: PartyRole
    role_alt: tuple[PartyRole, ...] = ()
    optional: bool = False
    unit: str | UnsetType | None = UNSET

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return solid(self.name)


class GoldDeadline(Struct, frozen=True):
    """A time limit as labelled, its ISO dates only where the person gave them."""

    text: str
    earliest: str | UnsetType | None = UNSET
    latest: str | UnsetType | None = UNSET


class GoldTask(Struct, frozen=True):
    """A task as labelled. ``same_item``: one of several statements under the number of the task before."""

    number: str | None
    head: str
    units: tuple[GoldUnit, ...] = ()
    deadlines: tuple[str | GoldDeadline, ...] = ()
    id: str | None = None
    same_item: bool = False
    title: str | UnsetType = UNSET
    measures: str | UnsetType | None = UNSET
    categories: tuple[str, ...] | UnsetType = UNSET

    def limits(self) -> tuple[GoldDeadline, ...]:
        """The time limits, each as a value."""
        return tuple(GoldDeadline(item) if isinstance(item, str) else item for item in self.deadlines)


class Gold(Struct, frozen=True):
    """One labelled document.

    ``region``      code; null where the short form does not state it
    ``partial``     not all tasks were labelled: others count neither way
    ``optional``    text outside the list: a task made of it counts neither way
    ``refusal_ok``  no record is as good an answer
    ``whole``       a corrected record: what it lacks is absent
    """

    tasks: tuple[GoldTask, ...]
    id: str | None = None
    region: str | None = None
    partial: bool = False
    optional: tuple[str, ...] = field(default=())
    refusal_ok: bool = False
    whole: bool = False


def read_gold(data: bytes) -> Gold:
    """One labelled file of either kind. Raises Unreadable with the reason."""
    try:
        tree = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"not JSON: {error}", advice=_ADVICE) from error
    if isinstance(tree, dict) and "schema" in tree:
        return _of_record(read_record(data))
    return _of_short_form(tree)


def _of_short_form(tree: Any) -> Gold:
    try:
        return msgspec.convert(tree, Gold)
    except msgspec.ValidationError as error:
        raise Unreadable(f"not a labelled file: {error}", advice=_ADVICE) from error


def _of_record(record: Record) -> Gold:
    region = record.document.region
    tasks = tuple(_of_task(task) for task in record.tasks)
    return Gold(tasks=tasks, region=region.code if region else None, whole=True)


def _of_task(task: Task) -> GoldTask:
    parties = [party for assignment in task.assignments for party in assignment.parties]
    deadlines = [deadline for assignment in task.assignments for deadline in assignment.deadlines]
    return GoldTask(
        number=task.number,
        head=letters(task.title + (task.measures or ""))[:_HEAD],
        units=tuple(map(_of_party, parties)),
        deadlines=tuple(GoldDeadline(item.text, item.earliest, item.latest) for item in deadlines),
        id=task.id,
        title=task.title,
        measures=task.measures,
        categories=task.categories,
    )


def _of_party(party: Party) -> GoldUnit:
    return GoldUnit(party.name, party.role, unit=party.unit)
