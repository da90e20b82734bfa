"""Statements → assignments read: who does which part by when, still with the texts that the values stand in."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import Folded
from pipeline.provenance import line_text
from pipeline.source import Clock, Quote, Quotes, Remark, Statement
from pipeline.statement.labels import find_labels
from pipeline.statement.parties import Given, PartyDraft
from pipeline.statement.read import AssignmentSpans, read_statement
from pipeline.statement.ticks import may_have_ticks, read_ticks
from pipeline.time import TimePiece, find_deadlines, read_deadlines
from pipeline.units import Registry


class When(Struct, frozen=True, gc=False):
    """A deadline with the text it was read from; ``event`` is a milestone column's cell."""

    piece: TimePiece
    folded: Folded
    found_in: Literal["field", "statement", "text"]
    event: Quotes = ()

    def quotes(self) -> Quotes:
        """The words of the deadline."""
        return self.folded.locate(self.piece.start, self.piece.end)


class Carried(Struct, frozen=True, gc=False):
    """Which members of an assignment came from another cell or note, and from which statement."""

    members: tuple[str, ...]
    statement: Statement


class AssignmentDraft(Struct, frozen=True, gc=False):
    """One assignment: everything that its statements say."""

    part: Quotes = ()
    deadlines: tuple[When, ...] = ()
    parties: tuple[PartyDraft, ...] = ()
    division: Quotes = ()
    scope: Quotes = ()
    person: Quotes = ()
    note: Quotes = ()
    carried: tuple[Carried, ...] = ()


_NOTHING = AssignmentDraft()
_MOST_SHARED = 20_000
"""No row's assignments share so many parties and times; where they would, the first one has them all, so that what
comes out stays in proportion to what went in."""


def read_group(
    group: tuple[Statement, ...], registry: Registry, clock: Clock
) -> tuple[list[AssignmentDraft], list[Quote], list[Remark]]:
    """The assignments of one row or item, the quotes of its labels and role words, and what should be reported.

    Statements that say one thing each (a column for units, one for the time) are put together; where one of them has
    several assignments, a statement with as many goes along one by one, any other belongs to each.
    """
    marks: list[Quote] = []
    remarks: list[Remark] = []
    read = [found for statement in group if (found := _read_statement(statement, registry, clock, marks, remarks))]
    many = max((len(items) for items in read), default=0)
    shared = [items for items in read if len(items) < many]
    values = sum(len(items[0].parties) + len(items[0].deadlines) for items in shared)
    if values * many > _MOST_SHARED:
        read = [items if len(items) == many else [*items[:1], *[_NOTHING] * (many - 1)] for items in read]
    return (
        [_merge([items[index] if len(items) == many else items[0] for items in read]) for index in range(many)],
        marks,
        remarks,
    )


def _read_statement(
    statement: Statement, registry: Registry, clock: Clock, marks: list[Quote], remarks: list[Remark]
) -> list[AssignmentDraft]:
    whole = Folded(statement.quotes)
    folded = _choose_ticked(whole, statement, marks, remarks)
    if not folded.text:
        return []
    if statement.kind == "milestone":
        return [_milestone(statement, clock)]
    given = Given(statement.role, statement.basis)
    labels = statement.labels if folded is whole else None
    reading = read_statement(folded, given, registry, field=statement.kind, labels=labels)
    if statement.origin is None:
        marks.extend(quote for mark in reading.marks for quote in folded.locate(*mark))
    return [_from_draft(draft, folded, statement, clock) for draft in reading.drafts]


def _choose_ticked(folded: Folded, statement: Statement, marks: list[Quote], remarks: list[Remark]) -> Folded:
    """The text without the choices that are not ticked and without the marks; the text itself where it has none."""
    if not may_have_ticks(folded.text):
        return folded
    labels = tuple((label.start, label.end) for label in find_labels(folded.text, 0, len(folded)))
    choices = read_ticks(folded.text, folded.gaps | folded.breaks, labels)
    if choices is None:
        return folded
    if statement.origin is None:
        marks.extend(choices.own(folded))
        left_out = choices.left_out(folded)
        if left_out:
            message = f"Choices that are not ticked were left out: {line_text(left_out)}"
            remarks.append(Remark("choice-unticked", "info", message, left_out))
        elif choices.open and len(choices.marks) > 1:
            quotes = folded.locate(0, len(folded))
            message = f"No choice is ticked; all were read: {line_text(quotes)}"
            remarks.append(Remark("choice-open", "warning", message, quotes))
    return choices.text(folded)


def _from_draft(draft: AssignmentSpans, folded: Folded, statement: Statement, clock: Clock) -> AssignmentDraft:
    deadlines = tuple(when for value in draft.deadlines for when in _when(folded.part(*value), clock))
    header = (statement.role_quote,) if statement.role_quote else ()
    place = {"header": header, "rule": statement.rule_quotes}
    for party in draft.parties:
        party.role_place = place.get(party.basis, ())
    carried: tuple[Carried, ...] = ()
    if statement.origin:
        members = {"part": draft.part, "deadlines": deadlines, "parties": draft.parties, "division": draft.division}
        carried = (Carried(tuple(name for name, value in members.items() if value), statement),)
    return AssignmentDraft(
        part=folded.locate(*draft.part) if draft.part else statement.part,
        deadlines=deadlines,
        parties=_lead_by_rule(draft.parties, statement),
        division=folded.locate(*draft.division) if draft.division else (),
        scope=folded.locate(*draft.scope) if draft.scope else (),
        person=tuple(quote for person in draft.persons for quote in folded.locate(*person)),
        note=folded.locate(*draft.note) if draft.note else (),
        carried=carried,
    )


def _when(text: Folded, clock: Clock) -> list[When]:
    return [When(piece, text, "field") for piece in read_deadlines(text.text, clock)]


def _milestone(statement: Statement, clock: Clock) -> AssignmentDraft:
    """A quarter column: the header is the time, the cell is what shall have happened by then.

    Under a header without a time (阶段目标) the cell says both.
    """
    header = Folded((statement.role_quote,) if statement.role_quote else ())
    found = [replace(when, event=statement.quotes) for when in _when(header, clock)[:1]]
    if not any(when.piece.rule for when in found):
        dated = _when(Folded(statement.quotes), clock)
        found = dated if any(when.piece.rule for when in dated) else found
    carried = (Carried(("deadlines",), statement),) if statement.origin else ()
    return AssignmentDraft(deadlines=tuple(found), carried=carried)


def _merge(items: list[AssignmentDraft]) -> AssignmentDraft:
    """One assignment from several statements: lists are joined, of single members the first counts."""
    if len(items) == 1:
        return items[0]
    return AssignmentDraft(
        part=next((item.part for item in items if item.part), ()),
        deadlines=_with_events([deadline for item in items for deadline in item.deadlines]),
        parties=tuple(party for item in items for party in item.parties),
        division=next((item.division for item in items if item.division), ()),
        scope=next((item.scope for item in items if item.scope), ()),
        person=tuple(quote for item in items for quote in item.person),
        note=next((item.note for item in items if item.note), ()),
        carried=tuple(carried for item in items for carried in item.carried),
    )


def _with_events(deadlines: list[When]) -> tuple[When, ...]:
    """The deadlines; a milestone whose column says no time (阶段目标) is what shall have happened by the one time."""
    bare = [when for when in deadlines if when.event and when.piece.rule is None]
    timed = [when for when in deadlines if when not in bare]
    if len(bare) == len(timed) == 1 and not timed[0].event and not timed[0].piece.event:
        return (replace(timed[0], event=bare[0].event),)
    return tuple(deadlines)


def _lead_by_rule(parties: tuple[PartyDraft, ...], statement: Statement) -> tuple[PartyDraft, ...]:
    """Parties whose role a note settles: the first one, or those with a star, lead; a verb that names a lead wins."""
    rule = statement.lead_rule
    free = [party.role == "responsible" for party in parties]
    if rule is None or not any(free) or any(party.role == "lead" for party in parties):
        return parties
    leads = [party.starred if rule == "lead-star" else index == 0 for index, party in enumerate(parties)]
    for party, lead, open_role in zip(parties, leads, free, strict=True):
        role = "lead" if lead else statement.others if any(leads) else None
        if role and open_role:
            party.role, party.basis, party.role_place = role, "rule", statement.rule_quotes
    return parties


def add_text_deadlines(readings: list[AssignmentDraft], content: list[Quotes], clock: Clock) -> list[AssignmentDraft]:
    """The readings with the dates that bound the task in its own text, where no column, label or statement has one.

    ``content``: title and measures, each a text of its own. A date goes to the assignment whose part holds it, else to
    the first.
    """
    if not readings or any(reading.deadlines for reading in readings):
        return readings
    texts = [Folded(quotes) for quotes in content]
    found = [When(piece, text, "text") for text in texts for piece in find_deadlines(text.text, clock)]
    once = {(when.piece.kind, when.piece.first, when.piece.last, milestone_event(when)): when for when in found[::-1]}
    result = list(readings)
    for when in reversed(once.values()):
        place = when.quotes()[0]
        index = next((at for at, reading in enumerate(readings) if _holds(reading.part, place)), 0)
        result[index] = replace(result[index], deadlines=(*result[index].deadlines, when))
    return result


def _holds(part: Quotes, place: Quote) -> bool:
    slot = (place.block, place.row, place.column)
    return any((q.block, q.row, q.column) == slot and q.start <= place.start and place.end <= q.end for q in part)


def milestone_event(when: When) -> str | None:
    """What shall have happened: the milestone's cell, else what the words of the deadline say."""
    if when.event:
        return line_text(when.event)
    return when.folded.text[slice(*when.piece.event)] if when.piece.event else None
