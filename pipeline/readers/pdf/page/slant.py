"""Text at a slant: watermarks across the page, and seals, whose letters run round a circle.

It is no part of the lines it crosses, so it is taken out of them. Tables with slanting headings are rare enough that
an issue, by which a person looks, serves them.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium_c

SLANT = math.radians(8)
"""Scanned pages, and the text recognised on them, are askew by less."""
_QUARTER = math.pi / 2


class _Glyph:
    __slots__ = ("aslant", "colour", "index", "x", "y")

    def __init__(self, index: int, aslant: bool, colour: int, x: float, y: float) -> None:
        self.index, self.aslant, self.colour, self.x, self.y = index, aslant, colour, x, y


def is_aslant(angle: float) -> bool:
    """True when a direction, in radians, is away from all four upright ones."""
    rest = angle % _QUARTER
    return SLANT < rest < _QUARTER - SLANT


def strip_slanted(raw: Any, text: str) -> tuple[str, tuple[str, ...]]:
    """``text``, one character for each index of the text page ``raw``, with line feeds for the characters at a slant;
    and these characters, in stretches.

    A seal has upright letters too: at the top of its ring and across its middle. They go with the others where they
    are drawn beside them and in the same colour, which is not that of most of the page, or singly between two of them.
    """
    glyphs = [_glyph(raw, index) for index, char in enumerate(text) if _is_printed(raw, index, char)]
    usual = Counter(glyph.colour for glyph in glyphs if not glyph.aslant).most_common(1)
    main = usual[0][0] if usual else None
    chars, strays = list(text), []
    for colour, group in groupby(glyphs, key=lambda glyph: glyph.colour):
        found = _stray(list(group), colour == main)
        if found:
            strays.append("".join(text[index] for index in found))
        for index in found:
            chars[index] = "\n"
    return "".join(chars), tuple(strays)


def _stray(glyphs: list[_Glyph], sober: bool) -> list[int]:
    """The indexes among glyphs of one colour, drawn one after the other, that belong to slanting text; ``sober``: the
    colour is that of the page."""
    places = [place for place, glyph in enumerate(glyphs) if glyph.aslant]
    if not places:
        return []
    inside = _box_of(glyphs[place] for place in places)
    chosen = set(places)
    for place, glyph in enumerate(glyphs):
        between = {place - 1, place + 1} <= chosen
        if (between or not sober) and inside[0] <= glyph.x <= inside[2] and inside[1] <= glyph.y <= inside[3]:
            chosen.add(place)
    return [glyphs[place].index for place in sorted(chosen)]


def _box_of(glyphs: Iterable[_Glyph]) -> tuple[float, float, float, float]:
    places = [(glyph.x, glyph.y) for glyph in glyphs]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    size = 0.2 * (max(xs) - min(xs))  # the top of a ring may be its one upright letter
    return min(xs) - size, min(ys) - size, max(xs) + size, max(ys) + size


def _is_printed(raw: Any, index: int, char: str) -> bool:
    return not char.isspace() and pdfium_c.FPDFText_IsGenerated(raw, index) != 1


def _glyph(raw: Any, index: int) -> _Glyph:
    """The character's direction (of its baseline, so that sloping letters count as upright), colour and middle."""
    matrix, box = pdfium_c.FS_MATRIX(), pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
    pdfium_c.FPDFText_GetLooseCharBox(raw, index, box)
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFText_GetFillColor(raw, index, red, green, blue, alpha)
    colour = red.value << 16 | green.value << 8 | blue.value
    aslant = is_aslant(math.atan2(matrix.b, matrix.a))
    return _Glyph(index, aslant, colour, (box.left + box.right) / 2, (box.bottom + box.top) / 2)
