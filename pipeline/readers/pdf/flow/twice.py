"""Pages that a file holds twice, such as one scanned or printed into it by mistake: the second one says nothing new."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.fold import count_ink, fold_text
from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.table.content import PageContent
from pipeline.text.patterns import pattern

_FEWEST = 40
"""Characters: pages with less, such as blank ones, are alike by chance."""
_NEAR = range(-2, 3)
"""By how many characters the text of two pages may differ that differ in the page number only."""
_Placed = tuple[int, int, str]


def drop_repeated(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages; those that print the text of an earlier one, place for place, without text of their own."""
    first: dict[tuple[_Placed, ...], int] = {}
    kept: list[PageContent] = []
    sizes = Counter(len(page.decoded) for page in pages)
    for page in pages:
        if page.lost or not any(sizes[len(page.decoded) + more] > (more == 0) for more in _NEAR):
            kept.append(page)
            continue
        texts = _texts(page)
        key = tuple(placed for placed in texts if not pattern("page", "page_number").match(fold_text(placed[2])))
        if sum(count_ink(text) for *_, text in key) < _FEWEST or first.setdefault(key, page.number) == page.number:
            kept.append(page)
            continue
        message = f"Page {page.number} is the same as page {first[key]} and was read once."
        again = Discarded("duplicate", "\n".join(text for *_, text in texts))
        discarded, issues = (*page.discarded, again), (*page.issues, Issue("page-twice", "warning", message))
        kept.append(replace(page, tables=(), lines=(), loose=None, discarded=discarded, issues=issues))
    return kept


def _texts(page: PageContent) -> list[_Placed]:
    """The texts of the page's cells and lines with their places, to a point."""
    lines = [line for table in page.tables for cell in table.cells for line in cell.lines]
    return [(round(line.x0), round(line.top), line.text) for line in (*lines, *page.lines)]
