"""Labels in text (责任单位：, 完成时限：): where they stand and what they give. Works on folded text."""

import re
from functools import lru_cache
from typing import cast

from msgspec import Struct

from pipeline.fold import HAN
from pipeline.model import ColumnRole, PartyRole
from pipeline.text.brackets import OPEN
from pipeline.text.lexicon import UNIT_ROLES, Lexicon, lexicon
from pipeline.text.patterns import pattern
from pipeline.text.stops import SENTENCE_ENDS
from pipeline.units.shapes import shape

_OF_COLUMN: dict[ColumnRole, PartyRole] = {
    "lead_units": "lead",
    "responsible_units": "responsible",
    "support_units": "support",
    "guide_units": "guide",
}
_LABEL_ROLES: tuple[ColumnRole, ...] = (*_OF_COLUMN, "deadline", "scope", "person")


class Label(Struct, frozen=True, gc=False):
    """A label at ``start:end`` (its colon included); ``party`` is the role it gives to units, if it gives any."""

    start: int
    end: int
    column: ColumnRole
    party: PartyRole | None


_LONGEST = 14
"""Characters of a label's word."""
_PREFIXED = 4
"""Characters that may stand before the known word of a label at the beginning of a sentence: 推进时限：."""
_BEGINS = SENTENCE_ENDS + OPEN
_MARKS = re.compile(r"[:】\]]")
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
    """The labels with a colon in ``text[start:end]``, in order.

    The longest known word before a colon counts (and 为 or 是 between them); at the beginning of the text or of a
    sentence up to four more characters belong to it (推进时限：).
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
    return found


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
    known = _label_words(lexicon())
    for begin in range(max(low, stop - _LONGEST), stop - 1):
        column = known.get(text[begin:stop])
        if column:
            begin = _label_start(text, low, begin, begins)
            return Label(begin, colon + 1, column, party_role(text[begin:stop], column))
    return None


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
    for length in range(10, 3, -1):
        word = text[start : start + length]
        column = known.headers.get(word, (None, 0))[0]
        if column in _OF_COLUMN and word not in known.column_only and start + length + 2 < end:
            stop = start + length
            stop += pattern("statement", "copula").match(text, stop) is not None
            shaped = shape().search(text, stop, min(end, stop + 40)) or any(mark in text[stop:end] for mark in "、,")
            return Label(start, stop, column, party_role(word, column)) if shaped else None
    return None


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
