"""Word documents: zip containers (.docx, .docm, .dotx) and Word's own XML texts."""

from pipeline.errors import Unsupported
from pipeline.grid import RawDocument
from pipeline.readers.zipped import declared_media_type, member_names

_HEAD = 4096
_OPEN = "application/vnd.oasis.opendocument."
_OTHERS = frozenset({"xl/workbook.xml", "OFD.xml"})
"""Members that packages of other kinds have."""


def claims(data: bytes) -> bool:
    """True for a zip container of no other kind (the reader says which one is no Word document), and for an Office
    XML text."""
    zipped = data.startswith(b"PK\x03\x04") and not _OTHERS & member_names(data)
    return (zipped and not declared_media_type(data).startswith(_OPEN)) or is_flat(data) or is_word_2003(data)


def is_flat(data: bytes) -> bool:
    """True for Flat OPC: all parts of a package in one XML text."""
    head = _plain(data)
    return head.startswith(b"<") and b"<pkg:package" in head


def is_word_2003(data: bytes) -> bool:
    """True for the XML of Word 2003, an older vocabulary."""
    head = _plain(data)
    return head.startswith(b"<") and b"<w:wordDocument" in head


def _plain(data: bytes) -> bytes:
    """The first bytes without byte order mark, the zeros of UTF-16, and white space."""
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_docx``, which is imported here because it needs lxml."""
    if is_word_2003(data):
        raise Unsupported("This is an XML document of Word 2003.")
    from pipeline.readers.docx.document import read_docx

    return read_docx(data)
