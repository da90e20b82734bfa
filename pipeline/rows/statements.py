"""Where running text says who is responsible: bracketed statements, and lines that begin with a label."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise

from msgspec import Struct

from pipeline.source import Label
from pipeline.statement.claim import LIMIT, is_bare_list, is_name_list, is_shaped_list, read_claim
from pipeline.statement.labels import find_labels, is_label_word
from pipeline.statement.roles import is_time, unit_like, units_share
from pipeline.text.brackets import CLOSE, OPEN, pairs, unclosed
from pipeline.text.patterns import pattern
from pipeline.text.stops import SENTENCE_ENDS, trim
from pipeline.units.lists import cut
from pipeline.units.names import KnownNames
from pipeline.units.shapes import ENDING_LIMIT, strong

_DASH = "——"
_UNITS = 0.6
"""From this share of pieces that look like units on, a line goes on a list of units."""


class Found(Struct, frozen=True, gc=False):
    """A statement at ``start:end`` of an item's folded text, brackets included.

    label        the label that opens it, if one does
    names_units  False for a label line that only gives a time, a person or a scope
    labels       all its labels, where they are known
    open         True where its bracket is never closed
    sentence     the number of the sentence that it is a clause of, for statements of prose
    """

    start: int
    end: int
    label: Label | None = None
    names_units: bool = True
    labels: tuple[Label, ...] | None = None
    open: bool = False
    sentence: int | None = None


def find_loose(text: str, lines: list[int]) -> list[Found]:
    """Brackets that end a sentence and hold nothing but short names, the last of which looks like a unit.

    Weaker than a statement: for an item whose siblings all end in statements.
    """
    ends = frozenset((*lines, len(text)))
    closing = [(start, end) for start, end in pairs(text) if end in ends or text[end] in "。;"]
    return [Found(start, end) for start, end in closing if is_name_list(text, start + 1, end - 1)]


def find_shaped(text: str) -> list[Found]:
    """The bracket that ends an item and holds several names of the shape of units, none of which anybody knows.

    Weaker still: for items that all end so.
    """
    _, stop = trim(text, 0, len(text), SENTENCE_ENDS)
    if stop < 1 or text[stop - 1] not in CLOSE:
        return []
    closing = [(start, end) for start, end in pairs(text) if end == stop]
    return [Found(start, end) for start, end in closing if start and is_shaped_list(text, start + 1, end - 1)]


def find_statements(text: str, lines: list[int], registry: KnownNames) -> list[Found]:
    """The statements of an item, in order. ``lines``: the folded offsets at which its paragraphs begin."""
    bounds = [*lines, len(text)]
    brackets = pairs(text)
    found = [
        Found(start, end, labels=claim.labels)
        for start, end in brackets
        if (claim := read_claim(text, start + 1, end - 1, registry))
    ]
    found.extend(_open_brackets(text, bounds, registry))
    found.extend(_behind_dashes(text, bounds, registry))
    for index, (start, end) in enumerate(pairwise(bounds)):
        line = _label_line(text, start, end) or _cut_label_line(text, bounds, index)
        if line is not None and not (found and pattern("statement", "host").match(text, line.start)):
            found.append(_with_next_lines(text, line, bounds, bisect_left(bounds, line.end)))
    found.sort(key=lambda item: (item.start, -item.end))
    return _outermost(found) or _bare_lists(text, brackets, bounds, registry)


def _behind_dashes(text: str, bounds: list[int], registry: KnownNames) -> Iterator[Found]:
    """Statements that a dash parts from the text before: 修好水渠——市水务局牵头."""
    for start, end in pairwise(bounds):
        dash = text.rfind(_DASH, start, end)
        if dash <= start or end - dash > LIMIT:
            continue
        begin, (_, stop) = dash + len(_DASH), trim(text, dash, end, "。;")
        claim = read_claim(text, begin, stop, registry)
        if claim or is_bare_list(text, begin, stop, registry):
            yield Found(dash, stop, labels=claim.labels if claim else None)


def _open_brackets(text: str, bounds: list[int], registry: KnownNames) -> Iterator[Found]:
    """Statements whose bracket is not closed: to the end of the line that they end."""
    for start, end in pairwise(bounds):
        opened = unclosed(text, start, end)
        if opened < 0 or end - opened > LIMIT:
            continue
        _, stop = trim(text, opened + 1, end, "。;")
        claim = read_claim(text, opened + 1, stop, registry)
        if claim:
            yield Found(opened, stop, labels=claim.labels, open=True)


def _bare_lists(text: str, brackets: list[tuple[int, int]], bounds: list[int], registry: KnownNames) -> list[Found]:
    """Lists without label or verb: only where a sentence or paragraph ends with the bracket."""
    ends = frozenset(bounds)
    closing = [(start, end) for start, end in brackets if end in ends or text[end] in "。;"]
    return [
        Found(start, end)
        for start, end in closing
        if is_bare_list(text, start + 1, end - 1, registry) and not _is_second_name(text, start, end)
    ]


def _is_second_name(text: str, start: int, end: int) -> bool:
    """True for one name in brackets right behind another: 市委文明办（创城办）."""
    alone = len(cut(text, start + 1, end - 1)) == 1
    return alone and strong().search(text, max(0, start - ENDING_LIMIT), start) is not None


def _with_next_lines(text: str, line: Found, bounds: list[int], following: int) -> Found:
    """A label that stands alone on its line, or a list that the line's end cuts, goes on over the next lines of units.

    ``following``: the index in ``bounds`` of the line after it.
    """
    end = line.end
    alone = line.label is not None and end == line.label.end
    for start, stop in pairwise(islice(bounds, following, None)):
        goes_on = (
            alone
            or text[end - 1] == "、"
            or pattern("statement", "broken_name").match(text, start)
            or not _ends_whole(text, line.start, end)
        )
        if start != end or not goes_on or units_share(text, start, stop) < _UNITS or find_labels(text, start, stop):
            break
        end = stop
    return Found(line.start, end, line.label, line.names_units)


def _ends_whole(text: str, start: int, end: int) -> bool:
    """True if the last piece of a list ends like a unit, or is no name at all (a date, a long text)."""
    begin = max(start, end - 40)
    pieces = cut(text, begin, end)
    if not pieces or pieces[-1].start == begin > start:
        return True
    last = max(pieces[-1].start, text.rfind(":", pieces[-1].start, end) + 1)
    return is_time(text[last:end]) or unit_like(text, last, end)


def _cut_label_line(text: str, bounds: list[int], index: int) -> Found | None:
    """A label that the line's end cuts in two: 责任单 / 位：市财政局."""
    if index + 2 >= len(bounds) or bounds[index + 1] - bounds[index] > 8:
        return None
    line = _label_line(text, bounds[index], bounds[index + 2])
    if line is None or line.label is None or not line.start < bounds[index + 1] < line.label.end:
        return None
    return line if is_label_word(text[line.start : line.label.end - 1]) else None


def _label_line(text: str, start: int, end: int) -> Found | None:
    """A paragraph that begins with a unit label, or ends in one after a full stop."""
    labels = find_labels(text, start, end)
    opening = [label for label in labels if label.column != "note" and _begins_line(text, label.start, start)]
    spans = pairs(text[start:end]) if opening else []
    for label in opening:
        offset = label.start - start
        before = bisect_left(spans, (offset, 0)) - 1
        if before < 0 or spans[before][1] <= offset:
            return Found(label.start, end, label, any(item.party for item in labels if item.start >= label.start))
    return None


def _begins_line(text: str, start: int, line: int) -> bool:
    """True at the beginning of the line, behind a bracket that opens it, or behind the end of a sentence."""
    before = text[start - 1 : start]
    return start == line or before in SENTENCE_ENDS or (start == line + 1 and before in OPEN)


def _outermost(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept
