"""How a ledger looks and helps: styles, formula of the light, colours, drop-downs, filter, paper."""

import re
from collections.abc import Set
from copy import copy
from typing import TYPE_CHECKING

from pipeline.workbook.settings import NAME, Settings
from pipeline.workbook.sheet import LedgerSheet
from pipeline.workbook.wording import read_words
from pipeline.writers.paper import row_height

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.styles import PatternFill
    from openpyxl.styles.cell_style import StyleArray

_LAST_ROW = 1_048_576
_DOUBT = "FFF2CC"
"""The colour of a cell whose value is not certain."""
_NOTE_AUTHOR = "fengong"
_OURS = re.compile(NAME, re.IGNORECASE)


class Styles:
    """The looks of our cells, made once: a style is shared by all cells that have it."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        side = Side("thin", color="BFBFBF")
        self.border = Border(side, side, side, side)
        self.wrapped = Alignment(wrap_text=True, vertical="top")
        font = read_words()["marks"]["font"]
        self.font, self.bold = Font(name=font, size=10), Font(name=font, size=10, bold=True)
        self.struck = Font(name=font, size=10, strike=True, color="808080")
        self._dressed: StyleArray | None = None
        self.middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
        self.head = PatternFill("solid", start_color="DDEBF7", end_color="DDEBF7")
        self.doubt = PatternFill("solid", start_color=_DOUBT, end_color=_DOUBT)
        self.no_fill = PatternFill()

    def dress(self, cell: "SheetCell") -> None:
        """A cell of a row that is new."""
        if self._dressed is None:
            cell.border, cell.alignment, cell.font = self.border, self.wrapped, self.font
            self._dressed = cell._style
        cell._style = copy(self._dressed)  # by its properties it takes a third of the time of an update


def dress_header(ledger: LedgerSheet, styles: Styles) -> None:
    """A new sheet: header, widths, frozen panes, paper."""
    from openpyxl.utils import get_column_letter

    sheet = ledger.sheet
    for column in ledger.columns:
        place = ledger.places[column.name]
        cell = sheet.cell(ledger.header, place)
        cell.font, cell.fill, cell.alignment, cell.border = styles.bold, styles.head, styles.middle, styles.border
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[ledger.header].height = 30
    sheet.freeze_panes = sheet.cell(ledger.header + 1, min(ledger.places.get("title", 1) + 1, 8))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 2, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{ledger.header}:{ledger.header}"
    sheet.print_title_cols = "A:A"
    for side, inches in {"left": 0.4, "right": 0.4, "top": 0.8, "bottom": 0.7, "header": 0.4, "footer": 0.3}.items():
        setattr(sheet.page_margins, side, inches)
    sheet.oddHeader.center.text = read_words()["marks"]["title"]
    sheet.oddFooter.center.text = read_words()["marks"]["pages"]


def fit_rows(ledger: LedgerSheet, custom: Set[int]) -> None:
    """Rows as high as their texts, and left free to grow when somebody types: only a height that people set is fixed.

    ``custom``  the rows whose height people set. Programs differ in whether they fit rows when they open a file.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.dimensions import RowDimension

    class GrowingRow(RowDimension):  # type: ignore[misc,unused-ignore]
        """A row whose height is written as worked out, not as set."""

        @property
        def customHeight(self) -> bool:
            return False

    sheet = ledger.sheet
    places = list(ledger.places.values())
    widths = [round(sheet.column_dimensions[get_column_letter(place)].width) for place in places]
    hidden = ledger.places.get("id")
    shown = [(place, width) for place, width in zip(places, widths, strict=True) if place != hidden]
    for row in range(ledger.header + 1, ledger.last + 1):
        if row in custom:
            continue
        old = sheet.row_dimensions.get(row)
        texts = [sheet.cell(row, place).value for place, _ in shown]
        values = [text if isinstance(text, str) and not text.startswith("=IF(") else None for text in texts]
        fitted = GrowingRow(sheet, index=row, ht=row_height(values, [width for _, width in shown]))
        if old is not None:
            fitted.hidden, fitted.outlineLevel, fitted.collapsed = old.hidden, old.outlineLevel, old.collapsed
        sheet.row_dimensions[row] = fitted


def hide_ids(ledger: LedgerSheet) -> None:
    """The ids are for us: people see them on the sheet of changes."""
    from openpyxl.utils import get_column_letter

    ledger.sheet.column_dimensions[get_column_letter(ledger.places["id"])].hidden = True


def light_formula(ledger: LedgerSheet, row: int) -> str:
    """The light of a row, worked out by the workbook itself each day."""
    from openpyxl.utils import get_column_letter

    def place(name: str) -> str:
        number = ledger.places.get(name)
        return f"${get_column_letter(number)}{row}" if number else '""'

    mark = read_words()["marks"]["withdrawn"]
    due = place("due")
    conditions = (
        (f'LEFT({place("place")},{len(mark)})="{mark}"', "withdrawn"),
        (f"{place('closed')}={NAME}yes_word", "closed"),
        (f"{place('state')}={NAME}done_word", "done"),
        (f"NOT(ISNUMBER({due}))", "none"),
        (f"{due}<TODAY()", "red"),
        (f"{due}-TODAY()<={NAME}days", "yellow"),
    )
    formula = NAME + "green"
    for condition, light in reversed(conditions):
        formula = f"IF({condition},{NAME}{light},{formula})"
    return "=" + formula


def refresh(ledger: LedgerSheet, settings: Settings) -> None:
    """Colours and drop-downs as the settings have them now, the filter down to the last row. What people made of
    their own is kept."""
    _set_colours(ledger, settings)
    _set_choices(ledger, settings)
    sheet, reference = ledger.sheet, ledger.sheet.auto_filter.ref
    if reference:
        start, _, end = reference.partition(":")
        if end and int(re.sub(r"\D", "", end)) < ledger.last:
            sheet.auto_filter.ref = f"{start}:{re.sub(r'[0-9]', '', end)}{ledger.last}"


def add_filter(ledger: LedgerSheet) -> None:
    """A filter over all columns of a new sheet."""
    from openpyxl.utils import get_column_letter

    last = get_column_letter(max(ledger.places.values()))
    ledger.sheet.auto_filter.ref = f"A{ledger.header}:{last}{max(ledger.last, ledger.header + 1)}"


def _column_range(ledger: LedgerSheet, name: str) -> str:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(ledger.places[name])
    return f"{letter}{ledger.header + 1}:{letter}{_LAST_ROW}"


def _set_colours(ledger: LedgerSheet, settings: Settings) -> None:
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.utils import get_column_letter

    kept = ConditionalFormattingList()
    for entry in ledger.sheet.conditional_formatting:
        for rule in entry.rules:
            if not any(_OURS.search(formula) for formula in rule.formula):
                kept.add(str(entry.sqref), rule)
    if "light" in ledger.places:
        letter, row = get_column_letter(ledger.places["light"]), ledger.header + 1
        for light, colour in settings.colours.items():
            if colour != "FFFFFF":
                rule = FormulaRule([f"${letter}{row}={NAME}{light}"], fill=_fill(colour))
                kept.add(_column_range(ledger, "light"), rule)
    ledger.sheet.conditional_formatting = kept


def _fill(colour: str) -> "PatternFill":
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=colour, end_color=colour, bgColor=colour)


def _set_choices(ledger: LedgerSheet, settings: Settings) -> None:
    """Drop-downs that a warning follows, not a refusal: an office may write what it likes."""
    from openpyxl.worksheet.datavalidation import DataValidation

    validations = ledger.sheet.data_validations
    validations.dataValidation = [rule for rule in validations.dataValidation if rule.promptTitle != _NOTE_AUTHOR]
    for name, choices in (("state", settings.states), ("closed", settings.closed)):
        if name in ledger.places and len(choices) <= 250:
            text = choices.replace('"', '""')
            rule = DataValidation("list", f'"{text}"', allow_blank=True, showErrorMessage=False)
            rule.promptTitle, rule.showInputMessage = _NOTE_AUTHOR, False
            rule.add(_column_range(ledger, name))
            ledger.sheet.add_data_validation(rule)


def mark_doubt(cell: "SheetCell", reason: str | None, styles: Styles) -> None:
    """A colour and a note with the reason; both go when the doubt goes. People's own notes and colours stay."""
    from openpyxl.comments import Comment

    note = cell.comment
    if note is not None and note.author != _NOTE_AUTHOR:
        return
    if reason:
        text = reason if len(reason) < 2000 else reason[:2000] + "…"
        if note is None or note.text != text:
            cell.comment = Comment(
                text, _NOTE_AUTHOR, width=260, height=min(60 + 18 * text.count("\n") + len(text), 400)
            )
        if cell.fill.fill_type is None:
            cell.fill = styles.doubt
    elif note is not None:
        cell.comment = None
        if cell.fill.fill_type == "solid" and str(cell.fill.start_color.rgb)[-6:] == _DOUBT:
            cell.fill = styles.no_fill
