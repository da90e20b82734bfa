"""A deadline field, whole: cut into clauses, each with its dates and words, then neighbours joined."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.time.behaviours import Reading, read
from pipeline.time.dates import Clock, weakest
from pipeline.time.grammar import Hit, compiled, grammar, scan
from pipeline.time.piece import Piece

_SEPARATOR = re.compile(r"[,;。、\n!?]")
_EDGES = ",;。、\n!?.:"
_NUMERAL = re.compile(r"[0-9一二三四五六七八九十]{1,2}")
_BLANK = re.compile(r"[0-9一二三四五六七八九十]{1,2}|[.:\"'—–/-]+")
_BRACKETS = "()[]“”\"'"
_DATED = ("by", "during", "within")


def read_field(text: str, clock: Clock) -> list[Piece]:
    """The deadlines of ``text``, in order; at least one when it has any character."""
    pieces: list[Piece] = []
    for piece in _share_endings(text, list(_pieces(text, clock))):
        joined = _join(text, pieces[-1], piece) if pieces else None
        if joined is None:
            pieces.append(piece)
        else:
            pieces[-1] = joined
    if not pieces and text:
        return [Piece(0, len(text), Reading("unspecified"), None)]
    return [_finish(text, piece) for piece in pieces]


def _share_endings(text: str, pieces: list[Piece]) -> list[Piece]:
    """6月、12月底前 is twice an end: a bare period takes the ending of the one that it is listed with."""
    for index in range(len(pieces) - 2, -1, -1):
        left, right = pieces[index], pieces[index + 1]
        listed = text[left.end : right.start] == "、" or (left.end == right.start and text[left.end - 1] in "和及")
        bare = left.rule == "bare" and left.reading.kind == "during" and left.event is None
        if listed and bare and right.rule == "end":
            pieces[index] = replace(left, rule="end", reading=replace(left.reading, kind="by", first=None))
    return pieces


def _finish(text: str, piece: Piece) -> Piece:
    """The piece without the separators around it; only a time has a milestone."""
    start, end = piece.start, piece.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if start >= end:
        return replace(piece, event=None)
    event = None
    if piece.event and piece.reading.kind not in ("unspecified", "ongoing", "done"):
        first, last = max(piece.event[0], start), min(piece.event[1], end)
        event = (first, last) if first < last else None
    return replace(piece, start=start, end=end, event=event)


# ---------------------------------------------------------------- clauses


def _pieces(text: str, clock: Clock) -> Iterator[Piece]:
    hits = list(scan(text))
    position, repeats = 0, False
    for start, end in _clauses(text, hits):
        inside: list[Hit] = []
        while position < len(hits) and hits[position].start < end:
            inside.append(hits[position])
            position += 1
        next_year = any(hit.first.get("r") in ("次年", "翌年") for hit in inside)
        for piece in _clause_pieces(text, start, end, inside, clock):
            # The year after a repetition (每年12月底前，次年1月…) is every year's next one: no date.
            if repeats and next_year:
                piece = replace(piece, reading=Reading("unspecified"))
            repeats = repeats or piece.reading.kind == "recurring"
            if piece.reading.year is not None:
                clock = replace(clock, carried=piece.reading.year)
            yield piece


def _clauses(text: str, hits: list[Hit]) -> Iterator[tuple[int, int]]:
    """Stretches between separators that stand in no expression of time."""
    start, position = 0, 0
    for separator in _SEPARATOR.finditer(text):
        while position < len(hits) and hits[position].end <= separator.start():
            position += 1
        if position < len(hits) and hits[position].start <= separator.start():
            continue
        if start < separator.start():
            yield start, separator.start()
        start = separator.end()
    if start < len(text):
        yield start, len(text)


def _clause_pieces(text: str, start: int, end: int, hits: list[Hit], clock: Clock) -> Iterator[Piece]:
    if not hits:
        blank = _is_noise(text, start, end) or bool(_BLANK.fullmatch(text, start, end))
        yield Piece(start, end, Reading("unspecified"), None, None if blank else (start, end), blank)
        return
    label = start
    for index, hit in enumerate(hits):
        stop = hits[index + 1].start if index + 1 < len(hits) else end
        # Words in a bracket before the next date are its own: 年底前（试点区6月底前）.
        words_end = text.rfind("(", hit.end, stop) if index + 1 < len(hits) else stop
        words_end = stop if words_end < 0 else words_end
        reading = read(hit, clock)
        if _is_spoilt(text, label, hit, words_end):
            reading = Reading("unspecified")
        if reading.year is not None:
            clock = replace(clock, carried=reading.year)
        event = _milestone(text, hit.end, words_end)
        if event is None and label < hit.start and reading.kind != "within":
            event = _label(text, label, hit.start)
        yield Piece(label, words_end, reading, hit.rule.id, event)
        label = words_end


def _is_spoilt(text: str, start: int, hit: Hit, end: int) -> bool:
    """True where words beside a date change it in a way that no rule knows (2021年国庆节前)."""
    if not (hit.first or hit.rule.recurrence):
        return False
    words = grammar().field
    before, after = text[max(start, hit.start - 8) : hit.start], text[hit.end : min(end, hit.end + 12)]
    return bool(compiled(words["spoils_before"]).search(before) or compiled(words["spoils_after"]).match(after))


def _is_noise(text: str, start: int, end: int) -> bool:
    noise = compiled(grammar().field["noise"])
    while start < end:
        found = noise.match(text, start, end)
        if found is None or found.end() == start:
            return False
        start = found.end()
    return True


def _label(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words before a date that name its milestone (平台上线：6月底)."""
    noise = compiled(grammar().field["noise"])
    while start < end and (found := noise.match(text, start, end)) and found.end() > start:
        start = found.end()
    while end > start and text[end - 1] in _EDGES + _BRACKETS:
        end -= 1
    return (start, end) if start < end and not _NUMERAL.fullmatch(text, start, end) else None


def _milestone(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words after a date that name its milestone (6月底前动工); none where they only say that it is done."""
    joints = compiled(grammar().field["joints"])
    while start < end and (found := joints.match(text, start, end)) and found.end() > start:
        start = found.end()
    while end > start and (text[end - 1] in _BRACKETS + _EDGES or text[end - 1] in "并且"):
        end -= 1
    if start >= end or compiled(grammar().field["plain"]).fullmatch(text, start, end):
        return None
    return start, end


# ---------------------------------------------------------------- joining neighbours


def _join(text: str, left: Piece, right: Piece) -> Piece | None:
    """One piece where two neighbours are one deadline, else ``None``."""
    if left.blank:
        return replace(right, start=left.start)
    if right.blank:
        return replace(left, end=right.end)
    for rule in (_join_words, _join_ends, _join_state, _join_done, _join_open):
        joined = rule(text, left, right)
        if joined is not None:
            return joined
    return None


def _is_open(piece: Piece) -> bool:
    """Words that a rule knows and that set no time: 尽快, 按国家部署."""
    return piece.rule in ("open-words", "as-arranged")


def _join_words(text: str, left: Piece, right: Piece) -> Piece | None:
    """Unknown words belong to the milestone before them, or name the one after."""
    if right.rule is None and right.event:
        if left.rule is None or left.reading.kind in ("unspecified", "ongoing"):
            return replace(left, end=right.end) if left.reading.state is None else None
        if left.reading.kind == "done":
            return None
        return replace(left, end=right.end, event=_longer_event(left, right))
    if left.rule is None and right.reading.kind in (*_DATED, "recurring", "ongoing") and right.rule:
        label = left.event if right.reading.kind != "within" else None
        return replace(right, start=left.start, event=right.event or label)
    return None


def _longer_event(left: Piece, right: Piece) -> tuple[int, int] | None:
    """The milestone with the words after it; one that stands before its date (平台上线：6月底) stays as it is."""
    if left.event is None:
        return right.event
    closes = left.event[1] + 2 >= left.end
    return (left.event[0], right.end) if closes else left.event


def _join_state(text: str, left: Piece, right: Piece) -> Piece | None:
    """已完成阶段性工作，全年持续推进 is one deadline, ongoing; 已完成 with a date is done at that date."""
    state, kind = left.reading.state, right.reading.kind
    if state is None or right.reading.state is not None:
        return None
    if kind == "ongoing" or (state == "stage-complete" and (kind in _DATED or kind == "recurring")):
        return replace(right, start=left.start, reading=replace(right.reading, state=state))
    if kind in ("by", "during") and right.event is None and left.reading.basis == "none":
        reading = replace(right.reading, kind="done", state=state)
        return replace(right, start=left.start, reading=reading, rule=left.rule)
    return None


def _join_done(text: str, left: Piece, right: Piece) -> Piece | None:
    """2021年3月（已完成） is done at that date."""
    if (
        right.reading.kind == "done"
        and right.rule == "done"
        and left.reading.kind in ("by", "during")
        and not left.event
    ):
        return replace(left, end=right.end, reading=replace(left.reading, kind="done", state="done"))
    return None


def _join_open(text: str, left: Piece, right: Piece) -> Piece | None:
    if _is_open(left) and right.rule and (left.event is None or _is_open(right)):
        return replace(right, start=left.start)
    if _is_open(right) and left.rule and right.event is None:
        return replace(left, end=right.end)
    return None


def _join_ends(text: str, left: Piece, right: Piece) -> Piece | None:
    """A period beside 持续推进 or 每月 gives its ends; 持续推进至2025年底 has a last day."""
    before, after = left.reading, right.reading
    touching = left.end == right.start and left.event is None
    if right.rule == "until" and before.kind == "ongoing" and touching and after.kind == "by":
        return replace(left, end=right.end, reading=replace(before, last=after.last, basis=after.basis))
    if after.kind == "ongoing" and before.kind == "by" and touching and text[left.end - 1] in "前底末内":
        return replace(right, start=left.start, reading=replace(after, last=before.last, basis=before.basis))
    if after.kind == "within" and right.rule == "within" and left.rule == "since" and touching:
        return replace(right, start=left.start, reading=replace(after, first=before.first, basis=before.basis))
    same = (before.kind, before.first, before.last) == (after.kind, after.first, after.last)
    if same and before.kind == "during" and not (left.event or right.event):
        return replace(left, end=right.end)
    opens = before.kind == "ongoing" or (before.kind == "during" and left.event is None)
    if opens and after.kind == "ongoing":
        return _with_ends(left, right, left)
    if before.kind == "ongoing" and after.kind == "during" and right.event is None:
        return _with_ends(left, left, right)
    if opens and after.kind == "recurring" and before.basis != "none":
        return _with_ends(left, right, left)
    if before.kind == "recurring" and after.kind == "ongoing" and touching:
        return replace(left, end=right.end)
    return None


def _with_ends(left: Piece, kept: Piece, ends: Piece) -> Piece:
    """``kept`` with the interval of ``ends``; what it says itself stays."""
    given, own = ends.reading, kept.reading
    first, last = (own.first, own.last or given.last) if own.first else (given.first, own.last or given.last)
    if first and last and last < first:
        last = None
    basis = weakest(*(one.basis for one in (own, given) if one.basis != "none"), "stated")
    basis = basis if first or last or own.kind == "recurring" else "none"
    state = own.state or given.state
    reading = replace(own, first=first, last=last, basis=basis, year=given.year, state=state)
    end = max(kept.end, ends.end)
    event = kept.event if own.kind == "recurring" else None
    return replace(kept, start=left.start, end=end, reading=reading, event=event)
