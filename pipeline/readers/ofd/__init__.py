"""OFD documents (GB/T 33190-2016): a zip container of XML, each page drawn as a PDF's is."""

from pipeline.grid import RawDocument
from pipeline.readers.zipped import member_names


def claims(data: bytes) -> bool:
    """True for a zip container that has the format's entry."""
    return data.startswith(b"PK\x03\x04") and "OFD.xml" in member_names(data)


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_ofd``, which is imported here because it needs lxml."""
    from pipeline.readers.ofd.document import read_ofd

    return read_ofd(data)
