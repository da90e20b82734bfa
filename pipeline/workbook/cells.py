"""Values into cells, safely: no formula from a record, no character that XML forbids, no text that Excel cuts."""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.workbook.entries import Cell
from pipeline.workbook.wording import read_words
from pipeline.writers.paper import CELL_LIMIT

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(value: Cell) -> Cell:
    """The value as a cell can hold it: U+FFFD for what XML forbids, a long text cut with a mark; empty is None."""
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    cut: str = read_words()["marks"]["cut"]
    # Excel counts UTF-16 units.
    if len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
        room = (CELL_LIMIT - len(cut)) * 2
        text = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + cut
    return text or None


def is_cut(value: Cell) -> bool:
    """True if ``clean`` had to cut it."""
    return isinstance(value, str) and len(value.encode("utf-16-le", "surrogatepass")) // 2 > CELL_LIMIT


def put(cell: "SheetCell", value: Cell) -> None:
    """Write a value as what it is: a text stays a text, whatever it begins with."""
    kept = clean(value)
    cell.value = kept
    if isinstance(kept, str):
        cell.data_type = "s"
    if isinstance(kept, date):
        cell.number_format = "yyyy-mm-dd"


def read(cell: "SheetCell") -> str:
    """What a cell says, as text that can be compared: days as ISO, line ends as line feeds."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").replace("_x000D_", "")


def show(value: Cell) -> str:
    """A value as ``read`` would give it back."""
    kept = clean(value)
    return "" if kept is None else str(kept)
