"""The sheet 设置: days, states and colours as the office has set them. Made once, then only read."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pipeline.workbook.wording import read_words

if TYPE_CHECKING:
    from openpyxl import Workbook

_LIGHTS_FROM = 9
"""The row of the first light; the settings are above it."""
NAME = "fengong_"
"""What the defined names begin with."""


class Settings(Struct, frozen=True):
    """What the office has set. Formulas reach it by defined names, which ``define_names`` makes."""

    states: str
    closed: str
    """The choices of the drop-down lists, joined by commas."""
    colours: dict[str, str]
    """By light, RRGGBB."""


def open_settings(book: "Workbook") -> Settings:
    """Those of the sheet, which is made where it is not there."""
    name = read_words()["sheets"]["settings"]
    if name not in book.sheetnames:
        _make(book, name)
    sheet, colours = book[name], {}
    for number, (light, (_, colour, _)) in enumerate(read_words()["lights"].items()):
        cell = sheet.cell(_LIGHTS_FROM + number, 2)
        fill = cell.fill.start_color.rgb if cell.fill.fill_type == "solid" else None
        colours[light] = fill[-6:] if isinstance(fill, str) and len(fill) >= 6 else colour
    words = read_words()["settings"]
    states, closed = (
        str(sheet[place].value or other) for place, other in (("B4", words["states"]), ("B6", words["closed_values"]))
    )
    _define_names(book, name)
    return Settings(states, closed, colours)


def _define_names(book: "Workbook", name: str) -> None:
    """Names for the cells that formulas read: a format's condition may not point to another sheet, but to a name."""
    from openpyxl.workbook.defined_name import DefinedName

    places = {"days": 3, "done_word": 5, "yes_word": 7}
    places |= {light: _LIGHTS_FROM + number for number, light in enumerate(read_words()["lights"])}
    for word, row in places.items():
        book.defined_names[NAME + word] = DefinedName(NAME + word, attr_text=f"'{name}'!$B${row}")


def _make(book: "Workbook", name: str) -> None:
    from openpyxl.styles import Font, PatternFill

    words, sheet = read_words()["settings"], book.create_sheet(name)
    lines: list[tuple[Any, ...]] = [
        (words["title"],),
        tuple(words["headings"]),
        (words["days"][0], words["days_value"], words["days"][1]),
        (words["state"][0], words["states"], words["state"][1]),
        (words["state_done"][0], words["done"], words["state_done"][1]),
        (words["closed"][0], words["closed_values"], words["closed"][1]),
        (words["closed_yes"][0], words["yes"], words["closed_yes"][1]),
        (),
    ]
    lines += [
        (read_words()["columns"]["light"]["heading"], word, why) for word, _, why in read_words()["lights"].values()
    ]
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            sheet.cell(number, column, value)
    for number, (_, colour, _) in enumerate(read_words()["lights"].values()):
        sheet.cell(_LIGHTS_FROM + number, 2).fill = PatternFill("solid", start_color=colour, end_color=colour)
    sheet["A1"].font = sheet["A2"].font = sheet["B2"].font = sheet["C2"].font = Font(bold=True)
    for letter, width in (("A", 14), ("B", 36), ("C", 48)):
        sheet.column_dimensions[letter].width = width
