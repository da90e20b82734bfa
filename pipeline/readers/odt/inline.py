"""The content of a paragraph as the text that is shown; boxes, notes and pictures on the way."""

import re
from typing import TYPE_CHECKING

from pipeline.readers.docx.looks import UNSAID, Look
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import whole
from pipeline.readers.odt import names as o
from pipeline.readers.odt.styles import OpenStyles
from pipeline.readers.oldword.forms import FormField, print_form_field
from pipeline.readers.oldword.pictures import report_picture
from pipeline.readers.raised import split_raised
from pipeline.readers.symbols import is_symbol_font, show_symbols

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLANKS = re.compile("[ \t\r\n]+")
_MOST_BLANKS = 1_000
_LENGTH = re.compile(r"([\d.]{1,12})(cm|mm|in|pt|px)")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75}
_DEEPEST = 200
"""Elements inside elements of one paragraph."""


class OpenInline:
    """Reads the content of paragraphs. ``boxes`` and ``notes`` collect what is read apart."""

    def __init__(self, styles: OpenStyles, losses: Losses) -> None:
        self._styles = styles
        self._losses = losses
        self.boxes: list[_Element] = []
        self.notes: list[_Element] = []
        self.comments: list[str] = []
        self.pictures = 0
        self.objects: list[str] = []
        self.in_cell = False

    def read(self, paragraph: "_Element") -> str:
        """The text of a ``text:p`` or ``text:h``."""
        out: list[str] = []
        look = self._styles.look("paragraph", paragraph.get(o.STYLE_NAME, ""))
        self._read(paragraph, look, out, 0)
        text = "".join(out)
        return text[1:] if text.startswith(" ") and (paragraph.text or "")[:1].isspace() else text

    def _read(self, element: "_Element", look: Look, out: list[str], depth: int) -> None:
        self._add(element.text, look, out)
        for child in element:
            if isinstance(child.tag, str):
                self._read_child(child, look, out, depth)
            self._add(child.tail, look, out)

    def _read_child(self, child: "_Element", look: Look, out: list[str], depth: int) -> None:
        tag = child.tag
        if tag == o.SPAN:
            inner = self._styles.look("text", child.get(o.STYLE_NAME, "")).over(look)
            if depth < _DEEPEST:
                self._read(child, inner, out, depth + 1)
            else:
                self._add(text_below(child), inner, out)
        elif tag == o.S:
            out.append(" " * min(max(whole(child.get(o.COUNT), 1), 0), _MOST_BLANKS))
        elif tag == o.TAB:
            out.append("\t")
        elif tag == o.LINE_BREAK:
            out.append("\n")
        elif tag in o.DRAWN:
            self.read_drawing(child)
        elif not self._read_rare(child):
            if depth < _DEEPEST:
                self._read(child, look, out, depth + 1)
            else:
                self._add(text_below(child), look, out)
        elif tag in (o.MARK, o.MARK_START):
            out.append(_print_form(child))

    def _read_rare(self, child: "_Element") -> bool:
        """Take in what is no running text; False for an element that only wraps text."""
        tag = child.tag
        if tag == o.NOTE:
            self.notes.extend(child.iterchildren(o.NOTE_BODY))
        elif tag == o.ANNOTATION:
            self.comments.append("\n".join(text_below(line) for line in child.iter(o.P)).strip())
        elif tag == o.RUBY_TEXT:
            self._losses.discard("hidden", child.text or "", reported=False)
        elif tag in (o.HIDDEN_TEXT, o.HIDDEN_PARAGRAPH):
            if child.get(o.IS_HIDDEN) == "false":
                return False
            self._losses.discard("hidden", text_below(child))
        elif tag not in (o.MARK, o.MARK_START):
            return tag in o.SKIPPED
        elif not _form_kind(child):
            return False
        return True

    def _add(self, text: str | None, look: Look, out: list[str]) -> None:
        if not text:
            return
        text = _BLANKS.sub(" ", text)
        if text == " " and out and out[-1].endswith(" "):
            return
        if look is UNSAID:
            out.append(text)
            return
        if look.font:
            text = show_symbols(look.font, text) if is_symbol_font(look.font) else text
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

    def read_drawing(self, drawing: "_Element") -> None:
        """A frame or shape: the text in it is read behind the paragraph; pictures and objects are reported."""
        for child in drawing.iter(o.TEXT_BOX, o.IMAGE, o.OBJECT, o.OBJECT_OLE):
            if child.tag == o.TEXT_BOX:
                self.boxes.append(child)
                return
            if child.tag in (o.OBJECT, o.OBJECT_OLE):
                self.objects.append("object")
                self._losses.report("object-unread", "error", "An embedded object was not read.")
                return
            width, height = (_points(drawing.get(name, "")) for name in (o.WIDTH, o.HEIGHT))
            self.pictures += report_picture(width, height, self._losses, in_cell=self.in_cell)
            return
        if next(drawing.iter(o.P), None) is not None:
            self.boxes.append(drawing)


def text_below(element: "_Element") -> str:
    """All text of an element and those in it."""
    return "".join(map(str, element.itertext()))


def _points(length: str) -> float:
    found = _LENGTH.match(length)
    try:
        return float(found[1]) * _POINTS[found[2]] if found else 0.0
    except ValueError:
        return 0.0


def _form_kind(mark: "_Element") -> str:
    """FORMCHECKBOX or FORMDROPDOWN; empty for marks whose text is written out."""
    kind = mark.get(o.MARK_TYPE, "").rpartition(".")[2].upper()
    return kind if kind in ("FORMCHECKBOX", "FORMDROPDOWN") else ""


def _print_form(mark: "_Element") -> str:
    """What a field of a form shows."""
    form = FormField()
    for item in mark.iterchildren(o.PARAMETER):
        name, value = item.get(o.PARAMETER_NAME, "").lower(), item.get(o.PARAMETER_VALUE, "")
        if name.endswith("checked"):
            form.result = int(value in ("true", "1"))
        elif name.endswith("selected"):
            form.result = whole(value)
        elif name.endswith("listentry"):
            form.entries.append(value)
    return print_form_field(_form_kind(mark), form) or ""
