"""Pages → blocks: paragraphs and tables in reading order, those that go on over a page break joined."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.grid import RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.flow.join import JoinedTable
from pipeline.readers.pdf.flow.paragraphs import PageParagraph, group_paragraphs
from pipeline.readers.pdf.flow.pieces import join_lines, round_box
from pipeline.readers.pdf.page.frame import Matrix
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.readers.pdf.table.content import PageContent, PageTable
from pipeline.source import Part


class JoinedPages(Struct, frozen=True):
    """All blocks of the document; the headers that later pages repeat, which are in no block."""

    blocks: tuple[RawParagraph | RawTable, ...]
    headers: tuple[Discarded, ...]
    issues: tuple[Issue, ...]


def join_pages(pages: Sequence[PageContent], lines: Sequence[list[PageLine]]) -> JoinedPages:
    """Join the pages; ``lines``: for each, those of its lines outside tables that are no page furniture."""
    flow = _Flow()
    for page, kept in zip(pages, lines, strict=True):
        flow.add_page(page, kept)
    return flow.finish()


class _Flow:
    """Blocks as they come, page after page; the last one may go on on the next page."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self._blocks: list[RawParagraph | JoinedTable] = []
        self._open_paragraph: PageParagraph | None = None

    def add_page(self, page: PageContent, lines: list[PageLine]) -> None:
        """Add a page: its tables, and ``lines``, those of its other lines that are no page furniture."""
        first = True
        for item in _in_order(page, lines):
            if isinstance(item, PageTable):
                self._add_table(item, first)
            else:
                self._add_paragraph(item, first, page.to_shown)
            first = False

    def finish(self) -> JoinedPages:
        """The blocks so far; those of the last page may not go on."""
        tables = [block for block in self._blocks if isinstance(block, JoinedTable)]
        return JoinedPages(
            tuple(block.to_raw() if isinstance(block, JoinedTable) else block for block in self._blocks),
            tuple(item for table in tables for item in table.discarded),
            (*self._issues, *(issue for table in tables for issue in table.issues)),
        )

    def _add_table(self, table: PageTable, first: bool) -> None:
        last = self._blocks[-1] if self._blocks else None
        self._open_paragraph = None
        if first and isinstance(last, JoinedTable) and last.last_page == table.page - 1:
            proof = last.extend(table)
            if proof is not None:
                message = f"The table on page {table.page} goes on with the one on page {table.page - 1}: {proof}."
                self._issues.append(Issue("table-joined", "info", message))
                return
        self._report_apart(table)
        self._blocks.append(JoinedTable(table))

    def _report_apart(self, table: PageTable) -> None:
        """An error where a table looks like the rest of the one on the page before, and could not be joined to it."""
        last = next((block for block in reversed(self._blocks) if isinstance(block, JoinedTable)), None)
        if last is not None and last.last_page == table.page - 1 and last.is_alike(table):
            message = f"The table on page {table.page} has no header; it may go on from page {table.page - 1}."
            self._issues.append(Issue("table-apart", "error", message))

    def _add_paragraph(self, item: PageParagraph, first: bool, shown: Matrix) -> None:
        text, _ = join_lines(item.lines, item.box[0], item.box[2])
        box = round_box(item.box, shown)
        last = self._blocks[-1] if self._blocks else None
        before = self._open_paragraph
        self._open_paragraph = item
        if first and before is not None and isinstance(last, RawParagraph) and _goes_on(before, item):
            start = len(last.text) + 1
            part = Part(start, start + len(text), item.page, box)
            self._blocks[-1] = RawParagraph(f"{last.text}\n{text}", (*last.parts, part))
        else:
            self._blocks.append(RawParagraph(text, (Part(0, len(text), item.page, box),)))


def _in_order(page: PageContent, lines: list[PageLine]) -> Iterator[PageTable | PageParagraph]:
    """The page's paragraphs and tables from top to bottom."""
    rest = lines
    for table in sorted(page.tables, key=lambda item: item.box[1]):
        above = [line for line in rest if line.top < table.box[1]]
        rest = rest[len(above) :]
        yield from group_paragraphs(above, page.number, page.frame.width)
        yield table
    yield from group_paragraphs(rest, page.number, page.frame.width)


def _goes_on(before: PageParagraph, item: PageParagraph) -> bool:
    return before.open_end and not item.indented and before.page == item.page - 1
