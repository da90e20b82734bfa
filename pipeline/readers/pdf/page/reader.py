"""The pages of a PDF, one after the other: read, doubted, read again by the slow reader where need be."""

from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium

from pipeline.errors import GarbledText, NeedsOcr, TooLarge, Unreadable
from pipeline.fold import UNREAD
from pipeline.model import Issue
from pipeline.readers.pdf.page.document import PdfFile
from pipeline.readers.pdf.page.doubt import Doubt, doubt_page, is_picture
from pipeline.readers.pdf.page.page import PageReading, lose_page

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
    reader.check_outcomes()


class _PageReader:
    """Reads pages within the budgets of one file, and counts what came of them."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._rereads = REREAD_LIMIT
        self._left = MARK_LIMIT
        self._slow_left = REREAD_MARKS
        self._outcomes: Counter[str] = Counter()

    def read(self, index: int) -> PageReading:
        """Page ``index`` (from 0); one without text where it cannot be read. Raises TooLarge."""
        number = index + 1
        try:
            page = self._file.read(index)
        except pdfium.PdfiumError as error:
            self._outcomes["unreadable"] += 1
            return lose_page(number, _error("page-unreadable", f"Page {number} cannot be read: {error}."))
        doubt = doubt_page(page)
        if doubt is not None:
            page = self._reread(page, doubt)
            if doubt_page(page) == "garbled":
                self._outcomes["garbled"] += 1
                message = f"The fonts of page {number} do not say which characters they show."
                return lose_page(number, *page.issues, _error("page-garbled", message))
        self._left -= page.characters + page.texts + len(page.horizontal) + len(page.vertical) + len(page.shades)
        if self._left < 0:
            raise TooLarge("The PDF has more characters and lines than a notice can have.")
        return page.with_issues(*self._judge(page))

    def _judge(self, page: PageReading) -> Iterator[Issue]:
        """Count what came of a page, and report what of its text is missing or uncertain."""
        text = page.text
        if is_picture(page, len(text)):
            self._outcomes["image"] += 1
            yield _error("page-needs-ocr", f"Page {page.number} is a picture without text, or with next to none.")
        else:
            self._outcomes["text" if text else "blank"] += 1
        if UNREAD in text:
            count = text.count(UNREAD)
            message = f"{count} of the {len(text)} characters of page {page.number} are not known: each is U+FFFD."
            yield _error("page-garbled", message)
        if page.recognised:
            message = f"The text of page {page.number} lies under a picture of the page, or is invisible on it."
            yield Issue("text-recognised", "warning", message)

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

    def check_outcomes(self) -> None:
        """Raise where the file as a whole gave no text that can be trusted."""
        count = self._outcomes
        if count["garbled"] > 2 * count["text"]:
            raise GarbledText("The PDF's fonts do not say which characters they show.")
        if count["text"]:
            return
        if count["unreadable"]:
            raise Unreadable("No page of the PDF can be read.")
        raise NeedsOcr("No page of the PDF has a text layer.")


def _error(code: str, message: str) -> Issue:
    return Issue(code, "error", message)
