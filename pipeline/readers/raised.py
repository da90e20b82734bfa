"""Text set above the line: the mark of a note, a power, or just small text."""

import re

from pipeline.fold import fold_text
from pipeline.text.patterns import pattern

_BRACKETED = re.compile(r"[\[〔【［].*[\]〕】］]", re.S)
_POWER = re.compile(r"[+−-]?[0-9n]{1,4}[+−-]?")
_POWERS = str.maketrans("0123456789+-−n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ⁽⁾")
_BASE = re.compile(r"(?:\d|(?<![A-Za-z])(?:[kcdm]?m|hm|s|[A-Za-z])|[0-9A-Za-z][)）])$")
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
    if pattern("layout", "note_mark").fullmatch(fold_text(core)) or _BRACKETED.fullmatch(core):
        return "", text
    return text, ""
