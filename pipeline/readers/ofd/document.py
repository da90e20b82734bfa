"""OFD documents: the pages of every document in the package, laid out by the floors that PDF pages go through too."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.errors import Encrypted, TooLarge, Unreadable
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.ofd.body import DocumentBody, open_bodies
from pipeline.readers.ofd.package import OfdPackage
from pipeline.readers.ofd.page import OfdPage
from pipeline.readers.pdf.flow.document import lay_out
from pipeline.readers.pdf.page.doubt import doubt_page
from pipeline.readers.pdf.page.outcomes import Outcomes
from pipeline.readers.pdf.page.reading import PageReading, lose_page

MEDIA_TYPE = "application/ofd"
PAGE_LIMIT = 2_000
MARK_LIMIT = 4_000_000
"""Characters and lines of all pages."""


def read_ofd(data: bytes) -> RawDocument:
    """The document in ``data`` as blocks in reading order, with the page and box of every cell and paragraph.

    Raises Unreadable, Encrypted, TooLarge, NeedsOcr (no page has text) and GarbledText.
    """
    with OfdPackage(data) as package:
        bodies = open_bodies(package)
        if sum(len(body.pages) for body in bodies) > PAGE_LIMIT:
            raise TooLarge(f"The OFD has more than {PAGE_LIMIT} pages.")
        shelf = _OfdPages(package)
        blocks: list[RawParagraph | RawTable] = []
        discarded: list[Discarded] = []
        issues: list[Issue] = []
        for body in bodies:
            laid = lay_out(shelf.read_pages(body), shelf.reread)
            blocks.extend(laid.blocks)
            discarded.extend(laid.discarded)
            issues.extend((*laid.issues, *body.issues))
        shelf.outcomes.check()
    return RawDocument(MEDIA_TYPE, tuple(blocks), tuple(discarded), tuple(issues))


class _OfdPages:
    """The pages of a file as they are read, kept for those whose words have to be parted again."""

    def __init__(self, package: OfdPackage) -> None:
        self.outcomes = Outcomes("OFD")
        self._package = package
        self._pages: dict[int, OfdPage] = {}
        self._left = MARK_LIMIT

    def read_pages(self, body: DocumentBody) -> Iterator[PageReading]:
        """The pages of one document of the package; page numbers go on over documents. Raises TooLarge."""
        for index in range(len(body.pages)):
            yield self._read(body, index)

    def reread(self, page: PageReading, edges: Sequence[float] | None) -> PageReading:
        """A page with its words parted otherwise."""
        kept = self._pages.get(page.number)
        return page if kept is None else replace(kept.read(edges), issues=page.issues)

    def _read(self, body: DocumentBody, index: int) -> PageReading:
        number = body.first + index
        try:
            page = body.read_page(self._package, index)
        except (TooLarge, Encrypted):
            raise
        except Unreadable as error:
            self.outcomes.add("unreadable")
            return lose_page(number, Issue("page-unreadable", "error", f"Page {number} cannot be read: {error}"))
        reading = page.read()
        self._left -= reading.characters + len(reading.horizontal) + len(reading.vertical) + len(reading.shades)
        if self._left < 0:
            raise TooLarge("The OFD has more characters and lines than a notice can have.")
        if doubt_page(reading) == "garbled":
            self.outcomes.add("garbled")
            message = f"The fonts of page {number} do not say which characters they show."
            return lose_page(number, *reading.issues, Issue("page-garbled", "error", message))
        self._pages[number] = page
        return reading.with_issues(*self.outcomes.judge(reading))
