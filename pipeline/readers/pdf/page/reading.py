"""One page as a reader read it: words in a frame in which they are upright, rulings, and how far to trust it.

This is what the floors above (``table``, ``flow``) work on; PDF, OFD and recognised pictures give it alike.
"""

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import Box, Discarded, Issue
from pipeline.readers.pdf.page.frame import IDENTITY, Matrix, PageFrame
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.page.words import Word

COVERING = 0.5
"""The share of a page from which a picture counts as the page itself."""


class PageReading(Struct, frozen=True):
    """What one page holds, in its reading frame (points, origin top left)."""

    number: int
    frame: PageFrame
    words: list[Word]
    aside: list[PageLine]
    """Lines of text in another direction than most."""
    horizontal: list[Ruling]
    vertical: list[Ruling]
    shades: list[Box]
    to_shown: Matrix
    """From the reading frame to the page as it is shown."""
    texts: int = 0
    """Text objects; of every eighth, ``flat`` counts those without extent, which pdfium leaves out of the text."""
    flat: int = 0
    decoded: str = ""
    """Every character that the page's text layer gave, also those that are in no word."""
    discarded: tuple[Discarded, ...] = ()
    """Text in no word, with the reasons, but for ``strays``."""
    strays: tuple[str, ...] = ()
    """Text that lies across other text, at a slant or in large letters, and belongs to no line."""
    picture: float = 0.0
    """The share of the page that its pictures cover; 1 where there are only outlines, which may be letters."""
    recognised: bool = False
    """Is the text unseen, and on a picture of the page, as text recognition (OCR) leaves it?"""
    overfull: bool = False
    """Is more drawn than is looked at, so that some rulings are missing?"""
    issues: tuple[Issue, ...] = ()
    lost: bool = False
    """Could nothing be read that can be trusted?"""

    def with_issues(self, *issues: Issue) -> "PageReading":
        """The page with these issues besides its own."""
        return replace(self, issues=(*self.issues, *issues))

    @property
    def characters(self) -> int:
        """The number of characters."""
        return len(self.text)

    @property
    def text(self) -> str:
        """All characters, in no particular order."""
        return "".join([word.text for word in self.words] + [line.text for line in self.aside])


def lose_page(number: int, *issues: Issue) -> PageReading:
    """A page of which nothing was read, with the reasons."""
    frame = PageFrame(0, IDENTITY, 0.0, 0.0)
    return PageReading(number, frame, [], [], [], [], [], IDENTITY, issues=issues, lost=True)
