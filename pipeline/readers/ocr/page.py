"""A picture of a page → ``PageReading``: words in the lattice of its rulings, and how certain each character is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import is_blank
from pipeline.model import Box, Issue
from pipeline.readers.ocr.engine import PixelBox, ReadCharacter, find_text, read_lines
from pipeline.readers.ocr.lines import find_missed, fit_boxes, part_boxes, part_tall
from pipeline.readers.ocr.straight import StraightPage, find_rulings, list_bars, straighten
from pipeline.readers.ocr.widths import set_widths
from pipeline.readers.pdf.page.frame import Matrix, PageFrame, map_box, turn_page
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.runs import PlacedRun, place_runs
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.table.lattice import find_tables, merge_lines

if TYPE_CHECKING:
    import numpy as np

_ROOM = 2
"""Pixels around a line that are given to the recogniser with it."""
_WIDE = "\u2e7f"


class ReadGlyph(NamedTuple):
    """A recognised character, its box on the page as it is shown (points), and how certain it is (0 to 1)."""

    text: str
    box: Box
    certainty: float


class RecognisedPage(Struct, frozen=True):
    """A page as recognised: without words, the runs that these are cut from, and its characters in their order."""

    blank: PageReading
    runs: tuple[PlacedRun, ...]
    cuts: tuple[float, ...]
    glyphs: tuple[ReadGlyph, ...]

    def read(self, edges: Sequence[float] | None = ()) -> PageReading:
        """The page with the words that cross a ruling or one of ``edges``, or all (None), character by character."""
        cuts = None if edges is None else sorted({*self.cuts, *edges})
        return replace(self.blank, words=place_runs(self.runs, cuts))


def recognise(image: "np.ndarray", number: int, width: float) -> RecognisedPage:
    """The page on a picture (grey), as page ``number``; ``width``: of the page in points."""
    straight = straighten(image)
    unit = image.shape[1] / width  # pixels in a point
    rows, columns, clean, ink = _without_rulings(straight, unit)
    found = fit_boxes(part_boxes(find_text(clean), rows, columns), ink)
    lattice = find_tables(_scale(rows, 1 / unit), _scale(columns, 1 / unit))
    cells = [map_box(cell, (unit, 0.0, 0.0, unit, 0.0, 0.0)) for table in lattice.tables for cell in table]
    found = find_missed(cells, found, ink)
    level, single = part_tall(found, ink)
    boxes = [*level, *single]
    lines = read_lines([_crop(clean, box) for box in boxes])
    placed = [_place(line, box) for line, box in zip(lines, boxes, strict=True) if line]
    runs = tuple(PlacedRun(text, [_to_points(box, unit) for box in places]) for text, places, _ in placed if text)
    shown = _turn_back(straight, unit)
    glyphs = tuple(
        ReadGlyph(char, map_box(_to_points(box, unit), shown), certainty)
        for text, places, certainties in placed
        for char, box, certainty in zip(text, places, certainties, strict=True)
    )
    blank = PageReading(
        number=number,
        frame=_frame(width, image.shape[0] / unit),
        words=[],
        aside=[],
        horizontal=_scale(rows, 1 / unit),
        vertical=_scale(columns, 1 / unit),
        shades=[],
        to_shown=shown,
        decoded="".join(run.text for run in runs),
        issues=(Issue("page-recognised", "info", f"The text of page {number} was recognised from its picture."),),
    )
    return RecognisedPage(blank, runs, tuple(sorted({ruling.at for ruling in blank.vertical})), glyphs)


def _without_rulings(page: StraightPage, unit: float) -> "tuple[list[Ruling], list[Ruling], np.ndarray, np.ndarray]":
    """The rulings in pixels, the picture (three channels) with them painted over, and the ink that is left."""
    import cv2
    import numpy as np

    across, down = find_rulings(page.ink, unit)
    rows = merge_lines([Ruling(*bar) for bar in list_bars(across, True, unit)])
    columns = merge_lines([Ruling(*bar) for bar in list_bars(down, False, unit)])
    drawn = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    clean = page.grey.copy()
    clean[drawn > 0] = 255
    ink = page.ink.copy()
    ink[drawn > 0] = 0
    return (
        rows,
        columns,
        cv2.cvtColor(clean, cv2.COLOR_GRAY2BGR),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)),
    )


def _crop(image: "np.ndarray", box: PixelBox) -> "np.ndarray":
    x0, y0, x1, y1 = box
    return image[max(0, y0 - _ROOM) : y1 + _ROOM, max(0, x0 - _ROOM) : x1 + _ROOM]


def _place(line: list[ReadCharacter], box: PixelBox) -> tuple[str, list[Box], list[float]]:
    """The text of a line without blanks beside Chinese characters, a box in pixels for each character, and the
    certainties."""
    kept = [item for index, item in enumerate(line) if not _is_needless(line, index)]
    text = set_widths([item.text for item in kept])
    x0, y0, x1, y1 = box
    middles = [x0 + item.middle * (x1 - x0) for item in kept]
    places: list[Box] = []
    for index, (char, middle) in enumerate(zip(text, middles, strict=True)):
        half = (0.5 if char > _WIDE else 0.3) * (y1 - y0)
        left = max(middle - half, (middles[index - 1] + middle) / 2 if index else x0)
        right = min(middle + half, (middles[index + 1] + middle) / 2 if index + 1 < len(middles) else x1)
        places.append((left, float(y0), max(right, left + 1), float(y1)))
    return "".join(text), places, [item.certainty for item in kept]


def _is_needless(line: list[ReadCharacter], index: int) -> bool:
    """Is this a blank that is not between two Latin characters?"""
    if not is_blank(line[index].text):
        return False
    around = line[max(0, index - 1) : index] + line[index + 1 : index + 2]
    return len(around) < 2 or any(item.text > "\u024f" for item in around)


def _scale(rulings: Sequence[Ruling], by: float) -> list[Ruling]:
    return [Ruling(ruling.at * by, ruling.start * by, ruling.end * by) for ruling in rulings]


def _to_points(box: Box, unit: float) -> Box:
    return box[0] / unit, box[1] / unit, box[2] / unit, box[3] / unit


def _frame(width: float, height: float) -> PageFrame:
    return turn_page((0.0, 0.0, width, height), 0)


def _turn_back(page: StraightPage, unit: float) -> Matrix:
    """From the upright page to the page as it is shown, in points."""
    import cv2

    height, width = page.grey.shape
    (a, c, e), (b, d, f) = cv2.getRotationMatrix2D((width / 2, height / 2), -page.angle, 1.0).tolist()
    return a, b, c, d, e / unit, f / unit
