"""The package of a Word file: inflated with counted limits, opened by python-docx, its XML parsed without entities."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct

from pipeline.errors import Encrypted, TooLarge, Unreadable, Unsupported

if TYPE_CHECKING:
    from lxml.etree import _Element

BYTE_LIMIT = 96 * 2**20
"""XML bytes that one package may inflate to; lxml needs some six times as much memory for its tree."""
NODE_LIMIT = 4_000_000
"""Tags and attributes of one package; lxml takes some 150 bytes for each, however short it is written."""
ENTRY_LIMIT = 10_000
RELATION_LIMIT = 20_000
"""Relations of one package; python-docx compares each with all parts."""
_CHUNK = 2**18
_PLAIN_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_READ = re.compile(r"\.(?:xml|rels)$", re.I)
_RELATES = re.compile(r"\.rels$|^\[Content_Types\]\.xml$", re.I)
_UNREAD = re.compile(
    r"(?:^|/)(?:theme|docProps|customXml|glossary|charts|diagrams)/(?!_rels)"
    r"|/(?:settings|webSettings|fontTable|stylesWithEffects|header\d*|footer\d*)\.xml$",
    re.I,
)
"""Members without text of the document; like pictures and fonts they are not even inflated."""

TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""ISO/IEC 29500: the same vocabulary under two namespaces; the strict one is turned into the other before parsing."""


class Package(Struct):
    """The XML of the main document, and the bytes of the parts it relates to by the last word of the relation.

    ``hides``: a run or style may hide its text. Where False, runs are read without looking for it.
    """

    document: "_Element"
    parts: dict[str, bytes]
    hides: bool = True


def open_package(data: bytes) -> Package:
    """The package in ``data``.

    Raises Unreadable (damaged), Unsupported (a zip container of another kind), Encrypted (zip encryption) and TooLarge
    (inflates beyond BYTE_LIMIT, counted while inflating, never taken from declared sizes).
    """
    from docx.opc.pkgreader import PackageReader
    from lxml.etree import XMLSyntaxError

    from_file: Callable[[BinaryIO], Any] = PackageReader.from_file  # python-docx leaves it untyped
    try:
        skeleton, inflated = _repack(data)
        reader = from_file(io.BytesIO(skeleton))
        parts: dict[str, bytes] = {}
        for name, _kind, relation, _blob in reader.iter_sparts():
            parts.setdefault(relation.rpartition("/")[2], inflated[name.lstrip("/")])
    except (XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError) as error:
        raise Unreadable(f"This is not a whole Word package: {error}") from error
    main = parts.pop("officeDocument", b"")
    if not main:
        raise Unreadable("The package has no main document.")
    document = parse_part(main)
    if document.tag != f"{{{TRANSITIONAL.decode()}}}document":
        raise Unsupported("The Office package holds no Word document.")
    return Package(document, parts, any(_may_hide(blob) for blob in (main, *parts.values())))


def _may_hide(blob: bytes) -> bool:
    """True if the part mentions `vanish`, or is UTF-16, where the word cannot be found by bytes."""
    return b"vanish" in blob or b"\0" in blob[:200]


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


def _repack(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The same package with its types and relations only, and the XML of all members by name.

    Members without text of the document are empty in both.
    """
    plain = io.BytesIO()
    inflated: dict[str, bytes] = {}
    left, nodes, relations = BYTE_LIMIT, NODE_LIMIT, RELATION_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(plain, "w") as target:
            entries = source.infolist()
            if not any(entry.filename == "[Content_Types].xml" for entry in entries):
                raise Unsupported("The zip container holds no Office document.")
            if len(entries) > ENTRY_LIMIT:
                raise TooLarge(f"The package has more than {ENTRY_LIMIT} entries.")
            for entry in {item.filename: item for item in entries}.values():
                blob = b""
                if _READ.search(entry.filename) and not _UNREAD.search(entry.filename):
                    blob = _inflate(source, entry, left)
                    left -= len(blob)
                    nodes -= blob.count(b"<") + blob.count(b"=")
                    relations -= blob.count(b"Target") if entry.filename.endswith(".rels") else 0
                    if nodes < 0 or relations < 0:
                        raise TooLarge("The package holds more XML elements or relations than a document can have.")
                inflated[entry.filename] = blob
                target.writestr(zipfile.ZipInfo(entry.filename), blob if _RELATES.search(entry.filename) else b"")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, IndexError) as error:
        raise Unreadable(f"The zip container is damaged: {error}") from error
    return plain.getvalue(), inflated


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
