"""Kinds of files that are known by their first bytes and read by no reader: the error says what the file is."""

from pathlib import PurePath

from pipeline.errors import Encrypted, FileError, NeedsOcr, Unsupported
from pipeline.readers.compound import OLE

_IN_WORD = "Open it in Word, WPS or LibreOffice, save it as .docx and convert that."
_PICTURES = (b"GIF87a", b"GIF89a")


def refuse(data: bytes, name: str) -> FileError | None:
    """The error for bytes of a kind that is known and not read; None for all others."""
    name = PurePath(name).name
    if data.startswith(OLE):
        return _old_office(data, name)
    if data.startswith(_PICTURES):
        return NeedsOcr(f"{name} is a picture of a kind that is not read.", advice="Save it as .png and convert that.")
    return None


def _old_office(data: bytes, name: str) -> FileError:
    """A container without a document or workbook is an encrypted file where it says so, else of another program."""
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        return Encrypted(f"{name} is protected by a password.")
    return Unsupported(f"{name} is an old Office container without a document or workbook.", advice=_IN_WORD)
