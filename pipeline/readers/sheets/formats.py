"""Number formats of sheets (ECMA-376 part 1, clause 18.8.30): a date, a percentage or a number as its cell shows it."""

import re
from datetime import date, datetime, time

from pipeline.text.numeral import write_numeral

_TOKEN = re.compile(
    r"\"([^\"]*)\"|\\(.)|_.|\*.|(\[[^\]]*\])|(y+|m+|d+|h+|s+|AM/PM)|([0#?][0#?,.]*%?)|(%)|(.)", re.I | re.S
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def says_more(code: str) -> bool:
    """False for a format that shows a value as it is."""
    return code not in ("", "General", "@", "0") and not code.lower().startswith("general")


def show_number(value: float | date | datetime | time, code: str) -> str:
    """A number or date under a format code."""
    sections = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", code)
    chinese = "[dbnum1]" in code.lower()
    if isinstance(value, int | float):
        section = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
        number = abs(value) if section is not sections[0] else value
        return _fill_number(number, section)
    return _fill_date(value, sections[0], chinese=chinese)


def _fill_number(value: float, section: str) -> str:
    out, shown = "", False
    percent = "%" in re.sub(r"\"[^\"]*\"", "", section)
    number = value * 100 if percent else value
    for quoted, escaped, bracket, letters, digits, sign, other in _TOKEN.findall(section):
        if digits:
            out += "" if shown else _digits(number, digits.rstrip("%")) + ("%" if digits.endswith("%") else "")
            shown = True
        elif not bracket:
            out += quoted or escaped or letters or sign or other
    return out.strip() if shown else _plain(value)


def _digits(number: float, mask: str) -> str:
    whole, _, fraction = mask.partition(".")
    least, most = fraction.count("0"), len(fraction.replace(",", ""))
    text = f"{abs(number):.{most}f}"
    if most > least:
        head, _, tail = text.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    head, dot, tail = text.partition(".")
    head = head.rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        head = f"{int(head):,}"
    return ("-" if number < 0 else "") + head + dot + tail


def _fill_date(value: date | datetime | time, section: str, *, chinese: bool) -> str:
    out = ""
    minutes = False
    for quoted, escaped, _, letters, _, _, other in _TOKEN.findall(section):
        token = letters.lower()
        if not token:
            out += quoted or escaped or other
        else:
            out += _date_part(value, token, minutes=minutes, chinese=chinese)
            minutes = token[0] == "h"
    return out.strip() or str(value)


def _date_part(value: date | datetime | time, token: str, *, minutes: bool, chinese: bool) -> str:
    kind, long = token[0], len(token) > 1
    if kind in "yd" or (kind == "m" and not minutes):
        if isinstance(value, time):
            return ""
        if kind == "y":
            year = str(value.year) if len(token) > 2 else f"{value.year % 100:02}"
            return (
                "".join(write_numeral(int(digit), "positional") if digit != "0" else "〇" for digit in year)
                if chinese
                else year
            )
        number = value.month if kind == "m" else value.day
        if len(token) > 2:
            return _MONTHS[number - 1] if kind == "m" else ""
        return write_numeral(number, "counting") if chinese else f"{number:02}" if long else str(number)
    if isinstance(value, date) and not isinstance(value, datetime):
        return ""
    clock = {"h": value.hour, "m": value.minute, "s": value.second}.get(kind)
    return "" if clock is None else f"{clock:02}" if long else str(clock)


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)
