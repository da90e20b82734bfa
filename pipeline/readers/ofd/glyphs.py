"""A text object → its characters with their places in the object's own space, and then on the page."""

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.fold import UNREAD, is_blank
from pipeline.model import Box
from pipeline.readers.ofd.package import local
from pipeline.readers.ofd.values import distances, number
from pipeline.readers.pdf.page.frame import Matrix
from pipeline.readers.pdf.page.runs import PlacedRun

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASCENT, _DESCENT = 0.88, 0.12
"""Of the size: how far Chinese fonts reach above and below the line."""
_PLACEHOLDERS = frozenset("¤\ufffd\ufffe\uffff\0")
"""What programs put for a glyph whose character they do not know."""
_CONTROLS = {ord(char): None for char in "\r\n\t"}
_WIDE = "\u2e7f"
"""Characters beyond this are as wide as they are high."""
_Point = tuple[float, float]


class GlyphRun(Struct, frozen=True):
    """Characters of one text object. ``turn``: how far the page must be turned clockwise for them to be upright, in
    quarters of degrees (0 to 270); None where they are at a slant."""

    run: PlacedRun
    turn: int | None


def read_glyphs(element: "_Element", matrix: Matrix) -> list[GlyphRun]:
    """The runs of a text object; ``matrix`` maps its space to the page (points, origin top left)."""
    size = number(element.get("Size"))
    scale = number(element.get("HScale"), 1.0) or 1.0
    turn = _turn_of(matrix, number(element.get("CharDirection")))
    found: list[GlyphRun] = []
    known = _has_glyphs(element)
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode":
            continue
        text = (code.text or "").translate(_CONTROLS)
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        if not text:
            continue
        if known:
            text = "".join(UNREAD if _is_unknown(char) else char for char in text)
        places = _origins(code, text, size * scale, x, y)
        boxes = _boxes(text, places, size, size * scale, matrix)
        found.append(GlyphRun(PlacedRun(text, boxes), turn))
        x, y = places[-1]
    return found


def _has_glyphs(element: "_Element") -> bool:
    """Does the object name glyphs of its font, so that its codes may stand for nothing?"""
    return any(local(item) == "CGTransform" for item in element)


def _is_unknown(char: str) -> bool:
    return char in _PLACEHOLDERS or "\ue000" <= char <= "\uf8ff"


def _origins(code: "_Element", text: str, size: float, x: float, y: float) -> list[_Point]:
    """For each character its origin; a step that is not told is worked out from the character's width."""
    steps = len(text) - 1
    right, down = distances(code.get("DeltaX"), steps), distances(code.get("DeltaY"), steps)
    origins = [(x, y)]
    if not down and len(right) == steps:
        origins += [(x := x + step, y) for step in right]
        return origins
    for index in range(steps):
        if index < len(right) or index < len(down):
            x += right[index] if index < len(right) else 0.0
            y += down[index] if index < len(down) else 0.0
        else:
            x += _width(text[index]) * size
        origins.append((x, y))
    return origins


def _width(char: str) -> float:
    """About how wide a character is, in ems."""
    return 1.0 if char > _WIDE else 0.5


def _boxes(text: str, origins: list[_Point], size: float, em: float, matrix: Matrix) -> list[Box]:
    """The characters' boxes on the page. One is as wide as the step to the next, where that is about its own width."""
    a, b, c, d, e, f = matrix
    upright = b == 0 and c == 0 and a > 0 and d > 0
    above, below = _ASCENT * size, _DESCENT * size
    boxes: list[Box] = []
    for index, (char, (x, y)) in enumerate(zip(text, origins, strict=True)):
        width = em if char > _WIDE else 0.5 * em
        if index + 1 < len(origins):
            step = origins[index + 1][0] - x
            if (0.4 * width < step < 1.1 * width and origins[index + 1][1] == y) or (step < width and is_blank(char)):
                width = max(step, 0.0)
        if upright:
            boxes.append((a * x + e, d * (y - above) + f, a * (x + width) + e, d * (y + below) + f))
        else:
            boxes.append(_around((x, y - above, x + width, y + below), matrix))
    return boxes


def _around(box: Box, matrix: Matrix) -> Box:
    """The box around what a box becomes under any matrix."""
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _turn_of(matrix: Matrix, direction: float) -> int | None:
    """By how much the page must be turned for the characters to be upright; None at a slant."""
    angle = math.degrees(math.atan2(matrix[1], matrix[0])) + direction  # clockwise: y goes down
    quarters = round(angle / 90)
    return None if abs(angle - 90 * quarters) > 8 else -90 * quarters % 360
