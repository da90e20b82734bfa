"""The pages of a PDF, one after the other: read, doubted, read again by the slow reader where need be."""

from collections.abc import Iterator

import pypdfium2 as pdfium

from pipeline.errors import TooLarge
from pipeline.fold import UNREAD
from pipeline.model import Issue
from pipeline.readers.ocr.choice import is_wanted, tell_page
from pipeline.readers.pdf.page.document import PdfFile
from pipeline.readers.pdf.page.doubt import Doubt, doubt_page, is_picture
from pipeline.readers.pdf.page.outcomes import Outcomes
from pipeline.readers.pdf.page.reading import PageReading, lose_page

REREAD_MARKS = 70_000
"""Characters and text objects that the slow reader may be asked for in all; it takes a second for some 15,000."""
MARK_LIMIT = 4_000_000
"""Characters, text objects and lines of all pages; 2,000 full pages have some three million."""
REREAD_LIMIT = 3
"""Pages that the slow reader may be asked for in vain before it is no longer asked."""


def read_pages(file: PdfFile) -> Iterator[PageReading]:
    """Every page of the file, with what was amiss with it as issues.

    Raises TooLarge; and at the end, when no page had text: Unreadable, NeedsOcr, GarbledText.
    """
    reader = _PageReader(file)
    for index in range(len(file.document)):
        yield reader.read(index)
    reader.outcomes.check()


class _PageReader:
    """Reads pages within the budgets of one file, and counts what came of them."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._rereads = REREAD_LIMIT
        self._left = MARK_LIMIT
        self._slow_left = REREAD_MARKS
        self.outcomes = Outcomes("PDF")

    def read(self, index: int) -> PageReading:
        """Page ``index`` (from 0); one without text where it cannot be read. Raises TooLarge."""
        number = index + 1
        try:
            page = self._file.read(index)
        except pdfium.PdfiumError as error:
            self.outcomes.add("unreadable")
            return lose_page(number, _error("page-unreadable", f"Page {number} cannot be read: {error}."))
        doubt = doubt_page(page)
        if doubt is not None:
            page = self._reread(page, doubt)
            if doubt_page(page) == "garbled" and not is_wanted():
                self.outcomes.add("garbled")
                message = f"The fonts of page {number} do not say which characters they show."
                return lose_page(number, *page.issues, _error("page-garbled", message))
        if is_wanted() and self._is_unread(page):
            tell_page(number, len(self._file.document))
            page = self._file.recognise(page)
        self._left -= page.characters + page.texts + len(page.horizontal) + len(page.vertical) + len(page.shades)
        if self._left < 0:
            raise TooLarge("The PDF has more characters and lines than a notice can have.")
        return page.with_issues(*self.outcomes.judge(page))

    def _is_unread(self, page: PageReading) -> bool:
        """Does the page show text that its text layer does not give, or only as another recognition left it?"""
        unread = is_picture(page, page.characters) or doubt_page(page) == "garbled" or UNREAD in page.text
        return unread or (page.recognised and is_wanted(again=True))

    def _reread(self, page: PageReading, doubt: Doubt) -> PageReading:
        """pdfplumber's reading where it has other characters, else the page as it is."""
        if self._rereads <= 0:
            return page
        self._slow_left -= page.characters + page.texts
        if self._slow_left < 0 or not self._file.guard.is_light():
            message = (
                f"Page {page.number} may hold characters that were not decoded; there is too much to read it again."
            )
            return page.with_issues(Issue("page-doubtful", "warning", message))
        from pipeline.readers.pdf.page.plumber import reread_page

        again = reread_page(self._file.data, page)
        if again is None or (doubt == "missing" and again.characters <= 1.05 * page.characters):
            self._rereads -= 1
            return page
        if doubt_page(again) == "garbled":
            self._rereads -= 1
            return again
        message = f"pdfium could not decode page {page.number}; pdfplumber read it."
        return again.with_issues(Issue("page-fallback", "warning", message))


def _error(code: str, message: str) -> Issue:
    return Issue(code, "error", message)
