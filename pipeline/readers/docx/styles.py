"""What the reader needs of Word's styles: which change what text shows, and which number a paragraph."""

from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.readers.docx import names as w
from pipeline.readers.docx.looks import UNSAID, Look, read_look
from pipeline.readers.docx.numbering import whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 20


class Style(Struct, frozen=True):
    """``look``: of its text. ``num_id``: the list it numbers; ``level`` in it, where the style says."""

    look: Look = UNSAID
    num_id: str | None = None
    level: int | None = None


PLAIN = Style()


def read_styles(root: "_Element") -> dict[str, Style]:
    """style id → style, with what it is based on worked in; only those that say something."""
    own = {item.get(w.STYLE_ID, ""): _read_own(item) for item in root.iterchildren(w.STYLE)}
    styles = {key: _resolve(key, own) for key in own}
    return {key: style for key, style in styles.items() if style != PLAIN}


class _OwnStyle(Struct, frozen=True):
    """What one style says itself."""

    look: Look
    num_id: str | None
    level: int | None
    base: str | None


def _read_own(item: "_Element") -> _OwnStyle:
    number = item.find(f"{w.P_PR}/{w.NUM_PR}")
    num_id, level = (None, None) if number is None else read_number(number)
    base = item.find(w.BASED_ON)
    return _OwnStyle(read_look(item.find(w.R_PR)), num_id, level, None if base is None else base.get(w.VAL, ""))


def _resolve(key: str | None, own: dict[str, _OwnStyle]) -> Style:
    look = UNSAID
    num_id: str | None = None
    level: int | None = None
    for _ in range(_DEPTH):
        style = None if key is None else own.get(key)
        if style is None:
            break
        look = look.over(style.look)
        if num_id is None:
            num_id, level = style.num_id, style.level
        key = style.base
    return Style(look, num_id, level)


def read_number(mark: "_Element") -> tuple[str | None, int | None]:
    """The list id and level of a ``w:numPr``."""
    list_id, level = mark.find(w.NUM_ID), mark.find(w.LEVEL_INDEX)
    return (
        None if list_id is None else list_id.get(w.VAL),
        None if level is None else whole(level.get(w.VAL)),
    )
