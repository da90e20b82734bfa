"""One script for names: traditional characters become simplified ones, offset by offset."""

import re
from functools import cache

from pipeline.fold import fold_text
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows

FILE = "traditional.csv"
_COMMON = range(0x4E00, 0xA000)
"""The common ideographs: folding changes none of them."""
_QUOTES = "“”\"'‘’《》「」*"


@cache
def simple_forms() -> dict[int, str]:
    """Code point of a traditional character → the simplified one, for ``str.translate``; the length stays."""
    rows = read_rows(FILE, read_bytes(FILE), ("simplified", "traditional"))
    return {ord(char): simple for _, (simple, variants) in rows for char in variants}


@cache
def _key_forms() -> dict[int, str | None]:
    return {**simple_forms(), **dict.fromkeys(map(ord, _QUOTES))}


@cache
def _changed() -> re.Pattern[str]:
    """Any character that a key may not have: what is no ideograph of the common block, or is written otherwise."""
    forms = "".join(chr(code) for code in _key_forms() if code in _COMMON)
    return re.compile(rf"[^\u4e00-\u9fff]|[{forms}]")


def name_key(name: str) -> str:
    """The spelling under which names are compared: no white space or quotation marks, one width, one script."""
    return fold_text(name).translate(_key_forms()) if _changed().search(name) else name
