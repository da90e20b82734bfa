"""The numbers that lists and headings print before their paragraphs (ODF 1.3 part 3, 4.3.1 and 16.30)."""

import re
from typing import TYPE_CHECKING

from pipeline.knowledge import read_toml
from pipeline.readers.docx.numbering import BULLETS, Level, whole
from pipeline.readers.docx.numerals import write_number
from pipeline.readers.odt import names as o

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([0-9]{1,2})%")
_LEVELS = 10
_SUFFIXES = {"nothing": "", "space": " ", "listtab": " "}
_OUTLINE = ""
Counts = list[int | None]


class OpenLists:
    """The list styles with the counters of all lists; numbers count on in document order."""

    def __init__(self, parts: "tuple[_Element, ...]") -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._by_id: dict[str, Counts] = {}
        self._by_style: dict[str, Counts] = {}
        for part in parts:
            for item in part.iterchildren(o.LIST_STYLE):
                self._styles[item.get(o.NAME, "")] = _read_levels(item)
            for item in part.iterchildren(o.OUTLINE_STYLE):
                self._styles[_OUTLINE] = _read_levels(item)

    def open(self, element: "_Element", style: str) -> Counts:
        """The counters of a list that begins here: new ones, or those of the list that it goes on with."""
        counts: Counts | None = None
        continued = element.get(o.CONTINUED)
        if continued:
            counts = self._by_id.get(continued)
        elif element.get(o.CONTINUE) == "true":
            counts = self._by_style.get(style)
        if counts is None:
            counts = [None] * _LEVELS
        self._by_style[style] = counts
        if identity := element.get(o.XML_ID):
            self._by_id[identity] = counts
        return counts

    def number(self, counts: Counts, style: str, depth: int, start: str | None = None) -> str:
        """Count one item on, and give what is printed before it."""
        level = min(max(depth, 1), _LEVELS) - 1
        levels = self._styles.get(style, {})
        before = counts[level]
        if start is not None:
            counts[level] = whole(start, 1)
        else:
            counts[level] = levels.get(level, Level()).start if before is None else before + 1
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = levels.get(upper, Level()).start
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        shown = levels.get(level)
        if shown is None or not shown.text:
            return ""
        if shown.format == "bullet":
            return shown.text + shown.suffix
        printed = _PLACE.sub(lambda match: _numeral(counts, levels, int(match[1]) - 1), shown.text)
        return printed + shown.suffix if printed else ""

    def outline(self, level: int) -> str:
        """The number of a heading outside lists."""
        counts = self._by_style.setdefault(_OUTLINE, [None] * _LEVELS)
        return self.number(counts, _OUTLINE, level)


def _numeral(counts: Counts, levels: dict[int, Level], index: int) -> str:
    count = counts[index] if 0 <= index < _LEVELS else None
    form = levels.get(index, Level()).format
    return "" if count is None or form == "none" else write_number(count, form)


def _read_levels(item: "_Element") -> dict[int, Level]:
    formats: dict[str, str] = read_toml("list_formats.toml")["formats"]
    levels: dict[int, Level] = {}
    for element in item:
        kind = o.LEVELS.get(str(element.tag))
        index = whole(element.get(o.LIST_LEVEL), 1) - 1
        if kind is None or not 0 <= index < _LEVELS:
            continue
        alignment = next(element.iter(o.ALIGNMENT), None)
        suffix = _SUFFIXES.get("" if alignment is None else alignment.get(o.SUFFIX, ""), " ")
        if kind == "bullet":
            levels[index] = Level(
                format="bullet", text=element.get(o.BULLET_CHAR, "").translate(BULLETS), suffix=suffix
            )
        else:
            form = element.get(o.FORMAT, "")
            named = formats.get(form, "decimal") if form else "none"
            start = whole(element.get(o.START), 1)
            levels[index] = Level(start=start, format=named, text=_pattern(element, index, form), suffix=suffix)
    return levels


def _pattern(element: "_Element", index: int, form: str) -> str:
    """Where numbers go in what is printed: %1% is the number of the first level."""
    pattern = element.get(o.PATTERN)
    if pattern is not None:
        return pattern
    shown = min(max(whole(element.get(o.DISPLAYED), 1), 1), index + 1)
    places = ".".join(f"%{level + 1}%" for level in range(index + 1 - shown, index + 1)) if form else ""
    return element.get(o.PREFIX, "") + places + element.get(o.NUMBER_SUFFIX, "")
