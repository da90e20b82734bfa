"""How a run looks, as far as that decides what is read: hidden, struck out, raised, set in a symbol font."""

from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.readers.docx import names as w
from pipeline.readers.symbols import is_symbol_font

if TYPE_CHECKING:
    from lxml.etree import _Element


class Look(Struct, frozen=True):
    """None: not said, so that the style or the paragraph decides. ``font``: a symbol font, or empty for any other."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    font: str | None = None

    def over(self, below: "Look") -> "Look":
        """This look where it says something, else what is below it."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.raised if self.raised is None else self.raised,
            below.font if self.font is None else self.font,
        )

    @property
    def plain(self) -> bool:
        """True where the text is read as it is."""
        return not (self.hidden or self.struck or self.raised or self.font)


UNSAID = Look()


def read_look(properties: "_Element | None") -> Look:
    """What a ``w:rPr`` says itself."""
    hidden = struck = raised = font = None
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == w.VANISH:
            hidden = w.is_on(child.get(w.VAL))
        elif tag in (w.STRIKE, w.DOUBLE_STRIKE):
            struck = struck or w.is_on(child.get(w.VAL))
        elif tag == w.VERTICAL:
            raised = child.get(w.VAL) == "superscript"
        elif tag == w.FONTS:
            name = child.get(w.ASCII) or child.get(w.HIGH_ANSI)
            font = font if name is None else (name if is_symbol_font(name) else "")
    look = Look(hidden, struck, raised, font)
    return UNSAID if look == UNSAID else look
