"""The lines that one page draws: strokes, thin filled boxes, borders of boxes, also inside form XObjects."""

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.model import Box
from pipeline.readers.pdf.page.calls import (
    address_of,
    count_clip_segments,
    count_clips,
    get_bounds,
    get_clip,
    get_clip_segment,
    get_object,
    get_point,
    get_segment,
    is_closing,
    make_box,
    segment_type,
    type_of,
)
from pipeline.readers.pdf.page.frame import IDENTITY, Matrix, PageFrame, map_box, multiply
from pipeline.readers.pdf.page.sketch import THIN, Point, Sketch, meet

FLAT = 0.01
FORM_DEPTH = 12
OBJECT_LIMIT = 200_000


class Drawing(Sketch):
    """What is drawn on a page besides text.

    ``horizontal`` and ``vertical`` are rulings; ``shades`` the borders of filled boxes, which rule a table only where
    nothing else does. ``texts`` counts text objects, ``flat`` those without extent among every eighth object: pdfium
    leaves these out of a page's text. ``picture`` is the share of the page that its pictures cover: scans come in
    strips, too. ``fills`` counts filled boxes; ``covers``: some are painted after text, which may be under them.
    """

    def __init__(self, frame: PageFrame) -> None:
        super().__init__()
        self.texts = 0
        self.flat = 0
        self.picture = 0.0
        self.covers = False
        self._area = max(frame.width * frame.height, 1.0)
        self._visible: Box = (0.0, 0.0, frame.width, frame.height)
        self._left = OBJECT_LIMIT
        self._mode = ctypes.c_int(), ctypes.c_int()

    @property
    def overfull(self) -> bool:
        """True where more is drawn than OBJECT_LIMIT, so that not all of it was looked at."""
        return self._left <= 0

    def read_object(self, item: Any, outer: Matrix, depth: int = FORM_DEPTH) -> None:
        """Take in one page object; ``outer`` maps the space it is drawn in to the reading frame."""
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT or self._left <= 0:
            return
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._read_path(item, outer)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, _, _ = multiply(matrix_of(item), outer)
            self.picture += abs(a * d - b * c) / self._area
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth:
            inner = multiply(matrix_of(item), outer)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
                self.read_object(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth - 1)
        self._left -= 1

    def _read_path(self, item: Any, outer: Matrix) -> None:
        mode, stroked = self._mode
        pdfium_c.FPDFPath_GetDrawMode(item, mode, stroked)
        count = pdfium_c.FPDFPath_CountSegments(item)
        self._left -= count
        if not (mode.value or stroked.value) or self._left < 0:
            return
        seen = meet(self._visible, clip_of(item, outer))
        if count == 2 and stroked.value and self._read_stroke(item, outer, seen):
            return
        for points in subpaths(item, count, multiply(matrix_of(item), outer)):
            self.add_figure(points, seen, filled=bool(mode.value), stroked=bool(stroked.value))

    def _read_stroke(self, item: Any, outer: Matrix, seen: Box) -> bool:
        """Take in a stroke from one point to another, as most rulings are drawn; False where it is something else."""
        place = address_of(item)
        segments = [get_segment(place, 0), get_segment(place, 1)]
        if is_closing(segments[1]) or segment_type(segments[1]) != pdfium_c.FPDF_SEGMENT_LINETO:
            return False
        start, end = _points_of(segments)
        x0, y0, x1, y1 = _map_points(start, end, multiply(matrix_of(item), outer))
        if max(abs(x0 - x1), abs(y0 - y1)) <= THIN:
            return False
        self.add_stroke(x0, y0, x1, y1, seen)
        return True


def read_drawing(page: pdfium.PdfPage, frame: PageFrame) -> Drawing:
    """The drawing of a page in the reading frame."""
    drawing = Drawing(frame)
    raw, text = page.raw, pdfium_c.FPDF_PAGEOBJ_TEXT
    place = address_of(raw)
    items = [get_object(place, index) for index in range(pdfium_c.FPDFPage_CountObjects(raw))]
    kinds = list(map(type_of, items))
    drawing.texts = kinds.count(text)
    drawing.flat = _count_flat([item for item, kind in zip(items[::8], kinds[::8], strict=True) if kind == text])
    if drawing.texts < len(kinds):
        first = kinds.index(text) if drawing.texts else len(kinds)
        for index in [index for index, kind in enumerate(kinds) if kind != text]:
            before = drawing.fills
            drawing.read_object(pdfium_c.FPDFPage_GetObject(raw, index), frame.matrix)
            drawing.covers = drawing.covers or (drawing.fills > before and index > first)
    if drawing.dots:
        drawing.string_dots()
    return drawing


def _count_flat(items: list[int]) -> int:
    """How many of these objects have no extent."""
    sides, first = make_box()
    places = [first + 4 * index for index in range(4)]
    return sum(1 for item in items if get_bounds(item, *places) and sides[2] - sides[0] < FLAT)


def matrix_of(item: Any) -> Matrix:
    """The matrix of a page object within the space it is drawn in."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def clip_of(item: Any, outer: Matrix) -> Box | None:
    """The box around what the object's clip path lets through, None when it has none."""
    return clip_at(address_of(item), outer)


def clip_at(place: int, outer: Matrix) -> Box | None:
    """The same for the address of an object."""
    clip = get_clip(place)
    seen: Box | None = None
    for path in range(max(count_clips(clip), 0) if clip else 0):
        count = max(count_clip_segments(clip, path), 0)
        corners = (0, 2) if count in (4, 5) else range(count)  # of a box two say all, and most are boxes
        points = _points_of([get_clip_segment(clip, path, index) for index in corners])
        if count in (4, 5) and not _is_box(clip, path, points):
            points = _points_of([get_clip_segment(clip, path, index) for index in range(count)])
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = map_box((min(xs), min(ys), max(xs), max(ys)), outer)
            seen = meet(box, seen)
    return seen


def _is_box(clip: int, path: int, corners: Sequence[Point]) -> bool:
    """Is the second point of a clip path on the box that its first and third one span?"""
    ((x, y),) = _points_of([get_clip_segment(clip, path, 1)])
    (x0, y0), (x1, y1) = corners
    return (x in (x0, x1) and y in (y0, y1)) and (x0 != x1 and y0 != y1)


def _points_of(segments: Sequence[int]) -> list[Point]:
    sides, x = make_box()
    points: list[Point] = []
    for segment in segments:
        get_point(segment, x, x + 4)
        points.append((sides[0], sides[1]))
    return points


def _map_points(start: Point, end: Point, matrix: Matrix) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    (x0, y0), (x1, y1) = start, end
    return a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f


def subpaths(item: Any, count: int, matrix: Matrix) -> list[list[Point]]:
    """The corner points of each subpath, closed where it is; curves are left out."""
    a, b, c, d, e, f = matrix
    place = address_of(item)
    segments = [get_segment(place, index) for index in range(count)]
    found: list[list[Point]] = []
    current: list[Point] = []
    for segment, (x, y) in zip(segments, _points_of(segments), strict=True):
        point = (a * x + c * y + e, b * x + d * y + f)
        if current and segment_type(segment) == pdfium_c.FPDF_SEGMENT_LINETO:
            current.append(point)
        else:  # a move, or the end of a curve
            current = [point]
            found.append(current)
        if is_closing(segment):
            current.append(current[0])
    return [points for points in found if len(points) > 1]
