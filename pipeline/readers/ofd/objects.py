"""The objects of a page: text, paths and pictures, also those in blocks, templates and composite objects."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.errors import TooLarge
from pipeline.fold import count_ink
from pipeline.model import Box
from pipeline.readers.ofd.glyphs import GlyphRun, read_glyphs
from pipeline.readers.ofd.package import local
from pipeline.readers.ofd.values import POINTS, is_off, matrix_of, number, numbers, path_points
from pipeline.readers.pdf.page.frame import Matrix, map_box, multiply
from pipeline.readers.pdf.page.sketch import Sketch

if TYPE_CHECKING:
    from lxml.etree import _Element

OBJECT_LIMIT = 400_000
"""Objects of one page, those that composite objects repeat among them."""
_DEEPEST = 12
Composites = Callable[[str], "_Element | None"]
"""The drawing of a composite object by its resource's id."""


class PageObjects(Sketch):
    """What the objects of one page draw, in points from its top left corner.

    ``glyphs``: text that shows; ``unseen``: text that does not; ``area``: square points that pictures cover;
    ``pictures``: the ids of their files with their boxes.
    """

    def __init__(self, origin: tuple[float, float], composites: Composites) -> None:
        super().__init__()
        self.glyphs: list[GlyphRun] = []
        self.unseen: list[str] = []
        self.pictures: list[tuple[str, Box]] = []
        self._page: Matrix = (POINTS, 0.0, 0.0, POINTS, -origin[0] * POINTS, -origin[1] * POINTS)
        self._composites = composites
        self._left = OBJECT_LIMIT

    def add_content(self, parent: "_Element") -> None:
        """Take in all objects below an element of a page: its layers, blocks, or appearances of annotations."""
        self._add_all(parent, self._page, False, _DEEPEST)

    def _add_all(self, parent: "_Element", outer: Matrix, hidden: bool, depth: int) -> None:
        if depth < 0:
            return
        for element in parent:
            self._left -= 1
            if self._left < 0:
                raise TooLarge("A page of the OFD draws more objects than a page can have.")
            name = local(element)
            if name in ("Layer", "PageBlock", "Content", "Appearance"):
                self._add_all(element, outer, hidden, depth - 1)
            elif name in _TAKE:
                unseen = hidden or is_off(element.get("Visible")) or element.get("Alpha") == "0"
                getattr(self, _TAKE[name])(element, outer, unseen, depth)

    def _add_text(self, element: "_Element", outer: Matrix, hidden: bool, _depth: int) -> None:
        drawn = not is_off(element.get("Fill")) or not is_off(element.get("Stroke"), default=False)
        runs = read_glyphs(element, _inner(element, outer))
        if hidden or not drawn:
            self.unseen.extend(item.run.text for item in runs if count_ink(item.run.text))
        else:
            self.glyphs.extend(runs)

    def _add_path(self, element: "_Element", outer: Matrix, hidden: bool, _depth: int) -> None:
        filled = not is_off(element.get("Fill"), default=False)
        stroked = not is_off(element.get("Stroke"))
        if hidden or not (filled or stroked):
            return
        data = next((item.text for item in element if local(item) == "AbbreviatedData"), None)
        a, b, c, d, e, f = _inner(element, outer)
        seen = _seen(element, outer)
        for points in path_points(data or ""):
            self._left -= len(points)
            mapped = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
            self.add_figure(mapped, seen, filled=filled, stroked=stroked)

    def _add_picture(self, element: "_Element", outer: Matrix, hidden: bool, _depth: int) -> None:
        boundary = numbers(element.get("Boundary"), 4)
        if boundary is not None and not hidden:
            x, y, width, height = boundary
            self.pictures.append((element.get("ResourceID", ""), map_box((x, y, x + width, y + height), outer)))

    def _add_composite(self, element: "_Element", outer: Matrix, hidden: bool, depth: int) -> None:
        drawing = self._composites(element.get("ResourceID", ""))
        if drawing is not None:
            self._add_all(drawing, _inner(element, outer), hidden, depth - 1)


_TAKE = {
    "TextObject": "_add_text",
    "PathObject": "_add_path",
    "ImageObject": "_add_picture",
    "CompositeObject": "_add_composite",
}
_ROOM = 3.0
"""Points beyond an object's boundary in which it still shows: rulings lie on the border of their own."""


def _inner(element: "_Element", outer: Matrix) -> Matrix:
    """From an object's own space to the page: its transformation, then the place of its boundary."""
    boundary = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    inner = multiply(matrix_of(element.get("CTM")), (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]))
    return multiply(inner, outer)


def _seen(element: "_Element", outer: Matrix) -> Box:
    """The box on the page in which an object shows, somewhat wider by its line."""
    boundary = numbers(element.get("Boundary"), 4)
    if boundary is None:
        return (-1e6, -1e6, 1e6, 1e6)
    x, y, width, height = boundary
    x0, top, x1, bottom = map_box((x, y, x + width, y + height), outer)
    room = max(_ROOM, number(element.get("LineWidth")) * POINTS)
    return x0 - room, top - room, x1 + room, bottom + room
