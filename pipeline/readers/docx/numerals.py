"""Whole numbers in the number formats of Word's lists (ST_NumberFormat, ECMA-376 part 1, clause 17.18.59)."""

from pipeline.text.numeral import write_numeral

_FORMS = {
    "chineseCounting": "counting",
    "chineseCountingThousand": "counting",
    "taiwaneseCounting": "counting",
    "taiwaneseCountingThousand": "counting",
    "japaneseCounting": "counting",
    "ideographDigital": "positional",
    "taiwaneseDigital": "positional",
    "japaneseDigitalTenThousand": "positional",
    "chineseLegalSimplified": "formal",
    "ideographTraditional": "stems",
    "ideographZodiac": "branches",
    "upperRoman": "upper-roman",
    "lowerRoman": "roman",
    "upperLetter": "upper-letter",
    "lowerLetter": "letter",
    "decimalFullWidth": "full-width",
    "decimalFullWidth2": "full-width",
    "decimalEnclosedCircle": "circled",
    "decimalEnclosedCircleChinese": "circled",
    "ideographEnclosedCircle": "circled-chinese",
    "decimalEnclosedParen": "bracketed",
    "decimalEnclosedFullstop": "dotted",
}


def write_number(number: int, form: str) -> str:
    """``number`` in Word's format ``form``; a format that is not known here, and 0 or less, is written in digits."""
    if 0 < number < 10_000:
        if form == "decimalZero":
            return f"{number:02}"
        if form == "numberInDash":
            return f"- {number} -"
        if form == "none":
            return ""
    return write_numeral(number, _FORMS.get(form, ""))
