"""The text that an EQ field shows: fractions, powers, enclosed numbers (Microsoft's field code reference, "EQ")."""

import re

from pipeline.readers.raised import split_raised
from pipeline.text.numeral import write_numeral

_DEEPEST = 20
_LONGEST = 4_000
_SWITCH = re.compile(r"\\([a-z]+)\d*", re.I)
_OPTION = re.compile(r"\s*\\(?:(?:[lrb]c)\s*\\?(\S)|([a-z]+)\s*(-?\d*))", re.I)
_RINGS = "○〇◯⭕□△◇▢"
_RINGED = {write_numeral(number, "counting"): chr(0x327F + number) for number in range(1, 11)}
_RINGED.update({str(number): chr(0x245F + number) for number in range(1, 21)})


def print_equation(code: str) -> str:
    """What ``code``, the field's text behind EQ, shows in one line; what is not understood loses its switches only."""
    return _print(code[:_LONGEST].strip(), 0).strip()


def _print(code: str, depth: int) -> str:
    if depth > _DEEPEST:
        return code
    out = ""
    at = 0
    while at < len(code):
        if code[at] != "\\":
            out += code[at]
            at += 1
            continue
        switch = _SWITCH.match(code, at)
        if not switch:
            out += code[at + 1 : at + 2]
            at += 2
            continue
        options, at = _read_options(code, switch.end())
        arguments, at = _read_arguments(code, at)
        out += _show(switch[1].lower(), options, arguments, out, depth + 1)
    return out


def _read_options(code: str, at: int) -> tuple[list[str], int]:
    options: list[str] = []
    while option := _OPTION.match(code, at):
        options.append((option[2] or option[1]).lower())
        at = option.end()
    return options, at


def _read_arguments(code: str, at: int) -> tuple[list[str], int]:
    """The arguments in brackets behind a switch, and where they end; none where no bracket follows."""
    start = at
    while start < len(code) and code[start] == " ":
        start += 1
    if code[start : start + 1] != "(":
        return [], at
    arguments, level, index, begun = [], 1, start + 1, start + 1
    while index < len(code):
        char = code[index]
        if char == "\\":
            index += 2
            continue
        level += (char == "(") - (char == ")")
        if level == 0 or (level == 1 and char in ",;"):
            arguments.append(code[begun:index])
            begun = index + 1
        if level == 0:
            return arguments, index + 1
        index += 1
    return [*arguments, code[begun:]], len(code)


def _show(switch: str, options: list[str], arguments: list[str], before: str, depth: int) -> str:
    texts = [_print(argument.strip(), depth).strip() for argument in arguments]
    if switch == "o":
        return _overlay(arguments, texts)
    if switch == "f" and len(texts) == 2:
        return "/".join(_bracketed(text) for text in texts)
    if switch == "r" and texts:
        return "".join(texts[:-1]) + "√" + _bracketed(texts[-1])
    if switch == "s":
        text = "".join(texts)
        return "".join(split_raised(before, text)) if "up" in options else text
    if switch == "b":
        return "(" + "".join(texts) + ")"
    if switch == "l":
        return ",".join(texts)
    return " ".join(texts) if switch == "a" else "".join(texts)


def _overlay(arguments: list[str], texts: list[str]) -> str:
    """Texts printed over each other: a ring and its number, a word and its pronunciation, or two halves of a line."""
    if len(texts) == 2 and texts[0] in _RINGS:
        return _RINGED.get(texts[1], f"({texts[1]})")
    raised = [argument.strip().lower().startswith("\\s\\up") for argument in arguments]
    lowered = [argument.strip().lower().startswith("\\s\\do") for argument in arguments]
    if any(raised) and not any(lowered) and not all(raised):
        return "".join(text for text, above in zip(texts, raised, strict=True) if not above)
    return "".join(texts)


def _bracketed(text: str) -> str:
    """A side of a fraction: in brackets unless it is one number or word."""
    return text if re.fullmatch(r"[\w.%]*", text) else f"({text})"
