"""One page as read: words in a frame in which they stand upright, rulings, and how far to trust it."""

from collections.abc import Sequence

import pypdfium2 as pdfium
from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.characters import TextLayer, Word
from pipeline.readers.pdf.frame import Frame, Matrix, between, map_box, turn_page, visible_box
from pipeline.readers.pdf.lattice import Line
from pipeline.readers.pdf.lines import TextLine, group_lines
from pipeline.readers.pdf.overlay import part_overlays
from pipeline.readers.pdf.rulings import read_drawing
from pipeline.readers.pdf.scan import COVERING, is_outlined, is_recognised


class Page(Struct, frozen=True):
    """What one page holds, in its reading frame (points, origin top left)."""

    number: int
    frame: Frame
    words: list[Word]
    aside: list[TextLine]
    """Lines of text that stand in another direction than most."""
    horizontal: list[Line]
    vertical: list[Line]
    shades: list[Box]
    to_shown: Matrix
    """From the reading frame to the page as it is shown."""
    texts: int = 0
    """Text objects; of every eighth, ``flat`` counts those without extent, which pdfium leaves out of the text."""
    flat: int = 0
    strays: tuple[str, ...] = ()
    """Text that lies across other text, at a slant or in large letters, and belongs to no line."""
    picture: float = 0.0
    """The share of the page that its pictures cover; 1 where there are only outlines, which may be letters."""
    recognised: bool = False
    """Is the text unseen, and on a picture of the page, as text recognition (OCR) leaves it?"""
    overfull: bool = False
    """So much is drawn that some rulings were not looked at."""

    @property
    def characters(self) -> int:
        """The number of characters."""
        return len(self.text)

    @property
    def text(self) -> str:
        """All characters, without their order on the page."""
        return "".join([word[0] for word in self.words] + [line.text for line in self.aside])


def read_page(document: pdfium.PdfDocument, index: int, edges: Sequence[float] | None = ()) -> Page:
    """Page ``index`` (from 0). Raises pdfium.PdfiumError when it cannot be loaded.

    ``edges``: further places across the page (x in the reading frame) where a word may have to be parted; None parts
    all words into characters.
    """
    page = document[index]
    try:
        box = visible_box(page)
        with TextLayer(page, box) as layer:
            frame = layer.frame
            drawing = read_drawing(page, frame)
            words, others = layer.read_words(None if edges is None else sorted([*drawing.cuts(), *edges]))
        words, over = part_overlays(words)
        empty = not words and not others
        outlined = empty and drawing.picture < COVERING and is_outlined(page.raw)
        aside: list[TextLine] = []
        for turn, group in others.items():
            aside.extend(_turn_lines(group_lines(group), turn_page(box, turn), frame))
        return Page(
            number=index + 1,
            frame=frame,
            words=words,
            aside=aside,
            horizontal=drawing.horizontal,
            vertical=drawing.vertical,
            shades=drawing.shades,
            to_shown=between(frame, turn_page(box, page.get_rotation())),
            texts=drawing.texts,
            flat=drawing.flat,
            strays=(*layer.strays, *over),
            picture=1.0 if outlined else drawing.picture,
            recognised=not empty and drawing.picture > COVERING and is_recognised(page.raw, frame.width * frame.height),
            overfull=drawing.overfull,
        )
    finally:
        page.close()


def _turn_lines(lines: list[TextLine], source: Frame, target: Frame) -> list[TextLine]:
    matrix = between(source, target)
    turned = []
    for line in lines:
        x0, top, x1, bottom = map_box((line.x0, line.top, line.x1, line.bottom), matrix)
        turned.append(TextLine(line.text, x0, top, x1, bottom))
    return turned
