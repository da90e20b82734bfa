"""Labels in text (责任单位：, 完成时限：): where they stand and what they give. Works on folded text."""

import re
from functools import cache

from msgspec import Struct

from pipeline.knowledge import read_toml
from pipeline.lexicon import lexicon
from pipeline.model import ColumnRole, PartyRole
from pipeline.units.segment import shape

_OF_COLUMN: dict[ColumnRole, PartyRole] = {
    "lead_units": "lead",
    "responsible_units": "responsible",
    "support_units": "support",
    "guide_units": "guide",
}
_LABEL_ROLES: tuple[ColumnRole, ...] = (*_OF_COLUMN, "deadline", "scope", "person")


class Label(Struct, frozen=True):
    """A label at ``start:end`` (its colon included); ``party`` is the role it gives to units, if it gives any."""

    start: int
    end: int
    column: ColumnRole
    party: PartyRole | None


@cache
def _pattern() -> re.Pattern[str]:
    """A label word with its colon; at the beginning of a text or sentence up to four more signs belong to it."""
    weak = read_toml("header_words.toml")["headers_only"]
    words = [word for word, (role, _) in lexicon().words.items() if role in _LABEL_ROLES and word not in weak]
    ordered = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?:各?({ordered})|(?<![^。;!(【\[〔])[一-鿿]{{1,4}}?({ordered}))(?:为|是)?:")


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


def find_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels with a colon in ``text[start:end]``, in order."""
    words = lexicon().words
    found = []
    for match in _pattern().finditer(text[start:end]):
        column = words[match[1] or match[2]][0]
        party = party_role(match.group(), column)
        found.append(Label(start + match.start(), start + match.end(), column, party))
    return found


def opening_label(text: str, start: int, end: int) -> Label | None:
    """A unit label that opens the text without a colon (责任单位 市财政局, 责任单位为市财政局), by its longest word."""
    words = lexicon().words
    for length in range(10, 3, -1):
        column = words.get(text[start : start + length], (None, 0))[0]
        if column in _OF_COLUMN and start + length + 2 < end:
            stop = start + length
            stop += text[stop] in "为是"
            shaped = shape().search(text, stop, min(end, stop + 40)) or any(sign in text[stop:end] for sign in "、,")
            return Label(start, stop, column, party_role(text[start : start + length], column)) if shaped else None
    return None


def member_label(text: str, start: int) -> Label | None:
    """A label that opens a line and names a text member of the task (重点工作：, 进展情况：)."""
    words = lexicon().words
    end = text.find(":", start + 2, start + 13)
    if end < 0:
        return None
    column = words.get(text[start:end], ("other", 0))[0]
    if column not in ("title", "measures", "target", "problem", "current_state", "best_practice", "progress", "note"):
        return None
    return Label(start, end + 1, column, None)
