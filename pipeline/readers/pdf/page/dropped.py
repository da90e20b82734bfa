"""Text that is on a page and not valid, or not to be seen: taken out of the words, kept with its reason."""

from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.limits.hints import Hints
from pipeline.readers.pdf.page.annotations import PageNotes
from pipeline.readers.pdf.page.characters import TextLayer
from pipeline.readers.pdf.page.paint import Paint
from pipeline.readers.pdf.page.rulings import Drawing
from pipeline.readers.pdf.page.struck import find_strokes, struck_by
from pipeline.readers.pdf.page.unseen import find_unseen
from pipeline.readers.pdf.page.words import Word

_SHOWN = 80
"""Characters of the text that a message quotes."""


def drop_unseen(page: pdfium.PdfPage, layer: TextLayer, hints: Hints, *, tiny: bool = False) -> list[Discarded]:
    """Take the characters that the page does not show out of its text layer; they come back with their reason."""
    unseen = find_unseen(layer, hints, Paint(page.raw), tiny=tiny)
    found = [unseen.text] if unseen.text else []
    if unseen.objects:  # pdfium leaves out what is printed in the place of the same character, so it has to read again
        for item in unseen.objects:
            pdfium_c.FPDFPageObj_SetIsActive(item, 0)
        layer.read_again(page, unseen.text)
        unseen = find_unseen(layer, hints, Paint(page.raw), tiny=tiny)
    found.extend(layer.leave_out(unseen.characters))
    return [Discarded("hidden", text) for text in found]


def drop_struck(layer: TextLayer, words: Sequence[Word], drawing: Drawing, notes: PageNotes | None) -> list[Discarded]:
    """Take the characters that are struck out of the text layer, and the lines that strike them out of the rulings."""
    strokes = find_strokes(words, drawing.horizontal, drawing.vertical) if drawing.horizontal else []
    boxes = notes.struck if notes is not None else []
    if not strokes and not boxes:
        return []
    found = layer.leave_out(struck_by(layer, strokes, boxes))
    drawing.horizontal = [ruling for ruling in drawing.horizontal if ruling not in strokes]
    return [Discarded("struck", text) for text in found]


def report_dropped(number: int, dropped: Sequence[Discarded]) -> tuple[Issue, ...]:
    """What was taken out of page ``number``, one issue for each reason."""
    found: list[Issue] = []
    hidden, struck = (
        "; ".join(item.text for item in dropped if item.reason == reason)[:_SHOWN] for reason in ("hidden", "struck")
    )
    if hidden:
        message = f"Page {number} holds text that it does not show; it was left out: {hidden}"
        found.append(Issue("text-not-shown", "warning", message))
    if struck:
        found.append(Issue("struck-out", "info", f"Text that is struck out on page {number} was left out: {struck}"))
    return tuple(found)
