"""One stretch of running text (the body, a note, a box): runs until a paragraph ends, paragraphs into a flow."""

from pipeline.grid import RawParagraph, RawTable
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import BULLETS
from pipeline.readers.oldword.chars import paired
from pipeline.readers.oldword.flow import Flow
from pipeline.readers.raised import split_raised
from pipeline.readers.rtf.fonts import RichFont
from pipeline.readers.rtf.rows import RowDefinition
from pipeline.readers.rtf.state import GroupState
from pipeline.readers.symbols import is_symbol_font, show_symbols

Look = tuple[bool, bool, bool, bool, int]


class Passage:
    """``number``: what is printed before the paragraph; ``boxes``: blocks that follow it; ``rows``: the definitions of
    an outer row and of one inside a cell."""

    def __init__(self, losses: Losses, fonts: dict[int, RichFont]) -> None:
        self._losses = losses
        self._fonts = fonts
        self.flow = Flow(losses)
        self.number = ""
        self.boxes: list[RawParagraph | RawTable] = []
        self.rows = (RowDefinition(), RowDefinition())
        self._runs: list[tuple[Look, list[str]]] = []

    def add(self, look: Look, text: str) -> None:
        """Text with a look."""
        if self._runs and self._runs[-1][0] == look:
            self._runs[-1][1].append(text)
        else:
            self._runs.append((look, [text]))

    def end_paragraph(self, state: GroupState, depth: int, *, ends_cell: bool = False) -> None:
        """The paragraph ends; at the end of a cell also the cell."""
        text = self._take_text()
        joins = state.deleted and not ends_cell
        number = "" if joins else self._number()
        self.number = "" if not joins else self.number
        self.flow.add(number, text, self._losses.take(), depth, joins=joins)
        for box in self.boxes:
            self.flow.add_block(box, depth)
        self.boxes = []
        if ends_cell:
            self.flow.end_cell(depth)

    def end_row(self, depth: int, *, inner: bool, removed: bool) -> None:
        """The row ends; text behind its last cell is a cell too."""
        if any("".join(texts).strip() for _, texts in self._runs):
            self.flow.add(self._number(), self._take_text(), self._losses.take(), depth)
        self._runs = []
        self.flow.end_row(depth, self.rows[inner].cells, removed=removed)

    def finish(self, state: GroupState) -> list[RawParagraph | RawTable]:
        """The blocks; the last paragraph may have no mark."""
        if self._runs or self.boxes:
            self.end_paragraph(state, state.table_depth)
        return self.flow.finish()

    def _number(self) -> str:
        """The number with one blank behind it, as Word prints a tab there."""
        number = self.number
        self.number = ""
        words = number.strip().translate(BULLETS)
        return words + " " if words and number[-1:].isspace() else words

    def _take_text(self) -> str:
        if len(self._runs) == 1 and not any(self._runs[0][0][:4]):
            look, texts = self._runs[0]
            self._runs = []
            return self._shown(look, "".join(texts))
        out: list[str] = []
        for look, texts in self._runs:
            deleted, hidden, struck, raised, _ = look
            text = self._shown(look, "".join(texts))
            if deleted or hidden or struck:
                self._losses.discard("deleted" if deleted else "hidden" if hidden else "struck", text)
            elif raised:
                text, mark = split_raised("".join(out[-2:]), text)
                out.append(text)
                self._losses.discard("comment", mark)
            else:
                out.append(text)
        self._runs = []
        return "".join(out)

    def _shown(self, look: Look, text: str) -> str:
        return self.show(look[4], text)

    def show(self, font: int, text: str) -> str:
        """Text as its font shows it."""
        text = paired(text)
        name = self._fonts[font].name if font in self._fonts else ""
        return show_symbols(name, text) if name and is_symbol_font(name) else text
