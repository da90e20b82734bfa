"""What a person should look at beside a deadline: words that no rule reads, days that do not exist, years in doubt."""

from collections.abc import Iterator
from datetime import timedelta

from pipeline.model import Severity
from pipeline.source import Clock
from pipeline.time.behaviours import TimePiece

Doubt = tuple[str, Severity, str]
"""The code of an issue, its severity, and what is said before the words of the deadline."""

_TROUBLE: dict[str, Doubt] = {
    "unread": ("deadline-unread", "warning", "This deadline could not be interpreted"),
    "impossible": ("deadline-impossible", "warning", "No calendar has this day"),
    "misread": ("deadline-misread", "warning", "Letters inside this date were read as digits"),
}
_LONG_BEFORE = timedelta(days=180)
"""A date without a year that lies so far before the issue is more likely one of the next year."""


def doubts(piece: TimePiece, clock: Clock) -> Iterator[Doubt]:
    """The issues that a deadline deserves in a document of ``clock``, none for most."""
    if piece.trouble:
        yield _TROUBLE[piece.trouble]
    last, issued = piece.last, clock.issued_on
    if last is None or issued is None or clock.year is None or piece.state == "done":
        return
    assumed = piece.basis == "document-year"
    if assumed and clock.year != issued.year:
        yield "deadline-year", "info", _which_year(last.year, clock.year, issued.year)
    if last >= issued:
        return
    if assumed and issued - last > _LONG_BEFORE:
        text = f"Read as of {last.year} this lies long before the issue on {issued}, and no year is printed"
        yield "deadline-year-doubtful", "warning", text
    else:
        yield "deadline-before-issue", "info", f"This deadline ({last}) lies before the issue on {issued}"


def _which_year(taken: int, title: int, issue: int) -> str:
    if taken == title:
        return f"No year is printed; {taken} was taken, the year of the title (issued in {issue})"
    why = f"in {title}, the year of the title, it would lie before the issue"
    return f"No year is printed; {taken} was taken, the year of the issue: {why}"
