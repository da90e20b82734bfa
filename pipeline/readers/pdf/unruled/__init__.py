"""Tables without rulings, or with only some: the missing rulings are worked out from the text and drawn.

From there on such a table is read like any other. Where its places do not agree with one reading, nothing is drawn and
an issue says so.
"""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.cells import PageContent, read_content
from pipeline.readers.pdf.characters import Word
from pipeline.readers.pdf.furniture import split_furniture
from pipeline.readers.pdf.lines import TextLine
from pipeline.readers.pdf.page import Page
from pipeline.readers.pdf.unruled.columns import find_stretches
from pipeline.readers.pdf.unruled.draw import draw_rulings
from pipeline.readers.pdf.unruled.header import find_header
from pipeline.readers.pdf.unruled.parts import LoosePage, Part
from pipeline.readers.pdf.unruled.signs import looks_tabular
from pipeline.readers.pdf.unruled.tables import find_parts

_MOST_DOUBTS = 0.15
"""Share of a page's cells whose row may be uncertain."""
_MOST_CHARACTERS = 5_000
"""Of a page whose rows are looked for; the fullest pages in small print have 4,000."""
_BUDGET = 60_000
"""Characters of all pages whose rows are looked for: a table of some 80 pages."""
_MOST_PAGES = 80
"""Pages over which one table is followed; a longer one is joined from such parts by its header."""
Reread = Callable[[Page, Sequence[float] | None], Page]
"""Reads a page again: character by character, or only the words that cross one of these edges."""


def rule_pages(
    contents: Sequence[PageContent], pages: dict[int, Page], reread: Reread
) -> tuple[list[PageContent], list[Issue]]:
    """The contents with the tables that no rulings show, and what could not be read.

    ``pages``: by number, the pages whose rulings make no whole table, which alone are looked at.
    """
    result = list(contents)
    issues: list[Issue] = []
    suspects = [number for number, page in pages.items() if _is_suspect(page)]
    if not suspects:
        return result, issues
    place = {content.number: index for index, content in enumerate(contents)}
    shelf = _Shelf(result, pages, reread)
    done = 0
    for number in suspects:
        if number <= done:
            continue
        run = shelf.run_from(number)
        parts = find_parts(run)
        if not parts and not contents[place[number]].tables and looks_tabular(pages[number].words):
            issues.append(_refused(number))
        before: Part | None = None
        for part, page in zip(parts, run, strict=False):
            done = part.number
            result[place[done]] = _draw(reread(pages[done], part.sheet.edges), part, before)
            doubts = [*part.doubts, *_left_out(page, part, first=before is None, last=part is parts[-1])]
            if doubts:
                issues.append(_doubted(part, doubts))
            before = part
    return result, issues


class _Shelf:
    """The pages that may hold such tables, each made ready when it is asked for, as long as the budget lasts."""

    def __init__(self, contents: Sequence[PageContent], pages: dict[int, Page], reread: Reread) -> None:
        self._contents = {content.number: content for content in contents}
        self._pages, self._reread = pages, reread
        _, self._discarded = split_furniture(list(contents))
        self._ready: dict[int, LoosePage] = {}
        self._left = _BUDGET

    def run_from(self, number: int) -> list[LoosePage]:
        """This page and those that follow it without a gap."""
        run: list[LoosePage] = []
        for following in range(number, number + _MOST_PAGES):
            page = self._find(following)
            if page is None:
                break
            run.append(page)
        return run

    def _find(self, number: int) -> LoosePage | None:
        page = self._pages.get(number)
        if page is None or page.characters > _MOST_CHARACTERS:
            return None
        if number not in self._ready:
            self._left -= page.characters
            if self._left < 0:
                return None
            self._ready[number] = _loosen(self._reread(page, None), self._contents[number], self._discarded)
        return self._ready[number]


def _is_suspect(page: Page) -> bool:
    """May a table begin here? A page of more words than any table has is not looked at closely."""
    if page.characters > _MOST_CHARACTERS:
        return looks_tabular(page.words)
    return looks_tabular(page.words) or find_header(find_stretches(page.words)) is not None


def _loosen(page: Page, content: PageContent, discarded: Sequence[Discarded]) -> LoosePage:
    """The page without its page number, and without running heads where it does not print the table's header again."""
    texts = {item.text for item in discarded if item.reason == "page-number"}
    if find_header(find_stretches(page.words)) is None:
        texts |= {item.text for item in discarded}
    dropped = [line for line in content.lines if line.text in texts]
    words = [word for word in page.words if not any(_stands_on(word, line) for line in dropped)]
    horizontal, vertical = list(page.horizontal), list(page.vertical)
    for x0, top, x1, bottom in page.shades:
        horizontal += [(top, x0, x1), (bottom, x0, x1)]
        vertical += [(x0, top, bottom), (x1, top, bottom)]
    return LoosePage(page.number, tuple(words), tuple(horizontal), tuple(vertical))


def _stands_on(word: Word, line: TextLine) -> bool:
    return line.top <= (word[2] + word[4]) / 2 <= line.bottom and line.x0 <= word[1] <= line.x1


def _draw(page: Page, part: Part, before: Part | None) -> PageContent:
    horizontal, vertical = draw_rulings(part, before)
    content = read_content(replace(page, horizontal=horizontal, vertical=vertical, shades=[]))
    tables = tuple(replace(table, flattened=True) for table in content.tables)
    return replace(content, tables=tables)


def _refused(number: int) -> Issue:
    message = f"Page {number} seems to hold a table without rulings; its columns were not told apart."
    return Issue("table-unruled", "error", message)


def _left_out(page: LoosePage, part: Part, *, first: bool, last: bool) -> list[str]:
    """What stands between two pages' parts of a table and belongs to no row: above the rows, or below them."""
    top = part.cuts[0] if not first and not part.body else float("-inf")
    bottom = part.cuts[-1] if not last else float("inf")
    text = "".join(word[0] for word in page.words if not top <= (word[2] + word[4]) / 2 <= bottom)
    return [text] if text else []


def _doubted(part: Part, doubts: Sequence[str]) -> Issue:
    """A warning; an error where so much is uncertain that the table was hardly understood."""
    cells = sum(len(spans) for spans in part.spans)
    shown = "、".join(text[:12] for text in doubts[:3])
    message = f"On page {part.number} texts may stand in the wrong row of a table without rulings: {shown}."
    return Issue("row-uncertain", "error" if len(doubts) > _MOST_DOUBTS * cells else "warning", message)
