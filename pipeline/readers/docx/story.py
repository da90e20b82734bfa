"""One pass over the content of a Word file: what a reader sees of it, as paragraphs and tables in order.

Tracked changes are read in their final state, hidden text is left out, fields give their result, numbers that Word
computes are written before their paragraph. What is left out is kept in ``discarded`` with its reason.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.fold import count_ink
from pipeline.model import Discarded, Issue
from pipeline.readers.docx import names as w
from pipeline.readers.docx.numbering import Numbering
from pipeline.readers.docx.package import Package, parse_part
from pipeline.readers.docx.styles import PLAIN, Style, read_number, read_styles

if TYPE_CHECKING:
    from lxml.etree import _Element

_PRINTED = {w.TAB: "\t", w.BR: "\n", w.CR: "\n", w.NO_BREAK_HYPHEN: "-"}


class Story:
    """The state of the pass: list counters, open fields, and what was left out or could not be settled."""

    def __init__(self, package: Package) -> None:
        parts = package.parts
        self._styled = parts.get("styles", b"")
        self._styles: dict[str, Style] | None = None  # read when the first paragraph or run names one
        numbering = parts.get("numbering")
        self._numbering = Numbering(parse_part(numbering) if numbering else None)
        self._hides = package.hides
        self._fields: list[bool] = []  # for each open field: still in its code?
        self._boxes: list[_Element] = []
        self._unended: list[str | _Element] | None = None
        self._style = PLAIN
        self.rows = 0  # of all tables so far
        self.discarded: list[Discarded] = []
        self.issues: list[Issue] = []

    def read_items(self, content: "Iterable[_Element]") -> "list[str | _Element]":
        """Paragraph texts and ``w:tbl`` elements of a body, cell or note, in order; wrappers are looked through."""
        found: list[str | _Element] = []
        self._collect(content, found)
        return found

    def discard(self, reason: str, text: str) -> None:
        """Keep text that is left out, with its reason; blank text is not worth keeping."""
        if count_ink(text):
            self.discarded.append(Discarded(reason, text))

    def discard_element(self, reason: str, element: "_Element") -> None:
        """Leave out an element with all its text."""
        self.discard(reason, "".join(_plain_texts(element)))

    def _collect(self, content: "Iterable[_Element]", found: "list[str | _Element]") -> None:
        for child in content:
            tag = child.tag
            if tag == w.P:
                self._read_paragraph(child, found)
            elif tag == w.TBL:
                found.append(child)
            elif tag in w.WRAPPERS:
                self._collect(child, found)
            elif tag in w.REMOVED:
                self.discard_element("deleted", child)
            elif tag == w.ALTERNATIVE:
                self._collect(_choose(child), found)
            elif tag == w.ALT_CHUNK:
                message = "A part of the document is a foreign file (altChunk) that only Word can merge in."
                self.issues.append(Issue("alt-chunk", "error", message))

    def _read_paragraph(self, paragraph: "_Element", found: "list[str | _Element]") -> None:
        out: list[str] = []
        ended = True
        self._style = PLAIN
        for child in paragraph:
            tag = child.tag
            if tag == w.R:
                self._read_run(child, out)
            elif tag == w.P_PR:
                ended = self._read_properties(child, out)
            else:
                self._read_inline(child, out)
        if self._fields:
            self._fields = [False for _ in self._fields]  # a field's code does not run over a paragraph's end
        text = out[0] if len(out) == 1 else "".join(out)
        if self._unended is found and found and isinstance(found[-1], str):
            found[-1] += text
        else:
            found.append(text)
        self._unended = None if ended else found
        while self._boxes:
            self._collect(self._boxes.pop(0), found)

    def _read_properties(self, properties: "_Element", out: list[str]) -> bool:
        """Write the paragraph's number into ``out``; False when its mark is deleted, so that the next one joins it."""
        ended = True
        mark: _Element | None = None
        style_id = ""
        for child in properties:
            tag = child.tag
            if tag == w.NUM_PR:
                mark = child
            elif tag == w.P_STYLE:
                style_id = child.get(w.VAL, "")
                self._style = self._find_style(style_id)
            elif tag == w.R_PR:
                ended = child.find(w.DEL) is None and child.find(w.MOVE_FROM) is None
        number = self._number(mark, self._style, style_id)
        if number:
            out.append(number)
        return ended

    def _number(self, mark: "_Element | None", style: Style, style_id: str) -> str:
        num_id, level = (None, None) if mark is None else read_number(mark)
        if num_id is None:
            num_id = style.num_id
            level = style.level if level is None else level
        if num_id is None or num_id == "0":
            return ""
        if level is None:
            level = self._numbering.level_of_style(num_id, style_id)
        return self._numbering.print_number(num_id, level)

    def _read_inline(self, element: "_Element", out: list[str]) -> None:
        tag = element.tag
        if tag == w.R:
            self._read_run(element, out)
        elif tag in w.WRAPPERS:
            for child in element:
                self._read_inline(child, out)
        elif tag in w.REMOVED:
            self.discard_element("deleted", element)
        elif tag in w.MATH:
            out.extend(text.text or "" for text in element.iter(*w.MATH_TEXT))
        elif tag == w.ALTERNATIVE:
            for child in _choose(element):
                self._read_inline(child, out)

    def _read_run(self, run: "_Element", out: list[str]) -> None:
        shown = out
        hidden = self._hides and self._style.hidden
        if hidden:
            shown = []
        for child in run:
            tag = child.tag
            if tag == w.T:
                if not (self._fields and any(self._fields)):
                    shown.append(child.text or "")
            elif tag == w.R_PR:
                if self._hides:
                    hidden = self._is_hidden(child)
                    shown = [] if hidden else out
            elif tag in _PRINTED:
                shown.append(_PRINTED[tag])
            else:
                self._read_special(child, shown)
        if hidden:
            self.discard("hidden", "".join(shown))

    def _read_special(self, element: "_Element", out: list[str]) -> None:
        """The rarer content of a run: fields, symbols, pictures with text boxes, annotations above the line."""
        tag = element.tag
        if tag == w.FIELD_CHAR:
            self._read_field(element.get(w.FIELD_TYPE))
        elif tag == w.SYM:
            out.append(_symbol(element.get(w.CHAR, "")))
        elif tag in w.PICTURES:
            self._boxes.extend(_find_boxes(element))
        elif tag == w.ALTERNATIVE:
            self._read_run(_choose(element), out)
        elif tag == w.RUBY:
            for child in element:
                if child.tag == w.RUBY_TEXT:
                    self.discard_element("hidden", child)
                else:
                    self._read_inline(child, out)

    def _read_field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, properties: "_Element") -> bool:
        hidden = self._style.hidden
        for child in properties.iterchildren(w.VANISH, w.R_STYLE):
            if child.tag == w.VANISH:
                return w.is_on(child.get(w.VAL))
            hidden = self._find_style(child.get(w.VAL, "")).hidden or hidden
        return hidden

    def _find_style(self, style_id: str) -> Style:
        if self._styles is None:
            useful = b"vanish" in self._styled or b"numPr" in self._styled
            self._styles = read_styles(parse_part(self._styled)) if useful else {}
        return self._styles.get(style_id, PLAIN)


def _choose(alternative: "_Element") -> "_Element":
    """The first choice of an ``mc:AlternateContent``, else its fallback: the same content is there more than once."""
    for tag in (w.CHOICE, w.FALLBACK):
        for child in alternative.iterchildren(tag):
            return child
    return alternative


def _find_boxes(element: "_Element") -> "Iterator[_Element]":
    """Text boxes inside a picture, each once."""
    for child in element:
        if child.tag == w.TEXT_BOX:
            yield child
        elif child.tag == w.ALTERNATIVE:
            yield from _find_boxes(_choose(child))
        else:
            yield from _find_boxes(child)


def _plain_texts(element: "_Element") -> Iterator[str]:
    """All text below an element, deleted text too; a line feed after each paragraph."""
    for child in element.iter(w.T, w.DELETED_TEXT, w.P):
        yield "\n" if child.tag == w.P else child.text or ""


def _symbol(code: str) -> str:
    """The character of a ``w:sym``; symbol fonts use the private area from U+F000. Empty for half a surrogate pair."""
    try:
        number = int(code, 16) if len(code) <= 4 else 0
    except ValueError:
        return ""
    return chr(number) if number >= 32 and not 0xD800 <= number < 0xE000 else ""
