"""What is drawn on a page as far as it can rule a table: straight strokes, thin boxes, rows of dots, filled boxes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import Box

THIN = 3.0
"""Points: a filled box not thicker than this is a ruling."""
SLANT = 0.5
FEWEST_DOTS = 5
"""Dots in a row that are a line and no ornament."""
Point = tuple[float, float]


class Ruling(NamedTuple):
    """A straight line drawn across or down the page, in points of the reading frame."""

    at: float
    """y of a horizontal ruling, x of a vertical one."""
    start: float
    end: float


class Sketch:
    """Rulings as they are found. ``shades`` are the borders of filled boxes, which rule a table only where nothing else
    does; ``fills`` counts filled boxes."""

    def __init__(self) -> None:
        self.horizontal: list[Ruling] = []
        self.vertical: list[Ruling] = []
        self.shades: list[Box] = []
        self.dots: list[Box] = []
        self.fills = 0

    def add_figure(self, points: Sequence[Point], seen: Box, *, filled: bool, stroked: bool) -> None:
        """One subpath by its corner points, closed where it is; ``seen``: the box in which it is shown."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if filled and min(box[2] - box[0], box[3] - box[1]) > THIN:
            self.fills += 1
        if max(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.dots.append(meet(box, seen))
        elif len(points) > 2 and min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.add_stroke(*_middle(box), seen)
        elif stroked:
            for start, end in pairwise(points):
                self.add_stroke(*start, *end, seen)
        elif len(points) > 3:
            self.shades.append(meet(box, seen))

    def add_stroke(self, x0: float, y0: float, x1: float, y1: float, seen: Box) -> None:
        """A straight stroke, as far as it is seen; slanting ones rule nothing."""
        if abs(y0 - y1) <= SLANT < abs(x0 - x1):
            y, low, high = (y0 + y1) / 2, max(min(x0, x1), seen[0]), min(max(x0, x1), seen[2])
            if seen[1] - SLANT <= y <= seen[3] + SLANT and low < high:
                self.horizontal.append(Ruling(y, low, high))
        elif abs(x0 - x1) <= SLANT < abs(y0 - y1):
            x, low, high = (x0 + x1) / 2, max(min(y0, y1), seen[1]), min(max(y0, y1), seen[3])
            if seen[0] - SLANT <= x <= seen[2] + SLANT and low < high:
                self.vertical.append(Ruling(x, low, high))

    def string_dots(self) -> None:
        """Rows of dots as rulings: a border drawn dot by dot, each of which could be part of either direction."""
        self.horizontal += _strings([Ruling((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in self.dots])
        self.vertical += _strings([Ruling((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in self.dots])

    def cuts(self) -> list[float]:
        """Where columns may end: the x of vertical rulings and of the sides of filled boxes, sorted."""
        sides = (x for box in self.shades for x in (box[0], box[2]))
        return sorted({*(line.at for line in self.vertical), *sides})


def _strings(dots: list[Ruling]) -> list[Ruling]:
    """The rulings that dots on one line, each near the next, draw together."""
    found: list[Ruling] = []
    first = last = Ruling(float("-inf"), 0.0, 0.0)
    count = 0
    for dot in sorted(Ruling(round(at / SLANT) * SLANT, start, end) for at, start, end in dots):
        if dot.at == last.at and dot.start - last.end <= THIN:
            count += 1
        else:
            if count >= FEWEST_DOTS:
                found.append(Ruling(first.at, first.start, last.end))
            first, count = dot, 1
        last = dot
    if count >= FEWEST_DOTS:
        found.append(Ruling(first.at, first.start, last.end))
    return found


def _middle(box: Box) -> tuple[float, float, float, float]:
    """The ends of the centre line of a thin box."""
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        return x0, (top + bottom) / 2, x1, (top + bottom) / 2
    return (x0 + x1) / 2, top, (x0 + x1) / 2, bottom


def meet(first: Box, second: Box | None) -> Box:
    """The part of a box that lies in another one."""
    if second is None:
        return first
    return (
        max(first[0], second[0]), max(first[1], second[1]),
        min(first[2], second[2]), min(first[3], second[3]),
    )  # fmt: skip
