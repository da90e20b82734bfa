"""What a page carries besides its text: page numbers and running heads."""

from collections import Counter

from pipeline.fold import fold_text
from pipeline.model import Discarded
from pipeline.readers.pdf.page.frame import map_box
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.table.content import PageContent
from pipeline.text.patterns import pattern

_MARGIN_LINES = 2
_SIDEWAYS = 0.5
"""Of a matrix: above this a page is read sideways; below, it is at most a scan that was put straight."""


def split_furniture(pages: list[PageContent]) -> tuple[list[list[PageLine]], list[Discarded]]:
    """For each page its lines without page numbers, running heads and 续表 marks; and those, with their reasons."""
    counted = _count_heads(pages)
    readable = sum(not page.lost for page in pages)
    kept: list[list[PageLine]] = []
    discarded: list[Discarded] = []
    seen: set[str] = set()
    for page in pages:
        lines: list[PageLine] = []
        edge = {id(line) for line in _margins(page)}
        around = {id(line) for line in _around_tables(page)}
        for line in page.lines:
            text = fold_text(line.text)
            reason = _reason(text, line, page, counted, readable, seen) if id(line) in edge else None
            if reason is None and id(line) in around:
                reason = _between_parts(text, line, page, readable)
            if reason is None:
                lines.append(line)
            else:
                discarded.append(Discarded(reason, line.text))
        kept.append(lines)
    return kept, discarded


def _around_tables(page: PageContent) -> list[PageLine]:
    """The lines above the first table of a page and below the last one: what may be between the parts of a table."""
    if not page.tables:
        return []
    top, bottom = min(table.box[1] for table in page.tables), max(table.box[3] for table in page.tables)
    return [line for line in page.lines if line.bottom <= top + 1 or line.top >= bottom - 1]


def _between_parts(text: str, line: PageLine, page: PageContent, pages: int) -> str | None:
    """Why a line above or below a table is furniture: it says that the table goes on."""
    if pattern("page", "goes_on").fullmatch(text):
        return "repeated-header"
    above = line.bottom <= page.tables[0].box[1] + 1
    if above and page.number > 1 and pattern("page", "title_again").fullmatch(text):
        return "repeated-header"
    return "running-head" if pages > 1 and pattern("page", "printer").fullmatch(text) else None


def _margins(page: PageContent) -> list[PageLine]:
    """The first and last lines of a page that have no table above, or below, them; of a page read sideways all."""
    if abs(page.to_shown[1]) > _SIDEWAYS:
        return list(page.lines)
    tops = [table.box[1] for table in page.tables]
    ends = [table.box[3] for table in page.tables]
    above = [line for line in page.lines if line.bottom <= min(tops, default=page.frame.height) + 1]
    below = [line for line in page.lines if line.top >= max(ends, default=0.0) - 1]
    found = [*above[:_MARGIN_LINES], *below[-_MARGIN_LINES:]]
    return list({(line.top, line.x0): line for line in found}.values())


def _place(line: PageLine) -> tuple[str, int]:
    return fold_text(line.text), round(line.top / 6)


def _count_heads(pages: list[PageContent]) -> Counter[tuple[str, int]]:
    return Counter(place for page in pages for place in {_place(line) for line in _margins(page)})


def _reason(
    text: str, line: PageLine, page: PageContent, counted: Counter[tuple[str, int]], pages: int, seen: set[str]
) -> str | None:
    if _is_page_number(text, line, page):
        return "page-number"
    if counted[_place(line)] < max(2, pages / 2):
        return None
    if text not in seen and _height(line, page) < 0.5:
        seen.add(text)  # the first one may be the title of a list whose every page repeats it
        return None
    return "running-head"


def _is_page_number(text: str, line: PageLine, page: PageContent) -> bool:
    """A number between dashes, 第 3 页, 3/8 or a plain number at the page's upper or lower edge."""
    return pattern("page", "page_number").fullmatch(text) is not None and not 0.12 <= _height(line, page) <= 0.85


def _height(line: PageLine, page: PageContent) -> float:
    """How far down the page, as it is shown, a line is: 0 to 1; for the upper half by its end."""
    _, top, _, bottom = map_box((line.x0, line.top, line.x1, line.bottom), page.to_shown)
    height = page.frame.height if abs(page.to_shown[1]) <= _SIDEWAYS else page.frame.width
    return (top if top > height * 0.5 else bottom) / max(height, 1.0)
