"""Which neighbours in a deadline field are one deadline: 已完成阶段性工作，全年持续推进 is one, ongoing."""

from msgspec.structs import replace

from pipeline.time.behaviours import TimePiece
from pipeline.time.dates import weakest
from pipeline.time.grammar import Hit, compiled, time_grammar

_DATED = ("by", "during", "within")


def share_endings(text: str, hits: list[Hit]) -> list[Hit]:
    """6月、12月底前 is twice an end, 1月、7月15日前 twice a day: a bare month takes the ending of its list."""
    joints = compiled(time_grammar().field["list_joints"])
    for index in range(len(hits) - 2, -1, -1):
        left, right = hits[index], hits[index + 1]
        if left.rule.id != "bare" or not joints.fullmatch(text, left.end, right.start):
            continue
        bare = any(left.first.get(name) for name in ("m", "q", "h", "y")) and not left.first.get("d")
        day = right.first.get("d") if left.first.get("m") and not left.first.get("k") else None
        shared = right.rule.id == "end" or (right.rule.id == "before" and (not right.first.get("d") or day))
        if bare and (shared or day):
            first = {**left.first, "d": day} if day else left.first
            hits[index] = replace(left, rule=right.rule, first=first, groups=right.groups)
    return hits


def spread_doubt(text: str, pieces: list[TimePiece]) -> list[TimePiece]:
    """A list with a member that no rule reads is not trusted in its other members: 9月10日、某日."""
    joints = compiled(time_grammar().field["list_joints"])
    for index in (*range(len(pieces) - 1), *range(len(pieces) - 2, -1, -1)):
        left, right = pieces[index], pieces[index + 1]
        if "unread" in (left.trouble, right.trouble) and joints.fullmatch(text, left.end, right.start):
            pieces[index], pieces[index + 1] = _unread(left), _unread(right)
    return pieces


def _unread(piece: TimePiece) -> TimePiece:
    return TimePiece(piece.start, piece.end, "unspecified", trouble="unread")


def join(text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """One piece where two neighbours are one deadline, else ``None``."""
    if left.blank:
        return replace(right, start=left.start)
    if right.blank:
        return replace(left, end=right.end)
    if "unread" in (left.trouble, right.trouble):
        listed = compiled(time_grammar().field["list_joints"]).fullmatch(text, left.end, right.start)
        return replace(left, end=right.end) if left.trouble == right.trouble and listed else None
    for rule in (_join_replaced, _join_event, _join_words, _join_ends, _join_state, _join_done, _join_open):
        joined = rule(text, left, right)
        if joined is not None:
            return joined
    return None


def _join_replaced(text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """原定6月底前，延期至9月底前 is the second; 9月底前（原定6月底） the first."""
    words = time_grammar().field
    if left.kind not in _DATED or right.kind not in _DATED:
        return None
    original = compiled(words["original"])
    if compiled(words["postponed"]).match(text, _opened(text, right)) or original.match(text, _opened(text, left)):
        return replace(right, start=left.start)
    if original.match(text, _opened(text, right)):
        return replace(left, end=right.end)
    return None


def _opened(text: str, piece: TimePiece) -> int:
    """Where the piece begins behind the brackets that open it."""
    start = piece.start
    while start < piece.end and text[start] in "([,;":
        start += 1
    return start


def _join_event(text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """7—8月（暑假期间） explains the time before it; 2021年（春节后） puts it elsewhere."""
    if left.rule in time_grammar().events and right.kind == "ongoing" and left.end == right.start:
        return replace(right, start=left.start)
    if right.rule not in time_grammar().events or not text.startswith("(", right.start) or left.kind not in _DATED:
        return None
    if left.kind == "by" or compiled(time_grammar().field["explains"]).search(text, right.start, right.end):
        return replace(left, end=right.end)
    return TimePiece(left.start, right.end, "unspecified", rule=right.rule)


def _is_open(piece: TimePiece) -> bool:
    """Words that a rule knows and that set no time: 尽快, 按国家部署."""
    return piece.rule in ("open-words", "as-arranged")


def _join_words(_text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """Unknown words belong to the milestone before them, or name the one after."""
    if right.rule is None and right.event:
        if left.rule is None or left.kind in ("unspecified", "ongoing"):
            return replace(left, end=right.end) if left.state is None else None
        if left.kind == "done":
            return None
        return replace(left, end=right.end, event=_longer_event(left, right))
    if left.rule is None and right.kind in (*_DATED, "recurring", "ongoing") and right.rule:
        label = left.event if right.kind != "within" else None
        return replace(right, start=left.start, event=right.event or label)
    return None


def _longer_event(left: TimePiece, right: TimePiece) -> tuple[int, int] | None:
    """The milestone with the words after it; one before its date (平台上线：6月底) stays as it is."""
    if left.event is None:
        return right.event
    closes = left.event[1] + 2 >= left.end
    return (left.event[0], right.end) if closes else left.event


def _join_state(_text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """已完成阶段性工作，全年持续推进 is one deadline, ongoing; 已完成 with a date is done at that date."""
    state, kind = left.state, right.kind
    if state is None or right.state is not None:
        return None
    if kind == "ongoing" or (state == "stage-complete" and (kind in _DATED or kind == "recurring")):
        return replace(right, start=left.start, state=state)
    if kind in ("by", "during") and right.event is None and left.basis == "none":
        return replace(right, start=left.start, kind="done", state=state, rule=left.rule)
    return None


def _join_done(_text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """2021年3月（已完成） is done at that date."""
    if right.kind == "done" and right.rule == "done" and left.kind in ("by", "during") and not left.event:
        return replace(left, end=right.end, kind="done", state="done")
    return None


def _join_open(_text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    if _is_open(left) and right.rule and (left.event is None or _is_open(right)):
        return replace(right, start=left.start)
    if _is_open(right) and left.rule and right.event is None:
        return replace(left, end=right.end)
    return None


def _join_ends(text: str, left: TimePiece, right: TimePiece) -> TimePiece | None:
    """A period beside 持续推进 or 每月 gives its ends; 持续推进至2025年底 has a last day."""
    touching = left.end == right.start and left.event is None
    if right.rule == "until" and left.kind == "ongoing" and touching and right.kind == "by":
        return replace(left, end=right.end, last=right.last, basis=right.basis)
    ended = compiled(time_grammar().field["end_points"]).match(text, left.end - 1, left.end)
    if right.kind == "ongoing" and left.kind == "by" and touching and ended:
        return replace(right, start=left.start, last=left.last, basis=left.basis)
    if right.kind == "within" and right.rule == "within" and left.rule == "since" and touching:
        return replace(right, start=left.start, first=left.first, basis=left.basis)
    same = (left.kind, left.first, left.last) == (right.kind, right.first, right.last)
    if same and left.kind == "during" and not (left.event or right.event):
        return replace(left, end=right.end)
    opens = left.kind == "ongoing" or (left.kind == "during" and left.event is None)
    if opens and right.kind == "ongoing":
        return _with_ends(left, right, left)
    if left.kind == "ongoing" and right.kind == "during" and right.event is None:
        return _with_ends(left, left, right)
    if opens and right.kind == "recurring" and left.basis != "none":
        return _with_ends(left, right, left)
    if left.kind == "recurring" and right.kind == "ongoing" and touching:
        return replace(left, end=right.end)
    return None


def _with_ends(left: TimePiece, kept: TimePiece, ends: TimePiece) -> TimePiece:
    """``kept`` with the interval of ``ends``; what it says itself stays."""
    last = kept.last or ends.last
    first = kept.first or ends.first
    if first and last and last < first:
        last = None
    basis = weakest(*(one.basis for one in (kept, ends) if one.basis != "none"), "stated")
    basis = basis if first or last or kept.kind == "recurring" else "none"
    return replace(
        kept,
        start=left.start,
        end=max(kept.end, ends.end),
        first=first,
        last=last,
        basis=basis,
        year=ends.year,
        state=kept.state or ends.state,
        event=kept.event if kept.kind == "recurring" else None,
    )
