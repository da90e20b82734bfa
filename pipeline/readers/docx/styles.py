"""What the reader needs of Word's styles: which hide text, and which number a paragraph."""

from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.readers.docx import names as w
from pipeline.readers.docx.numbering import whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 20


class Style(Struct, frozen=True):
    """``hidden``: its text is not printed. ``num_id``: the list it numbers; ``level`` in it, where the style says."""

    hidden: bool = False
    num_id: str | None = None
    level: int | None = None


PLAIN = Style()


def read_styles(root: "_Element") -> dict[str, Style]:
    """style id → style, with what it is based on worked in; only those that hide or number text."""
    elements = {item.get(w.STYLE_ID, ""): item for item in root.iterchildren(w.STYLE)}
    styles = {key: _resolve(item, elements) for key, item in elements.items()}
    return {key: style for key, style in styles.items() if style != PLAIN}


def _resolve(item: "_Element | None", elements: dict[str, "_Element"]) -> Style:
    hidden: bool | None = None
    num_id: str | None = None
    level: int | None = None
    for _ in range(_DEPTH):
        if item is None:
            break
        mark = item.find(f"{w.R_PR}/{w.VANISH}")
        if hidden is None and mark is not None:
            hidden = w.is_on(mark.get(w.VAL))
        number = item.find(f"{w.P_PR}/{w.NUM_PR}")
        if num_id is None and number is not None:
            num_id, level = read_number(number)
        base = item.find(w.BASED_ON)
        item = None if base is None else elements.get(base.get(w.VAL, ""))
    return Style(bool(hidden), num_id, level)


def read_number(mark: "_Element") -> tuple[str | None, int | None]:
    """The list id and level of a ``w:numPr``."""
    list_id, level = mark.find(w.NUM_ID), mark.find(w.LEVEL_INDEX)
    return (
        None if list_id is None else list_id.get(w.VAL),
        None if level is None else whole(level.get(w.VAL)),
    )
