"""Rich Text (.rtf, also saved under the name of a .doc): control words, groups and text (RTF 1.9.1)."""

from pipeline.grid import RawDocument

_BEGIN = b"{\\rtf"


def claims(data: bytes) -> bool:
    """True for a text that begins as Rich Text does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_BEGIN)


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_rtf``."""
    from pipeline.readers.rtf.document import read_rtf

    return read_rtf(data)
