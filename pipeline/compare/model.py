"""The values of ``comparison/1``, member for member; ``schemas/comparison.v1.schema.json`` says it exactly."""

from typing import Literal

from msgspec import Struct

from pipeline.model import Generator, PartyRole, Provenance

SCHEMA = "comparison/1"
ChangeKind = Literal["kept", "reworded", "split", "merged", "new", "dropped"]
KINDS: tuple[ChangeKind, ...] = ("kept", "reworded", "split", "merged", "new", "dropped")


class ComparedList(Struct, frozen=True):
    """One record that takes part."""

    name: str
    sha256: str
    title: str | None
    year: int | None
    tasks: int


class TaskPlace(Struct, frozen=True):
    """One task of one side, with what it says and where it is."""

    document: str
    """The sha256 of its document."""
    task: str
    number: str | None
    categories: tuple[str, ...]
    title: str
    measures: str | None
    provenance: Provenance | None
    """Of the title, else of the first member that has one."""


class UnitChange(Struct, frozen=True):
    """A unit that joined, left, changed its role or its name. ``was`` is None for one that joined, ``now`` for one that
    left."""

    change: Literal["joined", "left", "renamed", "role"]
    was: str | None
    now: str | None
    was_roles: tuple[PartyRole, ...]
    now_roles: tuple[PartyRole, ...]


class DeadlineChange(Struct, frozen=True):
    """The last day of the whole task; None: not known or none."""

    was: str | None
    now: str | None
    days: int | None
    """How much later it is; None where one of them is not known."""


class ComparedItem(Struct, frozen=True):
    """What became of a task, or of several."""

    kind: ChangeKind
    certain: bool
    """False: a person should look."""
    score: float
    """0 to 1: of the pair, the weakest pair of a split or merge, or the nearest task of one that is new or dropped."""
    old: tuple[TaskPlace, ...]
    new: tuple[TaskPlace, ...]
    units: tuple[UnitChange, ...] = ()
    deadline: DeadlineChange | None = None
    """None where the last day is the same."""
    nearest: str | None = None
    """Of a task that is new or dropped and not certain, the id of the task that is nearest."""


class Comparison(Struct, frozen=True):
    """Two sides compared: old lists and new ones."""

    schema: str
    generator: Generator
    old: tuple[ComparedList, ...]
    new: tuple[ComparedList, ...]
    summary: dict[ChangeKind, int]
    unsure: int
    items: tuple[ComparedItem, ...]
