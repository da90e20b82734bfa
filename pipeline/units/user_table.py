"""A user's own table, as a clerk keeps it: csv or tab-separated, in UTF-8, UTF-16 or GBK, or a workbook (xlsx)."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from pipeline.errors import KnowledgeError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST = 64 * 2**20
"""Bytes that one part of a workbook may unpack to."""


def read_table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line number, blank rows left out; of a workbook the rows of its first sheet.

    Raises KnowledgeError (file:line: reason).
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}") from error
    rows = _read_workbook(path, data) if data.startswith(b"PK\x03\x04") else _read_text(path, data)
    return ((line, fields) for line, fields in rows if any(field.strip() for field in fields))


def _read_text(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(path, data)
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",", strict=True)
    while True:
        try:
            fields = next(rows, None)
        except csv.Error as error:
            raise KnowledgeError(f"{path}:{rows.line_num}: {error}") from error
        if fields is None:
            return
        yield rows.line_num, fields


def _decode(path: Path, data: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16 ("Unicode text") or, by default on a Chinese system, GBK."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            fault = error
    line = data[: fault.start].count(b"\n") + 1
    raise KnowledgeError(f"{path}:{line}: neither UTF-8 nor GBK; save it as CSV UTF-8") from fault


def _read_workbook(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = book.namelist()
            strings = _shared_strings(book) if "xl/sharedStrings.xml" in names else []
            first = min(name for name in names if name.startswith("xl/worksheets/sheet"))
            sheet = _parse(book, first)
    except (zipfile.BadZipFile, ElementTree.ParseError, ValueError, KeyError) as error:
        raise KnowledgeError(f"{path}: not a workbook: {error}") from error
    for row in sheet.iter(f"{_MAIN}row"):
        yield int(row.get("r", "0")), _fields(row, strings)


def _parse(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if book.getinfo(name).file_size > _MOST:
        raise ValueError("too large")
    return ElementTree.fromstring(book.read(name))


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    return [_text_of(item) for item in _parse(book, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _text_of(element: ElementTree.Element) -> str:
    """All text, the phonetic guides over it left out."""
    runs = [element, *element.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _fields(row: ElementTree.Element, strings: list[str]) -> list[str]:
    """The row's cells in their columns: a workbook leaves empty ones out."""
    fields: list[str] = []
    for cell in row.iter(f"{_MAIN}c"):
        column = _column(cell.get("r", ""))
        fields += [""] * (column - len(fields)) if column >= 0 else []
        value = cell.findtext(f"{_MAIN}v") or ""
        if cell.get("t") == "s" and value:
            value = strings[int(value)]
        inline = cell.find(f"{_MAIN}is")
        fields.append(value if inline is None else _text_of(inline))
    return fields


def _column(reference: str) -> int:
    """The column of ``B7``, from 0; -1 where the cell does not say."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1
