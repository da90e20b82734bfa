"""The ledger by unit (交办单): a workbook each, with the rows that the unit leads, answers for or supports."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.text import brackets
from pipeline.workbook.cells import read
from pipeline.workbook.sheet import LedgerSheet
from pipeline.workbook.wording import LedgerColumn, read_words
from pipeline.writers.options import CREATED
from pipeline.writers.paper import FONT_SIZE, PaperSheet, SheetColumn, Value, write_sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
_LONGEST = 80
"""Bytes of a file's name: far below the 255 that disks take."""
_NARROW = str.maketrans("（）", "()")
"""Brackets as folded texts have them."""
_ROLES = ("lead", "responsible", "support")
_IDENTIFYING = 3


def split_ledger(ledger: LedgerSheet) -> Iterator[tuple[str, str, bytes]]:
    """Each unit with a name for its file and the workbook's bytes, in the order in which units come first."""
    rows = _rows_by_unit(ledger)
    taken: set[str] = set()
    for unit, own in rows.items():
        name = _name_file(unit)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{_name_file(unit)}-{number}"
        taken.add(name.casefold())
        yield unit, f"{name}.xlsx", _write(ledger, unit, own)


def split_names(text: str) -> list[str]:
    """The units of a cell, cut at list commas outside brackets, without the remarks behind them and 等."""
    inside = [False] * len(text)
    for start, end in brackets.pairs(text.translate(_NARROW)):
        inside[start:end] = [True] * (end - start)
    names, name = [], ""
    for char, hidden in zip(text, inside, strict=True):
        if char in "、，,；;\n" and not hidden:
            names.append(name)
            name = ""
        else:
            name += char
    roles = "|".join(map(re.escape, read_words()["roles"].values()))
    ending = re.compile(rf"(?:（(?:{roles})）|{read_words()['marks']['open']})+$")
    return [bare for name in [*names, name] if (bare := ending.sub("", name.strip()))]


def _rows_by_unit(ledger: LedgerSheet) -> dict[str, dict[int, list[str]]]:
    """By unit, its rows, and in each the headings of the columns that name it."""
    found: dict[str, dict[int, list[str]]] = {}
    headings = {column.name: column.heading for column in ledger.columns}
    for row in range(ledger.header + 1, ledger.last + 1):
        for role in _ROLES:
            cell = ledger.cell(row, role)
            for unit in split_names(_without_division(read(cell))) if cell is not None else ():
                roles = found.setdefault(unit, {}).setdefault(row, [])
                if headings[role] not in roles:
                    roles.append(headings[role])
    return found


def _without_division(text: str) -> str:
    """How units share the work is a line of its own in brackets."""
    return "\n".join(line for line in text.split("\n") if not (line.startswith("（") and line.endswith("）")))


def _name_file(unit: str) -> str:
    name = _UNSAFE.sub("_", unit).strip("._ ") or "_"
    return name.encode()[:_LONGEST].decode(errors="ignore")


def _write(ledger: LedgerSheet, unit: str, rows: dict[int, list[str]]) -> bytes:
    """All columns of the ledger that people can see, with the unit's role in front."""
    import xlsxwriter

    marks = read_words()["marks"]
    columns = [SheetColumn("own_role", marks["own_role"], 10), *_columns(ledger)]
    cells: list[dict[str, Value]] = []
    for row, roles in rows.items():
        values: dict[str, Value] = {str(place): _value(ledger, row, place) for place in _places(ledger)}
        cells.append(values | {"own_role": "、".join(roles)})
    filled = {name for row in cells for name, value in row.items() if value not in (None, "")}
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "default_format_properties": {"font_name": marks["font"], "font_size": FONT_SIZE}}
    )
    book.set_properties({"title": marks["unit_title"].format(unit=unit), "comments": "fengong", "created": CREATED})
    people = {str(ledger.places[column.name]) for column in _of_people(ledger)}
    shown = [column for column in columns if column.name in filled | people]
    title = marks["unit_title"].format(unit=unit)
    write_sheet(book, PaperSheet(read_words()["sheets"]["unit"], shown, _IDENTIFYING, title), cells)
    book.close()
    return buffer.getvalue()


def _of_people(ledger: LedgerSheet) -> list[LedgerColumn]:
    return [column for column in ledger.columns if column.by == "people" and column.name in ledger.places]


def _places(ledger: LedgerSheet) -> list[int]:
    """The columns with a heading, but for the ids and the light, which is a formula of the ledger's own sheet."""
    hidden = {ledger.places.get("id"), ledger.places.get("light")}
    return [cell.column for cell in ledger.sheet[ledger.header] if cell.value is not None and cell.column not in hidden]


def _columns(ledger: LedgerSheet) -> Sequence[SheetColumn]:
    widths = {ledger.places[column.name]: column.width for column in ledger.columns if column.name in ledger.places}
    return [
        SheetColumn(str(place), read(ledger.sheet.cell(ledger.header, place)), widths.get(place, 14))
        for place in _places(ledger)
    ]


def _value(ledger: LedgerSheet, row: int, place: int) -> Value:
    from datetime import datetime

    cell: SheetCell = ledger.sheet.cell(row, place)
    value = cell.value
    return value.date() if isinstance(value, datetime) else read(cell)
