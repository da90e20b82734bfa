"""How often a field was right, missed, or given where it should not have been."""

from msgspec import Struct

FIELDS = (
    "tasks",
    "numbers",
    "categories",
    "titles",
    "measures",
    "units",
    "roles",
    "unit-ids",
    "deadlines",
    "dates",
    "regions",
)
"""``units``: unit names; ``roles``: name and role; ``unit-ids``: the ids that they resolve to; ``deadlines``: the texts
of time limits; ``dates``: their intervals."""


class Score(Struct, frozen=True):
    """``right`` values agree; ``missed`` ones the gold has; ``extra`` ones the record has. A wrong value is both."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.missed + other.missed, self.extra + other.extra)

    @property
    def precision(self) -> float | None:
        """The share of the given values that are right, 0 to 1; None where none was given."""
        return _share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """The share of the expected values that were found, 0 to 1; None where none was expected."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing was expected and nothing was given."""
        return _share(2 * self.right, 2 * self.right + self.missed + self.extra)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def one(right: bool) -> Score:
    """A field that has one value in each task."""
    return Score(right=1) if right else Score(missed=1, extra=1)
