"""Labels in text (责任单位：, 完成时限：): their places and what they give. Works on folded text."""

import re
from functools import cache, lru_cache
from typing import cast

from pipeline.fold import HAN
from pipeline.model import ColumnRole, PartyRole
from pipeline.source import Label
from pipeline.statement.roles import is_time, unit_like
from pipeline.text.brackets import CLOSE, OPEN
from pipeline.text.lexicon import UNIT_ROLES, Lexicon, lexicon, roles_of
from pipeline.text.patterns import pattern, words
from pipeline.text.stops import SENTENCE_ENDS, SEPARATORS
from pipeline.units.shapes import shape

_OF_COLUMN: dict[ColumnRole, PartyRole] = {
    "lead_units": "lead",
    "responsible_units": "responsible",
    "support_units": "support",
    "guide_units": "guide",
}
_LABEL_ROLES: tuple[ColumnRole, ...] = (*_OF_COLUMN, "deadline", "scope", "person", "note")


_LONGEST = 14
"""Characters of a label's word."""
_PREFIXED = 4
"""Characters that may stand before the known word of a label at the beginning of a sentence: 推进时限：."""
_BEGINS = SENTENCE_ENDS + OPEN
_PARTS = _BEGINS + ",、"
"""Behind one of these a part of a bracket begins."""
_LONGEST_BARE = 4
"""Characters of a word that is a label in brackets alone: 单位：, 时间：."""
_MARKS = re.compile(r"[:】\]]")
_COMMAS = re.compile("[,;]")
_ENDS = re.compile(f"[{SENTENCE_ENDS}]")
_ONE_HAN = re.compile(HAN)
_MEMBERS: tuple[ColumnRole, ...] = (
    *("title", "measures", "target", "problem", "current_state", "best_practice", "progress", "note"),
)
"""Column roles whose labels open a text member of the task."""


@lru_cache(maxsize=2)
def _label_words(known: Lexicon) -> dict[str, ColumnRole]:
    """The words that are labels before a colon, with their column role."""
    silent = known.whole_only | known.column_only
    return {word: role for word, (role, _) in known.headers.items() if role in _LABEL_ROLES and word not in silent}


def party_role(text: str, column: ColumnRole) -> PartyRole | None:
    """The role that a label or header gives to units: by a word inside it, else by its column role."""
    return _party_role(lexicon(), text, column)


@lru_cache(maxsize=1024)
def _party_role(known: Lexicon, text: str, column: ColumnRole) -> PartyRole | None:
    if column not in UNIT_ROLES:
        return None
    finer = next((role for word, role in known.roles["label"].items() if word in text), None)
    return cast(PartyRole, finer) if finer else _OF_COLUMN[column]


def is_label_word(word: str) -> bool:
    """True for a word that is a label before a colon, whole."""
    return word in _label_words(lexicon())


def find_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels in ``text[start:end]``, in order.

    Before a colon the longest known word counts (and 为 or 是 between them); at the beginning of the text or of a
    sentence up to four more characters belong to it (推进时限：), or a phrase of several words (责任单位及承办科室：).
    Without a colon a unit label counts where units follow it at the beginning or behind a comma.
    """
    found: list[Label] = []
    for mark in _MARKS.finditer(text, start, end):
        low = found[-1].end if found else start
        if mark.start() < low:
            continue
        before = mark.group() == ":"
        label = _label_before(text, low, mark.start(), start) if before else _label_inside(text, low, mark.end())
        if label:
            found.append(label)
    return _with_bare(text, start, end, found)


def _with_bare(text: str, start: int, end: int, found: list[Label]) -> list[Label]:
    """The labels with those that have no colon, at the beginning and behind a comma that follows a label."""
    opening = opening_label(text, start, end)
    first = opening or (found[0] if found else _behind_sentence(text, start, end))
    if first is None:
        return found
    behind = (mark.end() for mark in _COMMAS.finditer(text, first.end, end))
    begins = dict.fromkeys((start, first.start, *behind))
    bare = [label for begin in begins if (label := opening_label(text, begin, end)) and _has_unit(text, label, end)]
    free = [label for label in bare if all(label.end <= other.start or other.end <= label.start for other in found)]
    return sorted((*found, *free), key=lambda label: label.start)


def _behind_sentence(text: str, start: int, end: int) -> Label | None:
    """The first unit label without a colon that opens a further sentence, with 为 or 是 behind it."""
    for mark in _ENDS.finditer(text, start, end):
        label = opening_label(text, mark.end(), end)
        if label and pattern("statement", "copula").match(text, label.end - 1):
            return label
    return None


def _has_unit(text: str, label: Label, end: int) -> bool:
    """True if the first name behind a label looks like a unit."""
    stop = min((at for mark in SEPARATORS + "。" if (at := text.find(mark, label.end, end)) >= 0), default=end)
    return stop > label.end and unit_like(text, label.end, stop)


def _label_inside(text: str, low: int, end: int) -> Label | None:
    """A label between brackets, 【责任单位】, with or without a colon behind."""
    low = max(low, end - 2 * _LONGEST)
    opened = max(text.rfind(mark, low, end) for mark in "【[")
    word = text[opened + 1 : end - 1].rstrip(":")
    column = _label_words(lexicon()).get(word) if opened >= 0 else None
    if column is None:
        return None
    return Label(opened, end + (text[end : end + 1] == ":"), column, party_role(word, column))


def _label_before(text: str, low: int, colon: int, begins: int) -> Label | None:
    stop = colon - (pattern("statement", "copula").match(text, colon - 1, colon) is not None)
    remark = pattern("statement", "label_remark").search(text, max(low, colon - _LONGEST), colon)
    stop = remark.start() if remark else stop
    known = _label_words(lexicon())
    for begin in range(max(low, stop - _LONGEST), stop - 1):
        column = known.get(text[begin:stop])
        if column == "note" and begin != begins and text[begin - 1] not in _PARTS:
            continue
        if column:
            if begin > low and pattern("headers", "joint").match(text, begin - 1):
                phrase = _phrase_label(text, low, stop, colon, begins)
                if phrase:
                    return phrase
            begin = _label_start(text, low, begin, begins)
            party = party_role(text[begin:stop], column)
            own = lexicon().verb(text[remark.start() + 1 : remark.end() - 1]) if remark and party else None
            return Label(begin, colon + 1, column, own or party)
    return _bracket_label(text, low, stop, begins) or _phrase_label(text, low, stop, colon, begins)


def _bracket_label(text: str, low: int, stop: int, begins: int) -> Label | None:
    """A word that elsewhere says other things, in a bracket over units or a time: （单位：市财政局；时间：6月底前）."""
    if not begins or text[begins - 1] not in OPEN:
        return None
    begin = max(text.rfind(mark, low, stop) + 1 for mark in _PARTS)
    begin = max(begin, low)
    word = text[begin:stop]
    column = lexicon().headers.get(word, ("other", 0))[0]
    if column not in (*_OF_COLUMN, "deadline") or len(word) > _LONGEST_BARE or word not in lexicon().whole_only:
        return None
    value = min((at for mark in _PARTS + CLOSE if (at := text.find(mark, stop + 1)) > 0), default=len(text))
    fits = is_time(text[stop + 1 : value]) if column == "deadline" else unit_like(text, stop + 1, value)
    return Label(begin, stop + 1, column, party_role(word, column)) if fits and value > stop + 1 else None


def _phrase_label(text: str, low: int, stop: int, colon: int, begins: int) -> Label | None:
    """A label of several words, or one that recognition misread, where it begins the text or a sentence."""
    begin = stop
    while begin > low and stop - begin < _LONGEST and _ONE_HAN.match(text, begin - 1):
        begin -= 1
    if begin != begins and (begin == 0 or text[begin - 1] not in _BEGINS):
        return None
    phrase = text[begin:stop]
    roles = roles_of(phrase) if pattern("headers", "joint").search(phrase) else ()
    units = [role for role in roles if role in UNIT_ROLES]
    if units and all(role in UNIT_ROLES or role == "deadline" for role in roles):
        return Label(begin, colon + 1, units[0], party_role(phrase, units[0]))
    if stop - begin > 3 and pattern("statement", "person_label").search(phrase):
        return Label(begin, colon + 1, "person", None)
    word = phrase.translate(_misread())
    column = _label_words(lexicon()).get(word) if word != phrase else None
    return Label(begin, colon + 1, column, party_role(word, column), misread=True) if column else None


@cache
def _misread() -> dict[int, str]:
    """Characters that recognition mistakes in labels, with the right ones."""
    return {ord(pair[0]): pair[1] for pair in words("misread", "label")}


def _label_start(text: str, low: int, begin: int, begins: int) -> int:
    """The beginning of a label: with 各 before it, or with a few Han characters behind the start of a sentence."""
    reach = begin
    while reach > low and begin - reach < _PREFIXED and _ONE_HAN.match(text, reach - 1):
        reach -= 1
    if reach == begins or (reach > low and text[reach - 1] in _BEGINS):
        return reach
    return begin - (begin > low and pattern("statement", "each").match(text, begin - 1, begin) is not None)


def opening_label(text: str, start: int, end: int) -> Label | None:
    """A unit label that opens the text without a colon (责任单位 市财政局, 责任单位为市财政局), by its longest word."""
    known = lexicon()
    if start + 4 >= end or text[start : start + 2] not in _openings(known):
        return None
    for length in range(10, 3, -1):
        word = text[start : start + length]
        column = known.headers.get(word, (None, 0))[0]
        if column in _OF_COLUMN and word not in known.column_only and start + length + 2 < end:
            stop = start + length
            stop += pattern("statement", "copula").match(text, stop) is not None
            if text[stop] == ":":
                return None
            shaped = shape().search(text, stop, min(end, stop + 40)) or any(mark in text[stop:end] for mark in "、,")
            return Label(start, stop, column, party_role(word, column)) if shaped else None
    return None


@lru_cache(maxsize=2)
def _openings(known: Lexicon) -> frozenset[str]:
    """The first two characters of each label for units."""
    return frozenset(word[:2] for word, (role, _) in known.headers.items() if role in UNIT_ROLES and len(word) > 3)


def member_label(text: str, start: int) -> Label | None:
    """A label that opens a line and names a text member of the task (重点工作：, 进展情况：)."""
    known = lexicon()
    end = text.find(":", start + 2, start + 13)
    if end < 0:
        return None
    word = text[start:end]
    column = known.headers.get(word, ("other", 0))[0]
    if column not in _MEMBERS or word in known.column_only:
        return None
    return Label(start, end + 1, column, None)


def member_labels(text: str) -> list[int]:
    """Where labels of text members (目标任务：) begin that have lost their lines: long words, anywhere in the text."""
    known, found = lexicon(), []
    for mark in _MARKS.finditer(text):
        for begin in range(max(0, mark.start() - _LONGEST), mark.start() - 3):
            word = text[begin : mark.start()]
            if known.headers.get(word, ("other", 0))[0] in _MEMBERS and word not in known.column_only:
                found.append(begin)
                break
    return found
