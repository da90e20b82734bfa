"""The package of an OFD: members inflated when they are asked for, with counted limits, and parsed without entities."""

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from pipeline.errors import Encrypted, TooLarge, Unreadable
from pipeline.readers.docx.package import parse_part
from pipeline.readers.zipped import ZIP_ERRORS, inflate

if TYPE_CHECKING:
    from lxml.etree import _Element

BYTE_LIMIT = 96 * 2**20
"""XML bytes that one package may inflate to."""
NODE_LIMIT = 4_000_000
"""Tags and attributes; lxml takes some 150 bytes for each."""
MEMBER_LIMIT = 20_000


class OfdPackage:
    """A package, open while in a ``with`` block. Raises Unreadable, TooLarge, Encrypted."""

    def __init__(self, data: bytes) -> None:
        self._left, self._nodes = BYTE_LIMIT, NODE_LIMIT
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise Unreadable(f"The zip container is damaged: {error}") from error
        entries = self._zip.infolist()
        if len(entries) > MEMBER_LIMIT:
            raise TooLarge(f"The package has more than {MEMBER_LIMIT} entries.")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}
        self._lower = {name.lower(): name for name in self._entries}

    def __enter__(self) -> "OfdPackage":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def find(self, location: str, beside: str = "") -> str | None:
        """The member at a location: from the root of the package, or from the folder of the member ``beside``."""
        location = location.strip().replace("\\", "/")
        folder = posixpath.dirname(beside)
        tries = [location.lstrip("/")] if location.startswith("/") else [posixpath.join(folder, location), location]
        for name in tries:
            clean = posixpath.normpath(name)
            found = clean if clean in self._entries else self._lower.get(clean.lower())
            if found is not None:
                return found
        return None

    def parse(self, name: str) -> "_Element":
        """The root of the XML in a member. Raises Unreadable, Encrypted, TooLarge."""
        blob = self.read(name)
        self._nodes -= blob.count(b"<") + blob.count(b"=")
        if self._nodes < 0:
            raise TooLarge("The package holds more XML elements than a document can have.")
        try:
            return parse_part(blob)
        except Unreadable as error:
            if "encryptions.xml" in self._lower or b"<" not in blob[:200]:
                raise Encrypted("The package is encrypted.") from error
            raise

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        try:
            blob = inflate(self._zip, self._entries[name], self._left)
        except ZIP_ERRORS as error:
            raise Unreadable(f"The zip container is damaged: {error}") from error
        self._left -= len(blob)
        return blob


def local(element: "_Element") -> str:
    """An element's name without its namespace, of which OFD has had two; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: "_Element | None", name: str) -> "_Element | None":
    """The first child of this name."""
    if element is None:
        return None
    return next((item for item in element if local(item) == name), None)


def text_of(element: "_Element | None") -> str:
    """What an element says, without blanks around it."""
    return (element.text or "").strip() if element is not None else ""
