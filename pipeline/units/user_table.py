"""A user's own table, as a clerk keeps it: csv or tab-separated, in UTF-8, UTF-16 or GBK, or a workbook (xlsx)."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import KnowledgeError


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
    from python_calamine import CalamineError, CalamineWorkbook  # few own tables are workbooks

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise KnowledgeError(f"{path}: not a workbook: {error}") from error
    for line, fields in enumerate(rows, start=1):
        yield line, [_as_typed(field) for field in fields]


def _as_typed(value: object) -> str:
    """A cell as a clerk typed it: a code is read as a number, 441700.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
