"""Workbooks: .xlsx and .xlsm (zip containers), .xls and .et (the old Office container)."""

from pipeline.grid import RawDocument
from pipeline.readers.zipped import member_names

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def claims(data: bytes) -> bool:
    """True for a package with a workbook, and for an old container with a stream of that name."""
    if data.startswith(_OLE):
        return any(name in data for name in _STREAMS) and _LOCKED not in data
    return "xl/workbook.xml" in member_names(data)


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_workbook``, which is imported here because it needs calamine."""
    from pipeline.readers.sheets.document import read_workbook

    return read_workbook(data)
