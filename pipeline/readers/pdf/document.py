"""PDF documents: pdfium reads characters and rulings, the lattice of rulings gives the cells, pages are joined."""

from pipeline.grid import RawDocument
from pipeline.readers.pdf.flow import Flow
from pipeline.readers.pdf.furniture import split_furniture
from pipeline.readers.pdf.pages import PageReader

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes, name: str) -> RawDocument:
    """The document in ``data`` as blocks in reading order, with the page and box of every cell and paragraph.

    ``name`` is not looked at. Raises Unreadable, Encrypted, TooLarge, NeedsOcr (no page has a text layer) and
    GarbledText (no page's characters can be trusted); where only some pages are so, an issue tells which.
    """
    reader = PageReader(data)
    pages = reader.read_all()
    kept, discarded = split_furniture(pages)
    flow = Flow()
    for page, lines in zip(pages, kept, strict=True):
        flow.add_page(page, lines)
    blocks, headers = flow.finish()
    return RawDocument(MEDIA_TYPE, blocks, (*discarded, *headers, *reader.discarded), (*reader.issues, *flow.issues))
