"""Word documents: zip containers (.docx)."""

from pipeline.grid import RawDocument


def claims(data: bytes) -> bool:
    """True for any zip container; the reader says which one is no Word document."""
    return data.startswith(b"PK\x03\x04")


def read(data: bytes, name: str) -> RawDocument:
    """See ``document.read_docx``, which is imported here because it needs lxml."""
    from pipeline.readers.docx.document import read_docx

    return read_docx(data, name)
