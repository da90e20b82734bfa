"""Word documents of the old kind (.doc, Word 97 to 2003, also from WPS): MS-DOC in its container."""

from pipeline.grid import RawDocument
from pipeline.readers.compound import OLE, stream_names

_STREAM = "WordDocument"
_LOCKED = "EncryptedPackage"


def claims(data: bytes) -> bool:
    """True for a container with a Word stream at its top; for a damaged one, where its bytes name one."""
    if not data.startswith(OLE):
        return False
    names = stream_names(data)
    if names:
        return _STREAM in names and _LOCKED not in names
    return _STREAM.encode("utf-16-le") in data and "Workbook".encode("utf-16-le") not in data


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_doc``, which is imported here because it needs olefile."""
    from pipeline.readers.doc.document import read_doc

    return read_doc(data)
