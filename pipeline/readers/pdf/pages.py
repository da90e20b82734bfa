"""The pages of a PDF, one after the other: opened, read, doubted, read again where need be, cut into cells."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial

import pypdfium2 as pdfium

from pipeline.errors import Encrypted, GarbledText, NeedsOcr, TooLarge, Unreadable
from pipeline.fold import UNREAD
from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.bombs import check_streams
from pipeline.readers.pdf.cells import PageContent, read_content
from pipeline.readers.pdf.doubt import Doubt, doubt_page, is_picture
from pipeline.readers.pdf.page import Page, read_page
from pipeline.readers.pdf.unruled import rule_pages
from pipeline.readers.pdf.unruled.signs import has_whole_table
from pipeline.readers.pdf.weight import Scale

PAGE_LIMIT = 2_000
REREAD_MARKS = 70_000
"""Characters and text objects that the slow reader may be asked for in all; it takes a second for some 15,000."""
MARK_LIMIT = 4_000_000
"""Characters, text objects and lines of all pages; 2,000 full pages have some three million."""
REREAD_LIMIT = 3
"""Pages that the slow reader may be asked for in vain before it is no longer asked."""


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
    document = open_document(data)
    try:
        return len(document)
    finally:
        document.close()


def _reread_parted(document: pdfium.PdfDocument, page: Page, edges: Sequence[float] | None) -> Page:
    """The page with the words that cross one of ``edges``, or all, given character by character.

    A page that pdfplumber had to read has its characters apart already.
    """
    return read_page(document, page.number - 1, edges) if page.texts else page


class PageReader:
    """Reads page after page and keeps count of what could not be read.

    ``issues`` and ``discarded`` grow as pages are read; ``finish`` raises when no page had text.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._rereads = REREAD_LIMIT
        self._left = MARK_LIMIT
        self._slow_left = REREAD_MARKS
        self._scale: Scale | None = None
        self._outcomes: Counter[str] = Counter()
        self._unruled: dict[int, Page] = {}
        self._strays: defaultdict[int, list[str]] = defaultdict(list)
        self.issues: list[Issue] = []
        self.discarded: list[Discarded] = []

    def read_all(self) -> list[PageContent]:
        """The content of every page that has text. Raises FileError when the file as a whole has none."""
        self._scale = Scale(check_streams(self._data))
        self._scale.check_pages()
        document = open_document(self._data)
        contents: list[PageContent] = []
        try:
            for index in range(len(document)):
                page = self._read(document, index)
                if page is not None:
                    contents.append(self._cut(page))
            contents, issues = rule_pages(contents, self._unruled, partial(_reread_parted, document))
            self.issues.extend(issues)
        finally:
            document.close()
        self._tell_strays()
        self._finish()
        return contents

    def _read(self, document: pdfium.PdfDocument, index: int) -> Page | None:
        number = index + 1
        try:
            page = read_page(document, index)
        except pdfium.PdfiumError as error:
            self._lose("unreadable", "page-unreadable", f"Page {number} cannot be read: {error}.")
            return None
        doubt = doubt_page(page)
        if doubt is not None:
            page = self._reread(page, doubt)
            if doubt_page(page) == "garbled":
                message = f"The fonts of page {number} do not say which characters they show."
                self._lose("garbled", "page-garbled", message)
                return None
        self._left -= page.characters + page.texts + len(page.horizontal) + len(page.vertical) + len(page.shades)
        if self._left < 0:
            raise TooLarge("The PDF has more characters and lines than a notice can have.")
        self._strays[number].extend(page.strays)
        text = page.text
        if is_picture(page, len(text)):
            self._lose("image", "page-needs-ocr", f"Page {number} is a picture without text, or with next to none.")
        else:
            self._outcomes["text" if text else "blank"] += 1
        if UNREAD in text:
            message = (
                f"{text.count(UNREAD)} of the {len(text)} characters of page {number} are not known: each is U+FFFD."
            )
            self.issues.append(Issue("page-garbled", "error", message))
        if page.recognised:
            message = f"The text of page {number} lies under a picture of the page, or is invisible on it."
            self.issues.append(Issue("text-recognised", "warning", message))
        return page

    def _reread(self, page: Page, doubt: Doubt) -> Page:
        """pdfplumber's reading where it has other characters, else the page as it is."""
        if self._rereads <= 0:
            return page
        self._slow_left -= page.characters + page.texts
        if self._slow_left < 0 or (self._scale is not None and not self._scale.is_light()):
            message = (
                f"Page {page.number} may hold characters that were not decoded; there is too much to read it again."
            )
            self.issues.append(Issue("page-doubtful", "warning", message))
            return page
        from pipeline.readers.pdf.plumber import reread_page

        again = reread_page(self._data, page)
        if again is None or (doubt == "missing" and again.characters <= 1.05 * page.characters):
            self._rereads -= 1
            return page
        if doubt_page(again) == "garbled":
            self._rereads -= 1
            return again
        message = f"pdfium could not decode page {page.number}; pdfplumber read it."
        self.issues.append(Issue("page-fallback", "warning", message))
        return again

    def _lose(self, outcome: str, code: str, message: str) -> None:
        self._outcomes[outcome] += 1
        self.issues.append(Issue(code, "error", message))

    def _cut(self, page: Page) -> PageContent:
        content = read_content(page)
        if content.overfull or page.overfull:
            message = f"Page {page.number} draws too many lines to tell cells."
            self.issues.append(Issue("table-too-fine", "warning", message))
        if not has_whole_table(content):
            self._unruled[page.number] = page
        self.discarded.extend(Discarded("hidden", line.text) for line in content.hidden)
        self._strays[page.number].extend(lost for lost, _ in content.over if lost)
        kept = "; ".join(kept for _, kept in content.over if kept)
        if kept:
            message = f"Text lies on other text on page {page.number} and was read with it: {kept[:80]}"
            self.issues.append(Issue("text-over-text", "warning", message))
        return content

    def _tell_strays(self) -> None:
        """One issue for all pages: a watermark stands on every one."""
        texts = [text for strays in self._strays.values() for text in strays]
        if not texts:
            return
        self.discarded.extend(Discarded("hidden", text) for text in texts)
        pages = ", ".join(str(number) for number, strays in self._strays.items() if strays)
        words = "; ".join(dict.fromkeys(texts))
        message = f"Text that lies across other text was left out, on page {pages}: {words[:80]}"
        self.issues.append(Issue("text-over-text", "warning", message))

    def _finish(self) -> None:
        count = self._outcomes
        if count["garbled"] > 2 * count["text"]:
            raise GarbledText("The PDF's fonts do not say which characters they show.")
        if count["text"]:
            return
        if count["unreadable"]:
            raise Unreadable("No page of the PDF can be read.")
        raise NeedsOcr("No page of the PDF has a text layer.")
