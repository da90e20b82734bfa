"""A picture of a page → the same page upright, and its rulings. All in pixels."""

import math
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np

_MOST = 5.0
"""Degrees by which a scan may be turned."""
_POINTS = 60_000
_LEAST = 0.02
"""Degrees that are not worth a new picture."""
_BLOCK = 31
"""Pixels around a pixel that say what is dark there."""


class StraightPage(Struct, frozen=True):
    """An upright page: its picture (grey), what of it is ink, and the degrees by which it was turned back."""

    grey: "np.ndarray"
    ink: "np.ndarray"
    angle: float


def straighten(grey: "np.ndarray") -> StraightPage:
    """The page turned so that its lines are level."""
    import cv2

    ink = find_ink(grey)
    angle = measure_skew(ink)
    if abs(angle) < _LEAST:
        return StraightPage(grey, ink, 0.0)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return StraightPage(level, find_ink(level), angle)


def find_ink(grey: "np.ndarray") -> "np.ndarray":
    """255 where the picture is dark against what is around it, else 0."""
    import cv2

    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    ink: np.ndarray = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, 15)
    return ink


def measure_skew(ink: "np.ndarray") -> float:
    """The degrees, anticlockwise on the picture, by which it has to be turned to be level.

    The angle at which the ink, summed along lines, is most uneven: first in steps of a quarter of a degree, then finer.
    """
    import numpy as np

    ys, xs = np.nonzero(ink)
    if len(xs) < 500:
        return 0.0
    if len(xs) > _POINTS:
        chosen = np.linspace(0, len(xs) - 1, _POINTS).astype(np.int64)
        ys, xs = ys[chosen], xs[chosen]
    height = ink.shape[0]
    best, step, reach = 0.0, 0.25, _MOST
    while step > 0.01:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        scores = [_unevenness(xs, ys, float(angle), height) for angle in angles]
        best = float(angles[int(np.argmax(scores))])
        reach, step = step, step / 5
    return best


def _unevenness(xs: "np.ndarray", ys: "np.ndarray", angle: float, height: int) -> float:
    import numpy as np

    rows = (ys - xs * math.tan(math.radians(angle))).astype(np.int64)
    counts = np.bincount(rows - rows.min(), minlength=height).astype(np.float64)
    return float((counts * counts).sum())


def find_rulings(ink: "np.ndarray", unit: float) -> "tuple[np.ndarray, np.ndarray]":
    """Masks of the horizontal and the vertical rulings; ``unit``: pixels in a point.

    Strokes of characters are shorter, or join up to nothing as large as a table.
    """
    import cv2
    import numpy as np

    masks = []
    for across in (True, False):
        length, gap = round(24 * unit) if across else round(15 * unit), max(3, round(1.5 * unit))
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _bar(gap, across))
        masks.append(cv2.morphologyEx(closed, cv2.MORPH_OPEN, _bar(length, across)))
    net = cv2.dilate(masks[0] | masks[1], np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(net)
    wide = stats[:, cv2.CC_STAT_WIDTH] >= 100 * unit
    high = stats[:, cv2.CC_STAT_HEIGHT] >= 24 * unit
    keep = (wide & high) | (stats[:, cv2.CC_STAT_HEIGHT] >= 100 * unit) | (stats[:, cv2.CC_STAT_WIDTH] >= 200 * unit)
    keep[0] = False
    kept = keep[labels]
    return np.where(kept, masks[0], 0).astype(np.uint8), np.where(kept, masks[1], 0).astype(np.uint8)


def _bar(length: int, across: bool) -> "np.ndarray":
    import numpy as np

    return np.ones((1, length) if across else (length, 1), np.uint8)


def list_bars(mask: "np.ndarray", across: bool, unit: float) -> list[tuple[float, float, float]]:
    """The bars of a mask as (place across them, start, end) in pixels. One that is thick or bent is cut into pieces of
    its own height, so that a slight bow of the page does not move its ends."""
    import cv2

    count, _, stats, centres = cv2.connectedComponentsWithStats(mask)
    bars = []
    for index in range(1, count):
        x, y, width, height = (int(value) for value in stats[index][:4])
        if across and width >= 12 * unit:
            bars.append((float(centres[index][1]), float(x), float(x + width)))
        elif not across and height >= 9 * unit:
            bars.append((float(centres[index][0]), float(y), float(y + height)))
    return bars
