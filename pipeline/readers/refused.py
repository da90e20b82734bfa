"""Kinds of files that are known by their first bytes and read by no reader: the error says what the file is."""

from pathlib import PurePath

from pipeline.errors import Encrypted, FileError, NeedsOcr, Unsupported

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of the old Office container (.doc, .xls, .wps) and of every encrypted .docx."""
_IN_WORD = "Open it in Word, WPS or LibreOffice, save it as .docx and convert that."
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")


def refuse(data: bytes, name: str) -> FileError | None:
    """The error for bytes of a kind that is known and not read; None for all others."""
    name = PurePath(name).name
    if data.startswith(OLE):
        return _old_office(data, name)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return Unsupported(f"{name} is a Rich Text file (RTF).", advice=_IN_WORD)
    if data.startswith(_PICTURES) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        return NeedsOcr(f"{name} is a picture.")
    return None


def _old_office(data: bytes, name: str) -> FileError:
    """An OLE container without a workbook is an encrypted file where it says so, else an old .doc or .wps."""
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        return Encrypted(f"{name} is protected by a password.")
    return Unsupported(f"{name} is an old binary Office file (.doc or .wps).", advice=_IN_WORD)
