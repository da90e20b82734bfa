"""Does a piece of a list say when? Asked of every piece of every list of units, so a cheap look goes first."""

from functools import lru_cache

from pipeline.time.grammar import Hit, compiled, scan, time_grammar

_LONGEST = 60
_SEPARATORS = "、,/"
_EDGES = ",;。、:()[]【】〔〕/"


def may_say_time(text: str) -> bool:
    """False for a text without any character that times are written with."""
    return not time_grammar().characters.isdisjoint(text)


@lru_cache(maxsize=4096)
def says_time(text: str) -> bool:
    """True for a folded text that says when and nothing else: 2031年6月底前完成, 长期坚持, 尽快完成, 会议召开前.

    It holds expressions of time, and beside them only words that say no more than that the task is done by then.
    """
    known = time_grammar()
    text = text.strip(_EDGES)
    if len(text) > _LONGEST or known.characters.isdisjoint(text):
        return False
    end, found = 0, False
    for hit in scan(text):
        begins = hit.rule.behaviour == "within" and compiled(known.field["begins"]).search(text, end, hit.start)
        if not begins and not _adds_nothing(text, end, hit.start):
            return False
        end, found = hit.end, True
    if not found:
        return compiled(known.field["says"]).fullmatch(text) is not None
    return _adds_nothing(text, end, len(text))


@lru_cache(maxsize=4096)
def opens_with_time(text: str) -> bool:
    """True for a text that begins with a date, a repetition or 长期, whatever follows: 每年一季度集中兑现.

    A name can begin so too (长期护理保险服务中心): who calls knows how names end.
    """
    known = time_grammar()
    if len(text) > _LONGEST or known.characters.isdisjoint(text):
        return False
    first = next(scan(text), None)
    if first is None or not _adds_nothing(text, 0, first.start):
        return False
    return bool(first.first or first.rule.recurrence or first.rule.behaviour in ("ongoing", "within", "within_issue"))


def inner_separators(text: str, start: int, end: int) -> set[int]:
    """Where ``text[start:end]`` has a separator inside an expression of time: there no list is cut."""
    known = time_grammar()
    if not compiled(known.joined).search(text, start, end):
        return set()
    hits = [(start + hit.start, start + hit.end) for hit in scan(text[start:end])]
    return {place for low, high in hits for place in range(low, high) if text[place] in _SEPARATORS}


def covers(text: str, start: int, place: int) -> bool:
    """True where an expression of time begins at ``start`` and goes on beyond ``place``: 一、二季度 is no item 一、."""
    first: Hit | None = next(scan(text[start : start + _LONGEST]), None)
    return first is not None and first.start == 0 and start + first.end > place


def _adds_nothing(text: str, start: int, end: int) -> bool:
    """True if the words between times only join them, or say that the task is done."""
    words = time_grammar().field
    light = [compiled(words[name]) for name in ("plain", "noise", "joints", "events", "remarks")]
    while start < end:
        if text[start] in _EDGES:
            start += 1
            continue
        stop = max((found.end() for pattern in light if (found := pattern.match(text, start, end))), default=start)
        if stop <= start:
            return False
        start = stop
    return True
