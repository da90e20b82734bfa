"""Characters that are not what the page shows, recognised font by font: broken maps seldom break all fonts of a page.

A cheap look at the page's whole text decides whether any character is asked for its font at all.
"""

import ctypes
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium_c

from pipeline.fold import UNREAD

_SAMPLE = 12
_FEWEST = 8
"""Distinct characters of a kind below which chance, or a font of bullets, explains them."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SIGN = re.compile(r"[!\"#$&'*;<=>?@\\^_`{|}~\xa1-\xaf\xb2-\xb6\xb8-\u024f]")
"""Signs that Chinese documents hold few of: what maps that lie put in the place of Han characters."""
_LATIN_RUN = re.compile(r"[!-\xff]+")
_EDGES = (
    0x09, 0x0B, 0x0D, 0x0E, 0x20, 0x7F, 0xA0, 0x200, 0x250, 0x262, 0x2B0, 0x300, 0x391, 0x3CA, 0x2000, 0x2C00,
    0x2E80, 0xA4D0, 0xF000, 0xF100, 0xF900, 0xFB00, 0xFE10, 0xFFFC, 0x20000, 0x40000,
)  # fmt: skip
"""Where the ranges of Han, and of what is set beside it in Chinese documents, begin and end, by turns. The range from
U+F000 is how symbol fonts name bullets and ticks."""
_INK = 0.05
"""Points: a glyph without outline has a box of 0 to 0.01."""
_RARE_SHARE = 0.4
"""Of a font's distinct Han characters. Names of people and places stay under 0.15, chance gives 0.7."""


def mend_text(raw: Any, text: str) -> str:
    """``text``, which has one character for each index of the text page ``raw``, with U+FFFD where it cannot be right.

    That is where the font has no character for a code, where it gives a control or private one, and all through a
    font whose characters are mostly of that kind, mostly odd punctuation, or Han characters that hardly any text uses.
    """
    if not _is_suspect(raw, text):
        return text
    chars = list(text)
    fonts: defaultdict[int | None, list[int]] = defaultdict(list)
    wrong: set[int] = set()
    for index, char in enumerate(text):
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1 or (char == "\n" and text[index - 1] > "\uffff"):
            continue  # added by pdfium, or the second index of one character
        unmapped = pdfium_c.FPDFText_HasUnicodeMapError(raw, index) == 1
        if unmapped or char in "\t\r\n" or _is_void(char):
            if not _has_ink(raw, index):  # a space that the map forgot
                chars[index] = " "
                continue
            wrong.add(index)
        elif char.isspace():
            continue
        fonts[_font_of(raw, index)].append(index)
    for indexes in fonts.values():
        if is_broken({text[index] for index in indexes}, {text[index] for index in wrong.intersection(indexes)}):
            wrong.update(indexes)
    for index in wrong:
        chars[index] = UNREAD
    return "".join(chars)


def is_broken(shown: set[str], wrong: set[str]) -> bool:
    """True when a font that gives the distinct characters ``shown``, some of them surely ``wrong``, earns no trust."""
    if len(shown) > 2 and len(wrong) * 2 > len(shown):
        return True
    signs = sum(1 for char in shown if _SIGN.match(char) or 0xF000 <= ord(char) < 0xF100)
    if signs >= _FEWEST and signs * 2 > len(shown):
        return True
    han = {char for char in shown if "\u3400" <= char <= "\u9fff" or char > "\U0001ffff"}
    rare = len(han - _common_han())
    if rare >= _FEWEST and rare > _RARE_SHARE * len(han):
        return True
    blocks = {ord(char) >> 7 for char in shown - han if _is_foreign(char)}
    return len(blocks) >= _FEWEST  # one script has one or two; codes that are no characters fall anywhere


def _is_suspect(raw: Any, text: str) -> bool:
    """May a font of the page be broken? The hints are few on sound pages and cost little to look for."""
    if _CONTROL.search(text) or len(_SIGN.findall(text)) >= _FEWEST:
        return True
    if text.encode("gb2312", "replace").count(b"?") >= _FEWEST:
        return True
    if b"?" in text.encode("gbk", "replace") and any(map(_is_foreign, set(text))):
        return True
    failed = pdfium_c.FPDFText_HasUnicodeMapError
    for run in _LATIN_RUN.finditer(text):
        first, last = run.start(), run.end() - 1
        if failed(raw, first) == 1 or (last > first and failed(raw, last) == 1):
            return True
    return any(failed(raw, index) == 1 for index in range(0, len(text), len(text) // _SAMPLE + 1))


def _is_foreign(char: str) -> bool:
    """Is this neither Han nor what is set beside it in Chinese documents?"""
    return bisect_right(_EDGES, ord(char)) % 2 == 0


def _is_void(char: str) -> bool:
    """Is this a character without a meaning of its own: a control, a private one, one assigned to no character?"""
    return _is_foreign(char) and (char in "\ufffc\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs"))


@cache
def _common_han() -> frozenset[str]:
    """The characters in daily use: level 1 of GB 2312 and, for documents in traditional characters, of Big5."""
    cells = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    simplified = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    traditional = bytes(byte for row in range(0xA4, 0xC7) for cell in cells for byte in (row, cell))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))


def _font_of(raw: Any, index: int) -> int | None:
    font = pdfium_c.FPDFTextObj_GetFont(pdfium_c.FPDFText_GetTextObject(raw, index))
    return ctypes.cast(font, ctypes.c_void_p).value


def _has_ink(raw: Any, index: int) -> bool:
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
    return min(right.value - left.value, top.value - bottom.value) > _INK
