"""Units and times in one text without labels: 市财政局（6月底前）、市教育局：9月底前. Works on folded text."""

from collections.abc import Iterator

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.statement.roles import is_time, unit_like
from pipeline.text.brackets import CLOSE, OPEN
from pipeline.text.patterns import pattern
from pipeline.text.stops import trim
from pipeline.time import inner_separators, may_say_time

Span = tuple[int, int]
_SEPARATORS = "、,;。"
_LONGEST = 80
"""Characters of a stretch in which a unit is looked for before its time."""


class Pair(Struct, frozen=True, gc=False):
    """A list of units with the time that it shares; one of the two may be missing."""

    units: Span | None
    time: Span | None


class _Stretch(Struct, frozen=True, gc=False):
    """A stretch between separators: units, a time, or both; ``own`` where the time is in brackets behind one name."""

    units: Span | None
    time: Span | None
    own: bool = False


def find_pairs(folded: Folded, start: int, end: int) -> tuple[Pair, ...]:
    """The units with their times, in order; empty where no time belongs to some of the units alone.

    A time holds for the units before it up to the time before that; where the text begins with one, for those behind.
    """
    if not may_say_time(folded.text[start:end]):
        return ()
    stretches = _whole_times([_read(folded.text, low, high) for low, high in _stretches(folded, start, end)])
    beside = any(stretch.units and stretch.time for stretch in stretches)
    if not beside and sum(stretch.time is not None for stretch in stretches) < 2:
        return ()
    first = next((stretch for stretch in stretches), None)
    found = _times_first(stretches) if first and _opens_with_time(first) else _units_first(stretches)
    return tuple(found) if any(pair.units for pair in found) and any(pair.time for pair in found) else ()


def _stretches(folded: Folded, start: int, end: int) -> Iterator[Span]:
    """The text between separators outside brackets; a line's end parts it too where a time is behind or before it."""
    text, depth, low = folded.text, 0, start
    inner = inner_separators(text, start, end)
    for index in range(start, end):
        if index in folded.breaks and depth <= 0 and low < index and _ends_with_time(text, low, index):
            yield low, index
            low = index
        if text[index] in OPEN:
            depth += 1
        elif text[index] in CLOSE:
            depth -= 1
        elif depth <= 0 and text[index] in _SEPARATORS and index not in inner:
            if low < index:
                yield low, index
            low = index + 1
    if low < end:
        yield low, end


def _whole_times(stretches: list[_Stretch]) -> list[_Stretch]:
    """Times beside each other are one text, for their list may share a year or an ending."""
    found: list[_Stretch] = []
    for stretch in stretches:
        left = found[-1] if found else None
        if (
            left
            and left.time
            and stretch.time
            and not (stretch.units or left.own)
            and left.time[1] + 1 == stretch.time[0]
        ):
            found[-1] = _Stretch(left.units, (left.time[0], stretch.time[1]))
        else:
            found.append(stretch)
    return found


def _ends_with_time(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST and _read(text, start, end).time is not None


def _read(text: str, start: int, end: int) -> _Stretch:
    start, end = trim(text, start, end, _SEPARATORS)
    if end - start > _LONGEST:
        return _Stretch((start, end), None)
    if is_time(text[start:end]):
        return _Stretch(None, (start, end))
    if end > start and text[end - 1] in CLOSE:
        opened = max(text.rfind(mark, start, end) for mark in OPEN)
        if opened > start and is_time(text[opened + 1 : end - 1]):
            return _Stretch((start, opened), (opened + 1, end - 1), own=True)
    parted = _at_colon(text, start, end)
    if parted:
        return parted
    if not pattern("layout", "time").search(text, start, end):
        return _Stretch((start, end), None)
    for middle in range(start + 2, end - 1):
        if unit_like(text, start, middle) and is_time(text[middle:end]):
            return _Stretch((start, middle), (middle, end))
        if is_time(text[start:middle]) and not is_time(text[start : middle + 1]) and unit_like(text, middle, end):
            return _Stretch((middle, end), (start, middle))
    return _Stretch((start, end), None)


def _at_colon(text: str, start: int, end: int) -> _Stretch | None:
    """市财政局：6月底前, or 6月底前：市财政局."""
    colon = text.find(":", start, end)
    if colon > start and is_time(text[colon + 1 : end]):
        return _Stretch((start, colon), (colon + 1, end))
    if colon > start and is_time(text[start:colon]):
        return _Stretch((colon + 1, end), (start, colon))
    return None


def _opens_with_time(stretch: _Stretch) -> bool:
    return stretch.time is not None and (stretch.units is None or stretch.time[0] < stretch.units[0])


def _units_first(stretches: list[_Stretch]) -> list[Pair]:
    found: list[Pair] = []
    waiting: Span | None = None
    for stretch in stretches:
        if stretch.own and waiting:
            found.append(Pair(waiting, None))
            waiting = None
        waiting = _joined(waiting, stretch.units)
        if stretch.time:
            found.append(Pair(waiting, stretch.time))
            waiting = None
    return [*found, Pair(waiting, None)] if waiting else found


def _times_first(stretches: list[_Stretch]) -> list[Pair]:
    found: list[Pair] = []
    for stretch in stretches:
        if stretch.time or not found:
            found.append(Pair(stretch.units, stretch.time))
        else:
            found[-1] = Pair(_joined(found[-1].units, stretch.units), found[-1].time)
    return found


def _joined(left: Span | None, right: Span | None) -> Span | None:
    if left is None or right is None:
        return left or right
    return left[0], right[1]
