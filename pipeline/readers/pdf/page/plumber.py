"""pdfplumber's reading of a page whose characters pdfium cannot give: slower, and its own font tables."""

import io
import math
import re
from collections import Counter, defaultdict
from typing import Any

from pdfplumber import open as open_slowly
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.fold import UNREAD
from pipeline.model import Box
from pipeline.readers.pdf.limits.pdfminer import PDFMINER_ERRORS, restrained
from pipeline.readers.pdf.page.characters import BLANKS
from pipeline.readers.pdf.page.fonts import is_broken
from pipeline.readers.pdf.page.frame import between, map_box, multiply, turn_page
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.page.slant import is_aslant
from pipeline.readers.pdf.page.words import Word

_ERRORS = (*PDFMINER_ERRORS, PdfminerException, MalformedPDFException)
"""What pdfplumber raises on damaged files."""
_HALF = re.compile("[\ud800-\udfff]")


def reread_page(data: bytes, page: PageReading) -> PageReading | None:
    """The page that ``page`` is, as pdfplumber reads it; None when it finds no characters or fails.

    A code without a character, which pdfminer writes as (cid:n), becomes U+FFFD, as does all text in broken fonts.
    """
    try:
        with restrained(), open_slowly(io.BytesIO(data)) as document:
            shown = document.pages[page.number - 1]
            chars, edges, box = shown.chars, shown.edges, shown.bbox
    except _ERRORS:
        return None
    chars = [char for char in chars if char["text"].strip(BLANKS)]
    strays = "".join(char["text"] for char in chars if _is_stray(char))
    chars = [char for char in chars if not _is_stray(char)]
    if not chars:
        return None
    x, y, x1, y1 = (float(edge) for edge in box)
    turn = Counter(_turn_of(char["matrix"]) for char in chars).most_common(1)[0][0]
    upright, frame = turn_page((x, y, x1, y1), 0), turn_page((x, y, x1, y1), turn)
    turned = multiply((1.0, 0.0, 0.0, 1.0, -x, -y), between(upright, frame))
    horizontal, vertical = _rulings([map_box(_box_of(edge), turned) for edge in edges])
    texts = _texts_of(chars)
    return PageReading(
        number=page.number,
        frame=frame,
        words=[Word(text, *map_box(_box_of(char), turned)) for text, char in zip(texts, chars, strict=True)],
        aside=[],
        horizontal=horizontal,
        vertical=vertical,
        shades=[],
        to_shown=between(frame, upright),
        decoded=strays + "".join(texts),
        strays=(strays,) if strays else (),
        picture=page.picture,
        recognised=page.recognised,
    )


def _texts_of(chars: list[dict[str, Any]]) -> list[str]:
    """The text of each of ``chars``: U+FFFD where that is a code, or its font is broken."""
    texts = [UNREAD if char["text"].startswith("(cid:") else _HALF.sub(UNREAD, char["text"]) for char in chars]
    fonts: defaultdict[str, set[str]] = defaultdict(set)
    for text, char in zip(texts, chars, strict=True):
        fonts[char["fontname"]].update(text)  # one code may say several characters: ffi
    broken = {name for name, shown in fonts.items() if is_broken(shown - {UNREAD}, set())}
    return [UNREAD if char["fontname"] in broken else text for text, char in zip(texts, chars, strict=True)]


def _is_stray(char: dict[str, Any]) -> bool:
    return is_aslant(math.atan2(char["matrix"][1], char["matrix"][0]))


def _box_of(item: dict[str, Any]) -> Box:
    return float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"])


def _turn_of(matrix: tuple[float, ...]) -> int:
    """How far the page, as it is shown, must be turned clockwise for a character to be upright."""
    return round(math.degrees(math.atan2(matrix[1], matrix[0])) / 90) % 4 * 90


def _rulings(boxes: list[Box]) -> tuple[list[Ruling], list[Ruling]]:
    horizontal = [Ruling(y, x0, x1) for x0, y, x1, y1 in boxes if y1 - y < 1 <= x1 - x0]
    vertical = [Ruling(x0, y, y1) for x0, y, x1, y1 in boxes if x1 - x0 < 1 <= y1 - y]
    return horizontal, vertical
