"""pdfium's functions that are called for every object or character, with plain addresses for arguments.

pypdfium2 declares pointers with their types, and ctypes then makes and checks an object for each: three times the cost
of the call itself.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium_c

_ADDRESS, _INT, _BOX = ctypes.c_void_p, ctypes.c_int, ctypes.c_float * 4
Box4 = ctypes.Array[ctypes.c_float]


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)


def address_of(handle: Any) -> int:
    """The address of what a handle of pypdfium2 points to."""
    return ctypes.cast(handle, _ADDRESS).value or 0


get_object = _plain(pdfium_c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
"""(page, index) → the object's address"""
type_of = _plain(pdfium_c.FPDFPageObj_GetType, _INT, _ADDRESS)
"""(object) → one of FPDF_PAGEOBJ_…"""
get_bounds = _plain(pdfium_c.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
"""(object, four addresses of floats for left, bottom, right, top) → 0 where it has none"""
get_loose_box = _plain(pdfium_c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
"""(text page, index, address of four floats for left, top, right, bottom) → 0 where it has none"""

text_object = _plain(pdfium_c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
"""(text page, index) → the address of the text object that shows the character"""
get_angle = _plain(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float, _ADDRESS, _INT)
"""(text page, index) → radians clockwise; negative where it is not known"""
get_segment = _plain(pdfium_c.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
"""(path, index) → the segment's address"""
get_clip_segment = _plain(pdfium_c.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)
"""(clip path, path, index) → the segment's address"""
get_clip = _plain(pdfium_c.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
"""(object) → the address of its clip path"""
count_clips = _plain(pdfium_c.FPDFClipPath_CountPaths, _INT, _ADDRESS)
"""(clip path) → how many paths it has"""
count_clip_segments = _plain(pdfium_c.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
"""(clip path, path) → how many segments it has"""
get_point = _plain(pdfium_c.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
"""(segment, addresses of two floats for x and y) → 0 where it has none"""
segment_type = _plain(pdfium_c.FPDFPathSegment_GetType, _INT, _ADDRESS)
"""(segment) → one of FPDF_SEGMENT_…"""
is_closing = _plain(pdfium_c.FPDFPathSegment_GetClose, _INT, _ADDRESS)
"""(segment) → 1 where it closes its figure"""


def make_box() -> tuple[Box4, int]:
    """Four floats, and the address of the first."""
    box = _BOX()
    return box, ctypes.addressof(box)
