"""PDF documents."""

from pipeline.grid import RawDocument


def claims(data: bytes) -> bool:
    """True where a PDF's signature is near the start; programs put a few lines before it."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_pdf``, which is imported here because it needs pdfium."""
    from pipeline.readers.pdf.document import read_pdf

    return read_pdf(data)


read_pdf = read
