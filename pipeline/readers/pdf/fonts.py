"""Characters that are not what the page shows, told font by font: broken maps seldom break all fonts of a page.

A cheap look at the page's whole text decides whether any character is asked for its font at all.
"""

import ctypes
import re
from collections import defaultdict
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium_c

from pipeline.fold import UNREAD

_SAMPLE = 32
_FEWEST = 8
"""Distinct characters of a kind below which chance, or a font of bullets, explains them."""
_FOREIGN = re.compile(
    r"[^\t\n\r -~\xa0-\u01ff\u0250-\u0261\u02b0-\u02ff\u0391-\u03c9\u2000-\u2bff\u2e80-\ua4cf\uf000-\uf0ff\uf900-\ufaff"
    r"\ufe10-\ufffb\U00020000-\U0003ffff]"
)
"""Neither Han nor what stands beside it in Chinese documents; U+F0xx is how symbol fonts name bullets and ticks."""
_VOID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uefff\uf100-\uf8ff\ufffc-\uffff]")
"""Characters without a meaning of their own: controls, the private area, what stands for no character."""
_SIGN = re.compile(r"[!\"#$&'*;<=>?@\\^_`{|}~\xa1-\xaf\xb2-\xb6\xb8-\u024f\uf000-\uf0ff]")
"""Signs that Chinese documents hold few of: what maps that lie put in the place of Han characters."""
_LATIN_RUN = re.compile(r"[!-\u02ff]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_INK = 0.05
"""Points: a glyph without outline has a box of 0 to 0.01."""
_RARE_SHARE = 0.4
"""Of a font's distinct Han characters. Names of people and places stay under 0.15, chance gives 0.7."""


def mend_text(raw: Any, text: str) -> str:
    """``text``, which has one character for each index of the text page ``raw``, with U+FFFD where it cannot be right.

    That is where the font has no character for a code, where it gives a control or private one, and all through a
    font whose characters are mostly of that kind, mostly odd signs, or Han characters that hardly any text uses.
    """
    if not _is_suspect(raw, text):
        return text
    chars = list(text)
    fonts: defaultdict[int | None, list[int]] = defaultdict(list)
    wrong: set[int] = set()
    for index, char in enumerate(text):
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1:
            continue
        unmapped = pdfium_c.FPDFText_HasUnicodeMapError(raw, index) == 1
        if unmapped or char in "\t\r\n" or _VOID.match(char):
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
    signs = sum(1 for char in shown if _SIGN.match(char))
    if signs >= _FEWEST and signs * 2 > len(shown):
        return True
    han = {char for char in shown if _HAN.match(char)}
    rare = len(han - _common_han())
    if rare >= _FEWEST and rare > _RARE_SHARE * len(han):
        return True
    blocks = {ord(char) >> 7 for char in shown - han if _FOREIGN.match(char)}
    return len(blocks) >= _FEWEST  # one script has one or two; codes that are no characters fall anywhere


def _is_suspect(raw: Any, text: str) -> bool:
    """Is there any sign of a broken font? Signs are few on sound pages and cost little to look for."""
    if _FOREIGN.search(text) or len(_SIGN.findall(text)) >= _FEWEST:
        return True
    if text.encode("gb2312", "replace").count(b"?") >= _FEWEST:
        return True
    failed = pdfium_c.FPDFText_HasUnicodeMapError
    if any(failed(raw, run.start()) == 1 for run in _LATIN_RUN.finditer(text)):
        return True
    return any(failed(raw, index) == 1 for index in range(0, len(text), len(text) // _SAMPLE + 1))


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
