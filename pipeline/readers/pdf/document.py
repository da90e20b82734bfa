"""PDF documents: pdfium reads characters and rulings, the lattice of rulings gives the cells, pages are joined.

Four floors, each using only those before it: ``limits`` (what a file may cost), ``page`` (one page as read), ``table``
(cells from rulings), ``flow`` (what goes on over pages). The last two take any ``PageReading``: OFD uses them too.
"""

from pipeline.grid import RawDocument
from pipeline.readers.pdf.flow.document import lay_out
from pipeline.readers.pdf.page.document import PdfFile
from pipeline.readers.pdf.page.reader import read_pages
from pipeline.readers.pdf.turn import TURN

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes) -> RawDocument:
    """The document in ``data`` as blocks in reading order, with the page and box of every cell and paragraph.

    Raises Unreadable, Encrypted, TooLarge, NeedsOcr (no page has a text layer) and GarbledText (no page's characters
    can be trusted); where only some pages are so, an issue says which.
    """
    with TURN, PdfFile(data) as file:
        laid = lay_out(read_pages(file), file.part_words)
        blocks = laid.blocks
        if file.recognised:
            from pipeline.readers.ocr.certain import mark_certainty

            blocks = mark_certainty(blocks, file.recognised)
    return RawDocument(MEDIA_TYPE, blocks, laid.discarded, laid.issues)
