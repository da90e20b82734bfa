"""Pictures of pages as documents."""

from collections.abc import Iterator, Sequence

from pipeline.errors import NeedsOcr
from pipeline.grid import RawDocument
from pipeline.readers.ocr.certain import mark_certainty
from pipeline.readers.ocr.choice import is_wanted, need_ocr, tell_page
from pipeline.readers.ocr.page import RecognisedPage, recognise
from pipeline.readers.ocr.pictures import open_picture, paper_width
from pipeline.readers.pdf.flow.document import lay_out
from pipeline.readers.pdf.page.reading import PageReading

_TYPES = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg", b"BM": "image/bmp"}


def read_picture(data: bytes, name: str) -> RawDocument:
    """The document that a picture shows, or several, a page each (TIFF).

    Raises NeedsOcr where text is not to be recognised, cannot be, or is not there; Unreadable and TooLarge.
    """
    if not is_wanted():
        raise need_ocr(f"{name} is a picture.")
    pages: dict[int, RecognisedPage] = {}

    def read_all() -> Iterator[PageReading]:
        for number, image in enumerate(open_picture(data), 1):
            tell_page(number, number)
            pages[number] = recognise(image, number, paper_width(image))
            yield pages[number].read()

    def reread(page: PageReading, edges: Sequence[float] | None) -> PageReading:
        return pages[page.number].read(edges)

    laid = lay_out(read_all(), reread)
    if not laid.blocks:
        raise NeedsOcr(f"{name} shows no text that can be recognised.")
    media_type = _TYPES.get(data[:2], "image/tiff")
    return RawDocument(media_type, mark_certainty(laid.blocks, pages), laid.discarded, laid.issues)
