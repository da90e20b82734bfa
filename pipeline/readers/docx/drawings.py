"""What a drawing shows: text boxes, WordArt, diagrams as text; pictures and embedded objects as issues.

A picture is no text, so what it says is missing from the record. One in a table cell, or one about as wide as the
text of the page, may be a scanned part of the list: that is an error. A small one (logo, icon, seal) is not.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import Unreadable
from pipeline.readers.docx import names as w
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import whole
from pipeline.readers.docx.package import Package, parse_part

if TYPE_CHECKING:
    from lxml.etree import _Element

_EMU = 12_700
_TWIPS = 20
"""Units in a point."""
_A4_TEXT = 415.0
"""Points of text width on A4 with the usual margins, where the document does not say."""
_WIDE = 0.6
"""Share of the text width from which a picture may be a page or a table."""
_TALL = 60.0
_LEAST = 24.0
"""Points of width from which a picture in a cell may show words; smaller ones are icons."""
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,9})\s*(pt|in|cm|mm|px)?", re.I)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}


class Drawings:
    """The drawings of a document. ``pictures``: how many unread ones may show text; ``objects``: embedded files."""

    def __init__(self, package: Package, losses: Losses) -> None:
        self._package = package
        self._losses = losses
        self._text_width = 0.0
        self.pictures = 0
        self.objects: list[str] = []

    def read(self, element: "_Element", *, in_cell: bool) -> "Iterator[_Element | str]":
        """Text boxes as elements and other texts as strings, each once; all else is reported."""
        for child in _walk(element):
            tag = child.tag
            if tag == w.TEXT_BOX:
                yield child
            elif tag == w.TEXT_PATH:
                yield child.get("string", "")
            elif tag == w.DIAGRAM:
                yield from self._read_diagram(child)
            elif tag in (w.PICTURE, w.SHAPE_IMAGE):
                self._report_picture(element, in_cell)
            elif tag in (w.OLE_OBJECT, w.CONTROL):
                self._report_object(child)
            elif tag == w.CHART:
                self._losses.report("object-unread", "warning", "A chart was not read.")

    def _read_diagram(self, element: "_Element") -> Iterator[str]:
        """The texts of a SmartArt diagram, from the part with its data."""
        relation = element.get(w.DATA_RELATION) or element.get(w.STRICT_DATA_RELATION) or ""
        target = self._package.relations.get(relation)
        blob = self._package.members.get(target.target, b"") if target else b""
        try:
            root = parse_part(blob) if blob else None
        except Unreadable:
            root = None
        if root is None:
            self._losses.report("object-unread", "error", "A diagram (SmartArt) could not be read.")
            return
        for paragraph in root.iter(w.DRAWN_P):
            yield "".join(text.text or "" for text in paragraph.iter(w.DRAWN_T))

    def _report_picture(self, drawing: "_Element", in_cell: bool) -> None:
        width, height = _size(drawing)
        if in_cell:
            counts = width == 0 or (width >= _LEAST and height >= _LEAST / 3)
        else:
            counts = width >= self._width_of_text() * _WIDE and height >= _TALL
        if not counts or _is_preview(drawing):
            return
        self.pictures += 1
        where = "in a cell" if in_cell else "as wide as the text"
        message = f"A picture {where} ({width / 28.35:.0f} × {height / 28.35:.0f} cm) was not read; it may show text."
        self._losses.report("picture-unread", "error", message)

    def _report_object(self, element: "_Element") -> None:
        program = element.get("ProgID") or element.get(w.NAME) or "object"
        self.objects.append(program)
        formula = program.startswith("Equation")
        message = f"An embedded {program} was not read."
        self._losses.report("object-unread", "warning" if formula else "error", message)

    def _width_of_text(self) -> float:
        if not self._text_width:
            widths = [found for found in map(_section_width, self._package.document.iter(w.PAGE_SIZE)) if found > 0]
            self._text_width = min(widths, default=_A4_TEXT)
        return self._text_width


def _walk(element: "_Element") -> "Iterator[_Element]":
    """Everything below an element that is shown: of alternatives the chosen one, nothing inside text boxes."""
    for child in element:
        if child.tag == w.ALTERNATIVE:
            yield from _walk(choose(child))
        else:
            yield child
            if child.tag != w.TEXT_BOX:
                yield from _walk(child)


def choose(alternative: "_Element") -> "_Element":
    """The first choice of an ``mc:AlternateContent``, else its fallback: the same content is there more than once."""
    for tag in (w.CHOICE, w.FALLBACK):
        for child in alternative.iterchildren(tag):
            return child
    return alternative


def _size(drawing: "_Element") -> tuple[float, float]:
    """Width and height in points; 0 where the drawing does not say."""
    extent = next(drawing.iter(w.EXTENT), None)
    if extent is not None:
        return whole(extent.get("cx")) / _EMU, whole(extent.get("cy")) / _EMU
    for shape in drawing.iter():
        found = {name.lower(): _points(number, unit) for name, number, unit in _LENGTH.findall(shape.get("style", ""))}
        if "width" in found:
            return found["width"], found.get("height", 0.0)
    return 0.0, 0.0


def _points(number: str, unit: str) -> float:
    try:
        return float(number) * _POINTS[unit.lower()]
    except ValueError:
        return 0.0


def _is_preview(drawing: "_Element") -> bool:
    """True for the picture that shows an embedded object: the object itself is reported."""
    return next(drawing.iter(w.OLE_OBJECT, w.CONTROL), None) is not None


def _section_width(size: "_Element") -> float:
    """Points of text width of the section that a ``w:pgSz`` belongs to."""
    margin = next(size.itersiblings(w.PAGE_MARGIN), None)
    sides = 0 if margin is None else whole(margin.get(w.LEFT)) + whole(margin.get(w.RIGHT))
    return (whole(size.get(w.WIDTH)) - sides) / _TWIPS
