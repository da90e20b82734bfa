"""Where running text says who is responsible: bracketed statements, and lines that begin with a label."""

import re
from bisect import bisect_left
from itertools import islice, pairwise

from msgspec import Struct

from pipeline.statement.labels import Label, find_labels, is_label_word, opening_label
from pipeline.statement.notes import find_notes
from pipeline.statement.roles import is_time, role_grammar, unit_like, units_share
from pipeline.text.brackets import OPEN, pairs
from pipeline.text.patterns import pattern
from pipeline.text.stops import SENTENCE_ENDS, trim
from pipeline.units.carry import is_named
from pipeline.units.lists import cut
from pipeline.units.names import KnownNames

_SENTENCE = re.compile(r"[^。;!]{6,400}")
_OPENING = 80
"""Characters in which the units that open a sentence must end."""
_LIMIT = 3_000
"""A bracket longer than this is text, not a statement."""


class Found(Struct, frozen=True, gc=False):
    """A statement at ``start:end`` of an item's folded text, brackets included; ``label`` if one opens it.

    ``names_units`` is False for a label line that only gives a time, a person or a scope.
    """

    start: int
    end: int
    label: Label | None = None
    names_units: bool = True


def is_statement(text: str, start: int, end: int) -> bool:
    """True if ``text[start:end]`` (without its brackets) says who is responsible, by a label or a verb."""
    if start >= end or end - start > _LIMIT:
        return False
    notes = find_notes(text[start:end])
    if notes:
        _, end = trim(text, start, start + notes[0].start, "。;,、(")
        if start >= end:
            return False
    if any(label.party for label in find_labels(text, start, end)):
        return True
    pieces = cut(text, start, end)
    while len(pieces) > 1 and is_time(text[pieces[-1].start : pieces[-1].end]):
        end = pieces.pop().start - 1
    opening = opening_label(text, start, end)
    if opening and opening.party:
        return units_share(text, opening.end, end) >= 0.6
    rules = role_grammar()
    low = max(start, end - 48)
    verb = rules.division.search(text, low, end) or rules.tail.search(text, low, end)
    return verb is not None and units_share(text, start, end) >= 0.6 and end - start > verb.end() - verb.start()


def is_bare_list(text: str, start: int, end: int, registry: KnownNames) -> bool:
    """True if ``text[start:end]`` is nothing but units, at least half of them named in full: （卫生部）."""
    if not start < end <= start + _LIMIT:
        return False
    names = cut(text, start, end)
    known = [is_named(text, name.start, name.end, registry) for name in names]
    return bool(names) and sum(known) * 2 >= len(known) and units_share(text, start, end) == 1.0


def find_statements(text: str, lines: list[int], registry: KnownNames) -> list[Found]:
    """The statements of an item, in order. ``lines``: the folded offsets at which its paragraphs begin."""
    bounds = [*lines, len(text)]
    brackets = pairs(text)
    found = [Found(start, end) for start, end in brackets if is_statement(text, start + 1, end - 1)]
    for index, (start, end) in enumerate(pairwise(bounds)):
        line = _label_line(text, start, end) or _cut_label_line(text, bounds, index)
        if line is not None and not (found and pattern("statement", "host").match(text, line.start)):
            found.append(_with_next_lines(text, line, bounds, bisect_left(bounds, line.end)))
    found.sort(key=lambda item: (item.start, -item.end))
    return _outermost(found) or _bare_lists(text, brackets, bounds, registry) or _sentences(text, registry)


def _bare_lists(text: str, brackets: list[tuple[int, int]], bounds: list[int], registry: KnownNames) -> list[Found]:
    """Lists without label or verb: only where a sentence or paragraph ends with the bracket."""
    ends = frozenset(bounds)
    closing = [(start, end) for start, end in brackets if end in ends or text[end] in "。;"]
    return [Found(start, end) for start, end in closing if is_bare_list(text, start + 1, end - 1, registry)]


def _sentences(text: str, registry: KnownNames) -> list[Found]:
    """Sentences that say nothing but who does it: 由A牵头，B、C配合。 Every piece is a unit, and a verb ends it."""
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.start(), _end_of_duty(text, *match.span())
        verb = role_grammar().tail.search(text, max(start, end - 24), end)
        if verb and start > 0 and units_share(text, start, end) == 1.0:
            first = cut(text, start, verb.start())
            if first and _names_known(text, first[0].start, first[0].end, registry):
                found.append(Found(start, end))
    return found


def opening_duty(text: str, registry: KnownNames) -> Found | None:
    """The units that open a sentence and are followed by what they are responsible for: 市住建局、市财政局负责…"""
    verb = pattern("statement", "duty").search(text, 2, _OPENING)
    if verb is None or units_share(text, 0, verb.start()) < 1.0 or not _names_known(text, 0, verb.start(), registry):
        return None
    return Found(0, verb.start()) if len(text) > verb.start() + 6 else None


def _end_of_duty(text: str, start: int, end: int) -> int:
    """由A牵头，B、C配合，对…: where the clauses that name units end, and what they shall do begins."""
    if not pattern("statement", "by").match(text, start):
        return end
    last, begin = end, start
    comma = text.find(",", start, end)
    while comma >= 0 and (begin == comma or units_share(text, begin, comma) == 1.0):
        if role_grammar().tail.search(text, max(start, comma - 24), comma):
            last = comma
        if not any(mark in text[begin:comma] for mark in OPEN):
            begin = comma + 1
        comma = text.find(",", comma + 1, end)
    return end if comma < 0 and units_share(text, begin, end) == 1.0 else last


def _names_known(text: str, start: int, end: int, registry: KnownNames) -> bool:
    leading = role_grammar().leading.match(text, start, end)
    return registry.longest_name(text, leading.end() if leading else start) is not None


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
        if start != end or not goes_on or units_share(text, start, stop) < 0.6 or find_labels(text, start, stop):
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
    opening = [label for label in labels if _begins_line(text, label.start, start)]
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
