"""The parts of the text (body, notes, boxes) → paragraphs with marks, each with its properties."""

import re

from msgspec import Struct

from pipeline.readers.doc.drawings import DrawingAnchors
from pipeline.readers.doc.inline import SPECIAL, CharReader
from pipeline.readers.doc.looks import UNSAID_LOOK, RunLook, read_run_look
from pipeline.readers.doc.pages import PropertyRuns
from pipeline.readers.doc.pieces import PieceTable
from pipeline.readers.doc.shapes import ParagraphShape, read_paragraph_shape
from pipeline.readers.doc.styles import BARE, WordStyle
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import Numbering
from pipeline.readers.oldword.chars import paired
from pipeline.readers.oldword.flow import DEPTH_LIMIT, Flow

_CELL = "\x07"
_ENDS = re.compile("[\r\x07\x0c]")


class WordFile(Struct, frozen=True):
    """The structures that all parts of the text share."""

    table: PieceTable
    chars: PropertyRuns
    paragraphs: PropertyRuns
    styles: dict[int, WordStyle]
    fonts: list[str]
    numbering: Numbering
    anchors: DrawingAnchors
    data: bytes
    sections: frozenset[int]
    """Positions behind the marks that end a section."""


class DocStory:
    """One pass over the text. ``losses``: what was left out; ``chars`` counts pictures and objects."""

    def __init__(self, file: WordFile, losses: Losses) -> None:
        self._file = file
        self.losses = losses
        self.chars = CharReader(losses, file.fonts, file.data, file.anchors)
        self._looks: dict[tuple[bytes, int], RunLook] = {}
        self._shapes: dict[bytes, ParagraphShape] = {}
        self._from = self._to = 0  # the characters for which ``_latest`` is known
        self._latest = (ParagraphShape(), 0)
        self._boxes_begin = 0
        self._shown: set[int] = set()

    def read(self, start: int, end: int, flow: Flow, *, boxes_at: int | None = None) -> None:
        """Read the characters ``start:end`` into the flow; ``boxes_at``: where the texts of its boxes begin."""
        self._boxes_begin = start if boxes_at is None else boxes_at
        runs = self._runs(start, end)
        index = 0
        for match in _ENDS.finditer(self._file.table.text, start, end):
            stop = match.start()
            if match.group() == "\x0c" and stop + 1 not in self._file.sections:
                continue
            while index + 1 < len(runs) and runs[index + 1][0] <= start:
                index += 1
            self._read_paragraph(start, stop, runs, index, flow)
            start = stop + 1
        if start < end:
            self._read_paragraph(start, end, runs, index, flow)

    def _runs(self, start: int, end: int) -> list[tuple[int, bytes]]:
        """Where each run of characters begins, and its properties."""
        found: list[tuple[int, bytes]] = []
        for piece in self._file.table.pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first >= last:
                continue
            begin = piece.offset + (first - piece.start) * piece.width
            for offset, blob in self._file.chars.between(begin, begin + (last - first) * piece.width):
                position = first + (offset - begin + piece.width - 1) // piece.width
                found.append((position, blob + piece.modifiers if piece.modifiers else blob))
        return found

    def _shape(self, position: int) -> tuple[ParagraphShape, int]:
        """The properties of the paragraph whose mark is at this position, and its style."""
        if self._from <= position < self._to:
            return self._latest
        piece = self._file.table.piece_of(position)
        start, end, blob = self._file.paragraphs.at(piece.offset + (position - piece.start) * piece.width)
        key = blob[2:] + piece.modifiers
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = read_paragraph_shape(key, self._file.data)
        self._from = max(piece.start, piece.start - (piece.offset - start) // piece.width)
        self._to = min(piece.end, piece.start + (end - piece.offset) // piece.width)
        self._latest = shape, int.from_bytes(blob[:2], "little")
        return self._latest

    def _read_paragraph(self, start: int, stop: int, runs: list[tuple[int, bytes]], index: int, flow: Flow) -> None:
        """One paragraph; ``stop`` is where its mark is, ``index`` the run that it begins in."""
        text = self._file.table.text
        mark = text[stop] if stop < len(text) else "\r"
        shape, style = self._shape(min(stop, len(text) - 1))
        depth = min(shape.depth or int(mark == _CELL), DEPTH_LIMIT)
        self.chars.in_cell = depth > 0
        out: list[str] = []
        deleted = self._read_runs(start, stop, runs, index, style, out)
        self.chars.end_paragraph()
        if shape.ends_row:
            flow.end_row(depth, shape.cells, removed=deleted)
            return
        words = out[0] if len(out) == 1 else "".join(out)
        ends_cell = (mark == _CELL and depth <= 1) or shape.ends_inner_cell
        number = "" if deleted and not ends_cell else self._number(shape, style)
        flow.add(number, words, self.losses.take(), depth, joins=deleted and not ends_cell)
        while self.chars.boxes:
            self._read_box(self.chars.boxes.pop(0), depth, flow)
        if ends_cell:
            flow.end_cell(depth)

    def _read_runs(
        self, start: int, stop: int, runs: list[tuple[int, bytes]], index: int, style: int, out: list[str]
    ) -> bool:
        """Add the texts of a paragraph's runs to ``out``; True where the mark at its end was deleted."""
        text = self._file.table.text
        look = UNSAID_LOOK
        while index < len(runs) and runs[index][0] <= stop:
            end = runs[index + 1][0] if index + 1 < len(runs) else stop + 1
            look = self._look(runs[index][1], style)
            first, last = max(runs[index][0], start), min(end, stop)
            if first < last:
                words = text[first:last]
                if look is UNSAID_LOOK and not self.chars.in_field and not SPECIAL.search(words):
                    out.append(paired(words))
                else:
                    self.chars.read_run(words, first, look, out)
            index += 1
        return look.deleted

    def _look(self, blob: bytes, style: int) -> RunLook:
        key = (blob, style if style in self._file.styles else -1)
        look = self._looks.get(key)
        if look is None:
            below = self._file.styles.get(style, BARE).look
            own = read_run_look(blob, below)
            if own.style is not None:
                below = self._file.styles.get(own.style, BARE).look.over(below)
                own = read_run_look(blob, below)
            look = own.over(below)
            look = self._looks[key] = UNSAID_LOOK if self._is_plain(look) else look
        return look

    def _is_plain(self, look: RunLook) -> bool:
        """True where the text is read as it is: most fonts and pictures' places change nothing."""
        if look.hidden or look.struck or look.raised or look.deleted or look.special or look.symbol:
            return False
        return not self.chars.symbol_font(look.font)

    def _number(self, shape: ParagraphShape, style: int) -> str:
        """The number that Word prints before the paragraph."""
        of_style = self._file.styles.get(style, BARE)
        number = of_style.list if shape.list is None else shape.list
        if not number:
            return ""
        level = shape.level if shape.level is not None else of_style.level
        return self._file.numbering.print_number(str(number), level or 0)

    def _read_box(self, shape: int, depth: int, flow: Flow) -> None:
        """The text of a box, as paragraphs at the place where it is anchored."""
        if shape in self._shown:
            return
        self._shown.add(shape)
        for start, end in self._file.anchors.boxes[shape]:
            self._add_box_text(self._boxes_begin + start, self._boxes_begin + end, depth, flow)

    def read_other_boxes(self, flow: Flow, begin: int) -> None:
        """The boxes that no character of the body is the anchor of: those inside groups of drawings."""
        self._boxes_begin = begin
        for shape in self._file.anchors.boxes:
            self._read_box(shape, 0, flow)

    def _add_box_text(self, start: int, end: int, depth: int, flow: Flow) -> None:
        end = min(end, len(self._file.table.text))
        runs = self._runs(start, end)
        for match in re.finditer("[^\r\x07]+", self._file.table.text[start:end]):
            first, stop = start + match.start(), start + match.end()
            _, style = self._shape(min(stop, len(self._file.table.text) - 1))
            out: list[str] = []
            self._read_runs(first, stop, runs, 0, style, out)
            self.chars.end_paragraph()
            flow.add("", "".join(out), self.losses.take(), depth)
