"""bytes → Document: one reader per format, recognised by the bytes first and the suffix second.

A reader is a module with two functions and one line in ``READERS``:

- ``claims(data: bytes) -> bool``: are these bytes of my format? Needs no heavy library;
- ``read(data: bytes, name: str) -> RawDocument``: the document in them; raises ``errors.FileError``.
"""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import Unreadable, Unsupported
from pipeline.grid import RawDocument, build_document
from pipeline.model import Issue
from pipeline.readers.duplicates import drop_duplicates
from pipeline.readers.refused import refuse
from pipeline.source import Document


class Reader(Struct, frozen=True):
    """One format: its name, the module that reads it (imported when used), and its files' suffixes."""

    name: str
    module: str
    suffixes: tuple[str, ...]

    def claims(self, data: bytes) -> bool:
        """Are these bytes of this format?"""
        return cast(Callable[[bytes], bool], import_module(self.module).claims)(data)

    def read(self, data: bytes, name: str) -> RawDocument:
        """The document in the bytes. Raises ``errors.FileError``."""
        return cast(Callable[[bytes, str], RawDocument], import_module(self.module).read)(data, name)


READERS = (
    Reader("docx", "pipeline.readers.docx", (".docx", ".docm", ".dotx", ".dotm")),
    Reader("pdf", "pipeline.readers.pdf", (".pdf",)),
    Reader("sheets", "pipeline.readers.sheets", (".xlsx", ".xlsm", ".xls", ".et")),
    Reader("doc", "pipeline.readers.doc", (".doc", ".wps", ".dot", ".wpt")),
    Reader("rtf", "pipeline.readers.rtf", (".rtf",)),
    Reader("odt", "pipeline.readers.odt", (".odt", ".fodt", ".ott", ".ods", ".fods")),
    Reader("ofd", "pipeline.readers.ofd", (".ofd",)),
    Reader("picture", "pipeline.readers.ocr", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")),
    Reader("csv", "pipeline.readers.delimited", (".csv",)),
    Reader("html", "pipeline.readers.html", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")),
)
TEXT = Reader("text", "pipeline.readers.text", (".txt", ".md"))
"""The fallback: asked only when no other reader claims the bytes."""

SUFFIXES = tuple(suffix for reader in (*READERS, TEXT) for suffix in reader.suffixes)
"""What a folder is searched for; a single file may have any name."""
_NAMES = frozenset({*SUFFIXES, ".doc", ".wps", ".rtf", ".odt", ".ppt", ".pptx"})
"""Suffixes that say what a file is."""


def read(data: bytes, name: str) -> Document:
    """Read one input.

    ``data`` is the whole file, ``name`` its file name (for the record).
    Raises ``errors.FileError``: unsupported, unreadable, encrypted, too-large, needs-ocr, garbled-text.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("The file is empty.")
    reader = _choose(data, name)
    raw = reader.read(data, name)
    if issue := _mismatch(reader, name):
        raw = replace(raw, issues=(issue, *raw.issues))
    document = build_document(raw, name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    return drop_duplicates(document)


def _choose(data: bytes, name: str) -> Reader:
    """The one reader that claims the bytes, else the fallback. Raises Unsupported for none or several."""
    claimed = [reader for reader in READERS if reader.claims(data)]
    if len(claimed) > 1:
        raise Unsupported("Two readers claim these bytes: " + ", ".join(reader.name for reader in claimed))
    if claimed:
        return claimed[0]
    if error := refuse(data, name):
        raise error
    if TEXT.claims(data):
        return TEXT
    raise Unsupported(f"No reader knows the first bytes of {PurePath(name).name}.")


def _mismatch(reader: Reader, name: str) -> Issue | None:
    """An issue where the name says another kind than the bytes, which decide."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _NAMES or suffix in reader.suffixes:
        return None
    message = f"The file is named {suffix}, but its bytes are of another kind; it was read as {reader.name}."
    return Issue("type-mismatch", "info", message)
