"""Runs of characters → the text that is shown, without hidden, deleted and struck-out text; fields by their results."""

import re

from pipeline.readers.doc.drawings import DrawingAnchors, inline_size
from pipeline.readers.doc.forms import read_form
from pipeline.readers.doc.looks import RunLook
from pipeline.readers.docx.fields import Fields
from pipeline.readers.docx.losses import Losses
from pipeline.readers.oldword.chars import paired
from pipeline.readers.oldword.forms import FormField, print_form_field
from pipeline.readers.oldword.pictures import report_picture
from pipeline.readers.raised import split_raised
from pipeline.readers.symbols import is_symbol_font, show_symbols

SPECIAL = re.compile("[\0-\x08\x0b-\x1f\xad]")
"""Characters that are no text: marks of fields, notes, pictures, lines, hyphens."""
_PRINTED = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\xad": "\xad"}
_BEGIN, _SEPARATE, _END, _PICTURE, _DRAWN, _SYMBOL = "\x13", "\x14", "\x15", "\x01", "\x08", "\x28"
_EMBEDDED = re.compile(r"\s*(?:EMBED|LINK|CONTROL)\s+([\w.]+)", re.I)


class CharReader:
    """Reads runs into a list of texts. ``boxes``: shapes whose text follows the paragraph."""

    def __init__(self, losses: Losses, fonts: list[str], data: bytes, anchors: DrawingAnchors) -> None:
        self._losses = losses
        self._fonts = fonts
        self._data = data
        self._anchors = anchors
        self._fields = Fields()
        self._form: FormField | None = None
        self.boxes: list[int] = []
        self.pictures = 0
        self.objects: list[str] = []
        self.in_cell = False

    @property
    def in_field(self) -> bool:
        """True inside a field, be it in its code or in its result."""
        return self._fields.is_open

    def end_paragraph(self) -> None:
        """A field's code does not run over a paragraph's end."""
        if self._fields.hiding:
            self._fields.end_paragraph()

    def read_run(self, text: str, position: int, look: RunLook, out: list[str]) -> None:
        """Add what a run shows; ``position`` is that of its first character."""
        if look.symbol is not None and look.special:
            shown = self._symbol(look.symbol) * len(text)
        else:
            shown = self._read_chars(text, position, look)
            font = self.symbol_font(look.font)
            if font:
                shown = show_symbols(font, shown)
        if look.deleted:
            self._losses.discard("deleted", shown)
        elif look.hidden:
            self._losses.discard("hidden", shown)
        elif look.struck:
            self._losses.discard("struck", shown)
        elif look.raised:
            shown, mark = split_raised("".join(out[-2:]), shown)
            out.append(shown)
            self._losses.discard("comment", mark)
        else:
            out.append(shown)

    def symbol_font(self, index: int | None) -> str:
        """The name of a symbol font; empty for any other."""
        name = self._fonts[index] if index is not None and index < len(self._fonts) else ""
        return name if name and is_symbol_font(name) else ""

    def _symbol(self, symbol: tuple[int, int]) -> str:
        font, code = symbol
        if code < 32 or 0xD800 <= code < 0xE000:
            return ""
        name = self.symbol_font(font)
        return show_symbols(name, chr(code)) if name else chr(code)

    def _read_chars(self, text: str, position: int, look: RunLook) -> str:
        """The characters of a run without marks; open fields are kept up to date."""
        pieces: list[str] = []
        start = 0
        for match in SPECIAL.finditer(text):
            pieces.append(self._text(text[start : match.start()]))
            start = match.end()
            char = match.group()
            if char in _PRINTED:
                pieces.append(self._text(_PRINTED[char]))
            else:
                pieces.append(self._mark(char, position + match.start(), look))
        pieces.append(self._text(text[start:]))
        return "".join(pieces)

    def _text(self, text: str) -> str:
        """The text where it is shown; the code of a field is not."""
        if not text:
            return ""
        text = paired(text)
        if self._fields.hiding:
            self._fields.add_code(text)
            return ""
        self._fields.note_result(text)
        return text

    def _mark(self, char: str, position: int, look: RunLook) -> str:
        if char == _BEGIN:
            self._fields.begin()
        elif char == _SEPARATE:
            self._note_object()
            self._fields.separate()
        elif char == _END:
            printed = print_form_field(self._fields.code, self._form)
            self._form = None
            shown = self._fields.end()
            return shown if printed is None else printed
        elif char == _PICTURE and look.special and look.picture is not None:
            if self._fields.hiding:
                self._form = read_form(self._data, look.picture)
            else:
                self._read_picture(look.picture)
        elif char == _DRAWN:
            self._read_drawing(position)
        return ""

    def _note_object(self) -> None:
        found = _EMBEDDED.match(self._fields.code)
        if found:
            self.objects.append(found[1])
            severity = "warning" if found[1].startswith("Equation") else "error"
            self._losses.report("object-unread", severity, f"An embedded {found[1]} was not read.")

    def _read_picture(self, offset: int) -> None:
        if _EMBEDDED.match(self._fields.code):
            return  # it shows the embedded object, which is reported itself
        width, height = inline_size(self._data, offset)
        if width or height:
            self.pictures += report_picture(width, height, self._losses, in_cell=self.in_cell)

    def _read_drawing(self, position: int) -> None:
        shape, width, height = self._anchors.at.get(position, (0, 0.0, 0.0))
        if shape in self._anchors.boxes:
            self.boxes.append(shape)
        elif shape in self._anchors.pictures:
            self.pictures += report_picture(width, height, self._losses, in_cell=self.in_cell)
