"""Whole numbers in the number formats of Word's lists (ST_NumberFormat, ECMA-376 part 1, clause 17.18.59)."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def write_numeral(number: int, form: str) -> str:
    """``number`` in the named format; a format that is not known here, and 0 or less, is written in digits."""
    writer = _WRITERS.get(form)
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


def _consecutive(first: str, last: int) -> Callable[[int], str]:
    """Consecutive characters of Unicode: ``first`` is 1, and they go on to ``last``; larger numbers in digits."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    """The characters one after the other, then from the first again."""
    return lambda number: characters[(number - 1) % len(characters)]


_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _positional,
    "taiwaneseDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL_DIGITS, "仟佰拾", short_ten=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": _consecutive("①", 20),
    "decimalEnclosedCircleChinese": _consecutive("①", 20),
    "ideographEnclosedCircle": _consecutive("㊀", 10),
    "decimalEnclosedParen": _consecutive("⑴", 20),
    "decimalEnclosedFullstop": _consecutive("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _number: "",
}
