"""The lists that number paragraphs (PlfLst and PlfLfo, MS-DOC 2.9.194): levels, patterns, starts."""

import struct
from contextlib import suppress

from pipeline.readers.doc.looks import read_run_look
from pipeline.readers.docx.numbering import Level, NumberedList
from pipeline.readers.symbols import is_symbol_font, show_symbols

_LIST, _OVERRIDE, _LEVEL = 28, 16, 28
_SUFFIXES = {0: " ", 1: " ", 2: ""}
_MOST = 4_096
_BULLET = 23
FORMATS = {
    **{1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero", 23: "bullet"},
    **{10: "japaneseCounting", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalFullWidth"},
    **{18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 26: "decimalEnclosedFullstop"},
    **{27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle"},
    **{30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "chineseLegalSimplified"},
    **{35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified"},
    **{39: "chineseCountingThousand", 57: "numberInDash", 255: "none"},
}
"""The codes of number formats (MSONFC) that Word's XML has words for; others are written in digits."""


def read_word_lists(lists: bytes, overrides: bytes, fonts: list[str]) -> dict[str, NumberedList]:
    """Index of a list, as paragraphs name it → the list. ``lists`` is the rest of the table stream from PlfLst on, as
    the levels are behind the structure."""
    try:
        levels = _read_all_levels(lists, fonts)
    except (struct.error, IndexError):
        return {}
    found: dict[str, NumberedList] = {}
    with suppress(struct.error, IndexError):  # lists behind the damage keep no numbers of their own
        _read_overrides(overrides, levels, found, fonts)
    return found


def _read_all_levels(blob: bytes, fonts: list[str]) -> dict[int, tuple[Level, ...]]:
    """List id → its levels."""
    count = min(struct.unpack_from("<H", blob)[0], _MOST) if len(blob) > 1 else 0
    at = 2 + count * _LIST
    levels: dict[int, tuple[Level, ...]] = {}
    for index in range(count):
        identity = struct.unpack_from("<i", blob, 2 + index * _LIST)[0]
        simple = blob[2 + index * _LIST + 26] & 1
        own: list[Level] = []
        for _ in range(1 if simple else 9):
            level, at = _read_level(blob, at, fonts)
            own.append(level)
        levels[identity] = tuple(own)
    return levels


def _read_level(blob: bytes, at: int, fonts: list[str]) -> tuple[Level, int]:
    start, form, flags = struct.unpack_from("<iBB", blob, at)
    places = set(blob[at + 6 : at + 15])
    suffix, chars, paragraphs, restart = blob[at + 15], blob[at + 24], blob[at + 25], blob[at + 26]
    look = read_run_look(blob[at + _LEVEL + paragraphs : at + _LEVEL + paragraphs + chars])
    at += _LEVEL + chars + paragraphs
    length = struct.unpack_from("<H", blob, at)[0]
    text = blob[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(
        f"%{ord(char) + 1}" if index + 1 in places and ord(char) < 9 else char for index, char in enumerate(text)
    )
    font = fonts[look.font] if look.font is not None and look.font < len(fonts) else ""
    if form == _BULLET and is_symbol_font(font):
        pattern = show_symbols(font, pattern)
    level = Level(
        start=start,
        format=FORMATS.get(form, "decimal"),
        text=pattern,
        suffix=_SUFFIXES.get(suffix, " "),
        legal=bool(flags & 4),
        restarts=not (flags & 8 and restart == 0),
    )
    return level, at + 2 + 2 * length


def _read_overrides(
    blob: bytes, levels: dict[int, tuple[Level, ...]], found: dict[str, NumberedList], fonts: list[str]
) -> None:
    count = min(struct.unpack_from("<I", blob)[0], _MOST) if len(blob) > 3 else 0
    at = 4 + count * _OVERRIDE
    for index in range(count):
        identity = struct.unpack_from("<i", blob, 4 + index * _OVERRIDE)[0]
        changed = blob[4 + index * _OVERRIDE + 12]
        own = list(levels.get(identity, ()))
        found[str(index + 1)] = NumberedList(str(identity), tuple(own), {})
        at += 4
        starts: dict[int, int] = {}
        for _ in range(min(changed, 9)):
            start, flags = struct.unpack_from("<iI", blob, at)
            at += 8
            if flags & 0x10:
                starts[flags & 0xF] = start
            if flags & 0x20:
                level, at = _read_level(blob, at, fonts)
                if flags & 0xF < len(own):
                    own[flags & 0xF] = level
        found[str(index + 1)] = NumberedList(str(identity), tuple(own), starts)
