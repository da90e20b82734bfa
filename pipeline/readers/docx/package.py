"""The package of a Word file (ECMA-376 part 2): inflated with counted limits, its XML parsed without entities.

A package is a zip container, or one XML text with all parts in it (Flat OPC, "Word XML document").
"""

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import Encrypted, TooLarge, Unreadable, Unsupported
from pipeline.model import Issue
from pipeline.readers.docx.relations import Relation, read_relations, relations_member

if TYPE_CHECKING:
    from lxml.etree import _Element

BYTE_LIMIT = 96 * 2**20
"""XML bytes that one package may inflate to; lxml needs some six times as much memory for its tree."""
NODE_LIMIT = 4_000_000
"""Tags and attributes of one package; lxml takes some 150 bytes for each, however short it is written."""
ENTRY_LIMIT = 10_000
RELATION_LIMIT = 20_000
_CHUNK = 2**18
_PLAIN_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_READ = re.compile(r"\.(?:xml|rels|x?html?|mht|mhtml|txt)$", re.I)
_UNREAD = re.compile(
    r"(?:^|/)(?:theme|docProps|customXml|glossary|charts)/(?!_rels)"
    r"|(?:^|/)diagrams/(?!data|_rels)"
    r"|/(?:settings|webSettings|fontTable|stylesWithEffects|header\d*|footer\d*)\.xml$",
    re.I,
)
"""Members without text of the document; like pictures and fonts they are not even inflated."""
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"

TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""ISO/IEC 29500: the same vocabulary under two namespaces; the strict one is turned into the other before parsing."""

_SHAPING = (b"vanish", b"trike", b"superscript", b"dings", b'"Symbol"')
"""Words of properties that change what a run shows."""


_STORIES = ("footnotes", "endnotes")
"""Parts with runs of their own, beside the main document. A list's bullets have fonts too, but no runs."""


class Package(Struct):
    """The XML of the main document, and the parts that it relates to.

    ``parts``: the bytes of parts by the last word of the relation; ``relations``: all relations by id; ``members``: the
    bytes of all members that were read, empty for the others. ``shaped``: a run or style may hide its text, strike it
    out or set it in symbols; where False, runs are read without looking for it. ``styled``: a style may. ``issues``:
    what the package lacks.
    """

    document: "_Element"
    parts: dict[str, bytes]
    relations: dict[str, Relation]
    members: dict[str, bytes]
    shaped: bool
    styled: bool
    issues: list[Issue]


def open_package(data: bytes) -> Package:
    """The package in ``data``.

    Raises Unreadable (damaged), Unsupported (a zip container of another kind), Encrypted (zip encryption) and TooLarge
    (inflates beyond BYTE_LIMIT, counted while inflating, never taken from declared sizes).
    """
    issues: list[Issue] = []
    members = _inflate_all(data, issues) if data.startswith(b"PK") else _unflatten(data)
    if "[Content_Types].xml" not in members and data.startswith(b"PK"):
        raise Unsupported("The zip container holds no Office document.")
    roots = _relations_of("", members)
    main = next((item.target for item in roots.values() if item.kind == "officeDocument" and not item.external), None)
    if main is None or not members.get(main):
        raise Unreadable("This is not a whole Word package: it has no main document.")
    document = parse_part(members[main])
    if document.tag != f"{{{TRANSITIONAL.decode()}}}document":
        raise Unsupported("The Office package holds no Word document.")
    relations = _relations_of(main, members)
    parts: dict[str, bytes] = {}
    for item in relations.values():
        if item.target in members and not item.external:
            parts.setdefault(item.kind, members[item.target])
    issues.extend(_missing(relations, members))
    styled = _may_shape(parts.get("styles", b""))
    shaped = styled or any(_may_shape(blob) for blob in (members[main], *map(parts.get, _STORIES)) if blob)
    return Package(document, parts, relations, members, shaped, styled, issues)


def _relations_of(source: str, members: dict[str, bytes]) -> dict[str, Relation]:
    blob = members.get(relations_member(source))
    relations = read_relations(parse_part(blob), source) if blob else {}
    if len(relations) > RELATION_LIMIT:
        raise TooLarge("The package has more relations than a document can have.")
    return relations


def _missing(relations: dict[str, Relation], members: dict[str, bytes]) -> Iterator[Issue]:
    """One warning for the parts that the document relates to and the package does not have."""
    absent = sorted(
        {item.target for item in relations.values() if not item.external and item.target not in members} - {"", "NULL"}
    )
    if absent:
        names = ", ".join(absent[:5]) + (" …" if len(absent) > 5 else "")
        yield Issue("part-missing", "warning", f"The package lacks {len(absent)} of its parts: {names}.")


def _may_shape(blob: bytes) -> bool:
    """True if the part mentions such a property, or is UTF-16, where words cannot be found by bytes."""
    return any(word in blob for word in _SHAPING) or b"\0" in blob[:200]


def parse_part(blob: bytes) -> "_Element":
    """The root of one XML part. A document type declaration, which OOXML forbids, makes it Unreadable."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(blob.replace(STRICT, TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"The XML inside is damaged: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("The XML inside has a document type declaration.")
    return root


def _inflate_all(data: bytes, issues: list[Issue]) -> dict[str, bytes]:
    """The members of a zip container by name; those without text of the document are empty."""
    members: dict[str, bytes] = {}
    left, nodes = BYTE_LIMIT, NODE_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            entries = source.infolist()
            if len(entries) > ENTRY_LIMIT:
                raise TooLarge(f"The package has more than {ENTRY_LIMIT} entries.")
            latest = {item.filename: item for item in entries}
            if len(latest) < len(entries):
                message = "The package has a part twice; the last one was read."
                issues.append(Issue("part-twice", "warning", message))
            for name, entry in latest.items():
                blob = b""
                if _READ.search(name) and not _UNREAD.search(name):
                    blob = _inflate(source, entry, left)
                    left -= len(blob)
                    nodes -= blob.count(b"<") + blob.count(b"=")
                    if nodes < 0:
                        raise TooLarge("The package holds more XML elements or relations than a document can have.")
                members[name.lstrip("/")] = blob
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, IndexError) as error:
        raise Unreadable(f"The zip container is damaged: {error}") from error
    return members


def _inflate(source: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    if entry.flag_bits & 0x1:
        raise Encrypted("The zip container is encrypted.")
    if entry.compress_type not in _PLAIN_DEFLATE:
        raise Unreadable(f"Compression method {entry.compress_type} is not one of the two that OOXML allows.")
    pieces: list[bytes] = []
    with source.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            limit -= len(piece)
            if limit < 0:
                raise TooLarge(f"The package inflates to more than {BYTE_LIMIT // 2**20} MiB of XML.")
            pieces.append(piece)
    return b"".join(pieces)


def _unflatten(data: bytes) -> dict[str, bytes]:
    """The members of a Flat OPC text by name; those without text of the document are empty."""
    from lxml import etree

    if len(data) > BYTE_LIMIT or data.count(b"<") + data.count(b"=") > NODE_LIMIT:
        raise TooLarge("The XML holds more elements than a document can have.")
    members: dict[str, bytes] = {}
    for part in parse_part(data).iterchildren(f"{_PKG}part"):
        name = part.get(f"{_PKG}name", "").lstrip("/")
        blob = b""
        content = next(part.iterchildren(f"{_PKG}xmlData"), None)
        root = None if content is None else next(iter(content), None)
        if root is not None and not _UNREAD.search(name):
            blob = etree.tostring(root, encoding="utf-8", with_tail=False)
        elif (binary := next(part.iterchildren(f"{_PKG}binaryData"), None)) is not None and _READ.search(name):
            blob = _decode64(binary.text or "")
        members[name] = blob
    return members


def _decode64(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
