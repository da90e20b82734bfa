"""Dates and periods as they are printed, worked out to first and last days.

A year that is not printed is the year of the date before, else the document's; the basis says which. Nothing here
raises: a date that does not exist is ``None``.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from pipeline.model import DeadlineBasis
from pipeline.source import Clock
from pipeline.text.numeral import read_numeral

_FIGURES = re.compile(r"[0-9]+")
_WEAKEST: tuple[DeadlineBasis, ...] = ("stated", "carried", "document-year", "relative", "none")

PeriodGroups = Mapping[str, str | None]
"""What the named groups of a pattern matched."""


class Words(Struct, frozen=True):
    """What single words of the data file are worth.

    ``plans`` first and last year; ``years`` whether a word counts from the document's year, and how many years later;
    ``quarters`` and ``months`` which one 首 or 末 is; ``days`` month and day; ``lengths`` months and days.
    """

    plans: dict[str, tuple[int, int]]
    years: dict[str, tuple[bool, int]]
    halves: dict[str, int]
    quarters: dict[str, int]
    months: dict[str, int]
    days: dict[str, tuple[int, int]]
    tens: dict[str, int]
    weekdays: dict[str, str]
    lengths: dict[str, tuple[int, int]]


class Period(Struct, frozen=True, gc=False):
    """First and last day, ``None`` where the year is not known; ``year`` is what later dates may carry.

    ``exists`` is False for a day, month or quarter that no calendar has (2月30日, 13月).
    """

    first: date | None
    last: date | None
    basis: DeadlineBasis
    year: int | None = None
    is_day: bool = False
    is_range: bool = False
    exists: bool = True


_NO_DAY = Period(None, None, "none", exists=False)
_CENTURY = 2000
_YEARS_BACK, _YEARS_ON = 5, 20
"""A year of two figures (21年6月) is at most so far from the document's."""


def weakest(*bases: DeadlineBasis) -> DeadlineBasis:
    """The basis of a value that was put together from several."""
    return max(bases, key=_WEAKEST.index)


def parse_count(word: str | None) -> int:
    """A count in Arabic or Chinese numerals; -1 for what is neither."""
    number = read_numeral(word or "")
    return -1 if number is None else number


def pick_year(parts: PeriodGroups, clock: Clock, words: Words) -> tuple[int | None, DeadlineBasis, int | None]:
    """The year a date lies in, how it is known, and the year that the dates after it carry."""
    if stated := parts.get("y"):
        year = parse_count(stated[:4])
        return year, "stated", year
    if short := parts.get("s"):
        year = _CENTURY + parse_count(short[:2])
        return year, "stated", year
    from_document, later = words.years.get(parts.get("r") or "", (False, 0))
    if from_document:
        if clock.year is None:
            return None, "none", None
        return clock.year + later, "document-year", clock.year + later
    basis: DeadlineBasis = "carried" if clock.carried is not None else "document-year"
    found = clock.carried if clock.carried is not None else clock.year
    if found is None:
        return None, "none", None
    return found + later, basis, found + later if later else clock.carried


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where there is no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def months_of(year: int, first: int, last: int) -> tuple[date, date] | None:
    """First day of the first month and last day of the last one."""
    if not (1 <= first <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def add_months(start: date, months: int) -> date | None:
    """The same day ``months`` later, or that month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])) if 1 <= year <= 9998 else None


def add_duration(start: date, groups: PeriodGroups, words: Words) -> date | None:
    """The end of 3个月, 30日, 两周, 半年 … from ``start``; ``None`` for a unit without a length (working days)."""
    number = parse_count(groups["c"]) if groups.get("c") else 1
    months, days = words.lengths.get(groups.get("half") or groups.get("u") or "", (0, 0))
    if number < 0 or start.year > 9000 or not (months or days):
        return None
    return add_months(start, number * months) if months else start + timedelta(days=number * days)


def read_numeric(words: str) -> Period | None:
    """2021-06-30, 2021.6, 20210630 …"""
    numbers = [int(figures) for figures in _FIGURES.findall(words)]
    if len(numbers) == 1:
        numbers = [int(words[:4]), int(words[4:6]), int(words[6:])]
    if len(numbers) == 2:
        ends = months_of(numbers[0], numbers[1], numbers[1])
        return Period(*ends, "stated", numbers[0]) if ends else _NO_DAY
    day = day_of(numbers[0], numbers[1], numbers[2])
    return Period(day, day, "stated", numbers[0], is_day=True) if day else _NO_DAY


def read_period(parts: PeriodGroups, clock: Clock, words: Words) -> Period | None:
    """The period that a [[period]] pattern's groups name; ``None`` where they name none that can be told."""
    if numeric := parts.get("n"):
        return read_numeric(numeric)
    if plan := parts.get("plan"):
        years = words.plans.get(plan)
        return Period(date(years[0], 1, 1), date(years[1], 12, 31), "stated") if years else None
    if (start := parts.get("a")) and (end := parts.get("b")):
        first, last = date(int(start), 1, 1), date(int(end), 12, 31)
        return Period(first, last, "stated", last.year, is_range=True) if first < last else None
    if parts.get("some"):
        return Period(None, None, "none")
    year, basis, carry = pick_year(parts, clock, words)
    if parts.get("s") and not _is_near(year, clock):
        return None
    if not _exists(parts):
        return _NO_DAY
    is_day, is_range = parts.get("d") is not None or parts.get("name") is not None, parts.get("k") is not None
    # A leap year stands in for an unknown one, so that 13月 and 2月30日 are still seen to be no dates.
    ends = _ends(parts, year if year is not None else 2000, words)
    if ends is None:
        return _NO_DAY if is_day and not is_range else None
    if basis == "document-year" and not parts.get("r") and _is_overdue(ends[1], clock):
        year = year + 1 if year is not None else None
        ends = _ends(parts, year if year is not None else 2000, words) or ends
    if year is None:
        return Period(None, None, "none", is_day=is_day and not is_range, is_range=is_range)
    # A range prints its year once, so that its second date carries it.
    basis = "carried" if is_range and basis == "stated" else basis
    return Period(ends[0], ends[1], basis, carry, is_day and not is_range, is_range)


Ends = tuple[date, date | None]


def _is_near(year: int | None, clock: Clock) -> bool:
    """A year of two figures counts only near the document's."""
    return None not in (year, clock.year) and -_YEARS_BACK <= (year or 0) - (clock.year or 0) <= _YEARS_ON


def _is_overdue(last: date | None, clock: Clock) -> bool:
    """A list of last year that is issued this year sets no date before its own issue."""
    issued = clock.issued_on
    return bool(issued and last and clock.year == issued.year - 1 and last < issued)


def _exists(parts: PeriodGroups) -> bool:
    """False for a month or quarter that no year has."""
    names = ("m",) if any(parts.get(name) for name in ("d", "q", "first")) else ("m", "k")
    months = [parse_count(word) for name in names if (word := parts.get(name))]
    quarters = [parse_count(word) for name in ("q", "Q") if (word := parts.get(name))]
    return all(1 <= month <= 12 for month in months) and all(1 <= quarter <= 4 for quarter in quarters)


def _ends(parts: PeriodGroups, year: int, words: Words) -> Ends | None:
    if quarter := parts.get("q") or parts.get("Q"):
        return _quarter_ends(year, parse_count(quarter), parts)
    if part := _named_ends(parts, year, words):
        return part
    if not (word := parts.get("m")):
        return months_of(year, 1, 12)
    month = parse_count(word)
    if parts.get("first"):
        last_day = parts.get("k")
        return _day_ends(year, month, 1, parse_count(last_day)) if last_day else months_of(year, 1, month)
    if day := parts.get("d"):
        return _day_ends(year, month, parse_count(day), parse_count(parts.get("k") or day))
    if (last_word := parts.get("k")) and 1 <= parse_count(last_word) < month <= 12:
        return date(year, month, 1), None  # 11—2月: the year turns, or the order is wrong
    return _month_ends(year, month, parts, words)


def _named_ends(parts: PeriodGroups, year: int, words: Words) -> Ends | None:
    """首季度, 末月, 五一, 上半年."""
    if place := parts.get("qn"):
        return months_of(year, words.quarters[place] * 3 - 2, words.quarters[place] * 3)
    if place := parts.get("mn"):
        return months_of(year, words.months[place], words.months[place])
    if name := parts.get("name"):
        day = date(year, *words.days[name])
        return day, day
    if half := parts.get("h"):
        return months_of(year, words.halves[half] * 6 - 5, words.halves[half] * 6)
    return None


def _month_ends(year: int, month: int, parts: PeriodGroups, words: Words) -> Ends | None:
    ends = months_of(year, month, parse_count(parts.get("k") or parts.get("m")))
    if ends and (part := parts.get("x")):
        first, final = ends
        begin, end = words.tens[part], words.tens[parts.get("X") or part]
        return first.replace(day=begin * 10 - 9), final if end == 3 else first.replace(day=end * 10)
    return ends


def _quarter_ends(year: int, quarter: int, parts: PeriodGroups) -> Ends | None:
    last = parse_count(parts.get("k") or str(quarter))
    first = 1 if parts.get("first") else quarter
    if parts.get("and") is not None and last != quarter + 1:
        return None  # 一、三季度 is no one stretch of time
    return months_of(year, first * 3 - 2, last * 3) if 1 <= first <= last <= 4 else None


def _day_ends(year: int, month: int, first: int, last: int) -> Ends | None:
    start, end = day_of(year, month, first), day_of(year, month, last)
    return (start, end) if start and end and start <= end else None
