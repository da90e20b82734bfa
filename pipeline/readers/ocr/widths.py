"""Full-width and half-width forms, which recognition confuses, put right by the characters beside them."""

import re

_HALF = ",:;?!()"
_FULL = "，：；？！（）"
_TO_FULL = dict(zip(_HALF, _FULL, strict=True))
_WIDE_LATIN = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")
_BRACKETS = "()"
_HAN = re.compile(r"[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff]")
_NEXT_TO_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…]")


def set_widths(characters: list[str]) -> list[str]:
    """The characters of one line, each in the form that its neighbours ask for: marks between Chinese characters are
    full-width, those within figures and Latin words half-width, and figures and letters are always half-width."""
    found = [chr(ord(char) - 0xFEE0) if _WIDE_LATIN.match(char) else char for char in characters]
    chinese = any(_HAN.match(char) for char in found)
    for index, char in enumerate(found):
        full = _TO_FULL.get(char)
        if full is None or not chinese:
            continue
        around = [found[place] for place in (index - 1, index + 1) if 0 <= place < len(found)]
        alone = len(around) < 2 and char in _BRACKETS  # its other neighbour is on another line
        if (alone or any(_NEXT_TO_HAN.match(other) for other in around)) and not _in_figure(around):
            found[index] = full
    return found


def _in_figure(around: list[str]) -> bool:
    """Is a mark between two figures?"""
    return len(around) == 2 and all(char.isascii() and char.isdigit() for char in around)
