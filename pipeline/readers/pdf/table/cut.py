"""One page → its ruled tables with the text of each cell, and the lines outside them."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.model import Issue
from pipeline.readers.pdf.page.frame import PageFrame
from pipeline.readers.pdf.page.lines import PageLine, group_lines
from pipeline.readers.pdf.page.overlay import LineLosses
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.table.content import PageContent
from pipeline.readers.pdf.table.deal import CellGrid, Deal, deal_aside
from pipeline.readers.pdf.table.lattice import Lattice, find_tables
from pipeline.readers.pdf.table.whole import has_whole_table

_STRAY = 2
"""Characters of a line beside a table that belong to a cell, wherever they got lost; more may be a caption."""


def cut_page(page: PageReading) -> PageContent:
    """Find the ruled tables of a page and put each word into its cell."""
    if page.lost:
        return PageContent(page.number, page.frame, page.to_shown, issues=page.issues, lost=True)
    lattice = _find_lattice(page)
    grids = [CellGrid(boxes) for boxes in lattice.tables]
    losses = LineLosses()
    deal = Deal(page.words, grids)
    lines = group_lines(deal.outside, losses)
    lines += deal_aside(page.aside, grids)
    if page.aside:
        lines.sort(key=lambda line: (line.top, line.x0))
    seen = tuple(line for line in lines if _is_seen(line, page.frame))
    hidden = () if len(seen) == len(lines) else tuple(line for line in lines if not _is_seen(line, page.frame))
    content = PageContent(
        number=page.number,
        frame=page.frame,
        to_shown=page.to_shown,
        tables=tuple(grid.fill(page, losses) for grid in grids if grid.has_text()),
        lines=seen,
        hidden=hidden,
        decoded=page.decoded,
        discarded=(*page.discarded, *losses.discarded()),
        strays=(*page.strays, *losses.covered),
    )
    issues = (*page.issues, *_report(page, lattice, losses.kept), *_report_borders(content, deal.intruders))
    return replace(content, issues=issues, loose=None if has_whole_table(content) else page)


def _report(page: PageReading, lattice: Lattice, doubtful: Sequence[str]) -> Iterator[Issue]:
    """What of the page's tables and lines is uncertain."""
    if lattice.overfull or page.overfull:
        yield Issue("table-too-fine", "warning", f"Page {page.number} draws too many lines to tell cells.")
    kept = "; ".join(doubtful)
    if kept:
        message = f"Text lies on other text on page {page.number} and was read with it: {kept[:80]}"
        yield Issue("text-over-text", "warning", message)


def _report_borders(content: PageContent, intruders: Sequence[str]) -> Iterator[Issue]:
    """Text that runs over the border of its cell into other text, and pieces of text beside a table."""
    if intruders:
        shown = "; ".join(intruders)[:80]
        message = f"On page {content.number} text runs over the border of its cell into a cell with text: {shown}"
        yield Issue("text-over-border", "warning", message)
    for line in content.lines:
        beside = any(table.box[1] < (line.top + line.bottom) / 2 < table.box[3] for table in content.tables)
        if beside and len(line.text) <= _STRAY:
            message = f"Text beside a table on page {content.number} belongs to no cell: {line.text}"
            yield Issue("text-over-border", "warning", message)


def _is_seen(line: PageLine, frame: PageFrame) -> bool:
    return line.x1 > 0 and line.x0 < frame.width and line.bottom > 0 and line.top < frame.height


def _find_lattice(page: PageReading) -> Lattice:
    """The tables that rulings draw; where there is none, those that filled boxes draw."""
    lattice = find_tables(page.horizontal, page.vertical)
    if lattice.tables or lattice.overfull or len(page.shades) < 2:
        return lattice
    horizontal, vertical = list(page.horizontal), list(page.vertical)
    for x0, top, x1, bottom in page.shades:
        horizontal.extend([Ruling(top, x0, x1), Ruling(bottom, x0, x1)])
        vertical.extend([Ruling(x0, top, bottom), Ruling(x1, top, bottom)])
    return find_tables(horizontal, vertical)
