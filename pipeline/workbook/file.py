"""A ledger's file: opened with what the program cannot keep named, written whole."""

import re
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import Unreadable

if TYPE_CHECKING:
    from openpyxl import Workbook

_TAGS = re.compile(r"<(?:sheet|Relationship) [^>]*>")
_ROWS = re.compile(r"<row [^>]*>")
_LOST = {
    "charts": re.compile(r"xl/charts/"),
    "drawings": re.compile(r"xl/drawings/drawing\d+\.xml"),
    "threaded comments": re.compile(r"xl/threadedComments/"),
    "slicers": re.compile(r"xl/slicers/"),
    "form controls": re.compile(r"xl/(?:ctrlProps|activeX)/"),
    "embedded files": re.compile(r"xl/embeddings/"),
    "macros": re.compile(r"xl/vbaProject\.bin"),
}
"""Parts of a workbook that openpyxl does not write again."""


class OpenedBook(Struct):
    """A workbook with what openpyxl does not say of it."""

    book: "Workbook"
    lost: list[str]
    """The kinds of its parts that are lost when it is written."""
    heights: dict[str, set[int]]
    """By sheet, the rows whose height people set."""


def open_book(path: Path) -> OpenedBook:
    """The workbook; a new one where there is no file.

    Raises Unreadable, and ImportError without openpyxl.
    """
    from openpyxl import Workbook, load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.exists():
        book = Workbook()
        book.remove(book.worksheets[0])
        return OpenedBook(book, [], {})
    advice = "Give an .xlsx workbook that Excel or WPS opens, or another name for a new ledger."
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(BytesIO(data)) as package:
            names, heights = package.namelist(), _read_heights(package)
        book = load_workbook(BytesIO(data))
    except OSError as error:
        raise Unreadable(error.strerror or str(error), advice=advice) from error
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise Unreadable(f"The workbook cannot be read: {error}", advice=advice) from error
    lost = [kind for kind, pattern in _LOST.items() if any(map(pattern.match, names))]
    return OpenedBook(book, lost, heights)


def _read_heights(package: zipfile.ZipFile) -> dict[str, set[int]]:
    """openpyxl reads a height without saying whether a person set it or a program worked it out."""
    targets = {
        found["id"]: found["target"]
        for tag in _TAGS.findall(package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
        if (found := {"id": _attribute(tag, "Id"), "target": _attribute(tag, "Target")})
    }
    heights: dict[str, set[int]] = {}
    for tag in _TAGS.findall(package.read("xl/workbook.xml").decode("utf-8", "replace")):
        target = targets.get(_attribute(tag, "r:id"), "")
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if tag.startswith("<sheet ") and name in package.namelist():
            rows = _ROWS.findall(package.read(name).decode("utf-8", "replace"))
            set_by_people = (row for row in rows if _attribute(row, "customHeight") in ("1", "true"))
            heights[unescape(_attribute(tag, "name"))] = {int(_attribute(row, "r") or 0) for row in set_by_people}
    return heights


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def save_book(book: "Workbook") -> bytes:
    """The workbook's bytes."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
