"""Pages as they were read → the document: tables cut, furniture left out, what goes on over pages joined."""

from collections.abc import Iterable

from msgspec import Struct

from pipeline.grid import RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.flow.blocks import join_pages
from pipeline.readers.pdf.flow.conserved import check_conserved
from pipeline.readers.pdf.flow.furniture import split_furniture
from pipeline.readers.pdf.flow.twice import drop_repeated
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.table.cut import cut_page
from pipeline.readers.pdf.table.left_out import list_left_out, report_strays
from pipeline.readers.pdf.table.unruled import Reread, rule_pages


class LaidOut(Struct, frozen=True):
    """Blocks in reading order, what is in none of them, and what is amiss."""

    blocks: tuple[RawParagraph | RawTable, ...]
    discarded: tuple[Discarded, ...]
    issues: tuple[Issue, ...]


def lay_out(pages: Iterable[PageReading], reread: Reread) -> LaidOut:
    """The blocks of the pages; ``reread`` parts words where columns without rulings part them."""
    contents = drop_repeated([cut_page(page) for page in pages])
    _, furniture = split_furniture(contents)
    contents, doubts = rule_pages(contents, furniture, reread)
    lines, furniture = split_furniture(contents)
    joined = join_pages(contents, lines)
    discarded = (*furniture, *joined.headers, *list_left_out(contents))
    issues = (*(issue for page in contents for issue in page.issues), *doubts, *report_strays(contents), *joined.issues)
    lost = check_conserved(contents, joined.blocks, discarded)
    return LaidOut(joined.blocks, discarded, (*issues, *lost))
