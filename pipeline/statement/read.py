"""Who does it (责任单位): the text of a statement → its assignments, each with parties, deadlines, part and division.

One grammar serves table cells, bracketed statements and label lines: labels (责任单位：) cut the text into values,
verbs at the end of a list (牵头, 配合) give roles, and whatever a value repeats begins a new assignment. Works on
folded text; all offsets are half-open in that text. Never raises on content.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import Folded
from pipeline.source import Label
from pipeline.statement.labels import find_labels
from pipeline.statement.pairs import find_pairs
from pipeline.statement.parties import Given, PartyDraft, Span, read_units
from pipeline.statement.roles import is_time, unit_like, units_share
from pipeline.text import enumerator
from pipeline.text.brackets import OPEN, closing, unwrap
from pipeline.text.patterns import pattern
from pipeline.text.stops import trim
from pipeline.time import covers
from pipeline.units.lists import cut
from pipeline.units.names import KnownNames

_STOPS = "。;"
_EDGES = "、,;。:"
_DASHES = "—-"
_MARK = 6
"""A mark for nobody is no longer."""
_UNITS = 2 / 3
"""From this share of pieces that look like units on, text is a list of units."""


class AssignmentSpans(Struct, frozen=True, gc=False):
    """One assignment as spans of the statement's text; ``deadlines`` are whole values, still to be read."""

    part: Span | None = None
    deadlines: tuple[Span, ...] = ()
    parties: tuple[PartyDraft, ...] = ()
    division: Span | None = None
    scope: Span | None = None
    persons: tuple[Span, ...] = ()
    note: Span | None = None


class StatementReading(Struct, frozen=True, gc=False):
    """All that a statement says; ``marks`` are labels, role words and enumerators: delimiters for the ledger."""

    drafts: tuple[AssignmentSpans, ...]
    marks: tuple[Span, ...]


def read_statement(
    folded: Folded,
    given: Given,
    registry: KnownNames,
    *,
    field: str = "units",
    labels: tuple[Label, ...] | None = None,
) -> StatementReading:
    """What a cell, bracket or label line says.

    ``given`` is the role of units without a verb or label; ``field`` is what unlabelled text is: ``units``,
    ``deadline`` or ``mixed`` (a column for both: unlabelled text is read as units). ``labels`` are those of the text,
    where they are known.
    """
    _, end = trim(folded.text, 0, len(folded), "。;,、")
    start, _ = trim(folded.text, 0, end, _DASHES)
    start, end = unwrap(folded.text, start, end)
    if start < end and folded.text[start] in OPEN and closing(folded.text, start, end) < 0:
        start += 1
    known = find_labels(folded.text, start, end) if labels is None else labels
    inside = [label for label in known if start <= label.start and label.end <= end]
    return _StatementReader(folded, given, registry, field).read(start, end, inside)


class _Shares:
    """``units_share`` of a text from any place on; the text is cut once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._pieces = cut(text, start, end)
        self._like = [0]
        for piece in reversed(self._pieces):
            self._like.append(self._like[-1] + unit_like(text, piece.start, piece.end))

    def behind(self, index: int) -> float:
        """How many of the pieces from ``index`` on look like units: 0 to 1."""
        whole = len(self._pieces) - bisect_left(self._pieces, index, key=lambda piece: piece.start)
        many, like = whole, self._like[whole]
        begun = self._pieces[-whole - 1] if whole < len(self._pieces) else None
        if begun and index < begun.end:
            many, like = many + 1, like + unit_like(self._text, index, begun.end)
        return like / many if many else 0.0


class _StatementReader:
    """The reading of one statement; it lives for one call of ``read_statement``."""

    def __init__(self, folded: Folded, given: Given, registry: KnownNames, field: str) -> None:
        self.folded, self.text, self.breaks = folded, folded.text, folded.breaks
        self.given, self.field, self.registry = given, field, registry
        self.marks: list[Span] = []

    def read(self, start: int, end: int, labels: Sequence[Label]) -> StatementReading:
        if not labels:
            return self._done(list(self._unlabelled(start, end)))
        drafts: list[list[AssignmentSpans]] = [[]]
        held: set[str | None] = set()
        lead_in, part = self._lead_in(start, labels[0].start)
        _take(drafts[-1], held, lead_in)
        for index, label in enumerate(labels):
            stop = labels[index + 1].start if index + 1 < len(labels) else end
            value, remainder = self._split_value(label, stop, last=index + 1 == len(labels))
            self.marks.append((label.start, label.end))
            if part or (label.party or label.column) in held:
                drafts.append([AssignmentSpans(part=part)])
                held.clear()
            if value is not None:
                _take(drafts[-1], held, self._labelled(label, value))
            part = remainder
        return self._done([_merged(pieces) for pieces in drafts])

    def _unlabelled(self, start: int, end: int) -> Iterator[AssignmentSpans]:
        """An assignment for each time that only some of the units have; else one for all."""
        pairs = find_pairs(self.folded, start, end) if self.field != "deadline" else ()
        if not pairs:
            yield self._value(start, end, self.field, self.given)
        for pair in pairs:
            units = self._list(*pair.units, self.given) if pair.units else AssignmentSpans()
            time = (pair.time,) if pair.time else ()
            yield replace(units, deadlines=(*units.deadlines, *time))

    def _done(self, drafts: list[AssignmentSpans]) -> StatementReading:
        return StatementReading(tuple(draft for draft in drafts if draft != AssignmentSpans()), tuple(self.marks))

    def _lead_in(self, start: int, end: int) -> tuple[AssignmentSpans, Span | None]:
        """Text before the first label: a time, units of the column, or the part that the labels speak of."""
        span = self._trim(start, end)
        if span and is_time(self.text[span[0] : span[1]]):
            return AssignmentSpans(deadlines=(span,)), None
        if span and self.field != "deadline" and units_share(self.text, *span) >= _UNITS:
            return self._value(*span, "units", self.given), None
        return AssignmentSpans(), span

    def _labelled(self, label: Label, value: Span) -> AssignmentSpans:
        """What a label's value says."""
        given = Given(label.party, "stated") if label.party else self.given
        return self._value(*value, "units" if label.party else label.column, given)

    def _value(self, start: int, end: int, kind: str, given: Given) -> AssignmentSpans:
        span = self._trim(start, end)
        if span is None:
            return AssignmentSpans()
        if span[1] - span[0] <= _MARK and pattern("headers", "nobody").match(self.text[span[0] : span[1]]):
            self.marks.append(span)
            return AssignmentSpans()
        if kind == "deadline":
            return AssignmentSpans(deadlines=(span,))
        if kind == "scope":
            return AssignmentSpans(scope=span)
        if kind == "person":
            return self._persons(*span)
        if kind == "note":
            return AssignmentSpans(note=span)
        pairs = find_pairs(self.folded, *span)
        if not pairs:
            return self._list(*span, given)
        lists = [self._list(*pair.units, given) for pair in pairs if pair.units]
        times = tuple(pair.time for pair in pairs if pair.time)
        return _merged([*lists, AssignmentSpans(deadlines=times)])

    def _persons(self, start: int, end: int) -> AssignmentSpans:
        """The persons of a value, and a time behind them: 包联领导：张三；4月15日前完成."""
        times = [piece for piece in cut(self.text, start, end) if is_time(self.text[piece.start : piece.end])]
        stop = self._trim(start, times[0].start) if times else (start, end)
        deadlines = ((times[0].start, end),) if times else ()
        return AssignmentSpans(deadlines=deadlines, persons=(stop,) if stop else ())

    def _list(self, start: int, end: int, given: Given) -> AssignmentSpans:
        """What a list of units says."""
        span = self._trim(start, end)
        if span is None:
            return AssignmentSpans()
        found = read_units(self.folded, *span, given, self.registry)
        self.marks.extend(found.marks)
        return AssignmentSpans(None, found.times, found.parties, found.division, persons=found.persons)

    def _split_value(self, label: Label, stop: int, *, last: bool) -> tuple[Span | None, Span | None]:
        """A label's value, and the text behind it that already belongs to the next label (the next part)."""
        value = self._trim(label.end, stop)
        if value is None or last:
            return value, None
        start, end = value
        shares: _Shares | None = None
        stops = {index + 1 for index in range(start, end - 1) if self.text[index] in _STOPS}
        if self.breaks:
            stops.update(index for index in range(start + 1, end) if index in self.breaks)
        for index in sorted(stops):
            if self.text[index - 1] not in _STOPS and not enumerator.leading(self.text, index, kinds=enumerator.LISTS):
                continue
            shares = shares or _Shares(self.text, start, end)
            if shares.behind(index) < _UNITS:
                return self._trim(start, index), self._trim(index, end)
        return value, None

    def _trim(self, start: int, end: int) -> Span | None:
        """Without punctuation at the ends and without an enumerator in front; None where nothing is left."""
        start, end = trim(self.text, start, end, _EDGES)
        number = enumerator.leading(self.text, start, end, enumerator.LISTS)
        if number and number.end < end and not covers(self.text, number.start, number.end):
            self.marks.append((number.start, number.end))
            start = number.end
        if end > start and self.text[end - 1] == "(" and self.text.find(")", start, end) < 0:
            end -= 1
        return (start, end) if start < end else None


def _take(pieces: list[AssignmentSpans], held: set[str | None], new: AssignmentSpans) -> None:
    """Add what a value says to an assignment; ``held`` are the roles and members that the assignment has by now."""
    pieces.append(new)
    held.update(party.role for party in new.parties if party.basis == "stated")
    if new.scope:
        held.add("scope")
    if new.persons:
        held.add("person")
    if new.deadlines:
        held.add("deadline")


def _merged(pieces: list[AssignmentSpans]) -> AssignmentSpans:
    """One assignment from its values: lists are joined, of single members the last counts."""
    if len(pieces) == 1:
        return pieces[0]
    return AssignmentSpans(
        next((piece.part for piece in pieces if piece.part), None),
        tuple(deadline for piece in pieces for deadline in piece.deadlines),
        tuple(party for piece in pieces for party in piece.parties),
        next((piece.division for piece in reversed(pieces) if piece.division), None),
        next((piece.scope for piece in reversed(pieces) if piece.scope), None),
        tuple(person for piece in pieces for person in piece.persons),
        next((piece.note for piece in reversed(pieces) if piece.note), None),
    )
