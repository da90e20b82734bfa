"""What a page carries besides its text: page numbers and running heads."""

import re
from collections import Counter

from pipeline.fold import fold_text
from pipeline.model import Discarded
from pipeline.readers.pdf.page.frame import IDENTITY, map_box
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.table.content import PageContent

_DASHED = re.compile(r"[-—–─－·•]{1,3}\d{1,4}[-—–─－·•]{1,3}")
_WORDED = re.compile(r"第\d{1,4}页(?:[/／,，]?共\d{1,4}页)?|\d{1,4}[/／]\d{1,4}")
_PLAIN = re.compile(r"\d{1,4}")
_CONTINUED = re.compile(r"(?:[（(]?续表?\d{0,2}[）)]?|.{0,12}[（(]续表?[）)])[:：]?")
_MARGIN_LINES = 2


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
        for line in page.lines:
            reason = _reason(line, page, counted, readable, seen) if id(line) in edge else None
            if reason is None:
                lines.append(line)
            else:
                discarded.append(Discarded(reason, line.text))
        kept.append(lines)
    return kept, discarded


def _margins(page: PageContent) -> list[PageLine]:
    """The first and last lines of a page that have no table above, or below, them; of a page read sideways all."""
    if page.to_shown != IDENTITY:
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
    line: PageLine, page: PageContent, counted: Counter[tuple[str, int]], pages: int, seen: set[str]
) -> str | None:
    text = fold_text(line.text)
    if is_page_number(text, line, page):
        return "page-number"
    if page.tables and _CONTINUED.fullmatch(text) and line.bottom <= page.tables[0].box[1] + 1:
        return "repeated-header"
    if counted[_place(line)] < max(2, pages / 2):
        return None
    if text not in seen:  # the first one may be the title of a list whose every page repeats it
        seen.add(text)
        return None
    return "running-head"


def is_page_number(text: str, line: PageLine, page: PageContent) -> bool:
    """A number between dashes, 第 3 页, 3/8 or a plain number at the page's upper or lower edge."""
    if not (_DASHED.fullmatch(text) or _WORDED.fullmatch(text) or _PLAIN.fullmatch(text)):
        return False
    _, top, _, bottom = map_box((line.x0, line.top, line.x1, line.bottom), page.to_shown)
    height = page.frame.height if page.to_shown[1] == 0 else page.frame.width
    return bottom < height * 0.12 or top > height * 0.85
