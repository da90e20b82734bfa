"""The parts of an OpenDocument text: content and styles, from a package or from one XML text."""

import io
import zipfile
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import Encrypted, TooLarge, Unreadable, Unsupported
from pipeline.readers.docx.package import BYTE_LIMIT, ENTRY_LIMIT, NODE_LIMIT, parse_part
from pipeline.readers.odt import names as o
from pipeline.readers.zipped import ZIP_ERRORS, declared_media_type, inflate

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = tuple(
    f"application/vnd.oasis.opendocument.{name}"
    for name in ("text", "text-template", "text-master", "spreadsheet", "spreadsheet-template")
)
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"


class OpenText(Struct, frozen=True):
    """``body``: the ``office:text`` or ``office:spreadsheet``; ``styles``: where styles are, common ones first."""

    body: "_Element"
    styles: "tuple[_Element, ...]"


def open_text(data: bytes) -> OpenText:
    """The parts. Raises Unreadable, Unsupported (a drawing, slides), Encrypted and TooLarge."""
    if data.startswith(b"PK"):
        kind = declared_media_type(data)
        if kind not in _KINDS:
            raise Unsupported(f"The OpenDocument is of another kind ({kind.rpartition('.')[2]}).")
        members = _inflate(data)
        roots = [_parse(members[name]) for name in (_STYLES, _CONTENT) if members.get(name)]
    else:
        roots = [_parse(data)]
    body = next((found for root in roots for part in root.iterchildren(o.BODY) for found in part.iterchildren()), None)
    if body is None or body.tag not in (o.OFFICE_TEXT, o.SPREADSHEET):
        raise Unsupported("The OpenDocument holds no text document and no sheets.")
    return OpenText(body, tuple(part for root in roots for part in root.iterchildren(o.STYLES, o.AUTOMATIC)))


def _parse(blob: bytes) -> "_Element":
    if len(blob) > BYTE_LIMIT or blob.count(b"<") + blob.count(b"=") > NODE_LIMIT:
        raise TooLarge("The document holds more XML elements than a document can have.")
    return parse_part(blob)


def _inflate(data: bytes) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    left = BYTE_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            if len(source.infolist()) > ENTRY_LIMIT:
                raise TooLarge(f"The package has more than {ENTRY_LIMIT} entries.")
            for name in (_MANIFEST, _STYLES, _CONTENT):
                if name in source.namelist():
                    members[name] = inflate(source, source.getinfo(name), left)
                    left -= len(members[name])
    except (*ZIP_ERRORS, RuntimeError) as error:
        raise Unreadable(f"The zip container is damaged: {error}") from error
    if b"encryption-data" in members.get(_MANIFEST, b""):
        raise Encrypted("The document is protected by a password.")
    if not members.get(_CONTENT):
        raise Unreadable("This is not a whole OpenDocument: it has no content.")
    return members
