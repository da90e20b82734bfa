"""What calamine does not say of an .xlsx: hidden rows and columns, number formats, comments, pictures.

Read from the XML by patterns: a sheet of 20,000 rows has to cost little beside the values themselves. The bytes are
counted before calamine inflates them, and cells at absurd places are found before it makes room for them.
"""

import io
import re
import zipfile

from msgspec import Struct

from pipeline.errors import TooLarge, Unreadable
from pipeline.knowledge import read_toml
from pipeline.model import Issue
from pipeline.readers.docx.package import parse_part
from pipeline.readers.docx.relations import read_relations
from pipeline.readers.sheets.formats import says_more
from pipeline.readers.sheets.records import find_extents
from pipeline.readers.zipped import ZIP_ERRORS, inflate

BYTE_LIMIT = 128 * 2**20
MEMBER_LIMIT = 10_000
SLOTS = 1_000_000
"""Rows by columns of one sheet, up to its last cell: calamine makes a value for each."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_FLAT = re.compile(rb"\b(?:ht=[\"']0[\"']|zeroHeight=[\"'](?:1|true)[\"'])")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_BOUNDS = {name: re.compile(rb"\b" + name + rb"=[\"'](\d{1,5})[\"']") for name in (b"min", b"max")}
_FILLED = rb"[^>]*[^/>]>"
_MOST_HIDDEN = 20_000


class SheetLook(Struct, frozen=True):
    """What is hidden of a sheet, and the number formats of cells that do not show their value as it is."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: dict[tuple[int, int], str] = {}


class WorkbookLook(Struct, frozen=True):
    """The sheets by name, how many pictures there are, and what is not read."""

    sheets: dict[str, SheetLook] = {}
    pictures: int = 0
    issues: tuple[Issue, ...] = ()


def look_into(data: bytes) -> WorkbookLook:
    """The looks of a workbook; empty for an .xls, which says them in a way that is not read.

    Raises Unreadable, Encrypted and TooLarge.
    """
    if not data.startswith(b"PK"):
        for rows, columns in find_extents(data):
            _check_area(rows, columns)
        return WorkbookLook()
    members = _inflate_all(data)
    codes = _read_codes(members.get("xl/styles.xml", b""))
    book = parse_part(members.get("xl/workbook.xml", b"<x/>"))
    relations = members.get("xl/_rels/workbook.xml.rels")
    targets = read_relations(parse_part(relations), "xl/workbook.xml") if relations else {}
    sheets: dict[str, SheetLook] = {}
    for element in book.iter(f"{_MAIN}sheet", f"{_STRICT_MAIN}sheet"):
        identity = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(identity)
        content = members.get(target.target, b"") if target else b""
        sheets[element.get("name", "")] = _read_look(content, codes)
    pictures = sum(name.startswith("xl/media/") for name in members)
    return WorkbookLook(sheets, pictures, tuple(_unread(members, pictures)))


def _inflate_all(data: bytes) -> dict[str, bytes]:
    """All members, so that none is larger than it may be; pictures are only counted."""
    members: dict[str, bytes] = {}
    left = BYTE_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            if len(source.infolist()) > MEMBER_LIMIT:
                raise TooLarge(f"The package has more than {MEMBER_LIMIT} entries.")
            for entry in source.infolist():
                blob = inflate(source, entry, left)
                left -= len(blob)
                members[entry.filename.lstrip("/")] = blob if entry.filename.endswith((".xml", ".rels")) else b""
    except ZIP_ERRORS as error:
        raise Unreadable(f"The zip container is damaged: {error}") from error
    return members


def _read_codes(styles: bytes) -> dict[int, str]:
    """Style index → format code, of the styles that do not show a value as it is."""
    if not styles:
        return {}
    root = parse_part(styles)
    space = _STRICT_MAIN if root.tag.startswith(_STRICT_MAIN) else _MAIN
    own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iter(f"{space}numFmt")}
    built_in: dict[str, str] = read_toml("sheets.toml")["formats"]
    codes: dict[int, str] = {}
    for formats in root.iterchildren(f"{space}cellXfs"):
        for index, item in enumerate(formats.iterchildren(f"{space}xf")):
            identity = item.get("numFmtId", "0")
            code = own.get(identity) or built_in.get(identity, "")
            if says_more(code):
                codes[index] = code
    return codes


def _read_look(content: bytes, codes: dict[int, str]) -> SheetLook:
    _check_extent(content)
    rows: set[int] = set()
    if b"hidden=" in content or b'ht="0"' in content:
        for place, row in enumerate(_ROW.finditer(content)):
            if _HIDDEN.search(row[1]) or _FLAT.search(row[1]):
                number = _NUMBER.search(row[1])
                rows.add(int(number[1]) - 1 if number else place)
    columns: set[int] = set()
    for column in _COLUMN.finditer(content[:200_000]):
        low, high = (bound.search(column[1]) for bound in _BOUNDS.values())
        if low and high and _HIDDEN.search(column[1]):
            columns.update(range(int(low[1]) - 1, min(int(high[1]), _MOST_HIDDEN)))
    return SheetLook(frozenset(rows), frozenset(columns), _read_formats(content, codes))


def _check_extent(content: bytes) -> None:
    """A value is made for each slot up to the last cell, so the last cell may not be absurdly far away."""
    deepest, widest = _extent(content, b"")
    if deepest * widest > SLOTS:  # cells that only have a border or a colour do not count
        _check_area(*_extent(content, _FILLED))


def _extent(content: bytes, behind: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell that has ``behind``, a pattern, behind its place."""
    rows = re.findall(rb"r=[\"'][A-Z]{1,3}(\d{1,7})[\"']" + behind, content)
    columns = re.findall(rb"r=[\"']([A-Z]{1,3})\d{1,7}[\"']" + behind, content)
    return max(map(int, set(rows)), default=0), max(map(_column, set(columns)), default=0)


def _check_area(rows: int, columns: int) -> None:
    if rows * columns > SLOTS:
        raise TooLarge(f"A sheet has cells in row {rows} and in column {columns}.")


def _read_formats(content: bytes, codes: dict[int, str]) -> dict[tuple[int, int], str]:
    if not codes:
        return {}
    styles = "|".join(map(str, sorted(codes))).encode()
    styled = rb"<(?:\w+:)?c\b(?=[^>]*\bs=[\"'](" + styles + rb")[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']"
    return {(int(cell[3]) - 1, _column(cell[2]) - 1): codes[int(cell[1])] for cell in re.finditer(styled, content)}


def _column(letters: bytes) -> int:
    """A, B … Z, AA … as 1, 2 …"""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unread(members: dict[str, bytes], pictures: int) -> list[Issue]:
    issues: list[Issue] = []
    comments = sum(blob.count(b"<comment ") for name, blob in members.items() if name.startswith("xl/comments"))
    comments += sum(
        blob.count(b"<threadedComment ") for name, blob in members.items() if name.startswith("xl/threadedComments")
    )
    if comments:
        issues.append(Issue("comment-unread", "info", f"{comments} comment(s) of cells were not read."))
    if pictures:
        message = f"{pictures} picture(s) on the sheets were not read; they may show text."
        issues.append(Issue("picture-unread", "warning", message))
    embedded = sum(name.startswith("xl/embeddings/") for name in members)
    if embedded:
        issues.append(Issue("object-unread", "error", f"{embedded} embedded file(s) were not read."))
    return issues
