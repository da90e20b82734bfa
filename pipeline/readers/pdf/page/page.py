"""One page of a PDF → ``PageReading``."""

from collections.abc import Sequence

import pypdfium2 as pdfium
from msgspec.structs import replace

from pipeline.model import Discarded
from pipeline.readers.pdf.limits.hints import Hints
from pipeline.readers.pdf.page.annotations import PageNotes, read_notes
from pipeline.readers.pdf.page.characters import TextLayer
from pipeline.readers.pdf.page.dropped import drop_struck, drop_unseen, report_dropped
from pipeline.readers.pdf.page.frame import PageFrame, between, map_box, turn_page, visible_box
from pipeline.readers.pdf.page.lines import PageLine, group_lines
from pipeline.readers.pdf.page.overlay import LineLosses, part_overlays
from pipeline.readers.pdf.page.reading import COVERING, PageReading
from pipeline.readers.pdf.page.rulings import Drawing, read_drawing
from pipeline.readers.pdf.page.scan import is_outlined, is_recognised
from pipeline.readers.pdf.page.unseen import UNREADABLE
from pipeline.readers.pdf.page.words import Word


def read_page(
    document: pdfium.PdfDocument, index: int, edges: Sequence[float] | None = (), hints: Hints | None = None
) -> PageReading:
    """Page ``index`` (from 0). Raises pdfium.PdfiumError when it cannot be loaded.

    ``edges``: further places across the page (x in the reading frame) where a word may have to be parted; None parts
    all words into characters. ``hints``: what the file may hold that its pages do not show.
    """
    page = document[index]
    try:
        box = visible_box(page)
        with TextLayer(page, box) as layer:
            drawing = read_drawing(page, layer.frame)
            notes = read_notes(page.raw)
            cuts = None if edges is None else sorted([*drawing.cuts(), *edges])
            words, others, dropped = _read_words(page, layer, drawing, cuts, hints or Hints(), notes)
        return _assemble(index + 1, page, layer, drawing, words, others, dropped, notes)
    finally:
        page.close()


def _read_words(
    page: pdfium.PdfPage,
    layer: TextLayer,
    drawing: Drawing,
    cuts: Sequence[float] | None,
    hints: Hints,
    notes: PageNotes | None,
) -> tuple[list[Word], dict[int, list[Word]], list[Discarded]]:
    """The words that are upright, the others by their turn, and what was taken out of the text layer before."""
    looked_at = not drawing.overfull and (drawing.covers or bool(hints))
    dropped = drop_unseen(page, layer, hints) if looked_at else []
    words, others = layer.read_words(cuts)
    tiny = any(word.bottom - word.top < UNREADABLE for word in words)
    more = drop_unseen(page, layer, hints, tiny=True) if tiny else []
    more += drop_struck(layer, words, drawing, notes)
    if more:
        words, others = layer.read_words(cuts)
    return words, others, dropped + more


def _assemble(
    number: int,
    page: pdfium.PdfPage,
    layer: TextLayer,
    drawing: Drawing,
    words: list[Word],
    others: dict[int, list[Word]],
    dropped: list[Discarded],
    notes: PageNotes | None,
) -> PageReading:
    frame, box = layer.frame, visible_box(page)
    words, over = part_overlays(words)
    empty = not words and not others
    losses = LineLosses()
    aside = [_turn_lines(group, turn_page(box, turn), frame, losses) for turn, group in others.items()]
    outlined = empty and drawing.picture < COVERING and is_outlined(page.raw)
    typed = notes.words(frame) if notes is not None else []
    reading = PageReading(
        number=number,
        frame=frame,
        words=[*words, *typed],
        aside=[line for lines in aside for line in lines],
        horizontal=drawing.horizontal,
        vertical=drawing.vertical,
        shades=drawing.shades,
        to_shown=between(frame, turn_page(box, page.get_rotation())),
        texts=drawing.texts,
        flat=drawing.flat,
        decoded="".join([layer.gone, layer.decoded, *(word.text for word in typed)]),
        discarded=(*dropped, *losses.discarded()),
        strays=(*layer.strays, *over, *losses.covered),
        picture=1.0 if outlined else drawing.picture,
        recognised=not empty and drawing.picture > COVERING and is_recognised(page.raw, frame.width * frame.height),
        overfull=drawing.overfull,
        issues=report_dropped(number, dropped),
    )
    return reading if notes is None else _with_notes(reading, notes)


def _with_notes(reading: PageReading, notes: PageNotes) -> PageReading:
    """The page with what its annotations add that is no text of it."""
    added = notes.discarded()
    return replace(
        reading,
        decoded=reading.decoded + "".join(item.text for item in added),
        discarded=(*reading.discarded, *added),
        issues=(*reading.issues, *notes.report(reading.number)),
    )


def _turn_lines(words: Sequence[Word], source: PageFrame, target: PageFrame, losses: LineLosses) -> list[PageLine]:
    """The lines of words that are upright in ``source``, with their boxes in ``target``."""
    matrix = between(source, target)
    turned = []
    for line in group_lines(words, losses):
        x0, top, x1, bottom = map_box((line.x0, line.top, line.x1, line.bottom), matrix)
        turned.append(PageLine(line.text, x0, top, x1, bottom))
    return turned
