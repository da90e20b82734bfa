"""The numbers that Word computes and prints before a paragraph: 1. 2. （一） 第三条 (ECMA-376 part 1, clause 17.9)."""

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import TooLarge
from pipeline.readers.docx import names as w
from pipeline.readers.docx.numerals import write_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_PRINTED = 5_000_000
"""Characters of all computed numbers of one document; a list prints its pattern, however long, at each paragraph."""
_SUFFIXES = {"nothing": "", "space": " ", "tab": " "}
BULLETS = str.maketrans(
    {"\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓"}
)
"""Symbol and Wingdings code points of Word's stock bullets, as the characters they look like."""


class Level(Struct, frozen=True):
    """One level of a list: ``text`` is the pattern, in which %1 is replaced by the number of the first level."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = " "
    legal: bool = False
    restarts: bool = True
    style: str | None = None


class NumberedList(Struct, frozen=True):
    """A list as paragraphs name it: lists of one ``abstract`` count on together; ``starts``: levels begun anew."""

    abstract: str
    levels: tuple[Level, ...]
    starts: dict[int, int]


class Numbering:
    """The lists of a document with their counters; ``print_number`` counts on in document order."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._left = _PRINTED

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level that a list ties to a paragraph style; 0 when to none."""
        found = self._lists.get(num_id)
        levels = found.levels if found else ()
        return next((index for index, level in enumerate(levels) if level.style == style), 0)

    def print_number(self, num_id: str, level: int) -> str:
        """Count one paragraph of the list on, and give what Word prints before it ('' for no such list).

        Raises TooLarge when all numbers together grow beyond measure.
        """
        found = self._lists.get(num_id)
        if found is None or not 0 <= level < len(found.levels):
            return ""
        counts = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        self._count(found, num_id, counts, level)
        shown = found.levels[level]
        if shown.format == "none" or not shown.text:
            return ""
        bullet = shown.format == "bullet"
        printed = shown.text.translate(BULLETS) if bullet else self._fill(found, counts, shown)
        self._left -= len(printed)
        if self._left < 0:
            raise TooLarge("The numbers that Word computes for lists are longer than a document can be.")
        return printed + shown.suffix

    @staticmethod
    def _fill(found: NumberedList, counts: list[int | None], shown: Level) -> str:
        """A level's pattern with its numbers."""
        return _PLACE.sub(lambda match: _numeral(found, counts, int(match.group(1)) - 1, shown.legal), shown.text)

    def _count(self, found: NumberedList, num_id: str, counts: list[int | None], level: int) -> None:
        before = counts[level]
        if level in found.starts and (num_id, level) not in self._started:
            counts[level] = found.starts[level]
        else:
            counts[level] = found.levels[level].start if before is None else before + 1
        self._started.add((num_id, level))
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = found.levels[upper].start
        for deeper in range(level + 1, len(found.levels)):
            if found.levels[deeper].restarts:
                counts[deeper] = None


def _numeral(found: NumberedList, counts: list[int | None], level: int, legal: bool) -> str:
    count = counts[level]
    if count is None or level >= len(found.levels):
        return ""
    return write_number(count, "decimal" if legal else found.levels[level].format)


def read_lists(root: "_Element") -> dict[str, NumberedList]:
    """The lists of a ``numbering.xml`` by their ids."""
    abstract = {item.get(w.ABSTRACT_NUM_ID, ""): item for item in root.iterchildren(w.ABSTRACT_NUM)}
    levels = {key: _read_levels(item) for key, item in abstract.items()}
    named = {link: key for key, item in abstract.items() if (link := _value(item, w.STYLE_LINK))}
    for key, item in abstract.items():
        target = named.get(_value(item, w.NUM_STYLE_LINK) or "")
        if target is not None and not levels[key]:
            levels[key] = levels[target]
    lists: dict[str, NumberedList] = {}
    for item in root.iterchildren(w.NUM):
        key = _value(item, w.ABSTRACT_NUM_ID) or ""
        lists[item.get(w.NUM_ID, "")] = _override(item, key, dict(levels.get(key, {})))
    return lists


def _override(item: "_Element", abstract: str, levels: dict[int, Level]) -> NumberedList:
    starts: dict[int, int] = {}
    for change in item.iterchildren(w.LEVEL_OVERRIDE):
        index = whole(change.get(w.LEVEL_INDEX))
        start = change.find(w.START_OVERRIDE)
        if start is not None:
            starts[index] = whole(start.get(w.VAL))
        levels.update(_read_levels(change))
    return NumberedList(
        abstract, tuple(levels.get(index, Level()) for index in range(_LEVELS)) if levels else (), starts
    )


def _read_levels(parent: "_Element") -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for item in parent.iterchildren(w.LEVEL):
        legal = item.find(w.LEGAL)
        levels[whole(item.get(w.LEVEL_INDEX))] = Level(
            start=whole(_value(item, w.START), 1),
            format=_value(item, w.FORMAT) or "decimal",
            text=_value(item, w.LEVEL_TEXT) or "",
            suffix=_SUFFIXES.get(_value(item, w.SUFFIX) or "tab", " "),
            legal=legal is not None and w.is_on(legal.get(w.VAL)),
            restarts=_value(item, w.RESTART) != "0",
            style=_value(item, w.P_STYLE),
        )
    return levels


def _value(parent: "_Element", tag: str) -> str | None:
    child = parent.find(tag)
    return None if child is None else child.get(w.VAL)


def whole(value: str | None, default: int = 0) -> int:
    """An attribute that should be a whole number: at most 18 digits count, anything else is the default."""
    text = (value or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 19 else default
