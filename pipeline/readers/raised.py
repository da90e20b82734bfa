"""Text set above the line: the mark of a note, a power, or just small text."""

import re

_MARK = re.compile(
    r"[\[〔(（【［]?\s{0,2}(?:注\s{0,2}\d{0,3}|\d{1,3}(?:[,，、-]\d{1,3}){0,3}|[①-⑳]|[*＊※†‡§]{1,3}|[a-z])\s{0,2}[\]〕)）】］]?"
)
_BRACKETED = re.compile(r"[\[〔【［].*[\]〕】］]", re.S)
_POWER = re.compile(r"[+−-]?[0-9n]{1,4}[+−-]?")
_POWERS = str.maketrans("0123456789+-−n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ⁽⁾")
_BASE = re.compile(r"(?:\d|(?<![A-Za-z])(?:[kcdm]?m|hm|s|[A-Za-z])|[)）])$")
"""What a power may follow: a number, a unit of length, one letter, a bracket."""


def split_raised(before: str, text: str) -> tuple[str, str]:
    """Raised text behind ``before`` as (what is read, what is only the mark of a note).

    A power is read as ² or ⁴, so that it is never taken for a digit of the number before it.
    """
    core = text.strip()
    if not core:
        return text, ""
    if _POWER.fullmatch(core) and _BASE.search(before[-4:]):
        return core.translate(_POWERS), ""
    if _MARK.fullmatch(core) or _BRACKETED.fullmatch(core):
        return "", text
    return text, ""
