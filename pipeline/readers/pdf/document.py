"""PDF documents: pdfium reads characters and rulings, the lattice of rulings gives the cells, pages are joined.

Four floors, each using only those before it: ``limits`` (what a file may cost), ``page`` (one page as read), ``table``
(cells from rulings), ``flow`` (what goes on over pages).
"""

from pipeline.grid import RawDocument
from pipeline.readers.pdf.flow.blocks import join_pages
from pipeline.readers.pdf.flow.conserved import check_conserved
from pipeline.readers.pdf.flow.furniture import split_furniture
from pipeline.readers.pdf.flow.twice import drop_repeated
from pipeline.readers.pdf.page.document import PdfFile
from pipeline.readers.pdf.page.reader import read_pages
from pipeline.readers.pdf.table.cut import cut_page
from pipeline.readers.pdf.table.left_out import list_left_out, report_strays
from pipeline.readers.pdf.table.unruled import rule_pages
from pipeline.readers.pdf.turn import TURN

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes) -> RawDocument:
    """The document in ``data`` as blocks in reading order, with the page and box of every cell and paragraph.

    Raises Unreadable, Encrypted, TooLarge, NeedsOcr (no page has a text layer) and GarbledText (no page's characters
    can be trusted); where only some pages are so, an issue says which.
    """
    with TURN, PdfFile(data) as file:
        pages = drop_repeated([cut_page(page) for page in read_pages(file)])
        _, furniture = split_furniture(pages)
        pages, doubts = rule_pages(pages, furniture, file.part_words)
    lines, furniture = split_furniture(pages)
    joined = join_pages(pages, lines)
    discarded = (*furniture, *joined.headers, *list_left_out(pages))
    issues = (*(issue for page in pages for issue in page.issues), *doubts, *report_strays(pages), *joined.issues)
    lost = check_conserved(pages, joined.blocks, discarded)
    return RawDocument(MEDIA_TYPE, joined.blocks, discarded, (*issues, *lost))
