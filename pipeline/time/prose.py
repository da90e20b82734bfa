"""Dates in a task's running text: only those that bound the task itself. Precise before plentiful."""

import re
from bisect import bisect_right

from msgspec import Struct
from msgspec.structs import replace

from pipeline.source import Clock
from pipeline.time.behaviours import TimePiece, read
from pipeline.time.grammar import Hit, compiled, scan, time_grammar

_SENTENCE_END = re.compile(r"[。;!?\n]")
_CLAUSE_END = re.compile(r"[,。;!?\n:()]")
_QUOTED = re.compile(r"《[^《》]{0,200}》|〔[^〔〕]{0,12}〕")
_BEFORE = 24
_AFTER = 90
_POINTS = re.compile(r"BYMONTHDAY|BYDAY")


class Surroundings(Struct, frozen=True, gc=False):
    """The words around a date: its clause up to it, and what follows; ``sentence`` is the sentence's index."""

    before: str
    after: str
    sentence: int


def find_in_prose(text: str, clock: Clock) -> list[TimePiece]:
    """The deadlines of ``text``, in order."""
    sentences = [match.start() for match in _SENTENCE_END.finditer(text)]
    clauses = [match.start() for match in _CLAUSE_END.finditer(text)]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    quoted_starts = [start for start, _ in quoted]
    sentence, base = -1, clock
    found: list[TimePiece] = []
    for hit in scan(text):
        inside = bisect_right(quoted_starts, hit.start) - 1
        if inside >= 0 and hit.start < quoted[inside][1]:
            continue
        around = _surroundings(text, hit, sentences, clauses)
        if around.sentence != sentence:
            sentence, clock = around.sentence, base
        if not _bounds_task(hit, around):
            continue
        piece = read(hit, clock)
        if not _is_deadline(piece, clock):
            continue
        if piece.year is not None:
            clock = replace(clock, carried=piece.year)
        found.append(_with_event(text, piece, around))
        if len(found) > 1 and (joined := _each_of(text, *found[-2:])):
            found[-2:] = [joined]
    return found


def _each_of(text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """2022—2024年，每年新建20个 recurs between two ends."""
    if left.kind == "during" and right.kind == "recurring" and text[left.end : right.start] in ("", ","):
        return replace(right, start=left.start, first=left.first, last=left.last)
    return None


def _surroundings(text: str, hit: Hit, sentences: list[int], clauses: list[int]) -> Surroundings:
    sentence = bisect_right(sentences, hit.start)
    clause = bisect_right(clauses, hit.start)
    start = max(clauses[clause - 1] + 1 if clause else 0, hit.start - _BEFORE)
    end = min(sentences[sentence] if sentence < len(sentences) else len(text), hit.end + _AFTER)
    return Surroundings(text[start : hit.start], text[hit.end : end], sentence)


def _is_deadline(piece: TimePiece, clock: Clock) -> bool:
    """A date before the document's own year bounds nothing that is still to do."""
    if piece.kind == "unspecified":
        return False
    return piece.last is None or clock.year is None or piece.last.year >= clock.year


def _bounds_task(hit: Hit, around: Surroundings) -> bool:
    words = time_grammar().prose
    if compiled(words["refuse_before"]).search(around.before) or compiled(words["refuse_after"]).match(around.after):
        return False
    check = _CHECKS.get(hit.rule.behaviour)
    return check is not None and check(hit, around)


def _by(hit: Hit, around: Surroundings) -> bool:
    """2025年底前 anywhere; 到2025年 and 年底 where nothing but 力争 and the like precedes them."""
    words = time_grammar().prose
    if hit.rule.id == "until":
        if compiled(words["until_refused"]).match(hit.words) or not _opens(around, after_comma=True):
            return False
        return not compiled(words["as_of"]).match(hit.words) or bool(compiled(words["as_of_goals"]).match(around.after))
    if compiled(words["firm"]).fullmatch(hit.words) or compiled(words["listed"]).match(around.after):
        return True
    return _opens(around, after_comma=True)


def _during(hit: Hit, around: Surroundings) -> bool:
    if hit.first.get("d") or hit.first.get("n") or hit.last.get("d") or hit.last.get("n"):
        return False
    words = time_grammar().prose
    aim = compiled(words["aims"]).match(around.before) and compiled(words["figures"]).match(around.after)
    return bool(aim) or _opens(around, after_comma="plan" in hit.first or "a" in hit.first)


def _before_intro(around: Surroundings) -> str:
    """What is left of the words before a date in its clause without 力争, 并 and the like."""
    rest = around.before
    while rest and (found := compiled(time_grammar().prose["intro"]).match(rest)):
        rest = rest[found.end() :]
    return rest


def _opens(around: Surroundings, *, after_comma: bool) -> bool:
    """The date opens its clause, and a verb of doing follows (or, for an end point, a comma)."""
    words = time_grammar().prose
    if _before_intro(around):
        return False
    after = around.after
    if after_comma and after.startswith(","):
        return True
    after = after.removeprefix(",")
    while other := compiled(words["others"]).match(after):
        after = after[other.end() :]
    if region := compiled(words["whole"]).match(after):
        after = after[region.end() :]
    return bool(compiled(words["duties"]).match(after) or compiled(words["goals"]).match(after))


def _recurring(hit: Hit, around: Surroundings) -> bool:
    """每年12月底前 bounds a task wherever it is, 每年 where it opens its clause and a verb follows."""
    if not hit.rule.recurrence:
        return False
    if _POINTS.search(hit.rule.recurrence):
        return True
    return bool(compiled(time_grammar().prose["yearly"]).match(hit.words)) and _opens(around, after_comma=False)


def _within_issue(hit: Hit, around: Surroundings) -> bool:
    """本方案印发后 is this document's issue; 政策发布后 and 省级方案印发后 may be another's."""
    own = compiled(time_grammar().prose["own_issue"]).search(hit.words) is not None
    return own and not _before_intro(around)


_CHECKS = {
    "by": _by,
    "during": _during,
    "range_of": _during,
    "recurring": _recurring,
    "within_issue": _within_issue,
}


def _with_event(text: str, piece: TimePiece, around: Surroundings) -> TimePiece:
    """The piece, and the milestone that follows it where its clause says nothing else."""
    ending = _CLAUSE_END.search(around.after)
    clause = piece.end + (ending.start() if ending else len(around.after))
    if compiled(time_grammar().prose["events"]).fullmatch(text, piece.end, clause):
        return replace(piece, end=clause, event=(piece.end, clause))
    return piece
