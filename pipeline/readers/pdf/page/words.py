"""Words: what everything above the characters is made of."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple


class Word(NamedTuple):
    """Characters side by side on one line, and the box around them in the reading frame (points, origin top left)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def glyph(self) -> float:
        """The width of one character; at least a tenth of the height, for boxes that bound the ink only."""
        return max((self.x1 - self.x0) / len(self.text), 0.1 * (self.bottom - self.top))

    @property
    def height(self) -> float:
        """About the font size."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Halfway between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Halfway between left and right."""
        return (self.x0 + self.x1) / 2


make_word: Callable[[tuple[str, float, float, float, float]], Word] = partial(tuple.__new__, Word)
"""The word of these fields, at half the cost of the class's own constructor: some pages have thousands."""
