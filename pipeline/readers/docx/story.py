"""One pass over the content of a Word file: what a reader sees of it, as paragraphs and tables in order.

Tracked changes are read in their final state, hidden text is left out, fields give their result, numbers that Word
computes are written before their paragraph. What is left out is kept in ``losses`` with its reason.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.grid import RawParagraph, RawTable
from pipeline.readers.docx import names as w
from pipeline.readers.docx.chunks import read_chunk
from pipeline.readers.docx.drawings import choose
from pipeline.readers.docx.inline import Inline
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import Numbering, read_lists
from pipeline.readers.docx.package import Package, parse_part
from pipeline.readers.docx.styles import PLAIN, Style, read_number

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.model import Issue


class StoryParagraph(Struct):
    """A paragraph's text, and trouble in it."""

    text: str
    issues: "tuple[Issue, ...]" = ()


class ForeignBlocks(Struct):
    """The blocks of a foreign file that the document takes in."""

    blocks: tuple[RawParagraph | RawTable, ...]


class Story:
    """The state of the pass: list counters, open fields, and what was left out or could not be settled."""

    def __init__(self, package: Package) -> None:
        self.losses = Losses()
        self.losses.issues.extend(package.issues)
        self.inline = Inline(package, self.losses)
        self._package = package
        numbering = package.parts.get("numbering")
        self._numbering = Numbering(read_lists(parse_part(numbering)) if numbering else {})
        self._unended: list[StoryParagraph | _Element | ForeignBlocks] | None = None
        self.rows = 0  # of all tables so far

    def read_items(self, content: "Iterable[_Element]") -> "list[StoryParagraph | _Element | ForeignBlocks]":
        """Paragraphs, ``w:tbl`` elements and foreign blocks of a body, cell or note, in order; wrappers are looked
        through."""
        found: list[StoryParagraph | _Element | ForeignBlocks] = []
        self._collect(content, found)
        return found

    def _collect(self, content: "Iterable[_Element]", found: "list[StoryParagraph | _Element | ForeignBlocks]") -> None:
        for child in content:
            tag = child.tag
            if tag == w.P:
                self._read_paragraph(child, found)
            elif tag == w.TBL:
                found.append(child)
            elif tag in w.WRAPPERS:
                self._collect(child, found)
            elif tag in w.REMOVED:
                self.losses.discard_element("deleted", child)
            elif tag == w.ALTERNATIVE:
                self._collect(choose(child), found)
            elif tag == w.ALT_CHUNK:
                found.append(ForeignBlocks(read_chunk(child, self._package, self.losses)))

    def _read_paragraph(self, paragraph: "_Element", found: "list[StoryParagraph | _Element | ForeignBlocks]") -> None:
        out: list[str] = []
        ended = True
        number = ""
        inline = self.inline
        inline.style = PLAIN
        for child in paragraph:
            tag = child.tag
            if tag == w.R:
                inline.read_run(child, out)
            elif tag == w.P_PR:
                ended, number = self._read_properties(child)
            else:
                inline.read(child, out)
        inline.end_paragraph()
        self._add(found, number, out[0] if len(out) == 1 else "".join(out))
        self._unended = None if ended else found
        self._add_boxes(found)

    def _add(self, found: "list[StoryParagraph | _Element | ForeignBlocks]", number: str, text: str) -> None:
        """Add a paragraph, or what it adds to one before it whose mark was deleted: the number is that of the last."""
        before = found[-1] if found and self._unended is found else None
        if isinstance(before, StoryParagraph):
            before.text = number + before.text + text
            before.issues += self.losses.take()
        else:
            found.append(StoryParagraph(number + text, self.losses.take()))

    def _add_boxes(self, found: "list[StoryParagraph | _Element | ForeignBlocks]") -> None:
        """Text boxes follow the paragraph that they are anchored in."""
        boxes = self.inline.boxes
        while boxes:
            box = boxes.pop(0)
            if isinstance(box, str):
                found.append(StoryParagraph(box))
            else:
                self._collect(box, found)

    def _read_properties(self, properties: "_Element") -> tuple[bool, str]:
        """False where the paragraph's mark is deleted, so that the next one joins it; and the number Word prints.

        A paragraph without a mark is not counted.
        """
        ended = True
        mark: _Element | None = None
        style, style_id = PLAIN, ""
        for child in properties:
            tag = child.tag
            if tag == w.NUM_PR:
                mark = child
            elif tag == w.P_STYLE:
                style_id = child.get(w.VAL, "")
                style = self.inline.style = self.inline.find_style(style_id)
            elif tag == w.R_PR:
                ended = child.find(w.DEL) is None and child.find(w.MOVE_FROM) is None
        return ended, self._number(mark, style, style_id) if ended else ""

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
