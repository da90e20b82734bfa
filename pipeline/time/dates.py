"""Dates and periods as they are printed, worked out to first and last days.

A year that is not printed is the year of the date before, else the document's; the basis says which. Nothing here
raises: a date that does not exist is ``None``.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

Basis = Literal["stated", "carried", "document-year", "relative", "none"]

_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "Ο": "0"}
_FIGURES = re.compile(r"[0-9]+")
_WEAKEST: tuple[Basis, ...] = ("stated", "carried", "document-year", "relative", "none")


Parts = Mapping[str, str | None]


class Clock(Struct, frozen=True, gc=False):
    """What dates are reckoned from: the document's year, its issue date, and the year of the date before."""

    year: int | None
    issued: date | None
    carried: int | None = None


class Period(Struct, frozen=True, gc=False):
    """First and last day, ``None`` where the year is not known; ``year`` is what later dates may carry."""

    first: date | None
    last: date | None
    basis: Basis
    year: int | None = None
    is_day: bool = False
    is_range: bool = False


def weakest(*bases: Basis) -> Basis:
    """The basis of a value that was put together from several."""
    return max(bases, key=_WEAKEST.index)


def number_of(word: str) -> int:
    """A count in Arabic or Chinese numerals up to 99 (两 is 2); -1 for what is neither."""
    if word.isascii() and word.isdigit():
        return int(word)
    word = word.replace("两", "二")
    tens, ten, units = word.rpartition("十")
    if len(tens) > 1 or len(units) > 1:
        return -1
    return int(_DIGITS.get(tens, "1")) * 10 * bool(ten) + int(_DIGITS.get(units, "0"))


def year_of(word: str) -> int:
    """2021年度, 二〇二一年 → 2021; the word begins with four digits."""
    return int("".join(_DIGITS.get(char, char) for char in word[:4]))


def pick_year(stated: str | None, relative: str | None, clock: Clock) -> tuple[int | None, Basis, int | None]:
    """The year a date lies in, how it is known, and the year that the dates after it carry."""
    if stated:
        year = year_of(stated)
        return year, "stated", year
    if relative in ("今年", "本年", "本年度", "明年"):
        if clock.year is None:
            return None, "none", None
        year = clock.year + (relative == "明年")
        return year, "document-year", year
    basis: Basis = "carried" if clock.carried is not None else "document-year"
    found = clock.carried if clock.carried is not None else clock.year
    if found is None:
        return None, "none", None
    if relative in ("次年", "翌年"):
        return found + 1, basis, found + 1
    return found, basis, clock.carried


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
    """The same day so many months later, or that month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])) if 1 <= year <= 9998 else None


def add_duration(start: date, words: str) -> date | None:
    """The end of 3个月, 30日, 两周, 半年 … from ``start``; ``None`` for working days (no calendar)."""
    if "工作日" in words or start.year > 9000:
        return None
    if words.startswith("半"):
        return add_months(start, 6) if words == "半年" else start + timedelta(days=15)
    count = re.match(r"[0-9]+|[一二两三四五六七八九十]+", words)
    number = number_of(count.group()) if count else -1
    if number < 0:
        return None
    if words.endswith(("周", "星期")):
        return start + timedelta(weeks=number)
    months = {"月": 1, "度": 3, "年": 12}.get(words[-1])
    return add_months(start, number * months) if months else start + timedelta(days=number)


def read_numeric(words: str) -> Period | None:
    """2021-06-30, 2021.6 …"""
    numbers = [int(figures) for figures in _FIGURES.findall(words)]
    if len(numbers) == 2:
        ends = months_of(numbers[0], numbers[1], numbers[1])
        return Period(*ends, "stated", numbers[0]) if ends else None
    day = day_of(numbers[0], numbers[1], numbers[2])
    return Period(day, day, "stated", numbers[0], is_day=True) if day else None


def read_period(parts: Parts, clock: Clock, plans: dict[str, tuple[int, int]]) -> Period | None:
    """The period that a [[period]] pattern's groups name; ``None`` where there is no such day, month or quarter."""
    if numeric := parts.get("n"):
        return read_numeric(numeric)
    if plan := parts.get("plan"):
        years = plans.get(plan)
        return Period(date(years[0], 1, 1), date(years[1], 12, 31), "stated") if years else None
    if (start := parts.get("a")) and (end := parts.get("b")):
        first, last = date(int(start), 1, 1), date(int(end), 12, 31)
        return Period(first, last, "stated", last.year, is_range=True) if first < last else None
    if parts.get("some"):
        return Period(None, None, "none")
    year, basis, carry = pick_year(parts.get("y"), parts.get("r"), clock)
    is_day, is_range = parts.get("d") is not None, parts.get("k") is not None
    # A leap year stands in for an unknown one, so that 13月 and 2月30日 are still seen to be no dates.
    ends = _ends(parts, year if year is not None else 2000)
    if ends is None:
        return None
    if year is None:
        return Period(None, None, "none", is_day=is_day and not is_range, is_range=is_range)
    # A range prints its year once, so that its second date carries it.
    basis = "carried" if is_range and basis == "stated" else basis
    return Period(ends[0], ends[1], basis, carry, is_day and not is_range, is_range)


Ends = tuple[date, date | None]


def _ends(parts: Parts, year: int) -> Ends | None:
    if quarter := parts.get("q"):
        return _quarter_ends(year, number_of(quarter), parts)
    if half := parts.get("h"):
        return months_of(year, 1, 6) if half == "上" else months_of(year, 7, 12)
    if not (word := parts.get("m")):
        return months_of(year, 1, 12)
    month = number_of(word)
    if day := parts.get("d"):
        return _day_ends(year, month, number_of(day), number_of(parts.get("k") or day))
    if (last := parts.get("k")) and 1 <= number_of(last) < month <= 12:
        return date(year, month, 1), None  # 11—2月: the year turns, or the order is wrong
    ends = months_of(year, month, number_of(parts.get("k") or word))
    if ends and (part := parts.get("x")):
        first, final = ends
        return {
            "上": (first, first.replace(day=10)),
            "中": (first.replace(day=11), first.replace(day=20)),
            "下": (first.replace(day=21), final),
        }[part]
    return ends


def _quarter_ends(year: int, quarter: int, parts: Parts) -> Ends | None:
    last = number_of(parts.get("k") or str(quarter))
    first = 1 if parts.get("first") else quarter
    if parts.get("and") is not None and last != quarter + 1:
        return None  # 一、三季度 is no one stretch of time
    return months_of(year, first * 3 - 2, last * 3) if 1 <= first <= last <= 4 else None


def _day_ends(year: int, month: int, first: int, last: int) -> Ends | None:
    start, end = day_of(year, month, first), day_of(year, month, last)
    return (start, end) if start and end and start <= end else None
