"""What each rule of the grammar says: the behaviours that the data file chooses among, one small function each."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import DeadlineBasis, DeadlineKind
from pipeline.source import Clock
from pipeline.text.numeral import PLAIN
from pipeline.time.dates import Period, PeriodGroups, add_duration, day_of, parse_count, read_period, weakest
from pipeline.time.grammar import Hit, compiled, time_grammar


class TimePiece(Struct, frozen=True, gc=False):
    """A stretch ``start:end`` of a text and the one time limit that it says.

    ``first`` and ``last`` are the ends that ``model.Deadline`` calls earliest and latest. ``rule`` is the id in
    ``knowledge/deadlines.toml``, ``None`` for words that no rule knows; ``event`` is where the text has the milestone's
    words; ``year`` is what the dates after it carry; ``blank`` marks words that add nothing to a neighbour.
    ``trouble``: the words have a part that no rule reads, name a day that does not exist, or were read although a
    letter stood for a digit.
    """

    start: int
    end: int
    kind: DeadlineKind
    first: date | None = None
    last: date | None = None
    basis: DeadlineBasis = "none"
    recurrence: str | None = None
    state: Literal["stage-complete", "done"] | None = None
    rule: str | None = None
    event: tuple[int, int] | None = None
    year: int | None = None
    blank: bool = False
    trouble: Literal["unread", "impossible", "misread"] | None = None


def read(hit: Hit, clock: Clock) -> TimePiece:
    """What the expression says, as of ``clock``. A date that does not exist is unspecified."""
    return BEHAVIOURS[hit.rule.behaviour](hit, clock)


def _piece(hit: Hit, kind: DeadlineKind, **members: Any) -> TimePiece:
    return TimePiece(hit.start, hit.end, kind, rule=hit.rule.id, **members)


def _no_date(hit: Hit, period: Period | None) -> TimePiece:
    return _piece(hit, "unspecified", trouble="unread" if period is None else "impossible")


def _period(groups: PeriodGroups, clock: Clock) -> Period | None:
    return read_period(groups, clock, time_grammar().words)


def _by(hit: Hit, clock: Clock) -> TimePiece:
    period = _period(hit.first, clock)
    if period is None or not period.exists:
        return _no_date(hit, period)
    if period.is_range:
        return _during(hit, clock)
    return _piece(hit, "by", last=period.last, basis=period.basis, year=period.year)


def _during(hit: Hit, clock: Clock) -> TimePiece:
    """A bare period has both ends; a bare day is the last one."""
    period = _period(hit.first, clock)
    if period is None or not period.exists:
        return _no_date(hit, period)
    if period.is_day:
        return _piece(hit, "by", last=period.last, basis=period.basis, year=period.year)
    return _piece(hit, "during", first=period.first, last=period.last, basis=period.basis, year=period.year)


def _since(hit: Hit, clock: Clock) -> TimePiece:
    period = _period(hit.first, clock)
    if period is None or not period.exists:
        return _no_date(hit, period)
    return _piece(hit, "ongoing", first=period.first, basis=period.basis, year=period.year)


def _done_at(hit: Hit, clock: Clock) -> TimePiece:
    period = _period(hit.first, clock)
    if period is None or not period.exists:
        return replace(_no_date(hit, period), kind="done", state="done")
    first = None if hit.groups.get("end") else period.first
    return replace(_done(hit, clock), first=first, last=period.last, basis=period.basis, year=period.year)


def _range_of(hit: Hit, clock: Clock) -> TimePiece:
    """An end before its start (10月至3月) is not known, for the year may have turned."""
    first = _period(hit.first, clock)
    if first is None or not first.exists:
        return _no_date(hit, first)
    last = _period(hit.last, replace(clock, carried=first.year if first.year is not None else clock.carried))
    if last is None or not last.exists:
        return _no_date(hit, last)
    start = first.last if hit.groups.get("end") else first.first
    end = None if start and last.last and last.last < start else last.last
    return _piece(hit, "during", first=start, last=end, basis=weakest(first.basis, last.basis), year=last.year)


def _within(hit: Hit, _clock: Clock) -> TimePiece:
    return _piece(hit, "within")


def _within_issue(hit: Hit, clock: Clock) -> TimePiece:
    """From the issue date; the end stays open where it needs a calendar of holidays."""
    if clock.issued_on is None:
        return _piece(hit, "within", basis="relative")
    last = add_duration(clock.issued_on, hit.groups, time_grammar().words)
    return _piece(hit, "within", first=clock.issued_on, last=last, basis="relative")


def _recurring(hit: Hit, clock: Clock) -> TimePiece:
    groups = {name.lower(): word for name, word in hit.groups.items() if word}
    if not hit.rule.recurrence:
        return _unknown(hit, clock)
    if not _fits_calendar(groups):
        return _piece(hit, "unspecified", trouble="impossible")
    values = {name: str(parse_count(word)) for name, word in groups.items() if name in "mdkec"}
    values |= {name: ",".join(map(str, _listed(groups[name]))) for name in ("ms", "ds") if name in groups}
    if word := groups.get("ws"):
        values["ws"] = ",".join(_weekdays(word))
    if word := groups.get("q"):
        quarter = parse_count(word)
        values |= {f"q{place}": str(quarter * 3 - 3 + place) for place in (1, 2, 3)}
    return _piece(hit, "recurring", basis="stated", recurrence=hit.rule.recurrence.format_map(values))


_NUMBER = re.compile(rf"[0-9]+|[{PLAIN}]+")


def _listed(words: str) -> list[int]:
    """10日、20日 → 10, 20; 5—8日 → 5, 6, 7, 8: every number, in order, once."""
    found: list[int] = []
    end = 0
    for number in _NUMBER.finditer(words):
        value = parse_count(number.group())
        through = found and compiled(time_grammar().through).search(words, end, number.start())
        found.extend(range(found[-1] + 1 if through else value, value + 1))
        end = number.end()
    return list(dict.fromkeys(found))


def _weekdays(words: str) -> list[str]:
    """二、四 → TU, TH; 一至五 → MO … FR."""
    named = time_grammar().words.weekdays
    order = list(dict.fromkeys(named.values()))
    found: list[int] = []
    end = 0
    for place, char in enumerate(words):
        if char in named:
            day = order.index(named[char])
            through = found and compiled(time_grammar().through).search(words, end, place)
            found.extend(range(found[-1] + 1 if through else day, day + 1))
            end = place + 1
    return [order[day] for day in dict.fromkeys(found)]


def _fits_calendar(groups: PeriodGroups) -> bool:
    """Months are 1–12, days exist in the month (in a leap year), counts are at least 1."""
    months = [parse_count(word) for name in "mk" if (word := groups.get(name))] + _listed(groups.get("ms") or "")
    days = [parse_count(word) for name in "d" if (word := groups.get(name))] + _listed(groups.get("ds") or "")
    counts = [parse_count(word) for name in "c" if (word := groups.get(name))]
    month = months[0] if months else 1
    return (
        all(1 <= number <= 12 for number in months)
        and all(number >= 1 for number in counts)
        and all(day_of(2000, month, number) is not None for number in days)
    )


def _stage_complete(hit: Hit, _clock: Clock) -> TimePiece:
    return _piece(hit, "unspecified", state="stage-complete")


def _done(hit: Hit, _clock: Clock) -> TimePiece:
    return _piece(hit, "done", state="done")


def _ongoing(hit: Hit, _clock: Clock) -> TimePiece:
    return _piece(hit, "ongoing")


def _unknown(hit: Hit, _clock: Clock) -> TimePiece:
    return _piece(hit, "unspecified")


BEHAVIOURS: dict[str, Callable[[Hit, Clock], TimePiece]] = {
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
    "event": _unknown,
}
