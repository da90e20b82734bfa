"""Pages → blocks: paragraphs and tables in reading order, those that go on over a page break joined."""

from collections.abc import Iterator

from pipeline.grid import RawParagraph, RawTable
from pipeline.model import Discarded, Issue, Part
from pipeline.readers.pdf.cells import PageContent, PageTable
from pipeline.readers.pdf.frame import Matrix
from pipeline.readers.pdf.join import JoinedTable
from pipeline.readers.pdf.lines import PageParagraph, TextLine, group_paragraphs
from pipeline.readers.pdf.parts import join_lines, round_box


class Flow:
    """Blocks as they come, page after page; the last one may go on on the next page."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self._blocks: list[RawParagraph | JoinedTable] = []
        self._open_paragraph: PageParagraph | None = None

    def add_page(self, page: PageContent, lines: list[TextLine]) -> None:
        """Add a page: its tables, and ``lines``, those of its other lines that are no page furniture."""
        first = True
        for item in _in_order(page, lines):
            if isinstance(item, PageTable):
                self._add_table(item, first)
            else:
                self._add_paragraph(item, first, page.to_shown)
            first = False

    def finish(self) -> tuple[tuple[RawParagraph | RawTable, ...], list[Discarded]]:
        """All blocks, and the repeated headers that were dropped."""
        tables = [block for block in self._blocks if isinstance(block, JoinedTable)]
        blocks = tuple(block.to_raw() if isinstance(block, JoinedTable) else block for block in self._blocks)
        for table in tables:
            self.issues.extend(table.issues)
        return blocks, [item for table in tables for item in table.discarded]

    def _add_table(self, table: PageTable, first: bool) -> None:
        last = self._blocks[-1] if self._blocks else None
        self._open_paragraph = None
        if first and isinstance(last, JoinedTable) and last.last_page == table.page - 1:
            proof = last.extend(table)
            if proof is not None:
                message = f"The table on page {table.page} goes on with the one on page {table.page - 1}: {proof}."
                self.issues.append(Issue("table-joined", "info", message))
                return
        self._blocks.append(JoinedTable(table))

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


def _in_order(page: PageContent, lines: list[TextLine]) -> Iterator[PageTable | PageParagraph]:
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
