"""Lines → paragraphs: a short line, a wide gap or an indent separates them."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.page.lines import SENTENCE_ENDS, PageLine, is_full


def paragraph_breaks(lines: Sequence[PageLine], left: float, right: float) -> list[bool]:
    """For each line but the last: does a paragraph end with it?

    It does when the line stops short after a mark that ends a sentence, or when the gap below is clearly wider than
    the usual one.
    """
    gaps = [below.top - line.bottom for line, below in pairwise(lines)]
    usual = min(gaps, default=0.0)
    return [
        gap > usual + 0.4 * line.size or (line.text[-1] in SENTENCE_ENDS and not is_full(line, left, right))
        for gap, line in zip(gaps, lines, strict=False)
    ]


class PageParagraph(Struct, frozen=True):
    """Lines of one paragraph on one page. ``open_end``: the last line is full; ``indented``: the first is set in."""

    page: int
    lines: tuple[PageLine, ...]
    open_end: bool
    indented: bool

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return (
            min(line.x0 for line in self.lines),
            self.lines[0].top,
            max(line.x1 for line in self.lines),
            max(line.bottom for line in self.lines),
        )


def group_paragraphs(lines: Sequence[PageLine], page: int, width: float) -> list[PageParagraph]:
    """Paragraphs among lines outside tables: a short line, a wide gap or an indent separates them.

    ``width`` is the page's; text is taken to fill at least its middle three fifths.
    """
    if not lines:
        return []
    left = min(0.2 * width, *(line.x0 for line in lines))
    right = max(0.8 * width, *(line.x1 for line in lines))
    usual = _usual_gap(lines)
    groups: list[list[PageLine]] = [[lines[0]]]
    for above, line in pairwise(lines):
        if _continues(above, line, left, right, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        PageParagraph(page, tuple(group), is_full(group[-1], left, right), group[0].x0 > left + group[0].size)
        for group in groups
    ]


def _usual_gap(lines: Sequence[PageLine]) -> float:
    gaps = sorted(below.top - line.bottom for line, below in pairwise(lines))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _continues(above: PageLine, line: PageLine, left: float, right: float, usual: float) -> bool:
    size = min(above.size, line.size)
    if line.top - above.bottom > max(usual, 0) + 0.8 * size or max(above.size, line.size) > 1.25 * size:
        return False
    return is_full(above, left, right) and line.x0 < left + 1.2 * size
