"""Tasks that prose gives: items whose sentences say who does it, and lists of duties that begin with the unit."""

from collections.abc import Collection, Iterator

from pipeline.fold import fold_text, strip_quote
from pipeline.rows.candidates import Candidate
from pipeline.rows.item import content_of, task_row
from pipeline.rows.outline import Item
from pipeline.rows.prose import find_prose, opening_duty
from pipeline.rows.statements import Found
from pipeline.source import Field, Paragraph, TaskRow
from pipeline.text.patterns import pattern

_LEAST_PROSE = 2
"""Items of prose that make a list where nothing else does."""
_LEAST_DUTIES = 3
"""Items or lines that begin with a unit and its duties, to make a list of duties."""
_HEAD = 12
"""Paragraphs in which a text's title stands."""
_TITLE = 80


def is_law(paragraphs: list[Paragraph]) -> bool:
    """True for a text that rules for good (办法, 条例 …) by its title: its sentences give no tasks."""
    heads = (fold_text(paragraph.text) for paragraph in paragraphs[:_HEAD] if len(paragraph.text) <= _TITLE)
    return any(pattern("prose", "law").search(text) for text in heads)


def rows_of_prose(candidates: list[Candidate], taken: Collection[int]) -> dict[int, list[TaskRow]]:
    """The rows of items in whose sentences somebody is named: their places in ``candidates``.

    ``taken``: items that are tasks by a statement. Beside such items only their siblings count, and they only where the
    sentence opens the item's text; without any, two items make a list.
    """
    found: dict[int, list[TaskRow]] = {}
    siblings = {candidates[index].family for index in taken}
    for index, candidate in enumerate(candidates):
        enumerator = candidate.item.enumerator
        if index in taken or enumerator is None or enumerator.kind == "article" or _has_below(candidates, index):
            continue
        if taken and candidate.family not in siblings:
            continue
        prose = find_prose(candidate.folded.text, candidate.known, modal=not taken)
        row = _row(candidate, prose, last=index + 1 == len(candidates)) if prose else None
        if row:
            found[index] = [row]
    return found if taken or len(found) >= _LEAST_PROSE else {}


def _has_below(candidates: list[Candidate], index: int) -> bool:
    deeper = len(candidates[index].item.parents)
    return index + 1 < len(candidates) and len(candidates[index + 1].item.parents) > deeper


def _row(candidate: Candidate, prose: list[Found], *, last: bool) -> TaskRow | None:
    """The row of an item; the last one of a notice ends with the paragraph that says who: behind it the notice ends."""
    folded = candidate.folded
    ends = (start for start in candidate.starts if start >= prose[-1].end) if last else ()
    end = next(iter(ends), len(folded))
    quotes = content_of(folded, 0, end, prose)
    return task_row(candidate, prose, {"title": Field(quotes)}, (), end) if quotes else None


def rows_of_duties(candidates: list[Candidate]) -> dict[int, list[TaskRow]]:
    """A list whose items or lines begin with who does it (市住建局负责…; 市财政局：…)."""
    found: dict[int, list[TaskRow]] = {}
    for index, candidate in enumerate(candidates):
        rows = [row for piece in _pieces(candidate) if (row := _duty_row(piece))]
        if rows:
            found[index] = rows
    return found if sum(map(len, found.values())) >= _LEAST_DUTIES else {}


def _pieces(candidate: Candidate) -> Iterator[Candidate]:
    """The item, and each of its further lines as an item below it."""
    item = candidate.item
    if item.enumerator:
        yield Candidate(Item(item.enumerator, item.number, item.lines[:1], item.parents), candidate.known)
    parents = (*item.parents, Item(item.enumerator, item.number, item.lines[:1], ())) if item.enumerator else ()
    for line in item.lines[1:] if item.enumerator else item.lines:
        yield Candidate(Item(None, (), (line,), parents), candidate.known)


def _duty_row(candidate: Candidate) -> TaskRow | None:
    folded = candidate.folded
    duty = opening_duty(folded.text, candidate.known)
    if duty is None:
        return None
    names, begin = duty
    quotes = tuple(inked for quote in folded.locate(begin, len(folded)) if (inked := strip_quote(quote)))
    if not quotes:
        return None
    return task_row(candidate, [Found(0, names)], {"title": Field(quotes)}, folded.locate(names, begin), len(folded))
