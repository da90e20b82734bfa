"""Tables without rulings, or with only some: the missing rulings are worked out from the text and drawn.

From there on such a table is read like any other. Where the places of its texts do not agree with one reading, nothing
is drawn and an issue says so.
"""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.page.words import Word
from pipeline.readers.pdf.table.content import PageContent
from pipeline.readers.pdf.table.cut import cut_page
from pipeline.readers.pdf.table.unruled.draw import draw_rulings
from pipeline.readers.pdf.table.unruled.edges import find_stretches
from pipeline.readers.pdf.table.unruled.follow import find_parts
from pipeline.readers.pdf.table.unruled.header import find_header
from pipeline.readers.pdf.table.unruled.parts import LoosePage, TablePart
from pipeline.readers.pdf.table.unruled.suspects import looks_tabular

_MOST_DOUBTS = 0.15
"""Share of a page's cells whose row may be uncertain."""
_MOST_CHARACTERS = 5_000
"""Of a page whose rows are looked for; the fullest pages in small print have 4,000."""
_BUDGET = 60_000
"""Characters of all pages whose rows are looked for: a table of some 80 pages."""
_MOST_PAGES = 80
"""Pages over which one table is followed; a longer one is joined from such parts by its header."""
Reread = Callable[[PageReading, Sequence[float] | None], PageReading]
"""Reads a page again: character by character, or only the words that cross one of these edges."""


def rule_pages(
    contents: Sequence[PageContent], furniture: Sequence[Discarded], reread: Reread
) -> tuple[list[PageContent], list[Issue]]:
    """The contents with the tables that no rulings show, and what could not be read.

    ``furniture``: the page numbers and running heads of all pages, which belong to no row.
    """
    result = list(contents)
    issues: list[Issue] = []
    pages = {content.number: content.loose for content in contents if content.loose is not None}
    suspects = [number for number, page in pages.items() if _is_suspect(page)]
    if not suspects:
        return result, issues
    place = {content.number: index for index, content in enumerate(contents)}
    shelf = _Shelf(contents, pages, furniture, reread)
    done = 0
    for number in suspects:
        if number <= done:
            continue
        run = shelf.run_from(number)
        parts = find_parts(run)
        if not parts and not contents[place[number]].tables and looks_tabular(pages[number].words):
            issues.append(_report_refused(number))
        before: TablePart | None = None
        for part, page in zip(parts, run, strict=False):
            done = part.number
            index = place[done]
            result[index] = _draw(contents[index], reread(pages[done], part.sheet.edges), part, before)
            doubts = [*part.doubts, *_left_out(page, part, first=before is None, last=part is parts[-1])]
            if doubts:
                issues.append(_report_doubts(part, doubts))
            before = part
    return result, issues


class _Shelf:
    """The pages that may hold such tables, each made ready when it is asked for, as long as the budget lasts."""

    def __init__(
        self,
        contents: Sequence[PageContent],
        pages: dict[int, PageReading],
        furniture: Sequence[Discarded],
        reread: Reread,
    ) -> None:
        self._contents = {content.number: content for content in contents}
        self._pages, self._furniture, self._reread = pages, furniture, reread
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
            self._ready[number] = _loosen(self._reread(page, None), self._contents[number], self._furniture)
        return self._ready[number]


def _is_suspect(page: PageReading) -> bool:
    """May a table begin here? A page of more words than any table has is not looked at closely."""
    if page.characters > _MOST_CHARACTERS:
        return looks_tabular(page.words)
    return looks_tabular(page.words) or find_header(find_stretches(page.words)) is not None


def _loosen(page: PageReading, content: PageContent, furniture: Sequence[Discarded]) -> LoosePage:
    """The page without its page number, and without running heads where it does not print the table's header again."""
    texts = {item.text for item in furniture if item.reason == "page-number"}
    if find_header(find_stretches(page.words)) is None:
        texts |= {item.text for item in furniture}
    dropped = [line for line in content.lines if line.text in texts]
    words = [word for word in page.words if not any(_is_on(word, line) for line in dropped)]
    horizontal, vertical = list(page.horizontal), list(page.vertical)
    for x0, top, x1, bottom in page.shades:
        horizontal += [Ruling(top, x0, x1), Ruling(bottom, x0, x1)]
        vertical += [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]
    return LoosePage(page.number, tuple(words), tuple(horizontal), tuple(vertical))


def _is_on(word: Word, line: PageLine) -> bool:
    return line.top <= word.middle <= line.bottom and line.x0 <= word.x0 <= line.x1


def _draw(content: PageContent, page: PageReading, part: TablePart, before: TablePart | None) -> PageContent:
    """``content`` with the text of ``page`` cut by the rulings of ``part``."""
    horizontal, vertical = draw_rulings(part, before)
    cut = cut_page(replace(page, horizontal=horizontal, vertical=vertical, shades=[]))
    return replace(
        content,
        tables=tuple(replace(table, flattened=True) for table in cut.tables),
        lines=cut.lines,
        hidden=cut.hidden,
        discarded=cut.discarded,
        strays=cut.strays,
    )


def _report_refused(number: int) -> Issue:
    message = f"Page {number} seems to hold a table without rulings; its columns were not told apart."
    return Issue("table-unruled", "error", message)


def _left_out(page: LoosePage, part: TablePart, *, first: bool, last: bool) -> list[str]:
    """Text between two pages' parts of a table that belongs to no row: above the rows, or below them."""
    top = part.cuts[0] if not first and not part.body else float("-inf")
    bottom = part.cuts[-1] if not last else float("inf")
    text = "".join(word.text for word in page.words if not top <= word.middle <= bottom)
    return [text] if text else []


def _report_doubts(part: TablePart, doubts: Sequence[str]) -> Issue:
    """A warning; an error where so much is uncertain that the table was hardly understood."""
    cells = sum(len(spans) for spans in part.spans)
    shown = "、".join(text[:12] for text in doubts[:3])
    message = f"On page {part.number} texts may stand in the wrong row of a table without rulings: {shown}."
    return Issue("row-uncertain", "error" if len(doubts) > _MOST_DOUBTS * cells else "warning", message)
