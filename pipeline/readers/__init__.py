"""bytes → Document: one reader per format, told apart by the bytes first and the suffix second."""

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from msgspec import Struct

from pipeline.errors import Encrypted, Unreadable, Unsupported
from pipeline.grid import RawDocument, build_document
from pipeline.model import Document
from pipeline.readers.duplicates import drop_duplicates

Read = Callable[[bytes, str], RawDocument]

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of the old Office container (.doc, .xls, .wps) and of every encrypted .docx."""


class Reader(Struct, frozen=True):
    """One format: its name, a test of the first bytes, and the function that reads it (imported when used)."""

    name: str
    claims: Callable[[bytes], bool]
    read: Read


def _read_docx(data: bytes, name: str) -> RawDocument:
    from pipeline.readers.docx import read_docx

    return read_docx(data, name)


def _read_pdf(data: bytes, name: str) -> RawDocument:
    from pipeline.readers.pdf import read_pdf

    return read_pdf(data, name)


def _read_html(data: bytes, name: str) -> RawDocument:
    from pipeline.readers.html import read_html

    return read_html(data, name)


def _read_text(data: bytes, name: str) -> RawDocument:
    from pipeline.readers.text import read_text

    return read_text(data, name)


def _is_docx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _is_html(data: bytes) -> bool:
    from pipeline.readers.markup import looks_like_html

    return looks_like_html(data)


def _is_text(data: bytes) -> bool:
    from pipeline.readers.encoding import looks_like_text

    return looks_like_text(data)


READERS = (
    Reader("docx", _is_docx, _read_docx),
    Reader("pdf", _is_pdf, _read_pdf),
    Reader("html", _is_html, _read_html),
    Reader("text", lambda data: not (_is_docx(data) or _is_pdf(data) or _is_html(data)) and _is_text(data), _read_text),
)
SUFFIXES = (".docx", ".pdf", ".txt", ".md", ".html", ".htm")
"""What a folder is searched for; a single file may have any name."""


def read(data: bytes, name: str) -> Document:
    """Read one input.

    ``data`` is the whole file, ``name`` its file name (for the record; the suffix decides nothing that the bytes tell).
    Raises ``errors.FileError``: unsupported, unreadable, encrypted, too-large, needs-ocr, garbled-text.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("The file is empty.")
    if data.startswith(OLE):
        raise _old_office(data, name)
    claimed = [reader for reader in READERS if reader.claims(data)]
    if not claimed:
        raise Unsupported(f"No reader knows the first bytes of {PurePath(name).name}.")
    if len(claimed) > 1:
        raise Unsupported("Two readers claim these bytes: " + ", ".join(reader.name for reader in claimed))
    raw = claimed[0].read(data, name)
    document = build_document(raw, name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    return drop_duplicates(document)


def _old_office(data: bytes, name: str) -> Encrypted | Unsupported:
    """An OLE container is an encrypted .docx where it says so, else an old .doc, .xls or .wps."""
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        return Encrypted(f"{PurePath(name).name} is protected by a password.")
    return Unsupported(
        f"{PurePath(name).name} is an old binary Office file (.doc, .xls or .wps).",
        advice="Open it in Word, WPS or LibreOffice, save it as .docx and convert that.",
    )
