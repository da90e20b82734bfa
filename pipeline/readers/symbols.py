"""Characters of symbol fonts as what they look like: an R in Wingdings 2 is a ticked box."""

import re
from functools import cache

from pipeline.fold import UNREAD
from pipeline.knowledge import read_toml

TICKED, UNTICKED = "☑", "☐"
_PRIVATE = 0xF000
"""A file stores a character of a symbol font as its code, or at U+F000 plus the code."""


@cache
def _tables() -> dict[str, dict[str, str]]:
    return {
        font: {chr(int(code, 16)): shown for code, shown in table.items()}
        for font, table in read_toml("symbol_fonts.toml").items()
        if isinstance(table, dict)
    }


def is_symbol_font(font: str) -> bool:
    """True for a font of which ``show_symbols`` knows the table."""
    return _key(font) in _tables()


def show_symbols(font: str, text: str) -> str:
    """The text as the symbol font shows it; U+FFFD for what is not in the font's table.

    Characters beyond one byte are set in another font by the office program, and stay.
    """
    table = _tables()[_key(font)]
    return "".join(_show(table, char) for char in text)


def _show(table: dict[str, str], char: str) -> str:
    code = ord(char)
    if _PRIVATE <= code < _PRIVATE + 256:
        code -= _PRIVATE
    if code >= 256 or char in "\t\n":
        return char
    return table.get(chr(code), UNREAD)


def _key(font: str) -> str:
    return re.sub(r"\s+", " ", font.strip().strip("\"'").lower())
