"""Workbooks: .xlsx and .xlsm (zip containers), .xls and .et (the old Office container)."""

from pipeline.grid import RawDocument
from pipeline.readers.compound import OLE, stream_names
from pipeline.readers.zipped import member_names

_STREAMS = ("Workbook", "Book")
_LOCKED = "EncryptedPackage"


def claims(data: bytes) -> bool:
    """True for a package with a workbook, and for an old container with a stream of that name at its top."""
    if data.startswith(OLE):
        names = stream_names(data)
        if names:
            return any(name in names for name in _STREAMS) and _LOCKED not in names
        return any(f"{name}\0".encode("utf-16-le") in data for name in _STREAMS)  # a damaged one: the reader says so
    return "xl/workbook.xml" in member_names(data)


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_workbook``, which is imported here because it needs calamine."""
    from pipeline.readers.sheets.document import read_workbook

    return read_workbook(data)
