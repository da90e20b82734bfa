"""One line of ``corrections.jsonl``, as ``schemas/corrections.v1.schema.json`` says it."""

import hashlib
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

CorrectionKind = Literal[
    "text", "role", "unit", "deadline", "not-a-task", "missing-task", "column", "layout", "withdrawn"
]
CorrectionScope = Literal["here", "everywhere", "document", "layout"]
SCHEMA = "corrections/1"


class TaskAnchor(Struct, frozen=True):
    """A task by its own words, so that it is found again when ids and offsets have moved.

    ``head``   the first letters of title and measures
    ``body``   a digest of all its quotes
    ``alike``  tasks of the record with this number and head
    ``same``   among those with this key and body too, which one this is (from 0) and how many there are
    """

    key: str
    number: str | None
    head: str
    body: str
    alike: int
    same: tuple[int, int]


class MarkedText(Struct, frozen=True):
    """A text of the document: ``quote`` is the ``nth`` (from 0) of ``of`` occurrences in the paragraphs and cells.

    ``block`` and ``row`` are where it was; they move, and are for people.
    """

    quote: str
    nth: int
    of: int
    block: str
    row: int | None = None


class TableAnchor(Struct, frozen=True):
    """A table by its header's words: those over each column, from the top down; ``column`` is the one meant."""

    header: tuple[tuple[str, ...], ...]
    column: int | None = None


class Correction(Struct, frozen=True, omit_defaults=True):
    """A correction: ``old`` is what the program read, ``new`` what is right, by whom, when (ISO 8601) and why.

    ``nth``: of several values of the task with this quote, which one and how many.
    """

    source: str
    kind: CorrectionKind
    at: str
    by: str
    id: str = ""
    task: TaskAnchor | None = None
    table: TableAnchor | None = None
    place: MarkedText | None = None
    pointer: str | None = None
    quote: str | None = None
    nth: tuple[int, int] | None = None
    old: Any = UNSET
    new: Any = UNSET
    scope: CorrectionScope = "here"
    withdraws: str | UnsetType = UNSET
    why: str = ""

    def target(self) -> tuple[object, ...]:
        """What it is about: two lines with one target are two opinions on one value."""
        kind = "layout" if self.kind in ("column", "layout") else self.kind
        what = kind if self.kind in ("not-a-task", "missing-task") else "value"
        return (self.source, what, self.task, self.table, self.place, self.pointer, self.quote, self.nth)


def with_id(line: Correction) -> Correction:
    """The line with its id: c- and 12 hex digits of all else in it."""
    bare = msgspec.json.encode(replace(line, id=""), order="sorted")
    return replace(line, id="c-" + hashlib.sha256(bare).hexdigest()[:12])


def in_force(lines: list[Correction]) -> list[Correction]:
    """The lines that hold, in order: withdrawn ones left out, and of several on one value all but the last."""
    withdrawn = {line.withdraws for line in lines if line.kind == "withdrawn"}
    held: dict[tuple[object, ...], Correction] = {}
    for line in lines:
        if line.kind == "withdrawn" or line.id in withdrawn:
            continue
        held.pop(line.target(), None)
        held[line.target()] = line
    return list(held.values())
