"""What a page paints, in order: its text objects, and the boxes and pictures under and over them."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from pipeline.model import Box
from pipeline.readers.pdf.page.calls import address_of
from pipeline.readers.pdf.page.frame import IDENTITY, Matrix, map_box, multiply
from pipeline.readers.pdf.page.rulings import FORM_DEPTH, OBJECT_LIMIT, clip_of, matrix_of, subpaths
from pipeline.readers.pdf.page.sketch import THIN, meet

Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, each up to 255."""


_LONGEST = 512
"""Bytes of a layer's name."""
_UNKNOWN: Colour = (0, 0, 0, 0)
"""The colour of what may shine through, or does not fill its box."""


class TextPlace(NamedTuple):
    """A text object: its place in the order of painting, and the matrix from the space it is drawn in to the page."""

    order: int
    item: Any
    outer: Matrix


class GroundFill(NamedTuple):
    """A filled box or a picture, in page space (left, bottom, right, top)."""

    order: int
    box: Box
    colour: Colour | None
    """None for a picture."""
    item: Any

    @property
    def is_opaque(self) -> bool:
        """True for a filled box that nothing shows through; of a picture it is not known."""
        return self.colour is not None and self.colour[3] == 255

    def holds(self, x: float, y: float) -> bool:
        """Is this point of the page inside?"""
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


class Paint:
    """The objects of a page: ``texts`` by address, ``fills`` in the order of painting."""

    def __init__(self, page: Any) -> None:
        self.texts: dict[int, TextPlace] = {}
        self.fills: list[GroundFill] = []
        for order, (item, outer) in enumerate(_walk(page)):
            kind = pdfium_c.FPDFPageObj_GetType(item)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self.texts[address_of(item)] = TextPlace(order, item, outer)
            elif kind == pdfium_c.FPDF_PAGEOBJ_SHADING:
                self.fills.append(GroundFill(order, _bounds(item, outer), _UNKNOWN, item))
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self.fills.extend(_filled(order, item, outer))
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                box = map_box((0.0, 0.0, 1.0, 1.0), multiply(matrix_of(item), outer))
                self.fills.append(GroundFill(order, meet(box, clip_of(item, outer)), None, item))


def _walk(page: Any) -> Iterator[tuple[Any, Matrix]]:
    left = OBJECT_LIMIT
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        for found in _unpack(pdfium_c.FPDFPage_GetObject(page, index), IDENTITY, FORM_DEPTH):
            left -= 1
            if left < 0:
                return
            yield found


def _unpack(item: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """The object, or those inside a form, with the matrix of the space that each is drawn in."""
    if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield item, outer
    elif depth:
        inner = multiply(matrix_of(item), outer)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
            yield from _unpack(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth - 1)


def _filled(order: int, item: Any, outer: Matrix) -> Iterator[GroundFill]:
    """The boxes that a path fills, without thin ones; a shape with other corners is one box of unknown colour."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, mode, stroked)
    if not mode.value:
        return
    colour = colour_of(item) or _UNKNOWN
    if pdfium_c.FPDFPageObj_HasTransparency(item) == 1:
        colour = _UNKNOWN
    count = pdfium_c.FPDFPath_CountSegments(item)
    found = subpaths(item, count, multiply(matrix_of(item), outer))
    boxes = [_rectangle(points) for points in found]
    if count and (len(boxes) == 0 or None in boxes):
        yield GroundFill(order, _bounds(item, outer), _UNKNOWN, item)
        return
    for box in boxes:
        if box is not None and min(box[2] - box[0], box[3] - box[1]) > THIN:
            yield GroundFill(order, meet(box, clip_of(item, outer)), colour, item)


def _rectangle(points: list[tuple[float, float]]) -> Box | None:
    """The box that these corners make; None where they make another shape."""
    xs, ys = {round(x, 1) for x, _ in points}, {round(y, 1) for _, y in points}
    if len(points) < 4 or len(xs) != 2 or len(ys) != 2:
        return None
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(item: Any, outer: Matrix) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return map_box((left, bottom, right, top), outer)


def colour_of(item: Any, *, stroke: bool = False) -> Colour | None:
    """The colour that an object is filled (or stroked) with; None for a pattern."""
    parts = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    ask = pdfium_c.FPDFPageObj_GetStrokeColor if stroke else pdfium_c.FPDFPageObj_GetFillColor
    if not ask(item, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def layers_of(item: Any) -> Iterator[bytes]:
    """The names of the layers (optional content) that an object is marked with, as the file writes them."""
    length, name = ctypes.c_ulong(), (ctypes.c_ushort * _LONGEST)()
    for index in range(pdfium_c.FPDFPageObj_CountMarks(item)):
        mark = pdfium_c.FPDFPageObj_GetMark(item, index)
        pdfium_c.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if name[:2] == [0x4F, 0x43] and length.value == 6:  # OC
            buffer = (ctypes.c_ubyte * _LONGEST)()
            if pdfium_c.FPDFPageObjMark_GetParamBlobValue(mark, b"Name", buffer, _LONGEST, length):
                yield bytes(buffer)[: length.value]
