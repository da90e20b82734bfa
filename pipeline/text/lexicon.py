"""The words of headers and labels, and the roles they give (序号 → number, 责任单位 → responsible_units …)."""

import re
from functools import cache, lru_cache

from pipeline.fold import fold_text
from pipeline.knowledge import read_toml
from pipeline.model import ColumnRole

UNIT_ROLES: tuple[ColumnRole, ...] = ("lead_units", "responsible_units", "support_units", "guide_units")
_REMARK = re.compile(r"[(\[【〔][^()\[\]【】〔〕]{0,200}[)\]】〕]")
_YEAR = re.compile(r"(?:20|19)\d\d(?:[-—~至](?:20|19)?\d\d)?年?(?:度)?")
_JOINT = re.compile(r"以及|[及和与、/,或]")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、]")
"""一、…方面 is a band, however like a header it ends."""
_HEADER_LIMIT = 40
_RAW_LIMIT = 400
"""A header is no longer than this with all its blanks; longer texts are cells, and are not kept in mind."""


@cache
def words() -> dict[str, tuple[ColumnRole, int]]:
    """The header words, folded, with their role and, for titles, their rank."""
    found: dict[str, tuple[ColumnRole, int]] = {}
    for entry in read_toml("header_words.toml")["role"]:
        for word in entry["words"]:
            found[fold_text(word)] = (entry["role"], entry.get("rank", 0))
    return found


def roles_of(text: str) -> tuple[ColumnRole, ...]:
    """The roles that a header text gives, in the order of its words; empty where no word is known."""
    return tuple(dict.fromkeys(role for role, _ in _matches(text))) if len(text) <= _RAW_LIMIT else ()


def rank_of(text: str) -> int:
    """How much a title header is a name: 2 名称, 1 任务, 0 no title."""
    matches = _matches(text) if len(text) <= _RAW_LIMIT else ()
    return max((rank for role, rank in matches if role == "title"), default=0)


def without_remarks(folded: str) -> str:
    """A folded header without what it says in brackets: 责任部门（加*号为牵头部门） is 责任部门."""
    return _REMARK.sub("", folded)


@lru_cache(maxsize=4096)
def _matches(text: str) -> tuple[tuple[ColumnRole, int], ...]:
    folded = fold_text(text)
    if not folded or len(folded) > _HEADER_LIMIT * 2:
        return ()
    bare = _YEAR.sub("", without_remarks(folded)).strip(":：")
    if ":" in bare or _NUMBERED.match(bare):
        return ()
    if bare in words():
        return (words()[bare],)
    if len(bare) > _HEADER_LIMIT:
        return ()
    return tuple(found for piece in _JOINT.split(bare) if (found := _piece(piece)))


@cache
def _whole_only() -> frozenset[str]:
    """Words that mean something only as a whole header: 单位 alone, not in 计费单位 or 所属区/单位."""
    return frozenset(read_toml("header_words.toml")["headers_only"])


def is_weak(text: str) -> bool:
    """True for a header that is only such a word: 单位 over a column of measures means something else."""
    return without_remarks(fold_text(text)) in _whole_only()


def _piece(piece: str) -> tuple[ColumnRole, int] | None:
    """The word that ends the piece, else the last one inside: Chinese puts the noun last (…提升工作任务).

    A word inside must be at least half of the piece.
    """
    for end in range(len(piece), 1, -1):
        for start in range(end - 1):
            found = words().get(piece[start:end])
            if found and piece[start:end] in _whole_only():
                continue
            if found and (end == len(piece) or (end - start) * 2 >= len(piece)):
                return found
    return None
