"""The content of a paragraph: runs and what wraps them, as the text that is shown."""

from typing import TYPE_CHECKING

from pipeline.readers.docx import names as w
from pipeline.readers.docx.drawings import Drawings, choose
from pipeline.readers.docx.fields import Fields, print_field
from pipeline.readers.docx.formula import print_formula
from pipeline.readers.docx.looks import Look, read_look
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.package import Package, parse_part
from pipeline.readers.docx.styles import PLAIN, Style, read_styles
from pipeline.readers.raised import split_raised
from pipeline.readers.symbols import is_symbol_font, show_symbols

if TYPE_CHECKING:
    from lxml.etree import _Element

_PRINTED = {w.TAB: "\t", w.BR: "\n", w.CR: "\n", w.NO_BREAK_HYPHEN: "-"}


class Inline:
    """Reads runs into a list of texts. ``style`` is the paragraph's; ``boxes`` collects text that drawings show."""

    def __init__(self, package: Package, losses: Losses) -> None:
        self._styled = package.parts.get("styles", b"")
        self._styles: dict[str, Style] | None = None  # read when the first paragraph or run names one
        self._shaped = package.shaped
        self._styles_needed = package.styled or b"numPr" in self._styled
        self._losses = losses
        self._fields = Fields()
        self.drawings = Drawings(package, losses)
        self.style = PLAIN
        self.in_cell = False
        self.boxes: list[_Element | str] = []

    def find_style(self, style_id: str) -> Style:
        """A style by its id; ``PLAIN`` for one that says nothing of use."""
        if self._styles is None:
            self._styles = read_styles(parse_part(self._styled)) if self._styles_needed else {}
        return self._styles.get(style_id, PLAIN)

    def end_paragraph(self) -> None:
        """A field's code does not run over a paragraph's end."""
        self._fields.end_paragraph()

    def read(self, element: "_Element", out: list[str]) -> None:
        """Read one child of a paragraph."""
        tag = element.tag
        if tag == w.R:
            self.read_run(element, out)
        elif tag in w.WRAPPERS:
            before = len(out)
            for child in element:
                self.read(child, out)
            if tag == w.SIMPLE_FIELD:
                out.append(print_field(element.get(w.INSTRUCTION, ""), None, "".join(out[before:]).strip() != ""))
        elif tag in w.REMOVED:
            self._remove(element)
        elif tag in w.MATH:
            out.append(print_formula(element))
        elif tag == w.ALTERNATIVE:
            for child in choose(element):
                self.read(child, out)

    def read_run(self, run: "_Element", out: list[str]) -> None:
        """Read a ``w:r``."""
        look = self._look(run) if self._shaped else None
        if look is None:
            self._read_content(run, out)
            return
        shown: list[str] = []
        self._read_content(run, shown)
        text = "".join(shown)
        if look.font:
            text = show_symbols(look.font, text)
        if look.hidden:
            self._losses.discard("hidden", text)
        elif look.struck:
            self._losses.discard("struck", text)
        elif look.raised:
            text, mark = split_raised("".join(out[-2:]), text)
            out.append(text)
            self._losses.discard("comment", mark)
        else:
            out.append(text)

    def _read_content(self, run: "_Element", out: list[str]) -> None:
        fields = self._fields
        for child in run:
            tag = child.tag
            if tag == w.T:
                text = child.text or ""
                if not fields.hiding:
                    out.append(text)
                    fields.note_result(text)
            elif tag in _PRINTED:
                out.append(_PRINTED[tag])
            elif tag != w.R_PR:
                self._read_special(child, out)

    def _look(self, run: "_Element") -> Look | None:
        """How a run looks; None where its text is read as it is."""
        look = self.style.look
        properties = run[0] if len(run) and run[0].tag == w.R_PR else run.find(w.R_PR)
        if properties is not None and len(properties):
            style = properties.find(w.R_STYLE)
            if style is not None:
                look = self.find_style(style.get(w.VAL, "")).look.over(look)
            look = read_look(properties).over(look)
        return None if look.plain else look

    def _read_special(self, element: "_Element", out: list[str]) -> None:
        """The rarer content of a run: fields, symbols, drawings, annotations above the line."""
        tag = element.tag
        if tag == w.FIELD_CHAR:
            out.append(self._fields.mark(element))
        elif tag == w.FIELD_CODE:
            self._fields.add_code(element.text or "")
        elif tag == w.SYM:
            out.append(_symbol(element.get(w.CHAR, ""), element.get(w.FONT, "")))
        elif tag in w.PICTURES:
            self.boxes.extend(self.drawings.read(element, in_cell=self.in_cell))
        elif tag == w.ALTERNATIVE:
            self._read_content(choose(element), out)
        elif tag == w.RUBY:
            for child in element:
                if child.tag == w.RUBY_TEXT:
                    self._losses.discard_element("hidden", child, reported=False)
                else:
                    self.read(child, out)

    def _remove(self, element: "_Element") -> None:
        """Leave out what a tracked change deleted; a field that ends or begins in it is still a field."""
        for mark in element.iter(w.FIELD_CHAR):
            self._fields.mark(mark)
        self._losses.discard_element("deleted", element)


def _symbol(code: str, font: str) -> str:
    """The character of a ``w:sym``; empty for half a surrogate pair."""
    try:
        number = int(code, 16) if len(code) <= 4 else 0
    except ValueError:
        return ""
    if number < 32 or 0xD800 <= number < 0xE000:
        return ""
    return show_symbols(font, chr(number)) if is_symbol_font(font) else chr(number)
