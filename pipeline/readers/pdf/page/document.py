"""A PDF file, checked and opened."""

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from msgspec.structs import replace

from pipeline.errors import Encrypted, TooLarge, Unreadable
from pipeline.readers.pdf.limits import Guard
from pipeline.readers.pdf.page.page import read_page
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.render import render_page
from pipeline.readers.pdf.turn import TURN

if TYPE_CHECKING:
    from pipeline.readers.ocr.page import RecognisedPage

PAGE_LIMIT = 2_000


def open_document(data: bytes) -> pdfium.PdfDocument:
    """The document in ``data``. Raises Encrypted, Unreadable, TooLarge."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Encrypted("The PDF is protected by a password.") from error
        raise Unreadable(f"This is not a whole PDF: {error}") from error
    if len(document) > PAGE_LIMIT:
        document.close()
        raise TooLarge(f"The PDF has more than {PAGE_LIMIT} pages.")
    return document


def count_pages(data: bytes) -> int:
    """How many pages the PDF in ``data`` has. Raises Encrypted, Unreadable, TooLarge."""
    with TURN:
        document = open_document(data)
        try:
            return len(document)
        finally:
            document.close()


class PdfFile:
    """A PDF that passed all checks, open while in a ``with`` block. Raises Encrypted, Unreadable, TooLarge."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.guard = Guard(data)
        self.guard.check()
        self.document = open_document(data)
        self.recognised: dict[int, RecognisedPage] = {}
        """Pages whose text was recognised from their picture, by number."""

    def __enter__(self) -> "PdfFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.document.close()

    def read(self, index: int, edges: Sequence[float] | None = ()) -> PageReading:
        """Page ``index`` (from 0), as ``read_page`` gives it."""
        return read_page(self.document, index, edges, self.guard.hints)

    def part_words(self, page: PageReading, edges: Sequence[float] | None) -> PageReading:
        """The page with the words that cross one of ``edges``, or all (None), given character by character.

        A page that pdfplumber had to read has its characters apart already.
        """
        kept = self.recognised.get(page.number)
        if kept is not None:
            return replace(kept.read(edges), issues=page.issues)
        return self.read(page.number - 1, edges) if page.texts else page

    def recognise(self, page: PageReading) -> PageReading:
        """The page read from its picture; the page as it is where the picture shows no text."""
        from pipeline.readers.ocr.page import recognise

        shown = self.document[page.number - 1]
        try:
            image, width = render_page(shown)
        finally:
            shown.close()
        found = recognise(image, page.number, width)
        if not found.runs:
            return page
        self.recognised[page.number] = found
        return found.read()
