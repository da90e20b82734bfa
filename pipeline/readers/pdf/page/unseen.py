"""Text that the page does not show: on a layer that is off, outside its clip, covered, in the colour of its ground,
invisible, or too small to read.

The text layer gives it like any other. Most files have nothing of the kind in their operators (``limits.hints``) and
paint no box after text; only of the others each character is asked for.
"""

import ctypes
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

import pypdfium2.raw as pdfium_c
from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.limits.hints import Hints
from pipeline.readers.pdf.page.calls import address_of, get_loose_box, make_box, text_object
from pipeline.readers.pdf.page.characters import TextLayer
from pipeline.readers.pdf.page.frame import Matrix
from pipeline.readers.pdf.page.paint import Colour, Paint, TextPlace, colour_of, layers_of
from pipeline.readers.pdf.page.rulings import clip_at

UNREADABLE = 1.6
"""Points: characters are not smaller than this; the smallest print of real documents has 4."""
_SAME = 12
"""Of 255: colours that differ by less in every part look the same."""
_FAINT = 12
"""Of 255: what is less opaque than this is not seen."""
_INVISIBLE = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
_STROKED = (pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP)
_STEPS = 2_000_000
"""Comparisons of characters with filled boxes, on one page; a page of a notice needs some thousands."""
_WHITE: Colour = (255, 255, 255, 255)
_Glyph = tuple[int, float, float, int]
"""Index on the text page, middle of the box in page space, address of the text object."""


class Unseen(Struct, frozen=True):
    """What a page does not show: whole text objects (handles), and single characters of others (indexes)."""

    objects: list[Any]
    characters: set[int]
    text: str
    """The text of the whole objects."""


def find_unseen(layer: TextLayer, hints: Hints, paint: Paint, *, tiny: bool = False) -> Unseen:
    """What of a text layer the page does not show; ``tiny``: the size of characters is looked at too."""
    place = address_of(layer.raw)
    sides, address = make_box()
    glyphs: list[_Glyph] = []
    for index, char in enumerate(layer.decoded):
        if not char.isspace():
            get_loose_box(place, index, address)
            glyphs.append((index, (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2, text_object(place, index)))
    search = _Search(hints, paint, glyphs, tiny=tiny)
    objects, characters, text = [], set(), []
    for item, all_indexes, indexes in search.run():
        if len(indexes) == len(all_indexes):
            objects.append(item)
            text.append("".join(layer.decoded[index] for index in all_indexes))
        else:
            characters |= indexes
    return Unseen(objects, characters, "".join(text))


class _Search:
    """One page's characters, asked for one reason after the other."""

    def __init__(self, hints: Hints, paint: Paint, glyphs: list[_Glyph], *, tiny: bool) -> None:
        self._tiny = tiny
        self._hints, self._paint, self._glyphs = hints, paint, glyphs
        self._left = _STEPS
        self._grounds = {_WHITE, *(fill.colour for fill in paint.fills if fill.is_opaque and fill.colour)}
        self._pictures = [fill for fill in paint.fills if fill.colour is None]

    def run(self) -> Iterable[tuple[Any, list[int], set[int]]]:
        """Each text object that is not wholly shown: its handle, its characters, those of them that are not shown."""
        covered = set(self._covered())
        by_object: dict[int, list[_Glyph]] = {}
        for glyph in self._glyphs:
            by_object.setdefault(glyph[3], []).append(glyph)
        for address, glyphs in by_object.items():
            place = self._paint.texts.get(address)
            if place is not None:
                indexes = [index for index, *_ in glyphs]
                found = covered.intersection(indexes) | set(self._unseen(address, place, glyphs))
                if found:
                    yield place.item, indexes, found

    def _unseen(self, address: int, place: TextPlace, glyphs: list[_Glyph]) -> Iterable[int]:
        hints = self._hints
        indexes = [index for index, *_ in glyphs]
        if hints.off_layers and not hints.off_layers.isdisjoint(layers_of(place.item)):
            return indexes
        if self._tiny and _is_tiny(place.item, place.outer):
            return indexes
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(place.item) if hints.modes else 0
        if mode in _INVISIBLE:
            return [index for index, x, y, _ in glyphs if not any(box.holds(x, y) for box in self._pictures)]
        clip = clip_at(address, place.outer) if hints.clips else None
        clipped = [index for index, x, y, _ in glyphs if clip is not None and not _is_inside(clip, x, y)]
        return [*clipped, *(self._blended(place, mode, glyphs) if hints.colours else ())]

    def _covered(self) -> Iterable[int]:
        """Characters with an opaque box over them that is painted later."""
        fills = [fill for fill in self._paint.fills if fill.is_opaque]
        if not fills:
            return
        glyphs = sorted(self._glyphs, key=lambda glyph: glyph[2])
        heights = [y for _, _, y, _ in glyphs]
        orders = {address: place.order for address, place in self._paint.texts.items()}
        for fill in fills:
            low, high = bisect_left(heights, fill.box[1]), bisect_right(heights, fill.box[3])
            self._left -= high - low + 1
            if self._left < 0:
                return
            for index, x, _, address in glyphs[low:high]:
                if fill.box[0] <= x <= fill.box[2] and orders.get(address, math.inf) < fill.order:
                    yield index

    def _blended(self, place: TextPlace, mode: int, glyphs: list[_Glyph]) -> Iterable[int]:
        """Characters in the colour of what is painted under them."""
        colour = colour_of(place.item, stroke=mode in _STROKED)
        if colour is None:
            return
        if colour[3] < _FAINT:
            yield from (index for index, *_ in glyphs)
            return
        if not any(_is_same(colour, ground) for ground in self._grounds):
            return
        for index, x, y, _ in glyphs:
            ground = self._ground(place.order, x, y)
            if ground is not None and _is_same(colour, ground):
                yield index

    def _ground(self, order: int, x: float, y: float) -> Colour | None:
        """The colour under a character; None where it is a picture, shines through or is not known."""
        self._left -= len(self._paint.fills)
        if self._left < 0:
            return None
        for fill in reversed(self._paint.fills):
            if fill.order < order and fill.holds(x, y):
                return fill.colour if fill.is_opaque else None
        return _WHITE


def _is_same(colour: Colour, other: Colour) -> bool:
    return all(abs(a - b) < _SAME for a, b in zip(colour[:3], other[:3], strict=True))


def _is_tiny(item: Any, outer: Matrix) -> bool:
    matrix, size = pdfium_c.FS_MATRIX(), ctypes.c_float()
    pdfium_c.FPDFTextObj_GetFontSize(item, size)
    pdfium_c.FPDFPageObj_GetMatrix(item, matrix)
    height = math.hypot(matrix.c, matrix.d) * math.hypot(outer[2], outer[3])
    return 0 < abs(size.value) * height < UNREADABLE


def _is_inside(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
