"""Text that is on a page and in no line of it: outside the visible page, or across other text."""

from collections.abc import Iterator, Sequence

from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.table.content import PageContent


def list_left_out(pages: Sequence[PageContent]) -> Iterator[Discarded]:
    """What the pages hold besides their lines and cells, with the reasons."""
    for page in pages:
        yield from (Discarded("hidden", line.text) for line in page.hidden)
    for page in pages:
        yield from page.discarded
    for page in pages:
        yield from (Discarded("hidden", text) for text in page.strays)


def report_strays(pages: Sequence[PageContent]) -> Iterator[Issue]:
    """One issue for all pages: a watermark is on every one."""
    texts = [text for page in pages for text in page.strays]
    if texts:
        numbers = ", ".join(str(page.number) for page in pages if page.strays)
        words = "; ".join(dict.fromkeys(texts))
        message = f"Text that lies across other text was left out, on page {numbers}: {words[:80]}"
        yield Issue("text-over-text", "warning", message)
