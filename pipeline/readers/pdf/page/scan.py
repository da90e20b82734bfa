"""Pages that are pictures: text recognised on a scan, and text drawn as outlines. Only such pages are asked."""

from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium_c

from pipeline.readers.pdf.page.frame import IDENTITY, Matrix, multiply
from pipeline.readers.pdf.page.reading import COVERING
from pipeline.readers.pdf.page.rulings import FORM_DEPTH, OBJECT_LIMIT, matrix_of

_UNSEEN = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
_GLYPH = 12
"""Segments of a filled path from which it may be letters: boxes and arrows have fewer."""
_OUTLINED = 500
"""Segments of such paths that make a page one of outlines: about twenty characters."""


def is_recognised(page: Any, area: float) -> bool:
    """True when most text of the page (a pdfium page of ``area`` square points) is invisible or lies under a picture.

    So programs that recognise text leave it; what shows is the picture.
    """
    unseen = bare = 0
    for item, matrix in _walk(page):
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            if pdfium_c.FPDFTextObj_GetTextRenderMode(item) in _UNSEEN:
                unseen += 1
            else:
                bare += 1
        elif (
            kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) > COVERING * area
        ):
            unseen, bare = unseen + bare, 0  # drawn later, it covers what came before
    return unseen > bare


def is_outlined(page: Any) -> bool:
    """True when the drawing of the page has as many curves as outlined letters have."""
    segments = 0
    for item, _ in _walk(page):
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_PATH:
            count = pdfium_c.FPDFPath_CountSegments(item)
            segments += count if count >= _GLYPH else 0
            if segments >= _OUTLINED:
                return True
    return False


def _size(matrix: Matrix) -> float:
    """Square points of the unit square, which every picture fills, under this matrix."""
    return abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])


def _walk(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The page's objects in the order in which they are drawn, also those inside forms, with their matrices."""
    left = OBJECT_LIMIT
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        for found in _unpack(pdfium_c.FPDFPage_GetObject(page, index), IDENTITY, FORM_DEPTH):
            left -= 1
            if left < 0:
                return
            yield found


def _unpack(item: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    matrix = multiply(matrix_of(item), outer)
    if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield item, matrix
    elif depth:
        for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
            yield from _unpack(pdfium_c.FPDFFormObj_GetObject(item, index), matrix, depth - 1)
