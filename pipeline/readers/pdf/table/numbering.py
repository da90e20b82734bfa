"""The numbers of rows, as printed in a table's leftmost column."""

import re

NUMBER = re.compile(r"[（(]?(\d{1,4}|[一二三四五六七八九十百]{1,4})[)）.、．]?")
_DIGITS = "一二三四五六七八九"


def count_of(text: str) -> int | None:
    """The number that a folded text of digits or Chinese numerals (up to 99), perhaps in brackets."""
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    if found[1].isdecimal():
        return int(found[1])
    tens, ten, units = found[1].rpartition("十")
    if "百" in found[1] or len(tens) > 1 or len(units) > 1:
        return None
    return ((_DIGITS.index(tens) + 1 if tens else 1) * 10 if ten else 0) + (_DIGITS.index(units) + 1 if units else 0)
