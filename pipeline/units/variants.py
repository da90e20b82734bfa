"""How full names are shortened: 住房和城乡建设委员会 → 住房城乡建设委, by ``knowledge/name_variants.csv``."""

import re
from collections.abc import Iterable
from functools import cache

from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.text.patterns import pattern

FILE = "name_variants.csv"
COLUMNS = ("word", "instead", "where", "example")
_SHORTEST = 4
"""Characters that a name must have more of to lose its ending: 宗教委员会, but no 委员会 alone."""


@cache
def _rows(*places: str) -> tuple[tuple[str, str], ...]:
    rows = read_rows(FILE, read_bytes(FILE), COLUMNS)
    return tuple((word, instead) for _, (word, instead, where, _) in rows if where in places)


@cache
def _shortened() -> re.Pattern[str]:
    """A name that has a short spelling."""
    inside, ends = (
        "|".join(re.escape(word) for word, _ in _rows(*where)) for where in (("inside",), ("end", "end-full"))
    )
    return re.compile(f"{inside}|(?:{ends})$")


@cache
def _full_endings() -> tuple[str, ...]:
    return tuple(instead for _, instead in _rows("end-full"))


def variants_of(spelling: str) -> Iterable[str]:
    """The short spellings of a name: what stands inside left out, and its ending in short."""
    if _shortened().search(spelling) is None:
        return ()
    plain = spelling
    if not any(word in spelling for word, _ in _rows("kept")):
        for word, instead in _rows("inside"):
            plain = plain.replace(word, instead)
    found: dict[str, None] = {}
    for form in (spelling, plain):
        found[form] = None
        for word, instead in _rows("end", "end-full") if len(form) > _SHORTEST else ():
            if form.endswith(word):
                found[form.removesuffix(word) + instead] = None
    found.pop(spelling)
    return found


def is_full_variant(variant: str) -> bool:
    """True for a short spelling that counts as the full name: 高新区管委会."""
    return variant.endswith(_full_endings())


def local_variants_of(name: str) -> set[str]:
    """The short spellings of a name that one place only has: 大数据应用发展管理局 → 大数据应用发展局."""
    forms = {name, pattern("unit_names", "dropped_management").sub("", name)}
    forms |= {name.replace(word, instead) for word, instead in _rows("local")}
    return forms.union(*map(variants_of, forms)) - {name}
