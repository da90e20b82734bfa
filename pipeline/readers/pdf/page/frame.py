"""Frames: the page's own space (origin bottom left), the page as it is shown, and the page turned so that one reads.

The last two have their origin at the top left. They differ where a table is set sideways on a portrait page, as GB/T
9704-2012 (7.8.3) has it for wide tables.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.model import Box

if TYPE_CHECKING:
    import pypdfium2 as pdfium

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a·x + c·y + e, y' = b·x + d·y + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SIZE_LIMIT = 200_000.0
"""Points: 70 metres; what claims to be larger is no page (the format's own limit is 14,400)."""


class PageFrame(Struct, frozen=True):
    """A page box turned clockwise by ``turn`` (0, 90, 180, 270 degrees): its matrix from page space, and its size."""

    turn: int
    matrix: Matrix
    width: float
    height: float


def turn_page(box: tuple[float, float, float, float], turn: int) -> PageFrame:
    """The frame of a page whose visible box in page space is (left, bottom, right, top)."""
    left, bottom, right, top = box
    matrix: Matrix = {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[turn]
    width, height = right - left, top - bottom
    return PageFrame(turn, matrix, *((width, height) if turn in (0, 180) else (height, width)))


def visible_box(page: "pdfium.PdfPage") -> tuple[float, float, float, float]:
    """The part of the page that is shown: the crop box inside the media box, as pdfium settles it."""
    left, bottom, right, top = page.get_bbox()
    return left, bottom, min(right, left + SIZE_LIMIT), min(top, bottom + SIZE_LIMIT)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that maps by ``first``, then by ``second``."""
    a, b, c, d, e, f = first
    a2, b2, c2, d2, e2, f2 = second
    return (
        a * a2 + b * c2, a * b2 + b * d2,
        c * a2 + d * c2, c * b2 + d * d2,
        e * a2 + f * c2 + e2, e * b2 + f * d2 + f2,
    )  # fmt: skip


def map_box(box: Box, matrix: Matrix) -> Box:
    """The box that a box becomes under a matrix without slant."""
    a, b, c, d, e, f = matrix
    x, y, x2, y2 = box
    xs = (a * x + c * y + e, a * x2 + c * y2 + e)
    ys = (b * x + d * y + f, b * x2 + d * y2 + f)
    return min(xs), min(ys), max(xs), max(ys)


def between(source: PageFrame, target: PageFrame) -> Matrix:
    """The matrix from one frame of a page to another."""
    a, b, c, d, e, f = source.matrix
    size = a * d - b * c  # 1 or -1: frames turn and flip, they do not scale
    inverse = (d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size)
    return multiply(inverse, target.matrix)
