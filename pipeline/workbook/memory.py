"""What we wrote last time, on a hidden sheet: so that a cell that people changed is known from one that we wrote.

A row of it is a row of the ledger: its id, the document's sha256, the task's key, id and assignment, whether it is
withdrawn, and a digest of each cell of ours. Another block, the documents, is worked out from it.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from openpyxl import Workbook

_MARK = "fengong-ledger/1"
_FIRST = 2


class Remembered(Struct):
    """One row of the ledger as it was written last."""

    id: str
    sha256: str
    document: str
    """Title, number and name of the document, as one text."""
    key: str
    task_id: str
    index: int
    is_withdrawn: bool
    digests: dict[str, str]
    """By column, of the text that we wrote."""


def digest(text: str) -> str:
    """8 hex digits of what a cell says."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def read_memory(book: "Workbook", name: str) -> dict[str, Remembered]:
    """What the workbook remembers, by row id; empty where it is no ledger yet."""
    if name not in book.sheetnames or book[name]["A1"].value != _MARK:
        return {}
    found = {}
    for row in book[name].iter_rows(min_row=_FIRST, values_only=True):
        if row[0]:
            texts = ["" if value is None else str(value) for value in row[:8]]
            digests = dict(pair.split("=", 1) for pair in texts[7].split(" ") if "=" in pair)
            identity, sha256, document, key, task_id, index, withdrawn, _ = texts
            found[identity] = Remembered(
                identity, sha256, document, key, task_id, int(index or 0), withdrawn == "1", digests
            )
    return found


def write_memory(book: "Workbook", name: str, rows: Iterable[Remembered]) -> None:
    """Remember these rows, in place of what was remembered."""
    if name in book.sheetnames:
        place = book.sheetnames.index(name)
        book.remove(book[name])
        sheet = book.create_sheet(name, place)
    else:
        sheet = book.create_sheet(name)
    sheet.sheet_state = "veryHidden"
    sheet["A1"] = _MARK
    for number, row in enumerate(rows, start=_FIRST):
        digests = " ".join(f"{column}={value}" for column, value in row.digests.items())
        state = "1" if row.is_withdrawn else None
        values = (row.id, row.sha256, row.document, row.key, row.task_id, str(row.index), state, digests)
        for column, value in enumerate(values, start=1):
            if value:
                sheet.cell(number, column, value).data_type = "s"
