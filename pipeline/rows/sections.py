"""Statements that govern a section: behind several sub-items, in a paragraph or an item of their own.

Where sub-items have no statements but the last of them ends in one, it speaks of all (CONTRACT, section *Task*): the
section is the task then, and its sub-items are measures.
"""

from collections import defaultdict

from pipeline.provenance import line_text
from pipeline.rows.candidates import Candidate, touching
from pipeline.rows.outline import Item
from pipeline.source import Quote, Remark
from pipeline.text.stops import trim

_SECTIONS = 2
"""A statement at the end of the last sub-item's own text governs the section only where this many sections show it."""


def merge_sections(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, with each section that one statement governs as one."""
    families = _families(candidates)
    own_bearers = _kinds_with_own(candidates, families)
    apart = {head for head, below in families.items() if _is_apart(candidates, head, below, own_bearers)}
    ended = {head for head, below in families.items() if _is_ended(candidates, head, below, own_bearers)} - apart
    governed = apart | (ended if len(ended) >= _SECTIONS else set())
    result: list[Candidate] = []
    skip = 0
    for index, candidate in enumerate(candidates):
        if index < skip:
            continue
        if index in governed:
            skip = families[index][-1] + 1
            family = candidates[index:skip]
            result.append(_merged(family, whole=not family[-1].names_units))
        elif end := _end_of_headed(candidates, index):
            skip = end
            result.append(_merged([*candidates[index : end - 1], _first_line(candidates[end - 1])], whole=True))
        else:
            result.append(candidate)
    return result


def _end_of_headed(candidates: list[Candidate], head: int) -> int:
    """Where the points below an item end whose own statement comes before them all, and none has one; else 0."""
    candidate, depth = candidates[head], len(candidates[head].item.parents)
    end = head + 1
    while end < len(candidates) and len(candidates[end].item.parents) > depth:
        end += 1
    first = candidates[head + 1].item.enumerator if end > head + 1 else None
    if first is None or first.value != 1 or not candidate.names_units or candidate.item.enumerator is None:
        return 0
    last = candidate.found[-1].end
    if trim(candidate.folded.text, last, len(candidate.folded))[0] < len(candidate.folded):
        return 0
    return 0 if any(below.found for below in candidates[head + 1 : end]) else end


def _first_line(candidate: Candidate) -> Candidate:
    """The last point without the paragraphs behind it, which may be a signature."""
    item = candidate.item
    return Candidate(Item(item.enumerator, item.number, item.lines[:1], item.parents), candidate.known)


def _families(candidates: list[Candidate]) -> dict[int, list[int]]:
    """For each item with sub-items right below it, none of which has sub-items itself: their places."""
    families: dict[int, list[int]] = {}
    for index, head in enumerate(candidates):
        depth = len(head.item.parents)
        below = index + 1
        while below < len(candidates) and len(candidates[below].item.parents) > depth:
            below += 1
        children = list(range(index + 1, below))
        flat = all(len(candidates[child].item.parents) == depth + 1 for child in children)
        if head.item.enumerator and len(children) > 1 and flat:
            families[index] = children
    return families


def _kinds_with_own(candidates: list[Candidate], families: dict[int, list[int]]) -> set[str]:
    """The kinds of sub-items that bear statements of their own: one that is not the last of its section has one."""
    return {
        enumerator.kind
        for children in families.values()
        for child in children[:-1]
        if candidates[child].names_units and (enumerator := candidates[child].item.enumerator)
    }


def _is_apart(candidates: list[Candidate], head: int, below: list[int], own: set[str]) -> bool:
    """True if a statement stands apart behind the sub-items: as an item of its own, or in its own paragraph."""
    if candidates[head].names_units:
        return False
    last = candidates[below[-1]]
    if any(_is_label_item(candidates[child]) for child in below):
        return True
    first = last.found[0] if last.found else None
    own_line = first is not None and first.start > 0 and first.start in last.starts
    return own_line and last.names_units and _lone(candidates, below, own)


def _is_ended(candidates: list[Candidate], head: int, below: list[int], own: set[str]) -> bool:
    """True if the last sub-item alone ends in a statement."""
    last = candidates[below[-1]]
    ends = (*last.starts[1:], len(last.folded))
    closes = bool(last.found) and any(0 <= end - last.found[-1].end <= 1 for end in ends)
    return not candidates[head].names_units and closes and last.names_units and _lone(candidates, below, own)


def _lone(candidates: list[Candidate], below: list[int], own: set[str]) -> bool:
    kinds: dict[str, int] = defaultdict(int)
    for child in below:
        enumerator = candidates[child].item.enumerator
        kinds[enumerator.kind if enumerator else ""] += 1
    return len(kinds) == 1 and not kinds.keys() & own


def _is_label_item(candidate: Candidate) -> bool:
    """（三）责任单位：…: an item that is nothing but a label line."""
    return _opens_with_label(candidate) and candidate.found[0].names_units


def _opens_with_label(candidate: Candidate) -> bool:
    """The same, or one that says when: （三）完成时限：…."""
    first = candidate.found[0] if candidate.found else None
    return first is not None and first.start == 0 and first.label is not None


def _merged(family: list[Candidate], *, whole: bool = False) -> Candidate:
    head = family[0].item
    lines: list[Quote] = list(head.lines)
    for child in family[1:]:
        item = child.item
        if _opens_with_label(child):
            lines.extend((*item.number, *item.lines))
        else:
            lines.extend(touching((*item.number, *item.lines)))
    speaker = next(child for child in reversed(family) if child.names_units)
    quotes = speaker.folded.locate(speaker.found[0].start, speaker.found[0].end)
    message = f"This statement governs the section {line_text(head.number)}; its sub-items were read as measures."
    merged = Item(head.enumerator, head.number, tuple(lines), head.parents)
    return Candidate(merged, family[0].known, (Remark("section-scope", "info", message, quotes),), whole=whole)
