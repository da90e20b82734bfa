"""Where lines of text are on an upright page: those that are detected, parted at rulings, and those missed in cells."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from pipeline.model import Box
from pipeline.readers.ocr.engine import PixelBox
from pipeline.readers.pdf.page.sketch import Ruling

if TYPE_CHECKING:
    import numpy as np

_EDGE = 3
"""Pixels beside a ruling that are not looked at."""
_SPECK = 12
"""Pixels of ink that are no character."""
_TALL = 1.6
"""Height by width from which a box holds characters one below the other."""


def part_boxes(boxes: Sequence[PixelBox], rows: Sequence[Ruling], columns: Sequence[Ruling]) -> list[PixelBox]:
    """The boxes, cut where a ruling (in pixels) crosses their middle: text of two cells is no line."""
    parted: list[PixelBox] = []
    for x0, y0, x1, y1 in boxes:
        middle, room = (y0 + y1) / 2, max(_EDGE, 0.15 * (y1 - y0))
        cuts = [
            ruling.at for ruling in columns if ruling.start < middle < ruling.end and x0 + room < ruling.at < x1 - room
        ]
        edges = [x0, *sorted(round(cut) for cut in cuts), x1]
        for left, right in pairwise(edges):
            parted.extend(_part_rows((left, y0, right, y1), rows))
    return parted


def _part_rows(box: PixelBox, rows: Sequence[Ruling]) -> list[PixelBox]:
    x0, y0, x1, y1 = box
    middle, room = (x0 + x1) / 2, max(_EDGE, 0.25 * (y1 - y0))
    cuts = [ruling.at for ruling in rows if ruling.start < middle < ruling.end and y0 + room < ruling.at < y1 - room]
    edges = [y0, *sorted(round(cut) for cut in cuts), y1]
    return [(x0, top, x1, bottom) for top, bottom in pairwise(edges)]


def fit_boxes(boxes: Sequence[PixelBox], ink: "np.ndarray") -> list[PixelBox]:
    """The boxes drawn in, or a little out, to the ink in them; those without any are left out."""
    fitted = []
    for x0, y0, x1, y1 in boxes:
        found = ink_box(ink, (x0, y0, x1, y1))
        if found is not None:
            fitted.append(found)
    return fitted


def ink_box(ink: "np.ndarray", box: PixelBox) -> PixelBox | None:
    """The box around the ink in a box, a pixel wider; None where there are only specks."""
    import numpy as np

    x0, y0, x1, y1 = box
    part = ink[y0:y1, x0:x1]
    columns, rows = np.flatnonzero((part > 0).sum(axis=0) > 0), np.flatnonzero((part > 0).sum(axis=1) > 0)
    if len(columns) == 0 or int((part > 0).sum()) < _SPECK:
        return None
    height, width = ink.shape
    return (
        max(0, x0 + int(columns[0]) - 1), max(0, y0 + int(rows[0]) - 1),
        min(width, x0 + int(columns[-1]) + 2), min(height, y0 + int(rows[-1]) + 2),
    )  # fmt: skip


def find_missed(cells: Sequence[Box], boxes: Sequence[PixelBox], ink: "np.ndarray") -> list[PixelBox]:
    """The boxes, with ink in cells (in pixels) that the detector passed by: what is at the end of a line belongs to
    that line, the rest, most of all single figures, makes lines of its own."""
    import cv2
    import numpy as np

    rest = ink.copy()
    for x0, y0, x1, y1 in boxes:
        rest[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = 0
    usual = median(y1 - y0 for _, y0, _, y1 in boxes) if boxes else 30.0
    all_boxes = list(boxes)
    for cell in cells:
        left, top, right, bottom = (round(value) for value in cell)
        part = rest[top + _EDGE : max(bottom - _EDGE, 0), left + _EDGE : max(right - _EDGE, 0)]
        if part.size == 0 or int((part > 0).sum()) < _SPECK:
            continue
        joined = cv2.dilate(part, np.ones((3, max(3, round(0.8 * usual))), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
        for x, y, width, height, _ in stats[1:count].tolist():
            box = (left + _EDGE + x, top + _EDGE + y, left + _EDGE + x + width, top + _EDGE + y + height)
            found = ink_box(rest, box)
            if found is not None and 0.3 * usual < found[3] - found[1] < 2 * usual:
                _add_missed(all_boxes, found, usual)
    return all_boxes


def _add_missed(boxes: list[PixelBox], found: PixelBox, usual: float) -> None:
    """Widen the line that goes on with what was found, else add it as a line where it is high enough."""
    x0, y0, x1, y1 = found
    for index, (left, top, right, bottom) in enumerate(boxes):
        common = min(bottom, y1) - max(top, y0)
        near = -usual < max(left - x1, x0 - right) < 0.7 * usual
        if near and common > 0.5 * min(y1 - y0, bottom - top):
            boxes[index] = (min(left, x0), min(top, y0), max(right, x1), max(bottom, y1))
            return
    if y1 - y0 > 0.45 * usual:
        boxes.append(found)


def part_tall(boxes: Sequence[PixelBox], ink: "np.ndarray") -> tuple[list[PixelBox], list[PixelBox]]:
    """The boxes of level lines, and for each box of characters one below the other a box for each character."""
    import numpy as np

    level = [box for box in boxes if box[3] - box[1] < _TALL * (box[2] - box[0])]
    single: list[PixelBox] = []
    for x0, y0, x1, y1 in (box for box in boxes if box not in level):
        filled = (ink[y0:y1, x0:x1] > 0).any(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
        runs = [(y0 + int(start), y0 + int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
        single.extend((x0, top, x1, bottom) for top, bottom in _join_strokes(runs, x1 - x0))
    return level, single


def _join_strokes(runs: Sequence[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Stretches of ink down a column put together into characters, which are about as high as they are wide."""
    joined: list[tuple[int, int]] = []
    for top, bottom in runs:
        if joined and bottom - joined[-1][0] <= 1.1 * width:
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return joined
