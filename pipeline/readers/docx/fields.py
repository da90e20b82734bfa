"""Fields: code and result between marks (ECMA-376 part 1, clause 17.16). A result is read, a code only where Word
prints something that is not saved as a result: EQ, SYMBOL, tick boxes and drop-down lists of forms."""

import re
from typing import TYPE_CHECKING

from pipeline.readers.docx import names as w
from pipeline.readers.docx.equation import print_equation
from pipeline.readers.docx.numbering import whole
from pipeline.readers.symbols import TICKED, UNTICKED, is_symbol_font, show_symbols

if TYPE_CHECKING:
    from lxml.etree import _Element

_SYMBOL = re.compile(r"SYMBOL\s+(\d{1,5}|0x[0-9a-f]{1,4})(?=\s|$)(?:.*?\\f\s+\"?([^\"\\]+))?", re.I | re.S)


class _Field:
    """An open field."""

    __slots__ = ("code", "form", "in_code", "printed")

    def __init__(self, form: "_Element | None") -> None:
        self.in_code, self.printed = True, False
        self.code: list[str] = []
        self.form = form


class Fields:
    """The open fields of a story, outermost first. ``hiding``: text read now is part of a code, and not shown."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.hiding = False

    def mark(self, element: "_Element") -> str:
        """Take in a ``w:fldChar``; what a field without a result prints where it ends."""
        kind = element.get(w.FIELD_TYPE)
        if kind == "begin":
            self.begin(element.find(w.FORM))
        elif kind == "separate":
            self.separate()
        elif kind == "end":
            return self.end()
        return ""

    def begin(self, form: "_Element | None" = None) -> None:
        """A field begins; its code follows."""
        self._open.append(_Field(form))
        self.hiding = True

    def separate(self) -> None:
        """The code of the innermost field ends; its result follows."""
        if self._open:
            self._open[-1].in_code = False
            self.hiding = any(field.in_code for field in self._open)

    @property
    def is_open(self) -> bool:
        """True inside a field."""
        return bool(self._open)

    @property
    def code(self) -> str:
        """The code of the innermost field."""
        return "".join(self._open[-1].code) if self._open else ""

    def end(self) -> str:
        """The innermost field ends: what it prints where it has no result."""
        if not self._open:
            return ""
        field = self._open.pop()
        self.hiding = any(field.in_code for field in self._open)
        return print_field("".join(field.code), field.form, field.printed)

    def add_code(self, text: str) -> None:
        """Text of a code (``w:instrText``)."""
        if self._open:
            self._open[-1].code.append(text)

    def note_result(self, text: str) -> None:
        """Text of a result was read."""
        if self._open and text.strip():
            self._open[-1].printed = True

    def end_paragraph(self) -> None:
        """No code runs over a paragraph's end: whatever follows is shown."""
        for field in self._open:
            field.in_code = False
        self.hiding = False


def print_field(code: str, form: "_Element | None" = None, has_result: bool = False) -> str:
    """What a field prints for which Word saves no result; empty for all others."""
    kind = code.split(None, 1)[0].upper() if code.strip() else ""
    if kind == "FORMCHECKBOX":
        return _print_tick(form)
    if has_result:
        return ""
    if kind == "FORMDROPDOWN":
        return _print_choice(form)
    if kind == "EQ":
        return print_equation(code.strip()[2:])
    return _print_symbol(code.strip()) if kind == "SYMBOL" else ""


def _print_tick(form: "_Element | None") -> str:
    box = None if form is None else form.find(w.CHECK_BOX)
    if box is None:
        return UNTICKED
    state = box.find(w.CHECKED)
    state = box.find(w.DEFAULT) if state is None else state
    return TICKED if state is not None and w.is_on(state.get(w.VAL)) else UNTICKED


def _print_choice(form: "_Element | None") -> str:
    """The chosen entry of a drop-down list: by its result, else its default, else the first."""
    choices = None if form is None else form.find(w.DROP_DOWN)
    if choices is None:
        return ""
    entries = [entry.get(w.VAL, "") for entry in choices.iterchildren(w.LIST_ENTRY)]
    chosen = choices.find(w.RESULT)
    chosen = choices.find(w.DEFAULT) if chosen is None else chosen
    index = 0 if chosen is None else whole(chosen.get(w.VAL))
    return entries[index] if 0 <= index < len(entries) else ""


def _print_symbol(code: str) -> str:
    found = _SYMBOL.match(code)
    if not found:
        return ""
    number = int(found[1], 0) if found[1][:2].lower() == "0x" else int(found[1])
    font = (found[2] or "Symbol").strip()
    if is_symbol_font(font):
        return show_symbols(font, chr(number)) if number < 0x10000 and not 0xD800 <= number < 0xE000 else ""
    return chr(number) if 32 <= number < 0xD800 else ""
