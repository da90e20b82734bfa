"""Time limits (完成时限): what a deadline field or the sentence of a task says, as intervals of ISO dates.

Decisions, after the contract's section *When*:

- 前 takes in the day or period it follows (10月1日前 is by 1 October, 三季度前 by 30 September); a bare day in a field
  is its last day (by), a bare period (6月, 6月中旬, 一季度) is during, with both ends.
- A year that is not printed is the year of a date before (carried), else the document's year, else the issue date's;
  with none of them both ends are ``None`` and the basis is none. A range that prints the year once is carried.
- within counts from the issue date when the text says so; 3个月内 alone, or after any other event, has no ends, and
  working days (工作日) leave the end open, for they need a calendar of holidays.
- A repetition is stated: its RRULE needs no year. Its ends are null unless a year stands beside it (2021年每月底前).
- Two milestones in a field are two deadlines; a state before a time (已完成阶段性工作，全年持续推进) belongs to
  it, and words such as 立行立改 beside a date or 长期坚持 add no deadline of their own.
- A date beside a character that nobody could read (U+FFFD, then 2月底) may be another (12月底): unspecified.
- A date beside words of time that no rule knows (2021年国庆节前, 约6月) is unspecified: precise before plentiful.
"""

from datetime import date
from functools import partial

from pipeline.fold import UNREAD
from pipeline.source import Clock
from pipeline.time.behaviours import TimePiece
from pipeline.time.doubts import doubts
from pipeline.time.field import read_field
from pipeline.time.misread import mark_letters, replace_letters
from pipeline.time.prose import find_in_prose
from pipeline.time.says import covers, inner_separators, may_say_time, opens_with_time, says_time

__all__ = [
    "TimePiece",
    "covers",
    "doubts",
    "find_deadlines",
    "inner_separators",
    "may_say_time",
    "opens_with_time",
    "read_clock",
    "read_deadlines",
    "says_time",
]


def read_deadlines(text: str, clock: Clock) -> tuple[TimePiece, ...]:
    """All time limits of a deadline field (column, label or bracket part), in order.

    ``text`` is folded (pipeline.fold: no white space, half-width characters) and all of it is about time. Text that is
    not empty gives at least one piece; what no rule knows is ``unspecified`` with the basis ``none`` and no ``rule``.
    Never raises.
    """
    if UNREAD in text:
        return (TimePiece(0, len(text), "unspecified", trouble="unread"),)
    plain, letters = replace_letters(text)
    return tuple(mark_letters(read_field(plain, clock), letters))


def find_deadlines(text: str, clock: Clock) -> tuple[TimePiece, ...]:
    """The dates in a task's running text that bound the task itself, in order; precise before plentiful.

    Takes the same as ``read_deadlines``. Issue dates, policy periods, validity, service limits, loan terms, years in
    titles and document numbers are left alone. Never raises.
    """
    plain, letters = replace_letters(text)
    found = tuple(mark_letters(find_in_prose(plain, clock), letters))
    return tuple(map(partial(_doubt, text), found)) if UNREAD in text else found


def _doubt(text: str, piece: TimePiece) -> TimePiece:
    beside = text[max(piece.start - 1, 0) : piece.end + 1]
    return TimePiece(piece.start, piece.end, "unspecified", trouble="unread") if UNREAD in beside else piece


def read_clock(year: int | None, issued_on: str | None) -> Clock:
    """The clock of a document of ``year``, issued on the ISO date ``issued_on``; the year is else that date's."""
    try:
        issued = date.fromisoformat(issued_on) if issued_on else None
    except ValueError:
        issued = None
    if year is None and issued is not None:
        year = issued.year
    return Clock(year if year is not None and 1900 <= year <= 2200 else None, issued)
