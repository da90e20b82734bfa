"""Labels in text (责任单位：, 完成时限：): where they stand and what they give. Works on folded text."""

import re
from functools import cache

from msgspec import Struct

from pipeline.knowledge import read_toml
from pipeline.model import ColumnRole, PartyRole
from pipeline.text.lexicon import words
from pipeline.units.lists import shape

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
_BEGINS = "。;!(【[〔"
_SIGNS = re.compile(r"[:】\]]")


@cache
def _label_words() -> dict[str, ColumnRole]:
    """The words that are labels before a colon, with their column role."""
    weak = read_toml("header_words.toml")["headers_only"]
    return {word: role for word, (role, _) in words().items() if role in _LABEL_ROLES and word not in weak}


@cache
def party_role(text: str, column: ColumnRole) -> PartyRole | None:
    """The role that a label or header gives to units: by a word inside it, else by its column role."""
    if column not in _OF_COLUMN:
        return None
    for entry in read_toml("role_words.toml")["label"]:
        if any(word in text for word in entry["contains"]):
            role: PartyRole = entry["role"]
            return role
    return _OF_COLUMN[column]


def is_label_word(word: str) -> bool:
    """True for a word that is a label before a colon, whole."""
    return word in _label_words()


def find_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels with a colon in ``text[start:end]``, in order.

    The longest known word before a colon counts (and 为 or 是 between them); at the beginning of the text or of a
    sentence up to four more signs belong to it (推进时限：).
    """
    found: list[Label] = []
    for sign in _SIGNS.finditer(text, start, end):
        low = found[-1].end if found else start
        if sign.start() < low:
            continue
        before = sign.group() == ":"
        label = _label_before(text, low, sign.start(), start) if before else _label_inside(text, low, sign.end())
        if label:
            found.append(label)
    return found


def _label_inside(text: str, low: int, end: int) -> Label | None:
    """A label between brackets, 【责任单位】, with or without a colon behind."""
    low = max(low, end - 2 * _LONGEST)
    opened = max(text.rfind(sign, low, end) for sign in "【[")
    word = text[opened + 1 : end - 1].rstrip(":")
    column = _label_words().get(word) if opened >= 0 else None
    if column is None:
        return None
    return Label(opened, end + (text[end : end + 1] == ":"), column, party_role(word, column))


def _label_before(text: str, low: int, colon: int, begins: int) -> Label | None:
    stop = colon - (text[colon - 1 : colon] in ("为", "是"))
    known = _label_words()
    for begin in range(max(low, stop - _LONGEST), stop - 1):
        column = known.get(text[begin:stop])
        if column:
            begin = _label_start(text, low, begin, begins)
            return Label(begin, colon + 1, column, party_role(text[begin:stop], column))
    return None


def _label_start(text: str, low: int, begin: int, begins: int) -> int:
    """The beginning of a label: with 各 before it, or with up to four Han signs behind the start of a sentence."""
    reach = begin
    while reach > low and begin - reach < 4 and "一" <= text[reach - 1] <= "鿿":
        reach -= 1
    if reach == begins or (reach > low and text[reach - 1] in _BEGINS):
        return reach
    return begin - (begin > low and text[begin - 1] == "各")


def opening_label(text: str, start: int, end: int) -> Label | None:
    """A unit label that opens the text without a colon (责任单位 市财政局, 责任单位为市财政局), by its longest word."""
    known = words()
    for length in range(10, 3, -1):
        column = known.get(text[start : start + length], (None, 0))[0]
        if column in _OF_COLUMN and start + length + 2 < end:
            stop = start + length
            stop += text[stop] in "为是"
            shaped = shape().search(text, stop, min(end, stop + 40)) or any(sign in text[stop:end] for sign in "、,")
            return Label(start, stop, column, party_role(text[start : start + length], column)) if shaped else None
    return None


def member_label(text: str, start: int) -> Label | None:
    """A label that opens a line and names a text member of the task (重点工作：, 进展情况：)."""
    known = words()
    end = text.find(":", start + 2, start + 13)
    if end < 0:
        return None
    column = known.get(text[start:end], ("other", 0))[0]
    if column not in ("title", "measures", "target", "problem", "current_state", "best_practice", "progress", "note"):
        return None
    return Label(start, end + 1, column, None)
