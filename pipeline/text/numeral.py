"""Numerals: 12, １２, 十二, 二〇二一, 两, 廿, ⑫ → whole numbers. The one reader of numerals in the house."""

_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ο": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_JOINED = {"廿": 20, "卅": 30}
_SERIES = (("①", 1, 20), ("⑴", 1, 20), ("⒈", 1, 20), ("㈠", 1, 10), ("㊀", 1, 10), ("㉑", 21, 15), ("❶", 1, 10))

HAN_NUMERALS = "一二三四五六七八九十百"
"""The characters of counting numerals up to 999."""


def read_numeral(word: str) -> int | None:
    """The number that ``word`` is, whole: digits of any width, Chinese numerals below 10,000, or one enclosed number.

    None for what is no numeral.
    """
    if word.isdecimal():
        return int(word)
    if len(word) == 1 and (enclosed := _enclosed(word)) is not None:
        return enclosed
    if not word or any(char not in _HAN and char not in _TENS and char not in _JOINED for char in word):
        return None
    if not any(char in _TENS or char in _JOINED for char in word):
        return int("".join(str(_HAN[char]) for char in word)) if len(word) != 2 or word[0] in "零〇" else None
    return _counted(word)


def _enclosed(char: str) -> int | None:
    for first, value, count in _SERIES:
        if 0 <= ord(char) - ord(first) < count:
            return value + ord(char) - ord(first)
    return None


def _counted(word: str) -> int | None:
    """一百零一, 二十, 十, 廿三; None where the units are out of order."""
    total, current, unit = 0, None, 10_000
    for char in word:
        if char in _JOINED:
            if current is not None or unit <= 10:
                return None
            total, unit = total + _JOINED[char], 10
        elif char in _TENS:
            if _TENS[char] >= unit:
                return None
            unit = _TENS[char]
            total += (1 if current is None else current) * unit
            current = None
        elif char in "零〇" or current is None:
            current = _HAN[char] or None
        else:
            return None
    return total + (current or 0)
