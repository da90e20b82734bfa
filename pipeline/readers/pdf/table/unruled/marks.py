"""What rulings a table has that is ruled in part only: where they end columns and rows."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.table.lattice import merge_lines

_NEAR = 12.0
"""Points by which an edge found in the text may miss the ruling that it is: a character's width."""
_LONG = 40.0
"""Points: a vertical ruling shorter than this counts only where it is in the header."""
_COVERED = 0.6
"""Share of a width that a ruling must cover to end the column there."""


class Marks(Struct, frozen=True):
    """The horizontal rulings of one page, merged."""

    lines: tuple[Ruling, ...] = ()

    def across(self, left: float, right: float) -> list[float]:
        """The heights of those that run over the whole width, or the most of it, in one stroke or several."""
        total: dict[float, float] = {}
        for height, start, end in self.lines:
            total[height] = total.get(height, 0.0) + max(min(end, right) - max(start, left), 0.0)
        return sorted(height for height, length in total.items() if length >= _COVERED * (right - left))

    def walls(self, height: float, edges: Sequence[float]) -> list[bool] | None:
        """For each column: does a ruling close it at this height? None where no column is closed."""
        at = [line for line in self.lines if abs(line.at - height) <= 1.0]
        closed = [
            sum(max(min(end, right) - max(start, left), 0.0) for _, start, end in at) >= _COVERED * (right - left)
            for left, right in pairwise(edges)
        ]
        return closed if any(closed) else None


def make_marks(horizontal: Iterable[Ruling]) -> Marks:
    """The horizontal rulings of a page as marks."""
    return Marks(tuple(merge_lines(list(horizontal))))


def with_rulings(edges: Sequence[float], vertical: Iterable[Ruling], header: tuple[float, float, float]) -> list[float]:
    """The edges of columns, moved to the vertical rulings that are drawn, and those that only rulings show.

    ``header``: the height of the header's main line, and its reach from left to right: where it reaches beyond the
    outer rulings, the table is open there.
    """
    middle, left, right = header
    drawn = sorted(
        {x for x, top, bottom in merge_lines(list(vertical)) if bottom - top >= _LONG or top <= middle <= bottom}
    )
    if not drawn or not edges:
        return list(edges)
    low = edges[0] if left < drawn[0] - 1 else drawn[0]
    high = edges[-1] if right > drawn[-1] + 1 else drawn[-1]
    inner = [edge for edge in edges[1:-1] if all(abs(edge - x) > _NEAR for x in drawn) and low < edge < high]
    return [low, *sorted([*inner, *(x for x in drawn if low < x < high)]), high]
