"""Task rows from running text: the innermost numbered item with a responsibility statement or label line is a task."""

from pipeline.rows.candidates import Candidate, touching
from pipeline.rows.duties import is_law, rows_of_duties, rows_of_prose
from pipeline.rows.headings import rows_under_headings
from pipeline.rows.item import read_row
from pipeline.rows.outline import Item, read_items
from pipeline.rows.sections import merge_sections
from pipeline.source import Paragraph, Quote, Quotes, TaskRow
from pipeline.text.patterns import pattern
from pipeline.units.names import KnownNames

_SIBLINGS = 2
"""Siblings with statements that make a weaker bracket one."""
_ALIKE = 3
"""Siblings that all end in a bracket of names, to make these units that nobody knows."""


def rows_of_paragraphs(paragraphs: list[Paragraph], registry: KnownNames) -> list[TaskRow]:
    """The task rows of running text, in order."""
    items = [Candidate(item, registry) for item in read_items(paragraphs)]
    candidates = merge_sections(_loosened(_join_run_in(items)))
    _close_last(candidates)
    rows: dict[int, list[TaskRow]] = {}
    for index, candidate in enumerate(candidates):
        pieces = [candidate] if candidate.item.enumerator else _unnumbered(candidate)
        found = [row for piece in pieces if (row := read_row(piece))]
        if found:
            rows[index] = found
    if not is_law(paragraphs):
        rows |= {at: found for at, found in rows_under_headings(candidates).items() if at not in rows}
        rows |= ({} if rows else rows_of_duties(candidates)) or rows_of_prose(candidates, rows.keys())
    return [row for index in sorted(rows) for row in rows[index]]


def _is_host(candidate: Candidate) -> bool:
    """True for a line of a page's footer, which says who runs the site: 主办单位：…, 技术支持：…."""
    return pattern("statement", "host").match(candidate.folded.text, candidate.found[0].start) is not None


def _close_last(candidates: list[Candidate]) -> None:
    """Where all items end in their statements, the last one does too: what goes on in its line closes the notice."""
    bearing = [one for one in candidates if one.item.enumerator and one.names_units]
    if len(bearing) <= _SIBLINGS or bearing[-1] is not candidates[-1] or bearing[-1].whole:
        return
    if bearing[-1].tail and not any(one.tail for one in bearing[:-1]):
        bearing[-1].closed = True


def _is_key_value(candidate: Candidate) -> bool:
    """True for a line such as 索引号：…, from a site's box on the document: nobody's task."""
    return pattern("statement", "key_value").match(candidate.folded.text) is not None


def _loosened(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates; one without a statement takes a weaker bracket for one where most of its siblings have some."""
    families: dict[tuple[str, Quotes], list[Candidate]] = {}
    for candidate in candidates:
        families.setdefault(candidate.family, []).append(candidate)
    for members in families.values():
        bearing = sum(member.names_units for member in members)
        if bearing >= _SIBLINGS and bearing * 2 > len(members):
            for member in members:
                member.loosen()
        elif not bearing and len(members) >= _ALIKE and all(member.is_shaped for member in members):
            for member in members:
                member.take_shape()
    return candidates


def _unnumbered(candidate: Candidate) -> list[Candidate]:
    """Text without numbers: each paragraph with a statement is an item; a label line belongs to the one before."""
    pieces: list[list[Quote]] = []
    content: Quote | None = None
    for line in candidate.item.lines:
        alone = Candidate(Item(None, (), (line,), ()), candidate.known)
        if not alone.found or _is_host(alone):
            content = None if alone.found or _is_key_value(alone) else line
        elif alone.found[0].start == 0 and alone.found[0].label:
            if pieces and content is None:
                pieces[-1].append(line)
            elif content is not None:
                pieces.append([content, line])
            content = None
        else:
            pieces.append([line])
            content = None
    return [Candidate(Item(None, (), tuple(lines), ()), candidate.known) for lines in pieces]


def _join_run_in(items: list[Candidate]) -> list[Candidate]:
    """Numbers inside a paragraph open items only where each has a statement; else they are steps.

    Where one of them has, a bracket of names that ends another is one too: （1）…（市水务局）；（2）…（各镇）.
    """
    result: list[tuple[Candidate, list[Quote]]] = []
    index = 0
    while index < len(items):
        run = _run_in(items, index)
        for step in items[index : index + run] if any(item.found for item in items[index : index + run]) else ():
            step.loosen()
        if run and result and not all(_is_item(items, at) for at in range(index, index + run)):
            steps = items[index : index + run]
            result[-1][1].extend(quote for step in steps for quote in (*step.item.number, *step.item.lines))
        else:
            run = max(run, 1)
            result.extend((item, []) for item in items[index : index + run])
        index += run
    return [_with_steps(candidate, steps) if steps else candidate for candidate, steps in result]


def _with_steps(candidate: Candidate, steps: list[Quote]) -> Candidate:
    item = candidate.item
    return Candidate(Item(item.enumerator, item.number, touching((*item.lines, *steps)), item.parents), candidate.known)


def _run_in(items: list[Candidate], index: int) -> int:
    """How many items from here on were opened by numbers of one kind inside one paragraph."""
    first = items[index].item.enumerator
    if first is None or first.kind not in ("digit", "digit-bracket", "circle"):
        return 0
    count = 0
    while index + count < len(items):
        enumerator = items[index + count].item.enumerator
        if enumerator is None or enumerator.kind != first.kind or enumerator.start == 0:
            break
        if items[index + count].item.number[0].block != items[index].item.number[0].block:
            break
        count += 1
    return count


def _is_item(items: list[Candidate], index: int) -> bool:
    """True for an item with a statement of its own, or with items below it."""
    candidate = items[index]
    below = index + 1 < len(items) and len(items[index + 1].item.parents) > len(candidate.item.parents)
    return below or bool(candidate.found)
