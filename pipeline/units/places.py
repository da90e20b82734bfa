"""Places (行政区划): GB/T 2260 codes with names, short names, levels, parents and years.

The data stand in ``knowledge/regions.csv`` (made from published packages) and ``knowledge/region_changes.csv`` (by
hand). A code may have had several names (440204 …), a name several codes; zones (开发区) are places at county level.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, cast

from msgspec import Struct

from pipeline.errors import KnowledgeError
from pipeline.knowledge import read_bytes
from pipeline.units.tables import read_rows

Level = Literal["national", "province", "city", "county"]
COUNTRY = "100000"
COLUMNS = ("code", "name", "short", "level", "parent", "valid_from", "valid_until", "successor")
LEVELS = {"national", "province", "city", "county", "zone"}


class Place(Struct, frozen=True):
    """One name of one code. Years (or None) are those in which the change took effect; ``successor`` is a code."""

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
        return self.level == "province" and self.name.endswith("市")

    def in_force(self, first: str, last: str) -> bool:
        """True if the name was in force on some day of the span of ISO dates."""
        return (self.valid_from or "") <= last and first[:4] <= (self.valid_until or "9999")


def prefix(code: str) -> str:
    """The leading pairs that the codes of all places inside share: 441700 → 4417, 100000 → nothing."""
    if code == COUNTRY:
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


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
        self._lengths = _lengths([*self.names, *self.shorts])
        self.zones = {(place.parent, kind): place for place in self._by_code.values() for kind in self._plain(place)}

    def get(self, code: str, first: str = "9999", last: str = "9999") -> Place | None:
        """The place of a code, under the name in force between the two ISO dates (today, if not given)."""
        for place in self._earlier.get(code, ()):
            if place.in_force(first, last):
                return place
        return self._by_code.get(code)

    def lookup(self, text: str) -> list[Place]:
        """The places of a code, a full name, a name or, failing these, a short name; those in force, if any is."""
        by_code = self._by_code.get(text)
        if by_code is not None:
            return [by_code]
        full = [place for place in self._by_code.values() if place.full_name == text]
        found = full or self.names.get(text) or self.shorts.get(text) or []
        places = {place.code: place for place in found if place.valid_until is None} or {p.code: p for p in found}
        highest = min((_RANKS[place.level] for place in places.values()), default=0)
        return [place for place in places.values() if _RANKS[place.level] == highest]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_code.values())

    def at(self, text: str, start: int) -> list[int]:
        """The ends of the place names, full or short, that begin at ``start``, longest first."""
        lengths = self._lengths.get(text[start : start + 2], ())
        names, shorts = self.names, self.shorts
        ends = []
        for length in lengths:
            word = text[start : start + length]
            if len(word) == length and (word in names or word in shorts):
                ends.append(start + length)
        return ends

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
        if not place.zone or parent is None or place.valid_until:
            return []
        stems = {short + kind for short in (*parent.short, parent.name) for kind in ("经开区", "高新区")}
        return sorted({short[-3:] for short in place.short if short in stems})


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
            known = rows.get((row[0], row[1]))
            if known is not None:
                row = [new or old for new, old in zip(row, known, strict=True)]
            _check(file, line, row)
            rows[row[0], row[1]] = row
    places: dict[str, Place] = {}
    return Gazetteer([_place(row, places) for row in sorted(rows.values(), key=_order)])


_LEVEL_SIGNS = "省市县区州盟旗"
"""市中 for 市中区 would swallow the level word of 市中医院."""
_YEARS = frozenset(("", *map(str, range(1949, 2100))))
_RANKS = {"national": 0, "province": 1, "city": 2, "county": 3, "zone": 3}


def _order(row: list[str]) -> tuple[int, str, str]:
    """Parents first; of one code the name in force last."""
    return _RANKS[row[3]], row[0], row[6] or "9999"


def _check(file: str, line: int, row: list[str]) -> None:
    code, name, _, level, parent, *years, successor = row
    if len(code) != 6 or not code.isdigit() or not name:
        raise KnowledgeError(f"{file}:{line}: a place needs a code of six digits and a name, not {code!r} {name!r}")
    if level not in LEVELS:
        raise KnowledgeError(f"{file}:{line}: unknown level {level!r}")
    if level != "national" and not code.startswith(prefix(parent)):
        raise KnowledgeError(f"{file}:{line}: the parent {parent!r} is no prefix of {code}")
    if not _YEARS.issuperset(years):
        raise KnowledgeError(f"{file}:{line}: years have four digits")
    if successor and len(successor) != 6:
        raise KnowledgeError(f"{file}:{line}: the successor is a code, not {successor!r}")


def _place(row: list[str], places: dict[str, Place]) -> Place:
    code, name, short, level, parent, valid_from, valid_until, successor = row
    above = places.get(parent)
    full, official = name, name
    shorts = [word for word in short.split() if word[0] not in _LEVEL_SIGNS]
    if above is not None and level != "province" and above.level != "national":
        if level == "zone":
            name_here = name.removeprefix(next((s for s in (above.name, *above.short) if name.startswith(s)), ""))
            full = above.full_name + name_here if name_here != name else above.full_name + name
            shorts += _zone_shorts(name, above)
        else:
            full = above.full_name + name
        if level == "county" and name.endswith("区") and not name.endswith(("矿区", "林区")):
            official = above.name + name
    place = Place(
        code, name, tuple(dict.fromkeys(s for s in shorts if s != name)),
        cast(Level, "county" if level == "zone" else level), parent,
        valid_from or None, valid_until or None, successor or None, level == "zone", full, official,
    )  # fmt: skip
    places[code] = place
    return place


_ZONE_WORDS = (
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
)


def _zone_shorts(name: str, above: Place) -> list[str]:
    """河北唐山海港经济开发区 is also 唐山海港经济开发区 and 唐山海港经开区; 蚌埠市高新技术开发区 also 蚌埠高新区."""
    shorts: list[str] = []
    for short in above.short:
        at = name.find(short)
        if at < 0:
            continue
        tail = name[at + len(short) :].removeprefix("市")
        for long, brief in _ZONE_WORDS:
            if tail.endswith(long):
                stem = tail.removesuffix(long)
                shorts += [head + stem + word for head in (short, above.name) for word in (brief, long)]
                break
        else:
            shorts.append(short + tail)
    return shorts
