"""What a made-up list is: what it prints, and what is true of it."""

from typing import NamedTuple

Interval = tuple[str, str | None, str | None]
"""(kind, earliest, latest)"""


class Who(NamedTuple):
    """A unit as the contract names it, its role, and whether 等 follows it."""

    name: str
    role: str
    etc: bool = False


class Duty(NamedTuple):
    """An assignment (分工): who, by when, which part of the task."""

    who: tuple[Who, ...] = ()
    when: tuple[Interval, ...] = ()
    part: str | None = None
    division: str | None = None


class Truth(NamedTuple):
    """A task: what ``extract`` must say of it. ``texts``: the other members by name (measures, target, person …)."""

    number: str | None
    categories: tuple[str, ...]
    title: str
    texts: dict[str, str]
    duties: tuple[Duty, ...]


class Cell(NamedTuple):
    """A cell by its top-left slot; a line feed in its text ends a paragraph."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class Sheet(NamedTuple):
    """A table: its cells in row-major order, and how many rows are header."""

    cells: tuple[Cell, ...]
    header: int


class Made(NamedTuple):
    """A whole list: paragraphs before, the table if there is one, paragraphs after; the truth; region code if any."""

    layout: str
    seed: int
    before: tuple[str, ...]
    sheet: Sheet | None
    after: tuple[str, ...]
    truth: tuple[Truth, ...]
    region: str | None
