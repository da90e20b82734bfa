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
    _, discarded = split_furniture(result)
    place = {content.number: index for index, content in enumerate(contents)}
    loose: dict[int, LoosePage] = {}
    done = 0
    for number in suspects:
        if number <= done:
            continue
        run: list[LoosePage] = []
        for following in range(number, max(pages) + 1):
            if following not in pages:
                break
            if following not in loose:
                page, content = reread(pages[following], None), contents[place[following]]
                loose[following] = _loosen(page, content, discarded)
            run.append(loose[following])
        parts = find_parts(run)
        if not parts and not contents[place[number]].tables and looks_tabular(pages[number].words):
            issues.append(_refused(number))
        before: Part | None = None
        for part in parts:
            done = part.number
            result[place[done]] = _draw(reread(pages[done], part.sheet.edges), part, before)
            before = part
            if part.doubts:
                issues.append(_doubted(part))
    return result, issues


def _is_suspect(page: Page) -> bool:
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


def _doubted(part: Part) -> Issue:
    """A warning; an error where so much is uncertain that the table was hardly understood."""
    cells = sum(len(spans) for spans in part.spans)
    shown = "、".join(text[:12] for text in part.doubts[:3])
    message = f"On page {part.number} texts may stand in the wrong row of a table without rulings: {shown}."
    return Issue("row-uncertain", "error" if len(part.doubts) > _MOST_DOUBTS * cells else "warning", message)
