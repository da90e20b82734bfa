"""The recognition itself: where text is on a picture, and what its lines say, with the certainty of each character."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

LONGEST = 2_000
"""Pixels of the longer side of the picture in which text is looked for: an A4 page at 170 dots an inch."""
_LOCK = Lock()
PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1."""


class ReadCharacter(NamedTuple):
    """A character of a line: what it is, where its middle is (0 to 1 along the line), how certain it is (0 to 1)."""

    text: str
    middle: float
    certainty: float


@cache
def _load() -> tuple[Any, Any]:
    """The detector and the recogniser. Their models are in the package; nothing is fetched."""
    import logging

    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": _threads()})
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return engine._load_det_model(), engine._load_rec_model()


def _threads() -> int:
    import os

    return max(1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1), 4))


def find_text(image: "np.ndarray") -> list[PixelBox]:
    """The boxes of lines of text on an upright picture (three channels)."""
    import cv2

    height, width = image.shape[:2]
    scale = min(1.0, LONGEST / max(height, width))
    small = image if scale == 1.0 else cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    with _LOCK:
        found = _load()[0](small)
    boxes: list[PixelBox] = []
    for quad in found.boxes if found.boxes is not None else ():
        xs, ys = [point[0] / scale for point in quad], [point[1] / scale for point in quad]
        box = max(0, int(min(xs))), max(0, int(min(ys))), min(width, int(max(xs)) + 1), min(height, int(max(ys)) + 1)
        if box[2] - box[0] > 2 and box[3] - box[1] > 2:
            boxes.append(box)
    return boxes


def read_lines(crops: "list[np.ndarray]") -> list[list[ReadCharacter]]:
    """What each of these pictures of one line says."""
    if not crops:
        return []
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    with _LOCK:
        found = _load()[1](TextRecInput(img=crops, return_word_box=True))
    lines: list[list[ReadCharacter]] = []
    for text, info in zip(found.txts, found.word_results, strict=True):
        columns = [column for word in info.word_cols for column in word] if info is not None else []
        chars = [char for word in info.words for char in word] if info is not None else []
        if not text.strip() or not (len(columns) == len(chars) == len(info.confs)):
            lines.append([])
            continue
        length = max(info.line_txt_len, columns[-1] + 1)
        lines.append(
            [
                ReadCharacter(char, (column + 0.5) / length, float(certainty))
                for char, column, certainty in zip(chars, columns, info.confs, strict=True)
            ]
        )
    return lines
