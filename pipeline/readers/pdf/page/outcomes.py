"""What came of the pages of one file: which gave text, and whether the file as a whole can be trusted."""

from collections import Counter
from collections.abc import Iterator

from pipeline.errors import GarbledText, Unreadable
from pipeline.fold import UNREAD
from pipeline.model import Issue
from pipeline.readers.ocr.choice import need_ocr
from pipeline.readers.pdf.page.doubt import is_picture
from pipeline.readers.pdf.page.reading import PageReading


class Outcomes:
    """Counts pages by what came of them; ``kind`` is the format, for the words of errors."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._count: Counter[str] = Counter()

    def add(self, outcome: str) -> None:
        """One page more: ``unreadable``, ``garbled``, ``image``, ``text`` or ``blank``."""
        self._count[outcome] += 1

    def judge(self, page: PageReading) -> Iterator[Issue]:
        """Count what came of a page, and report what of its text is missing or uncertain."""
        text = page.text
        if is_picture(page, len(text)):
            self.add("image")
            message = f"Page {page.number} is a picture without text, or with next to none."
            yield Issue("page-needs-ocr", "error", message)
        else:
            self.add("text" if text else "blank")
        if UNREAD in text:
            count = text.count(UNREAD)
            message = f"{count} of the {len(text)} characters of page {page.number} are not known: each is U+FFFD."
            yield Issue("page-garbled", "error", message)
        if page.recognised:
            message = f"The text of page {page.number} lies under a picture of the page, or is invisible on it."
            yield Issue("text-recognised", "warning", message)

    def check(self) -> None:
        """Raise where the file as a whole gave no text that can be trusted."""
        count = self._count
        if count["garbled"] > 2 * count["text"]:
            raise GarbledText(f"The {self._kind}'s fonts do not say which characters they show.")
        if count["text"]:
            return
        if count["unreadable"]:
            raise Unreadable(f"No page of the {self._kind} can be read.")
        raise need_ocr(f"No page of the {self._kind} has a text layer.")
