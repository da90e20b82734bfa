"""A workbook → raw document: calamine reads the values, the file's own XML says what is hidden and how numbers look."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipeline.errors import Encrypted, FileError, NeedsOcr, TooLarge, Unreadable
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.knowledge import read_toml
from pipeline.model import Discarded, Issue
from pipeline.readers.listing import Merge, lay_out_rows
from pipeline.readers.sheets.formats import show_number
from pipeline.readers.sheets.package import SLOTS, SheetLook, look_into

MEDIA_TYPES = {
    b"PK": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"\xd0\xcf": "application/vnd.ms-excel",
}
ROW_LIMIT = 100_000
_PLAIN = SheetLook()
_BROKEN = re.compile("\r|_x000D_")
Value = float | bool | date | datetime | time | timedelta


def read_workbook(data: bytes) -> RawDocument:
    """The visible sheets in their order, each as paragraphs above and below a table.

    Hidden sheets, rows and columns go to ``discarded``. Raises Unreadable, Encrypted, TooLarge, NeedsOcr (nothing but
    pictures).
    """
    look = look_into(data)
    blocks: list[RawParagraph | RawTable] = []
    discarded: list[Discarded] = []
    issues = list(look.issues)
    with _typed("The workbook"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = [item for item in book.sheets_metadata if item.visible is SheetVisibleEnum.Visible]
    for item in book.sheets_metadata:
        sheet = look.sheets.get(item.name, _PLAIN)
        rows, merges = _read_sheet(book, item.name, sheet)
        if item not in shown:
            _discard(rows, f"sheet {item.name}", discarded, issues)
            continue
        rows, merges = _drop_hidden(rows, merges, sheet, discarded, issues)
        found = lay_out_rows(rows, merges)
        if found and len(shown) > 1 and not _is_default(item.name):
            blocks.append(RawParagraph(item.name))
        blocks.extend(found)
    if not blocks and look.pictures:
        raise NeedsOcr(f"The workbook shows its content in {look.pictures} picture(s).")
    return RawDocument(MEDIA_TYPES[data[:2]], tuple(blocks), tuple(discarded), tuple(issues))


@contextmanager
def _typed(what: str) -> Iterator[None]:
    """What calamine raises on broken files, its panics too, as errors of ours."""
    try:
        yield
    except PasswordError as error:
        raise Encrypted("The workbook is protected by a password.") from error
    except (FileError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise Unreadable(f"{what} cannot be read: {error}") from error


def _read_sheet(book: CalamineWorkbook, name: str, look: SheetLook) -> tuple[list[list[str]], list[Merge]]:
    """The texts of a sheet from its first row and column on, as it shows them, and its merged ranges."""
    with _typed(f"The sheet {name}"):
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > SLOTS or sheet.total_height > ROW_LIMIT:
            raise TooLarge(f"A sheet has {sheet.total_height} rows and {sheet.total_width} columns.")
        values = sheet.to_python(skip_empty_area=False)
        merges = sheet.merged_cell_ranges or []
    formats = look.formats
    rows = [
        [
            value if isinstance(value, str) else _show(value, formats.get((row, column), ""))
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(values)
    ]
    rows = [[_clean(text) for text in row] if _BROKEN.search("".join(row)) else row for row in rows]
    return rows, [Merge(top, left, bottom, right) for (top, left), (bottom, right) in merges]


def _clean(text: str) -> str:
    """A text with its line breaks as line feeds."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(4096)
def _show(value: Value, code: str) -> str:
    """A value that is no text as its cell shows it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if code and not isinstance(value, timedelta):
        return show_number(value, code)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return str(value)


def _is_default(name: str) -> bool:
    """True for a name that the office program gave."""
    stem = name.rstrip("0123456789 ").strip().lower()
    return not stem or stem in read_toml("sheets.toml")["default_names"]


def _discard(rows: list[list[str]], what: str, discarded: list[Discarded], issues: list[Issue]) -> None:
    text = "\n".join("\t".join(cell for cell in row if cell.strip()) for row in rows)
    if text.strip():
        discarded.append(Discarded("hidden", text))
        issues.append(Issue("hidden-text", "info", f"The hidden {what} was not read."))


def _drop_hidden(
    rows: list[list[str]], merges: list[Merge], look: SheetLook, discarded: list[Discarded], issues: list[Issue]
) -> tuple[list[list[str]], list[Merge]]:
    """The sheet without its hidden rows and columns; merged ranges shrink to what is shown of them."""
    if not look.hidden_rows and not look.hidden_columns:
        return rows, merges
    width = max(map(len, rows), default=0)
    row_places = _places(len(rows), look.hidden_rows)
    column_places = _places(width, look.hidden_columns)
    kept = [
        [cell for column, cell in enumerate(row) if column not in look.hidden_columns]
        for index, row in enumerate(rows)
        if index not in look.hidden_rows
    ]
    # What a merged range shows is in its first cell; where this is hidden, the first one that is shown takes it.
    moved = [merge.among(row_places, column_places) for merge in merges]
    for merge, place in zip(merges, moved, strict=True):
        hidden = merge.top in look.hidden_rows or merge.left in look.hidden_columns
        if place and hidden and merge.top < len(rows) and merge.left < len(rows[merge.top]):
            kept[place.top][place.left] = rows[merge.top][merge.left]
            rows[merge.top][merge.left] = ""
    hidden_rows = [row for index, row in enumerate(rows) if index in look.hidden_rows]
    hidden_cells = [
        [cell for column, cell in enumerate(row) if column in look.hidden_columns]
        for index, row in enumerate(rows)
        if index not in look.hidden_rows
    ]
    _discard(hidden_rows, f"row(s), {len(hidden_rows)} in one sheet,", discarded, issues)
    _discard(hidden_cells, "column(s) of a sheet", discarded, issues)
    return kept, [merge for merge in moved if merge is not None]


def _places(count: int, hidden: frozenset[int]) -> list[int]:
    """For each index, and the one behind the last, how many before it are shown."""
    places, shown = [], 0
    for index in range(count):
        places.append(shown)
        shown += index not in hidden
    return [*places, shown]
