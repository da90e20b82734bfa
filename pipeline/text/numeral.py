"""Numerals (数字): the one place that reads and writes them, be they Arabic, Chinese, circled or Roman."""

import unicodedata
from collections.abc import Callable

PLAIN = "一二三四五六七八九十廿卅"
"""The Chinese numerals of dates and of most enumerators, for patterns: ``[0-9{PLAIN}]``."""

COUNTED = PLAIN + "百"
"""The same up to 999, as numbers of items and articles have them."""

_DIGITS = "零一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ZEROS = "零〇○Ο"
_VALUES = (
    {char: value for value, char in enumerate(_DIGITS)}
    | {char: value for value, char in enumerate(_FORMAL_DIGITS)}
    | dict.fromkeys(_ZEROS, 0)
    | {"两": 2}
)
_SIZES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LONGEST = 16
_ROMAN_LETTERS = frozenset("ivxlcdm")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def read_numeral(text: str) -> int | None:
    """The whole number that ``text`` writes, nothing else beside it; None where it is no numeral.

    Knows digits of any width (12), counting (十二, 一百零三, 两, 廿三, 壹拾), figures one by one (二〇二一), an
    enclosed number (⑫ ⑴ ⒈ ㈠ ㊀) and Roman numerals (Ⅳ, iv, xii).
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in _VALUES and text not in _SIZES and text not in _TENS:
        text = unicodedata.normalize("NFKC", text).strip("().")
        if text.isdecimal():
            return int(text)
    return _read_chinese(text) if text[:1] > "~" else _read_roman(text.lower())


def _read_chinese(text: str) -> int | None:
    if len(text) > 1 and all(char in _VALUES for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    total, digit, above = 0, None, 10_000
    for char in "".join(_TENS.get(char, char) for char in text):
        value, size = _VALUES.get(char), _SIZES.get(char)
        if value is not None and digit in (None, 0):
            digit = value
        elif size is not None and size < above and digit != 0:
            total, digit, above = total + (digit or 1) * size, None, size
        else:
            return None
    return total + (digit or 0) if text else None


def _read_roman(text: str) -> int | None:
    if not text or not _ROMAN_LETTERS.issuperset(text):
        return None
    number, rest = 0, text
    for value, letters in _ROMAN:
        while rest.startswith(letters):
            number, rest = number + value, rest[len(letters) :]
    return number if not rest and _roman(number) == text else None


def write_numeral(number: int, form: str) -> str:
    """``number`` in the form named (``FORMS``); a number or form that is not known here is written in digits."""
    writer = FORMS.get(form)
    return writer(number) if writer is not None and 0 < number < 10_000 else str(number)


def _counting(number: int, digits: str = _DIGITS, units: str = "千百十", *, short_ten: bool = True) -> str:
    """一, 十, 十一, 二十, 一百零一 …"""
    written, skipped = "", False
    for unit, size in zip((*units, ""), (1000, 100, 10, 1), strict=True):
        digit, number = divmod(number, size)
        if digit:
            written += (digits[0] if skipped and written else "") + digits[digit] + unit
        skipped = not digit
    ten = digits[1] + units[2]
    return written.removeprefix(digits[1]) if short_ten and written.startswith(ten) else written


def _positional(number: int) -> str:
    return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _letter(number: int) -> str:
    """a … z, then aa, bb …"""
    count, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (min(count, 20) + 1)


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, from ``first`` for 1 to ``last``."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


FORMS: dict[str, Callable[[int], str]] = {
    "counting": _counting,
    "positional": _positional,
    "formal": lambda number: _counting(number, _FORMAL_DIGITS, "仟佰拾", short_ten=False),
    "stems": _cycle(_STEMS),
    "branches": _cycle(_BRANCHES),
    "roman": _roman,
    "upper-roman": lambda number: _roman(number).upper(),
    "letter": _letter,
    "upper-letter": lambda number: _letter(number).upper(),
    "full-width": lambda number: str(number).translate({ord("0") + value: 0xFF10 + value for value in range(10)}),
    "circled": _enclosed("①", 20),
    "circled-chinese": _enclosed("㊀", 10),
    "bracketed": _enclosed("⑴", 20),
    "dotted": _enclosed("⒈", 20),
}
"""The forms that ``write_numeral`` knows."""
