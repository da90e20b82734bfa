"""The characters of one page with their boxes, as pdfium decodes them."""

import math
from collections import Counter
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from pipeline.readers.pdf.frame import Frame, turn_page

Glyph = tuple[str, float, float, float, float]
"""A character and its box in the reading frame: (character, x0, top, x1, bottom)."""
SAMPLE = 32


class Characters(Struct, frozen=True):
    """Characters in content order. ``frame`` is the one in which most of them stand upright; ``aside`` are the
    others, by the turn in which those do."""

    frame: Frame
    glyphs: list[Glyph]
    aside: dict[int, list[Glyph]]
    unmapped: float
    """The share of characters (in a sample) whose code the font cannot map to Unicode."""


def read_characters(page: pdfium.PdfPage, box: tuple[float, float, float, float]) -> Characters:
    """All characters of a page, without the white space that pdfium adds of its own."""
    text = page.get_textpage()
    try:
        places = _inked(text)
        rotation = page.get_rotation()
        turns, unmapped = _sample(text.raw, places, rotation)
        frame = turn_page(box, turns.most_common(1)[0][0])
        if len(turns) == 1 and frame.turn == rotation:
            return Characters(frame, _read_boxes(text.raw, places, frame), {}, unmapped)
        groups: dict[int, list[tuple[int, str]]] = {}
        for index, char in places:
            groups.setdefault(_turn_of(text.raw, index), []).append((index, char))
        upright = _read_boxes(text.raw, groups.pop(frame.turn, []), frame)
        aside = {turn: _read_boxes(text.raw, group, turn_page(box, turn)) for turn, group in groups.items()}
        return Characters(frame, upright, aside, unmapped)
    finally:
        text.close()


def _inked(text: pdfium.PdfTextPage) -> list[tuple[int, str]]:
    """Index and character of what the page really prints, real spaces included."""
    count = pdfium_c.FPDFText_CountChars(text.raw)
    whole = text.get_text_range() if count else ""
    if len(whole) != count:  # characters beyond the basic plane, or without any code
        whole = "".join(chr(pdfium_c.FPDFText_GetUnicode(text.raw, index) or 1) for index in range(count))
    is_made = pdfium_c.FPDFText_IsGenerated
    return [
        (index, "-" if char in "\x02\ufffe" else char)
        for index, char in enumerate(whole)
        if char > " " or char == "\x02" or (char == " " and is_made(text.raw, index) != 1)
    ]


def _turn_of(text: Any, index: int) -> int:
    """How far the page must be turned clockwise for this character to stand upright, in quarters."""
    clockwise = pdfium_c.FPDFText_GetCharAngle(text, index)  # radians; negative when it is not known
    return round(-math.degrees(clockwise) / 90) % 4 * 90 if clockwise > 0 else 0


def _sample(text: Any, places: list[tuple[int, str]], rotation: int) -> tuple[Counter[int], float]:
    chosen = places[:: len(places) // SAMPLE + 1]
    if not chosen:
        return Counter([rotation]), 0.0
    failed = sum(pdfium_c.FPDFText_HasUnicodeMapError(text, index) == 1 for index, _ in chosen)
    return Counter(_turn_of(text, index) for index, _ in chosen), failed / len(chosen)


def _read_boxes(text: Any, places: list[tuple[int, str]], frame: Frame) -> list[Glyph]:
    a, b, c, d, e, f = frame.matrix
    rect = pdfium_c.FS_RECTF()
    get_box = pdfium_c.FPDFText_GetLooseCharBox
    glyphs: list[Glyph] = []
    if frame.turn == 0:
        for index, char in places:
            get_box(text, index, rect)
            glyphs.append((char, rect.left + e, f - rect.top, rect.right + e, f - rect.bottom))
        return glyphs
    for index, char in places:
        get_box(text, index, rect)
        x, x2 = a * rect.left + c * rect.bottom + e, a * rect.right + c * rect.top + e
        y, y2 = b * rect.left + d * rect.bottom + f, b * rect.right + d * rect.top + f
        glyphs.append((char, min(x, x2), min(y, y2), max(x, x2), max(y, y2)))
    return glyphs
