"""Formulas (Office Math, ECMA-376 part 1, clause 22.1) as one line of text: 3/4, 10², √2."""

import re
from typing import TYPE_CHECKING

from pipeline.readers.raised import split_raised

if TYPE_CHECKING:
    from lxml.etree import _Element

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SILENT = frozenset(
    {"ctrlPr", "rPr", "fPr", "sSupPr", "sSubPr", "sSubSupPr", "dPr", "radPr", "naryPr", "funcPr", "argPr"}
)


def print_formula(element: "_Element") -> str:
    """The text of a formula or a part of one; fractions and powers stay told apart from the digits beside them."""
    out = ""
    for child in element:
        if isinstance(child.tag, str):
            out = _append(out, child)
    return out


def _append(out: str, element: "_Element") -> str:
    kind = _name(element)
    if kind == "t":
        return out + (element.text or "")
    if kind == "f":
        gap = " " if out[-1:].isdigit() else ""
        return out + gap + _bracketed(_part(element, "num")) + "/" + _bracketed(_part(element, "den"))
    if kind in ("sSup", "sSubSup"):
        base = _part(element, "e") + (_lowered(_part(element, "sub")) if kind == "sSubSup" else "")
        return out + base + _raised(base, _part(element, "sup"))
    if kind == "sSub":
        return out + _part(element, "e") + _lowered(_part(element, "sub"))
    if kind == "rad":
        return out + _part(element, "deg") + "√" + _bracketed(_part(element, "e"))
    if kind == "d":
        return out + _delimited(element)
    return out if kind in _SILENT else out + print_formula(element)


def _delimited(element: "_Element") -> str:
    marks = {"begChr": "(", "endChr": ")", "sepChr": "|"}
    for properties in element:
        if _name(properties) == "dPr":
            for mark in properties:
                if _name(mark) in marks:
                    marks[_name(mark)] = "".join(map(str, mark.attrib.values()))
    parts = [print_formula(part) for part in element if _name(part) == "e"]
    return f"{marks['begChr']}{marks['sepChr'].join(parts)}{marks['endChr']}"


def _part(element: "_Element", name: str) -> str:
    return "".join(print_formula(child) for child in element if _name(child) == name)


def _raised(base: str, text: str) -> str:
    if not text:
        return ""
    power, mark = split_raised(base or "x", text)
    return power if power and power != text else f"^{_bracketed(power or mark)}"


def _lowered(text: str) -> str:
    return text.translate(_LOWERED) if text.isdecimal() and text.isascii() else text


def _bracketed(text: str) -> str:
    return text if re.fullmatch(r"[\w.%]*", text) else f"({text})"


def _name(element: "_Element") -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
