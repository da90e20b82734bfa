"""A deadline field, whole: cut into clauses, each with its dates and words, then neighbours joined."""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from pipeline.source import Clock
from pipeline.text.numeral import PLAIN
from pipeline.time.behaviours import TimePiece, read
from pipeline.time.grammar import Hit, compiled, scan, time_grammar
from pipeline.time.joins import join, share_endings, spread_doubt

_EDGES = ",;。、\n!?.:/"
_NUMERAL = re.compile(rf"[0-9{PLAIN}]{{1,2}}")
_BLANK = re.compile(rf"[0-9{PLAIN}]{{1,2}}|[.:\"'—–/-]+")
_BRACKETS = "()[]“”\"'"


def read_field(text: str, clock: Clock) -> list[TimePiece]:
    """The deadlines of ``text``, in order; at least one when it has any character."""
    pieces: list[TimePiece] = []
    for piece in spread_doubt(text, list(_pieces(text, clock))):
        joined = join(text, pieces[-1], piece) if pieces else None
        if joined is None:
            pieces.append(piece)
        else:
            pieces[-1] = joined
    if not pieces and text:
        return [TimePiece(0, len(text), "unspecified", trouble="unread")]
    return [_finish(text, piece) for piece in pieces]


def _finish(text: str, piece: TimePiece) -> TimePiece:
    """The piece without the separators around it; only a time has a milestone."""
    start, end = piece.start, piece.end
    if piece.rule is None:
        piece = replace(piece, trouble="unread")
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if start >= end:
        return replace(piece, event=None)
    event = None
    if piece.event and piece.kind not in ("unspecified", "ongoing", "done"):
        first, last = max(piece.event[0], start), min(piece.event[1], end)
        event = (first, last) if first < last else None
    return replace(piece, start=start, end=end, event=event)


# ---------------------------------------------------------------- clauses


def _pieces(text: str, clock: Clock) -> Iterator[TimePiece]:
    hits = share_endings(text, _own_times(text, list(scan(text))))
    years = time_grammar().words.years
    position, repeats = 0, False
    for start, end in _clauses(text, hits):
        inside: list[Hit] = []
        while position < len(hits) and hits[position].start < end:
            inside.append(hits[position])
            position += 1
        next_year = any(years.get(hit.first.get("r") or "") == (False, 1) for hit in inside)
        for piece in _whole_or_not(text, list(_clause_pieces(text, start, end, inside, clock))):
            # The year after a repetition (每年12月底前，次年1月…) is every year's next one: no date.
            if repeats and next_year:
                piece = _unsure(piece)
            repeats = repeats or piece.kind == "recurring"
            if piece.year is not None:
                clock = replace(clock, carried=piece.year)
            yield piece


def _whole_or_not(text: str, pieces: list[TimePiece]) -> list[TimePiece]:
    """The times of one clause; none where one is not read, or one of two holds: 2024年某月底前, 6月底或7月初."""
    if len(pieces) < 2:
        return pieces
    either = compiled(time_grammar().field["either"])
    open_choice = any(either.search(text, left.start, right.end) for left, right in pairwise(pieces))
    if open_choice or any(piece.trouble == "unread" for piece in pieces):
        return [TimePiece(pieces[0].start, pieces[-1].end, "unspecified", trouble="unread")]
    return pieces


def _unsure(piece: TimePiece) -> TimePiece:
    """The same words without the time that they seemed to say."""
    return TimePiece(piece.start, piece.end, "unspecified", trouble="unread")


def _own_times(text: str, hits: list[Hit]) -> list[Hit]:
    """Without the years of objects (完成2022年预算编制), and what happens within a milestone (6月底前完成秋季招生)."""
    words = time_grammar().field
    kept: list[Hit] = []
    for index, hit in enumerate(hits):
        after = hits[index + 1] if index + 1 < len(hits) else None
        if _is_bare_year(hit) and (compiled(words["objects"]).match(text, hit.end) or _is_start_of(text, hit, after)):
            continue
        if hit.rule.behaviour == "event" and kept and text[hit.start] != "(":
            left = kept[-1]
            if left.end == hit.start and compiled(words["turns"]).search(hit.words):
                kept[-1] = replace(hit, start=left.start, words=text[left.start : hit.end])
                continue
            if left.end == hit.start or _is_inside(text, left, hit):
                continue
        kept.append(hit)
    return kept


def _is_bare_year(hit: Hit) -> bool:
    """A year and nothing finer, without 底, 前 or the like."""
    return (
        hit.rule.id == "bare"
        and bool(hit.first)
        and not any(word for name, word in hit.first.items() if name not in ("y", "r", "s"))
    )


def _is_start_of(text: str, year: Hit, after: Hit | None) -> bool:
    """2021年预算批复后30日内 begins at an event of that year."""
    if after is None or after.rule.behaviour != "within":
        return False
    between = text[year.end : after.start]
    words = time_grammar().field
    return not compiled(words["separators"]).search(between) and bool(compiled(words["begins"]).search(between))


def _is_inside(text: str, left: Hit, right: Hit) -> bool:
    """True where words of a milestone, and no separator or bracket, part two times."""
    between = text[left.end : right.start]
    return bool(between) and not re.search(r"[,;。、\n!?/()]", between)


def _clauses(text: str, hits: list[Hit]) -> Iterator[tuple[int, int]]:
    """Stretches between separators that are in no expression of time."""
    start, position = 0, 0
    for separator in compiled(time_grammar().field["separators"]).finditer(text):
        while position < len(hits) and hits[position].end <= separator.start():
            position += 1
        if position < len(hits) and hits[position].start <= separator.start():
            continue
        if start < separator.start():
            yield start, separator.start()
        start = separator.end()
    if start < len(text):
        yield start, len(text)


def _clause_pieces(text: str, start: int, end: int, hits: list[Hit], clock: Clock) -> Iterator[TimePiece]:
    if not hits:
        yield _hitless(text, start, end)
        return
    label, others = start, time_grammar().field["others_issue"]
    for index, hit in enumerate(hits):
        stop = hits[index + 1].start if index + 1 < len(hits) else end
        # Words in a bracket before the next date are its own: 年底前（试点区6月底前）.
        words_end = text.rfind("(", hit.end, stop) if index + 1 < len(hits) else stop
        words_end = stop if words_end < 0 else words_end
        piece = read(hit, clock)
        if hit.rule.behaviour == "within_issue" and compiled(others).search(text, label, hit.start):
            piece = replace(piece, first=None, last=None, basis="none")
        if _is_spoilt(text, label, hit, words_end):
            piece = _unsure(piece)
            yield replace(piece, start=label, end=words_end)
            label = words_end
            continue
        if piece.year is not None:
            clock = replace(clock, carried=piece.year)
        event = _milestone(text, hit.end, words_end)
        if event is None and label < hit.start and piece.kind != "within":
            event = _label(text, label, hit.start)
        yield replace(piece, start=label, end=words_end, event=event)
        label = words_end


def _hitless(text: str, start: int, end: int) -> TimePiece:
    """A clause without a time: nothing to say, a milestone's words, or a time that no rule knows (11日)."""
    words = time_grammar().field
    inner = text[start:end].strip(_BRACKETS)
    if (
        _is_noise(text, start, end)
        or _BLANK.fullmatch(text, start, end)
        or compiled(words["remarks"]).fullmatch(inner)
        or compiled(words["plain"]).fullmatch(inner)
    ):
        return TimePiece(start, end, "unspecified", blank=True)
    if compiled(words["timelike"]).fullmatch(inner):
        return TimePiece(start, end, "unspecified", trouble="unread")
    return TimePiece(start, end, "unspecified", event=(start, end))


def _is_spoilt(text: str, start: int, hit: Hit, end: int) -> bool:
    """True where words beside a date change it in a way that no rule knows (2021年国庆节前)."""
    if not (hit.first or hit.rule.recurrence):
        return False
    words = time_grammar().field
    before, after = text[max(start, hit.start - 8) : hit.start], text[hit.end : end]
    if compiled(words["spoils_before"]).search(before) or compiled(words["spoils_after"]).match(after[:12]):
        return True
    rest = after.rstrip(_EDGES + _BRACKETS)
    if not rest or compiled(words["remarks"]).fullmatch(rest.strip(_BRACKETS)):
        return False
    if compiled(f"(?:{words['spoils_end']})$").search(rest[-6:]):
        return True
    return _is_bare_year(hit) and not compiled(words["year_events"]).match(rest)


def _is_noise(text: str, start: int, end: int) -> bool:
    noise = compiled(time_grammar().field["noise"])
    while start < end:
        found = noise.match(text, start, end)
        if found is None or found.end() == start:
            return False
        start = found.end()
    return True


def _label(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words before a date that name its milestone (平台上线：6月底)."""
    noise = compiled(time_grammar().field["noise"])
    while start < end and (found := noise.match(text, start, end)) and found.end() > start:
        start = found.end()
    while end > start and text[end - 1] in _EDGES + _BRACKETS:
        end -= 1
    return (start, end) if start < end and not _NUMERAL.fullmatch(text, start, end) else None


def _milestone(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words after a date that name its milestone (6月底前动工); none where they only say that it is done."""
    words = time_grammar().field
    joints, trailing = compiled(words["joints"]), compiled(words["trailing"])
    while start < end and (found := joints.match(text, start, end)) and found.end() > start:
        start = found.end()
    while end > start and (text[end - 1] in _BRACKETS + _EDGES or trailing.match(text, end - 1, end)):
        end -= 1
    if start >= end or compiled(words["plain"]).fullmatch(text, start, end):
        return None
    if compiled(words["remarks"]).fullmatch(text, start, end):
        return None
    return start, end
