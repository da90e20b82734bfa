"""Dates in a task's running text: only those that bound the task itself. Precise before plentiful."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.time.behaviours import Reading, read
from pipeline.time.dates import Clock
from pipeline.time.grammar import Hit, compiled, grammar, scan
from pipeline.time.piece import Piece

_SENTENCE_END = re.compile(r"[。;!?\n]")
_CLAUSE_END = re.compile(r"[,。;!?\n:()]")
_QUOTED = re.compile(r"《[^《》]{0,200}》|〔[^〔〕]{0,12}〕")
_BEFORE = 24
_AFTER = 90
_FIRM_TAIL = re.compile(r".{0,40}(?:前|内)", re.DOTALL)
_POINTS = re.compile(r"BYMONTHDAY|BYDAY")


class Place(Struct, frozen=True, gc=False):
    """The words around a date: its clause up to it, and what follows."""

    before: str
    after: str
    sentence: int


def find_in_prose(text: str, clock: Clock) -> Iterator[Piece]:
    """The deadlines of ``text``, in order."""
    sentences = [match.start() for match in _SENTENCE_END.finditer(text)]
    clauses = [match.start() for match in _CLAUSE_END.finditer(text)]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    quoted_starts = [start for start, _ in quoted]
    sentence, base = -1, clock
    for hit in scan(text):
        inside = bisect_right(quoted_starts, hit.start) - 1
        if inside >= 0 and hit.start < quoted[inside][1]:
            continue
        place = _place(text, hit, sentences, clauses)
        if place.sentence != sentence:
            sentence, clock = place.sentence, base
        if not _bounds_task(hit, place):
            continue
        reading = read(hit, clock)
        if not _is_deadline(reading, clock):
            continue
        if reading.year is not None:
            clock = replace(clock, carried=reading.year)
        yield _piece(text, hit, reading, place)


def _place(text: str, hit: Hit, sentences: list[int], clauses: list[int]) -> Place:
    sentence = bisect_right(sentences, hit.start)
    clause = bisect_right(clauses, hit.start)
    start = max(clauses[clause - 1] + 1 if clause else 0, hit.start - _BEFORE)
    end = min(sentences[sentence] if sentence < len(sentences) else len(text), hit.end + _AFTER)
    return Place(text[start : hit.start], text[hit.end : end], sentence)


def _is_deadline(reading: Reading, clock: Clock) -> bool:
    """A date before the document's own year bounds nothing that is still to do."""
    if reading.kind == "unspecified":
        return False
    return reading.last is None or clock.year is None or reading.last.year >= clock.year


def _bounds_task(hit: Hit, place: Place) -> bool:
    words = grammar().prose
    if compiled(words["refuse_before"]).search(place.before) or compiled(words["refuse_after"]).match(place.after):
        return False
    check = _CHECKS.get(hit.rule.behaviour)
    return check is not None and check(hit, place)


def _by(hit: Hit, place: Place) -> bool:
    """2025年底前 anywhere; 到2025年 and 年底 where nothing but 力争 and the like stands before them."""
    if hit.rule.id == "until":
        return not hit.words.startswith(("至", "截", "不超", "最")) and _opens(place, after_comma=True)
    if _FIRM_TAIL.fullmatch(hit.words) or compiled(grammar().prose["listed"]).match(place.after):
        return True
    return _opens(place, after_comma=True)


def _during(hit: Hit, place: Place) -> bool:
    if re.search(r"[日号]", hit.words[-1]) or hit.words[-1].isdigit():
        return False
    return _opens(place, after_comma="五" in hit.words or "a" in hit.first)


def _opens(place: Place, *, after_comma: bool) -> bool:
    """The date opens its clause, and a verb of doing follows (or, for an end point, a comma)."""
    words = grammar().prose
    rest = place.before
    while rest and (found := compiled(words["intro"]).match(rest)):
        rest = rest[found.end() :]
    if rest:
        return False
    after = place.after
    if after_comma and after.startswith(","):
        return True
    if region := compiled(words["whole"]).match(after):
        after = after[region.end() :]
    return bool(compiled(words["duties"]).match(after))


def _recurring(hit: Hit, place: Place) -> bool:
    """每年12月底前 bounds a task; 每年新增5000人 is a measure of it."""
    return bool(hit.rule.recurrence and _POINTS.search(hit.rule.recurrence))


def _within_issue(hit: Hit, place: Place) -> bool:
    """本方案印发后 is this document's issue; 政策发布后 may be another's."""
    return "印发" in hit.words or "本" in hit.words


_CHECKS = {
    "by": _by,
    "during": _during,
    "recurring": _recurring,
    "within_issue": _within_issue,
}


def _piece(text: str, hit: Hit, reading: Reading, place: Place) -> Piece:
    ending = _CLAUSE_END.search(place.after)
    clause = hit.end + (ending.start() if ending else len(place.after))
    event = (hit.end, clause) if compiled(grammar().prose["events"]).fullmatch(text, hit.end, clause) else None
    return Piece(hit.start, clause if event else hit.end, reading, hit.rule.id, event)
