"""Places (行政区划): GB/T 2260 codes with names, short names, levels, parents and years.

The data are in ``knowledge/regions.csv`` (made from published packages), ``region_changes.csv`` and
``place_spellings.csv`` (by hand). A code may have had several names (440204 …), a name several codes; zones (开发区)
are places at county level.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, cast

from msgspec import Struct

from pipeline.errors import KnowledgeError
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.text.patterns import words
from pipeline.units.zones import kinds_by_word

Level = Literal["national", "province", "city", "county"]
COUNTRY = "100000"
COLUMNS = ("code", "name", "short", "level", "parent", "valid_from", "valid_until", "successor")
SPELLINGS = "place_spellings.csv"
LEVELS = {"national", "province", "city", "county", "zone"}


class Place(Struct, frozen=True, gc=False):
    """One name of one code. Dates (a year or a day, or None) are those of the change; ``successor`` is a code."""

    code: str
    name: str
    """The class word included: 阳江市."""
    short: tuple[str, ...]
    """Spellings without it, or with a shorter one: 阳江; 恩施, 恩施州."""
    level: Level
    parent: str
    valid_from: str | None
    valid_until: str | None
    successor: str | None
    zone: bool
    full_name: str
    """From the province down: 广东省阳江市."""
    official: str
    """As unit names begin: a city's district with its city (巴中市恩阳区), any other place alone (阳江市, 阳西县)."""

    @property
    def municipality(self) -> bool:
        """True for 北京 天津 上海 重庆."""
        return self.level == "province" and self.name.endswith(words("unit_names", "municipality"))

    def in_force(self, first: str, last: str) -> bool:
        """True if the name was in force on some day of the span of ISO dates."""
        until = self.valid_until or "9999"
        return (self.valid_from or "") <= last and first[: len(until)] <= until


@cache
def prefix(code: str) -> str:
    """The leading pairs that the codes of all places inside share: 441700 → 4417, 100000 → nothing."""
    if code == COUNTRY:
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def is_inside(code: str, outer: str) -> bool:
    """True for the code of a place inside another one."""
    return code != outer and code.startswith(prefix(outer))


class Gazetteer:
    """All places, by code and by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code: dict[str, Place] = {}
        self._earlier: dict[str, list[Place]] = {}
        self.names: dict[str, list[Place]] = {}
        self.shorts: dict[str, list[Place]] = {}
        for place in places:
            known = self._by_code.get(place.code)
            if known is not None:
                self._earlier.setdefault(place.code, [known]).append(place)
            if known is None or known.valid_until is not None:
                self._by_code[place.code] = place
            self.names.setdefault(place.name, []).append(place)
            for short in place.short:
                self.shorts.setdefault(short, []).append(place)
        self._words = self.names.keys() | self.shorts.keys()
        self._lengths = _lengths(self._words)
        zones = [place for place in self._by_code.values() if place.zone]
        self.zones = {(place.parent, kind): place for place in zones for kind in self._plain(place)}

    def get(self, code: str, first: str = "9999", last: str = "9999") -> Place | None:
        """The place of a code, under the name in force between the two ISO dates (today, if not given)."""
        for place in self._earlier.get(code, ()):
            if place.in_force(first, last):
                return place
        return self._by_code.get(code)

    def official_at(self, place: Place, first: str, last: str) -> str:
        """``official`` as it was between two ISO dates: 襄阳区 stood in 襄樊市 until 2010."""
        if place.official == place.name:
            return place.name
        above = self.get(place.parent, first, last)
        return above.name + place.name if above is not None else place.official

    def counties_of(self, code: str) -> list[Place]:
        """The places directly inside a place, in force now."""
        return [place for place in self._by_code.values() if place.parent == code and place.valid_until is None]

    def lookup(self, text: str) -> list[Place]:
        """The places of a code, a full name, a name or, failing these, a short name; those in force, if any is."""
        by_code = self._by_code.get(text)
        if by_code is not None:
            return [by_code]
        full = settle([place for place in self._by_code.values() if place.full_name == text], "9000", "9000")
        found = full or self.names.get(text) or self.shorts.get(text) or []
        places = {place.code: place for place in found if place.valid_until is None} or {p.code: p for p in found}
        highest = min((_RANKS[place.level] for place in places.values()), default=0)
        return [place for place in places.values() if _RANKS[place.level] == highest]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_code.values())

    def at(self, text: str, start: int) -> list[int]:
        """The ends of the place names, full or short, that begin at ``start``, longest first."""
        lengths = self._lengths.get(text[start : start + 2])
        if lengths is None:
            return []
        words, last = self._words, len(text)
        return [end for length in lengths if (end := start + length) <= last and text[start:end] in words]

    def find(self, text: str) -> list[tuple[int, int, tuple[Place, ...]]]:
        """Longest mentions from the left, none overlapping: start, end, the places meant (full names before short)."""
        found, start = [], 0
        while start < len(text):
            ends = self.at(text, start)
            if ends:
                word = text[start : ends[0]]
                places = self.names.get(word, []) + [p for p in self.shorts.get(word, []) if p.name != word]
                found.append((start, ends[0], tuple(places)))
            start = ends[0] if ends else start + 1
        return found

    def _plain(self, place: Place) -> list[str]:
        """The kind of a zone that is simply its city's: 宿州经济技术开发区 is 宿州's economic zone."""
        parent = self._by_code.get(place.parent)
        if parent is None or place.valid_until:
            return []
        stems = {short + kind for short in (*parent.short, parent.name) for kind in kinds_by_word().values()}
        return sorted({short[-3:] for short in place.short if short in stems})


def settle(places: Iterable[Place], first: str, last: str) -> list[Place]:
    """Of places of one name in one province, whose code changed, the one in force between two ISO dates; others stay.

    文昌市 was 460005, then 469005: on any day it is one place.
    """
    found = list(places)
    if len(found) < 2:
        return found
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in found:
        groups.setdefault((place.name, place.code[:2]), []).append(place)
    return [place for group in groups.values() for place in _of_the_day(group, first, last)]


def _of_the_day(group: list[Place], first: str, last: str) -> list[Place]:
    """Those of one name in force on the day, in the year of a change the new one; the last one where none is."""
    if len(group) < 2:
        return group
    living = [place for place in group if place.in_force(first, last)]
    if not living:
        return [max(group, key=lambda place: place.valid_until or "9999")]
    starts = [place.valid_from for place in living if place.valid_from]
    return [
        place for place in living if not (place.valid_until and any(start >= place.valid_until for start in starts))
    ]


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters → the lengths of the words that begin so, longest first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def load_gazetteer() -> Gazetteer:
    """All places of the two data files. Raises KnowledgeError with file, line and reason."""
    rows: dict[tuple[str, str], list[str]] = {}
    for file in ("regions.csv", "region_changes.csv"):
        for line, row in read_rows(file, read_bytes(file), COLUMNS):
            key = row[0], row[1]
            if key in rows:
                row = [new or old for new, old in zip(row, rows[key], strict=True)]
            _check(file, line, row)
            rows[key] = row
    _add_spellings(rows)
    places: dict[str, Place] = {}
    # By code, so that a place comes after its parent; of one code the name in force comes last.
    return Gazetteer([_place(row, places) for row in sorted(rows.values(), key=lambda row: (row[0], row[6] or "9999"))])


def _add_spellings(rows: dict[tuple[str, str], list[str]]) -> None:
    """Further short names, to every name of their code."""
    spellings: dict[str, list[str]] = {}
    for line, (code, spelling, _) in read_rows(SPELLINGS, read_bytes(SPELLINGS), ("code", "spelling", "source")):
        spellings.setdefault(code, [str(line)]).append(spelling)
    for key, row in rows.items():
        if key[0] in spellings:
            row[2] = " ".join(filter(None, (row[2], *spellings[key[0]][1:])))
    for code in spellings.keys() - {code for code, _ in rows}:
        raise KnowledgeError(f"{SPELLINGS}:{spellings[code][0]}: no place has the code {code!r}")


_DATE = re.compile(r"(?:19[4-9]\d|20\d\d)(?:-\d\d){0,2}|")
_RANKS = {"national": 0, "province": 1, "city": 2, "county": 3, "zone": 3}


@cache
def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None


def _check(file: str, line: int, row: list[str]) -> None:
    code, name, _, level, parent, start, end, successor = row
    if len(code) != 6 or not code.isdigit() or not name:
        raise KnowledgeError(f"{file}:{line}: a place needs a code of six digits and a name, not {code!r} {name!r}")
    if level not in LEVELS:
        raise KnowledgeError(f"{file}:{line}: unknown level {level!r}")
    if level != "national" and not code.startswith(prefix(parent)):
        raise KnowledgeError(f"{file}:{line}: the parent {parent!r} is no prefix of {code}")
    if not (_is_date(start) and _is_date(end)):
        raise KnowledgeError(f"{file}:{line}: years have four digits, not {start!r} and {end!r}")
    if successor and len(successor) != 6:
        raise KnowledgeError(f"{file}:{line}: the successor is a code, not {successor!r}")


def _place(row: list[str], places: dict[str, Place]) -> Place:
    code, name, short, level, parent, start, end, successor = row
    full = official = name
    above = places.get(parent)
    if above is not None and above.level != "national":
        zone = level == "zone"
        full = above.full_name + (_without(name, above) if zone else name)
        if not zone and level == "county" and _is_with_city(name):
            official = above.name + name
    place = Place(
        code, name, tuple(short.split(" ")) if short else (), cast(Level, "county" if level == "zone" else level),
        parent, start or None, end or None, successor or None, level == "zone", full, official,
    )  # fmt: skip
    places[code] = place
    return place


def _is_with_city(name: str) -> bool:
    """True for districts, which are named with their city; but 神农架林区 is named alone."""
    return name.endswith(words("unit_names", "with-city")) and not name.endswith(words("unit_names", "without-city"))


def _without(name: str, above: Place) -> str:
    """宿州经济技术开发区 stands behind 安徽省宿州市 without its own 宿州."""
    return name.removeprefix(next((word for word in (above.name, *above.short) if name.startswith(word)), ""))
