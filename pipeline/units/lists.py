"""A list of units → its names: separators first, longest match over the registry second, jieba third.

The only importer of jieba. Works on folded text (``fold.Folded.text``); all offsets are half-open in that text.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from pipeline.fold import HAN
from pipeline.knowledge import read_toml
from pipeline.units.places import Place

if TYPE_CHECKING:
    import jieba

SEPARATORS = "、,;/"
_OPEN, _CLOSE = "([【〔《〈“", ")]】〕》〉”"
_MARKS = re.compile(f"[{re.escape(SEPARATORS + '。' + _OPEN + _CLOSE)}]")
NAME_LIMIT = 60
"""No organ's name is longer; what is longer is no name, and is not searched for one."""
_REACH = 2 * NAME_LIMIT
"""How far a name is looked for in a piece, brackets and all."""
_ENDING = 8
"""No ending of units is longer."""
_CONJUNCTION = re.compile(r"以及|[和与及]")
_RANKS = ("国家", "中国", "中央", "全国", "国务院", "最高人民", "各")
_LEVELS = "省市区县州盟旗"
_ZONE_PREFIX = re.compile(rf"(?:高新区|经开区|开发区|新区|园区)(?={HAN}{{2}})")
_LEVEL_PREFIX = re.compile(r"(?:自治区|省|市|区|县|州|盟|旗)(?!级|直|委|政府|人民|场)")
_CLASSED = re.compile(r"[^各县市区镇乡旗]{1,8}(?:县|市|区|州|盟|镇|乡|旗|街道)$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|管委会|管理委员会|党委|党工委|办事处)$")


class Registry(Protocol):
    """What this room needs to know of the registry of organs and places."""

    def __hash__(self) -> int:
        """A registry is one object: what is made of its words is made once."""

    def longest_name(self, text: str, start: int) -> int | None:
        """End of the longest unit name that begins at ``start``, or None."""

    def is_bare_organ(self, name: str) -> bool:
        """True for an organ's name without level word and place, that may take a carried 省 or 市."""

    def find_places(self, text: str) -> list[tuple[int, int, tuple[Place, ...]]]:
        """Mentions of places: start, end, the places it may mean."""

    def words(self) -> Iterable[str]:
        """The organs' names and aliases without place, for a tokenizer's dictionary."""

    def organ_exists_at(self, name: str, level_word: str) -> bool:
        """True if the level has such an organ: 省 + 能源局."""


class Piece(Struct, frozen=True, gc=False):
    """What stands between two separators; ``separator`` is the one before it ("" for the first, "\\n" for a line)."""

    start: int
    end: int
    separator: str


class Name(Struct, frozen=True, gc=False):
    """One unit of a list: printed at ``start:end``; ``prefix`` and ``ending`` are where carried parts stand."""

    start: int
    end: int
    name: str
    prefix: tuple[int, int] | None = None
    ending: tuple[int, int] | None = None


@cache
def _group_pattern() -> re.Pattern[str]:
    """各市、县人民政府; 各省、自治区、直辖市; 市、县（区）人民政府: one party, whatever separators it holds."""
    data = read_toml("unit_lists.toml")["level"]
    levels = "|".join(sorted(map(re.escape, data["words"]), key=len, reverse=True))
    endings = "|".join(sorted(map(re.escape, data["endings"]), key=len, reverse=True))
    level = rf"(?:{levels})(?:[(〔〈\[][^()〔〕〈〉\[\]]{{1,16}}[)〕〉\]])?"
    link = r"[、和及与,]|以及|、各|和各|及各"
    stop = r"(?=[、,;。)等按负牵配落指参协]|$)"
    return re.compile(
        rf"(?:各(?:有关|相关)?|有关|相关){level}(?:(?:{link}){level}){{1,8}}(?:{endings})?{stop}"
        rf"|(?<![^、,;。(:]){level}(?:(?:[、和及与]){level}){{1,6}}(?:{endings}){stop}"
    )


@cache
def shape() -> re.Pattern[str]:
    """The endings by which a name looks like a unit."""
    return re.compile(read_toml("unit_lists.toml")["shape"]["pattern"])


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(read_toml("unit_lists.toml")["shape"]["strong"])


def cut(
    text: str, start: int, end: int, breaks: frozenset[int] = frozenset(), registry: Registry | None = None
) -> list[Piece]:
    """Cut ``text[start:end]`` at separators outside brackets; groups of levels stay whole. Offsets are in ``text``.

    ``breaks``: offsets where the source breaks the line; a break parts two pieces only behind a unit's ending, and not
    inside a name that the registry knows (a line break inside a name is as common).
    """
    kept = {index for match in _group_pattern().finditer(text, start, end) for index in range(*match.span())}
    pieces: list[Piece] = []
    depth, begin, separator = 0, start, ""
    stops = {match.start() for match in _MARKS.finditer(text, start, end)}
    if breaks:
        stops.update(index for index in range(start, end) if index in breaks)
    for index in sorted(stops):
        char = text[index]
        if index in breaks and depth == 0 and index > begin + 1 and _break_parts(text, begin, index, end, registry):
            pieces.append(Piece(begin, index, separator))
            begin, separator = index, "\n"
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and index not in kept and (char in SEPARATORS or char == "。"):
            if index > begin:
                pieces.append(Piece(begin, index, separator))
            begin, separator = index + 1, char
    if end > begin:
        pieces.append(Piece(begin, end, separator))
    return pieces


def _break_parts(text: str, begin: int, index: int, end: int, registry: Registry | None) -> bool:
    """True if a line break parts two names: a whole name stands before it, and no known name goes on over it."""
    if (
        text.startswith(("有限", "股份"), index)
        or any(char in SEPARATORS for char in text[index : index + 2])
        or index + 2 > end
    ):
        return False
    unbroken = read_toml("unit_lists.toml")["shape"]["unbroken"]
    if "等" in text[max(begin, index - 6) : index] or text[index - 1 : index + 1] in unbroken:
        return False
    ended = _strong().search(text, max(begin, index - 8), index) is not None
    if registry is None:
        return ended
    name = registry.longest_name(text[begin : min(end, begin + NAME_LIMIT)], 0)
    if name is not None and begin + name > index:
        return False
    return ended or name == index - begin


def names_in(text: str, start: int, end: int, registry: Registry, breaks: frozenset[int]) -> list[tuple[int, int]]:
    """The names in one piece: mostly one; more where 和 joins units or a separator was lost."""
    names: list[tuple[int, int]] = []
    while True:
        parted = _first_of_two(text, start, end, registry, breaks)
        if parted is None:
            return [*names, (start, end)]
        names.append((start, parted[0]))
        start = parted[1]


def _first_of_two(
    text: str, start: int, end: int, registry: Registry, breaks: frozenset[int]
) -> tuple[int, int] | None:
    """Where the first of several names ends and the next begins; None where all is one name."""
    whole = registry.longest_name(text[start : min(end, start + _REACH)], 0)
    whole = start + whole if whole else None
    if whole == end or _group_pattern().fullmatch(text, start, end):
        return None
    for match in _CONJUNCTION.finditer(text, start + 2, min(end - 1, start + _REACH)):
        if _joins(text, start, match, end, registry):
            return match.span()
    lost = _lost_separator(text, start, whole, end, registry, breaks)
    return (lost, lost) if lost else None


def _joins(text: str, start: int, match: re.Match[str], end: int, registry: Registry) -> bool:
    """True if 和 stands between two units: both are known, or one is and the other is named like one."""
    left, right = text[start : match.start()], text[match.end() : min(end, match.end() + _REACH)]
    ended = match.end() + len(right) == end
    known = registry.longest_name(left, 0) == len(left), ended and registry.longest_name(right, 0) == len(right)
    shaped = shape().search(left) is not None
    listed = left.endswith("等") or (shaped and right.startswith(("各", "有关", "相关", "其他")))
    if not (shaped or left.endswith("等")):
        return False
    two = any(known) and shaped and shape().search(text, max(match.end(), end - _ENDING), end) is not None
    return (all(known) or listed or two) and _balanced(left)


def _balanced(text: str) -> bool:
    return sum(text.count(char) for char in _OPEN) == sum(text.count(char) for char in _CLOSE)


def _lost_separator(
    text: str, start: int, whole: int | None, end: int, registry: Registry, breaks: frozenset[int]
) -> int | None:
    """Where a second name begins without any separator: after a known name that known names or a line break follow.

    ``whole``: the end of the known name at ``start``.
    """
    if whole and whole < end - 2:
        rest = registry.longest_name(text[whole : min(end, whole + _REACH)], 0)
        complete = rest is not None and whole + rest == end
        if (complete and _stands_alone(text[whole:end], registry)) or (rest and whole in breaks):
            return whole
    if whole is None and end - start <= NAME_LIMIT and len(_strong_inside().findall(text, start, end)) > 1:
        behind = _known_behind_unknown(text[start:end], registry)
        return start + behind if behind else None
    return None


def _stands_alone(name: str, registry: Registry) -> bool:
    """True for a name that says its level, place or rank itself: a bare 督查局 may be the end of a longer name."""
    if _LEVEL_PREFIX.match(name) or name.startswith(_RANKS):
        return True
    places = registry.find_places(name[:12])
    return bool(places) and places[0][0] == 0 and not registry.is_bare_organ(name)


@cache
def _strong_inside() -> re.Pattern[str]:
    return re.compile(read_toml("unit_lists.toml")["shape"]["strong"].removesuffix("$"))


def _known_behind_unknown(text: str, registry: Registry) -> int | None:
    """Where a known organ stands behind an unknown unit (某建设指挥部县住建局): jieba finds the registry's word."""
    start = 0
    for token in _tokenizer(registry).cut(text, HMM=False):
        begin = start - 1 if start and text[start - 1] in _LEVELS else start
        if len(token) > 2 and _strong().search(text, 0, begin) and _stands_alone(text[begin:], registry):
            return begin
        start += len(token)
    return None


@cache
def _tokenizer(registry: Registry) -> "jieba.Tokenizer":
    """A tokenizer of our own whose only words are the registry's; the module's shared state is never touched."""
    import jieba

    tokenizer = jieba.Tokenizer()
    words = [word for word in registry.words() if len(word) > 2]
    tokenizer.FREQ = {word[:end]: 0 for word in words for end in range(1, len(word))} | dict.fromkeys(words, 1)
    tokenizer.total = len(words)
    tokenizer.initialized = True
    return tokenizer


def complete(text: str, spans: list[tuple[int, int, str]], registry: Registry) -> list[Name]:
    """Names with what the list carries: 省 over “、” until “，”, and the ending that the last place of a group shares.

    ``spans``: (start, end, separator before) of each name, in order.
    """
    names: list[Name] = []
    prefix: tuple[int, int] | None = None
    endings = _endings(text, spans)
    for position, (start, end, separator) in enumerate(spans):
        printed = text[start:end]
        if separator != "、":
            prefix = None
        level = _LEVEL_PREFIX.match(text, start, end) or _ZONE_PREFIX.match(text, start, end)
        if level is not None and end - level.end() >= 2:
            prefix = (start, level.end())
            names.append(Name(start, end, printed))
        elif prefix and _takes_prefix(printed, text[slice(*prefix)], registry):
            names.append(Name(start, end, text[slice(*prefix)] + printed, prefix=prefix))
        else:
            ending = _shared_ending(text, start, end, endings[position], registry)
            name = printed + text[slice(*ending)] if ending else printed
            names.append(Name(start, end, name, ending=ending))
    return names


def opens_with_level(text: str, start: int) -> bool:
    """True where a level word (市, 省, 县 …) opens a name."""
    return _LEVEL_PREFIX.match(text, start) is not None


def is_named(text: str, start: int, end: int, registry: Registry) -> bool:
    """True for a name that the registry knows, or that reads like one: by a level word, or by an organ's last sign."""
    if registry.longest_name(text[start : min(end, start + _REACH)], 0) == end - start:
        return True
    if _strong().search(text, max(start, end - _ENDING), end) is None:
        return False
    local = _LEVEL_PREFIX.match(text, start, end) is not None
    return local or (3 <= end - start <= 14 and text[end - 1] in "局委办厅" and text[start] not in "含如即原指")


def _takes_prefix(printed: str, level: str, registry: Registry) -> bool:
    """True for a bare organ of the level; also for one that the registry does not know but that is named like one."""
    if (
        printed.endswith("管委会")
        or (printed.endswith("管理局") and not registry.is_bare_organ(printed))
        or (printed.endswith("分局") and registry.find_places(printed))
    ):
        return False
    if registry.is_bare_organ(printed):
        return registry.organ_exists_at(printed, level)
    if printed.startswith((*_RANKS, "有关", "相关", "人民银行", "海关")) or _opens_with_place(printed, registry):
        return False
    own = printed.endswith("厅") and level in ("省", "自治区")
    named = own or printed.endswith(("局", "委", "办", "中心", "指挥部", "专班", "馆", "站"))
    return 2 <= len(printed) <= 14 and named and registry.longest_name(printed, 0) is None


def _opens_with_place(name: str, registry: Registry) -> bool:
    """True for a place's full name, or the short name of a province or city (黑龙江农垦总局)."""
    places = registry.find_places(name[:12])
    if not places or places[0][0] != 0:
        return False
    return name[: places[0][1]].endswith(tuple(_LEVELS)) or places[0][2][0].level in ("province", "city")


def _short_place(name: str, registry: Registry) -> bool:
    """True for a place without its class word (东湖、西湖区政府)."""
    places = registry.find_places(name[:_REACH])
    return bool(places) and places[0][:2] == (0, len(name))


def _endings(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int] | None]:
    """For each name the ending (人民政府) of the first name behind it in the list that has one."""
    endings: list[tuple[int, int] | None] = []
    following: tuple[int, int] | None = None
    for start, end, separator in reversed(spans):
        endings.append(following)
        own = _GOVERNMENT.search(text, max(start, end - _ENDING), end)
        following = own.span() if own else following
        if separator not in ("、", "和", "及", "与"):
            following = None
    return endings[::-1]


def _shared_ending(
    text: str, start: int, end: int, ending: tuple[int, int] | None, registry: Registry
) -> tuple[int, int] | None:
    """Where the ending stands that a bare place shares: 甲区、乙县人民政府; 甲、乙区人民政府."""
    if ending is None or text[start] in "各有市县区" or text[ending[0] - 1] not in "县市区州盟镇乡旗道":
        return None
    whole = _CLASSED.search(text, max(start, end - 2 * _ENDING), end)
    if not whole and not _short_place(text[start:end], registry):
        return None
    return ending[0] - (not whole), ending[1]
