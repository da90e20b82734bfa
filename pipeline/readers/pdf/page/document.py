"""A PDF file, checked and opened."""

from collections.abc import Sequence
from types import TracebackType

import pypdfium2 as pdfium

from pipeline.errors import Encrypted, TooLarge, Unreadable
from pipeline.readers.pdf.limits import Guard
from pipeline.readers.pdf.page.page import read_page
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.turn import TURN

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
        return self.read(page.number - 1, edges) if page.texts else page
