"""What each rule of the grammar says: the behaviours that the data file chooses among, one small function each."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import DeadlineKind
from pipeline.time.dates import (
    Basis,
    Clock,
    Period,
    add_duration,
    day_of,
    number_of,
    read_period,
    weakest,
)
from pipeline.time.grammar import Groups, Hit, grammar

_WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))


class Reading(Struct, frozen=True, gc=False):
    """What one expression of time says; ``year`` is the year that the dates after it carry."""

    kind: DeadlineKind
    first: date | None = None
    last: date | None = None
    basis: Basis = "none"
    recurrence: str | None = None
    state: Literal["stage-complete", "done"] | None = None
    year: int | None = None


_UNKNOWN = Reading("unspecified")


def read(hit: Hit, clock: Clock) -> Reading:
    """What the expression says, as of ``clock``. A date that does not exist is unspecified."""
    return BEHAVIOURS[hit.rule.behaviour](hit, clock)


def _period(groups: Groups, clock: Clock) -> Period | None:
    return read_period(groups, clock, grammar().plans)


def _by(hit: Hit, clock: Clock) -> Reading:
    period = _period(hit.first, clock)
    if period is None:
        return _UNKNOWN
    if period.is_range:
        return _during(hit, clock)
    return Reading("by", None, period.last, period.basis, year=period.year)


def _during(hit: Hit, clock: Clock) -> Reading:
    """A bare period has both ends; a bare day is the last one."""
    period = _period(hit.first, clock)
    if period is None:
        return _UNKNOWN
    if period.is_day:
        return Reading("by", None, period.last, period.basis, year=period.year)
    return Reading("during", period.first, period.last, period.basis, year=period.year)


def _since(hit: Hit, clock: Clock) -> Reading:
    period = _period(hit.first, clock)
    return Reading("ongoing", period.first, None, period.basis, year=period.year) if period else _UNKNOWN


def _done_at(hit: Hit, clock: Clock) -> Reading:
    period = _period(hit.first, clock)
    if period is None:
        return Reading("done", state="done")
    first = None if hit.tail.startswith(("底", "末", "前", "以前", "之前", "年底", "年末")) else period.first
    return Reading("done", first, period.last, period.basis, state="done", year=period.year)


def _range_of(hit: Hit, clock: Clock) -> Reading:
    """An end before its start (10月至3月) is not known, for the year may have turned."""
    first = _period(hit.first, clock)
    if first is None:
        return _UNKNOWN
    last = _period(hit.last, replace(clock, carried=first.year if first.year is not None else clock.carried))
    if last is None:
        return _UNKNOWN
    start = first.last if "底" in hit.tail or "末" in hit.tail else first.first
    end = None if start and last.last and last.last < start else last.last
    return Reading("during", start, end, weakest(first.basis, last.basis), year=last.year)


def _within(hit: Hit, clock: Clock) -> Reading:
    return Reading("within")


def _within_issue(hit: Hit, clock: Clock) -> Reading:
    """From the issue date; the end stays open where it needs a calendar of holidays."""
    if clock.issued is None:
        return Reading("within", basis="relative")
    return Reading("within", clock.issued, add_duration(clock.issued, hit.groups["t"] or ""), "relative")


def _recurring(hit: Hit, clock: Clock) -> Reading:
    groups = hit.groups
    if not hit.rule.recurrence or not _fits_calendar(groups):
        return _UNKNOWN
    values = {name: str(number_of(word)) for name, word in groups.items() if name not in "wq" and word}
    if word := groups.get("w"):
        values["w"] = _WEEKDAYS[word]
    if word := groups.get("q"):
        values["q3"] = str(number_of(word) * 3)
    return Reading("recurring", basis="stated", recurrence=hit.rule.recurrence.format_map(values))


def _fits_calendar(groups: Groups) -> bool:
    """Months are 1–12, days exist in the month (in a leap year), counts are at least 1."""
    months = [number_of(word) for name in "mk" if (word := groups.get(name))]
    days = [number_of(word) for name in "d" if (word := groups.get(name))]
    counts = [number_of(word) for name in "c" if (word := groups.get(name))]
    month = months[0] if months else 1
    return (
        all(1 <= number <= 12 for number in months)
        and all(number >= 1 for number in counts)
        and all(day_of(2000, month, number) is not None for number in days)
    )


def _stage_complete(hit: Hit, clock: Clock) -> Reading:
    return Reading("unspecified", state="stage-complete")


def _done(hit: Hit, clock: Clock) -> Reading:
    return Reading("done", state="done")


def _ongoing(hit: Hit, clock: Clock) -> Reading:
    return Reading("ongoing")


def _unknown(hit: Hit, clock: Clock) -> Reading:
    return _UNKNOWN


BEHAVIOURS: dict[str, Callable[[Hit, Clock], Reading]] = {
    "by": _by,
    "during": _during,
    "since": _since,
    "done_at": _done_at,
    "range_of": _range_of,
    "within": _within,
    "within_issue": _within_issue,
    "recurring": _recurring,
    "stage_complete": _stage_complete,
    "done": _done,
    "ongoing": _ongoing,
    "unknown": _unknown,
}
