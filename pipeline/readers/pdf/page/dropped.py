"""Text that is on a page and not valid, or not to be seen: taken out of the words, kept with its reason."""

from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.limits.hints import Hints
from pipeline.readers.pdf.page.characters import TextLayer
from pipeline.readers.pdf.page.paint import Paint
from pipeline.readers.pdf.page.unseen import find_unseen

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


def report_dropped(number: int, dropped: Sequence[Discarded]) -> tuple[Issue, ...]:
    """What was taken out of page ``number``, one issue for each reason."""
    hidden = "; ".join(item.text for item in dropped if item.reason == "hidden")
    if not hidden:
        return ()
    message = f"Page {number} holds text that it does not show; it was left out: {hidden[:_SHOWN]}"
    return (Issue("text-not-shown", "warning", message),)
