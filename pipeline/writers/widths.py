"""How wide the columns of a printed sheet are: by what is in them, within the width of a page.

Widths are counted in Latin characters, as Excel counts them; a Chinese character takes two.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

PIXELS_EACH, PIXELS_ASIDE = 8.5, 5
"""Pixels of one character of width, and of a column besides. Excel and WPS take 7 for 10 points; LibreOffice more where
it has to put another font in the place of 宋体."""
_IDENTIFYING = 0.3
"""Of a page, for the identifying columns where they are repeated."""
_LINES, _COMFORTABLE = 12, 48
"""A text of usual length takes some twelve lines; no line need be longer."""
_MOST_LINES = 26
"""A little less than the tallest row of Excel (409 points) shows."""


class ColumnNeed(Struct, frozen=True):
    """What a column asks for: the least width, the one at which each text is one line, its longest text's length, and
    its weight when the rest is shared."""

    least: int
    most: int
    longest: int
    weight: float

    @property
    def comfortable(self) -> int:
        """The width for easy reading, where there is a choice of how many columns a page has."""
        usual = min(int(self.weight / _LINES), _COMFORTABLE)
        return min(self.most, max(self.least, usual, self.longest // _MOST_LINES + 2))

    def shows_all(self, width: int) -> bool:
        """Whether the longest text is whole in the tallest row."""
        return self.longest <= _MOST_LINES * (width - 1)


class PageWidths(Struct, frozen=True):
    """The columns' widths, and the columns with which the second and further pages to the right begin."""

    widths: list[int]
    breaks: list[int]


def lay_out(needs: Sequence[ColumnNeed], identifying: int, pixels: float) -> PageWidths:
    """Widths for pages of ``pixels``: one page if the columns fit and no text is cut, else as many as they need, each
    with the first ``identifying`` columns."""
    if total_pixels([need.least for need in needs]) <= pixels:
        widths = share_width(needs, pixels)
        if all(need.shows_all(width) for need, width in zip(needs, widths, strict=True)):
            return PageWidths(widths, [])
    widths = share_width(needs[:identifying], pixels * _IDENTIFYING)
    room = pixels - total_pixels(widths)
    starts = _first_columns(needs, identifying, room)
    for start, stop in pairwise([*starts, len(needs)]):
        widths += share_width(needs[start:stop], room)
    return PageWidths(widths, starts[1:])


def share_width(needs: Sequence[ColumnNeed], pixels: float) -> list[int]:
    """The columns' widths, which fill ``pixels`` at most unless the least widths alone need more.

    What is left beyond the least widths is shared by weight; a column that has all it can use leaves the rest of its
    share to the others.
    """
    widths = [need.least for need in needs]
    unfilled = {index for index, need in enumerate(needs) if need.most > need.least and need.weight > 0}
    while unfilled and (spare := (pixels - total_pixels(widths)) // PIXELS_EACH) > 0:
        whole = sum(needs[index].weight for index in unfilled)
        grants = {index: int(spare * needs[index].weight / whole) for index in unfilled}
        if not any(grants.values()):
            break
        for index, grant in grants.items():
            widths[index] = min(widths[index] + grant, needs[index].most)
        unfilled = {index for index in unfilled if widths[index] < needs[index].most}
    return widths


def total_pixels(widths: Sequence[int]) -> float:
    """The width of columns side by side."""
    return sum(PIXELS_EACH * width + PIXELS_ASIDE for width in widths)


def _first_columns(needs: Sequence[ColumnNeed], identifying: int, room: float) -> list[int]:
    """The first column of each page, not counting the identifying ones."""
    starts, taken = [identifying], 0.0
    for index in range(identifying, len(needs)):
        own = total_pixels([needs[index].comfortable])
        if taken + own > room and index > starts[-1]:
            starts.append(index)
            taken = 0.0
        taken += own
    return starts
