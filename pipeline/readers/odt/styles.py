"""What the reader needs of styles: which change what text shows, and which are hidden sections."""

from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.readers.docx.looks import UNSAID, Look
from pipeline.readers.odt import names as o
from pipeline.readers.symbols import is_symbol_font

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 20


class OpenStyle(Struct, frozen=True):
    """What one style says itself."""

    look: Look
    parent: str | None


class OpenStyles:
    """The styles by family and name."""

    def __init__(self, parts: "tuple[_Element, ...]") -> None:
        self._own: dict[tuple[str, str], OpenStyle] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for part in parts:
            for item in part.iterchildren(o.STYLE):
                key = (item.get(o.FAMILY, ""), item.get(o.NAME, ""))
                self._own[key] = OpenStyle(_read_look(item), item.get(o.PARENT))

    def look(self, family: str, name: str) -> Look:
        """How a style makes text look, with what it is based on."""
        key = (family, name)
        if key not in self._looks:
            look = UNSAID
            parent: str | None = name
            for _ in range(_DEPTH):
                style = self._own.get((family, parent)) if parent else None
                if style is None:
                    break
                look, parent = look.over(style.look), style.parent
            self._looks[key] = UNSAID if look == UNSAID else look
        return self._looks[key]


def _read_look(item: "_Element") -> Look:
    hidden = struck = raised = font = None
    for properties in item.iterchildren(o.TEXT_PROPERTIES):
        if display := properties.get(o.DISPLAY):
            hidden = display == "none"
        lines = (properties.get(o.LINE_THROUGH), properties.get(o.LINE_THROUGH_TYPE))
        if any(lines):
            struck = any(line not in (None, "none") for line in lines)
        if position := properties.get(o.POSITION):
            raised = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0%"))
        if name := properties.get(o.FONT_NAME):
            font = name if is_symbol_font(name) else ""
    return Look(hidden, struck, raised, font)
