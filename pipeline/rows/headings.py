"""Headings that name who does all that stands below them: 一、市农业农村局牵头任务（3项）, and lines of tasks under it.

A heading counts only where it is nothing but units that the registry knows, with a role word and a noun for tasks, and
where another heading of its family is so too. Works on folded text.
"""

from collections.abc import Iterator
from typing import cast

from msgspec.structs import replace

from pipeline.fold import Folded
from pipeline.model import PartyRole
from pipeline.rows.candidates import Candidate
from pipeline.rows.item import inked, task_row
from pipeline.rows.outline import Item
from pipeline.source import Field, Origin, Quotes, Statement, TaskRow
from pipeline.statement.roles import TAIL_LIMIT, role_grammar, unit_like
from pipeline.text.patterns import pattern
from pipeline.units.lists import cut

_LEAST = 2
"""Headings of one family that name units, to be more than a chance."""
_LONGEST = 60
_SHORTEST_TASK = 5


def rows_under_headings(candidates: list[Candidate]) -> dict[int, list[TaskRow]]:
    """The rows of items and lines without statements of their own, below headings that name units: by their places."""
    heads = {index: doers for index, head in enumerate(candidates) if (doers := _doers(head))}
    families = [candidates[index].family for index in heads]
    found: dict[int, list[TaskRow]] = {}
    for index, doers in heads.items():
        if families.count(candidates[index].family) < _LEAST:
            continue
        for at, candidate in _below(candidates, index):
            row = _row(candidate, doers)
            if row:
                found.setdefault(at, []).append(row)
    return found


def _doers(head: Candidate) -> Statement | None:
    """What a heading says of who, where it says nothing else."""
    if not head.item.enumerator or not head.item.lines or head.found:
        return None
    folded = Folded(head.item.lines[:1])
    if len(folded) > _LONGEST or (not unit_like(folded.text, 0, min(len(folded), _LONGEST)) and not _noun(folded.text)):
        return None
    noun = _noun(folded.text)
    end = noun if noun else len(folded)
    verb = role_grammar().find_verb(folded.text, max(0, end - TAIL_LIMIT), end)
    names = verb.start() if verb else end
    pieces = cut(folded.text, 0, names)
    whole = [head.known.longest_name(folded.text, piece.start) == piece.end for piece in pieces]
    if not pieces or not all(whole):
        return None
    role = cast(PartyRole, role_grammar().words.verb(verb[1]) if verb else "responsible")
    quotes = folded.locate(0, names)
    return Statement(quotes, role=role, basis="stated" if verb else "default", origin=Origin("band", quotes[0]))


def _noun(text: str) -> int:
    """Where the noun for tasks begins that ends a heading; 0 where it has none."""
    found = pattern("statement", "heading_noun").search(text)
    return found.start() if found else 0


def _below(candidates: list[Candidate], index: int) -> Iterator[tuple[int, Candidate]]:
    """The items right below a heading, or else its further lines; none where one of them says who by itself."""
    head = candidates[index].item
    depth, at = len(head.parents), index + 1
    while at < len(candidates) and len(candidates[at].item.parents) > depth:
        at += 1
    items = [(place, candidates[place]) for place in range(index + 1, at)]
    if not items:
        above = (*head.parents, Item(head.enumerator, head.number, head.lines[:1], ()))
        known = candidates[index].known
        items = [(index, Candidate(Item(None, (), (line,), above), known)) for line in head.lines[1:]]
    if any(candidate.found for _, candidate in items):
        return
    yield from ((at, one) for at, one in items if at == index or len(one.item.parents) == depth + 1)


def _row(candidate: Candidate, doers: Statement) -> TaskRow | None:
    folded = Folded(candidate.item.lines[:1])
    if len(folded) < _SHORTEST_TASK or pattern("statement", "key_value").match(folded.text):
        return None
    quotes: Quotes = inked(folded.locate(0, len(folded)))
    if not quotes:
        return None
    row = task_row(candidate, [], {"title": Field(quotes)}, (), len(folded))
    heading = candidate.item.parents[-1].lines
    return replace(row, groups=((doers,),), covers=(*row.covers, *heading))
