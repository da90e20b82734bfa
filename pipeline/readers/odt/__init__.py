"""OpenDocument texts and sheets (.odt, .ott, .ods, and .fodt and .fods in one XML text)."""

from pipeline.grid import RawDocument
from pipeline.readers.zipped import declared_media_type

_OPEN = "application/vnd.oasis.opendocument."
_HEAD = 8192


def claims(data: bytes) -> bool:
    """True for a package that says it is an OpenDocument, and for one XML text that says so."""
    return declared_media_type(data).startswith(_OPEN) or is_flat_text(data)


def is_flat_text(data: bytes) -> bool:
    """True for all of an OpenDocument in one XML text."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
    return head.startswith(b"<") and b"<office:document" in head and _OPEN.encode() in head


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_odt``, which is imported here because it needs lxml."""
    from pipeline.readers.odt.document import read_odt

    return read_odt(data)
