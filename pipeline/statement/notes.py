"""Notes that rule (列第一位的为牵头单位，下同): where they stand in a text and what they say. Works on folded text."""

import re
from functools import cache
from typing import Literal

from msgspec import Struct

from pipeline.knowledge import fill, read_toml
from pipeline.model import PartyRole
from pipeline.text.lexicon import lexicon
from pipeline.text.patterns import parts

NoteKind = Literal["lead-first", "lead-star", "default-units", "default-scope"]

_LIMIT = 20_000


class Note(Struct, frozen=True, gc=False):
    """A note at ``start:end``; ``value`` is the span of the units or the scope it gives; ``role`` what they do.

    For ``lead-star``, ``role`` is what the units without a star are, if the note says so.
    """

    kind: NoteKind
    start: int
    end: int
    value: tuple[int, int] | None = None
    role: PartyRole | None = None
    everywhere: bool = False


class NotePattern(Struct, frozen=True, gc=False):
    id: str
    kind: NoteKind
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[NotePattern, ...]:
    known = parts("notes")
    notes = read_toml("notes.toml")["note"]
    return tuple(NotePattern(note["id"], note["kind"], re.compile(fill(note["pattern"], known))) for note in notes)


def find_notes(text: str) -> list[Note]:
    """The notes in a text, in order; of two that overlap the one that begins first."""
    if not re.search(read_toml("notes.toml")["gate"], text):
        return []
    found = [_note(rule, match) for rule in _rules() for match in rule.pattern.finditer(text[:_LIMIT])]
    found.sort(key=lambda note: (note.start, -note.end))
    kept: list[Note] = []
    for note in found:
        if not kept or note.start >= kept[-1].end:
            kept.append(note)
    return kept


def _note(rule: NotePattern, match: re.Match[str]) -> Note:
    groups = match.groupdict()
    role: PartyRole | None = None
    value = None
    if rule.kind == "default-units":
        role = lexicon().verb(groups.get("verb") or "") or "responsible"
        value = match.span("units")
    elif rule.kind == "default-scope":
        value = match.span("scope")
    elif groups.get("others"):
        role = lexicon().verb(groups["others"])
    return Note(rule.kind, match.start(), match.end(), value, role, rule.id == "units-everywhere")
