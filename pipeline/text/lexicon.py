"""The words of headers, labels and statements, and the roles they give (序号 → number, 牵头 → lead …).

Built in: knowledge/header_words.csv and knowledge/role_words.csv, one word a row. A user's own words are added for the
time of one conversion (``using``), so that a new wording needs no code and no change here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import get_args

from pipeline.errors import KnowledgeError
from pipeline.fold import fold_text
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.model import ColumnRole, PartyRole
from pipeline.text import enumerator
from pipeline.text.patterns import pattern
from pipeline.text.stops import trim

UNIT_ROLES: tuple[ColumnRole, ...] = ("lead_units", "responsible_units", "support_units", "guide_units")
HEADER_COLUMNS = ("word", "role", "rank", "where", "alias_of", "example")
ROLE_COLUMNS = ("word", "kind", "role", "alias_of", "example")
OWN_COLUMNS = ("word", "role")
_NUMBERS: tuple[enumerator.Kind, ...] = ("han", "han-bracket", "digit", "digit-bracket")
"""一、…方面 is a band, however like a header it ends."""
_HEADER_LIMIT = 40
"""Characters of a header without blanks and remarks."""
_RAW_LIMIT = 400
"""No header is longer than this, blanks included; longer texts are skipped and not cached."""


class Lexicon:
    """All words that one conversion knows.

    headers     folded header word → its column role and, for titles, its rank
    whole_only  header words that mean something only as a whole header: 单位 alone, not in 计费单位 or 所属区/单位
    column_only header words that are no labels in running text, where 状态： or 成员单位： open other things
    roles       kind of role word (verb, joining, adverb, leading, division, label) → its words with their party role
    """

    def __init__(self, own: Path | None) -> None:
        self.headers: dict[str, tuple[ColumnRole, int]] = {}
        self.roles: dict[str, dict[str, str]] = {}
        header_rows = list(_read("header_words.csv", HEADER_COLUMNS))
        for word, role, rank, *_ in header_rows:
            self.headers[fold_text(word)] = (_column_role(role), int(rank or 0))
        self.whole_only = frozenset(fold_text(word) for word, _, _, where, *_ in header_rows if where == "header")
        self.column_only = frozenset(fold_text(word) for word, _, _, where, *_ in header_rows if where == "column")
        for word, kind, role, *_ in _read("role_words.csv", ROLE_COLUMNS):
            self.roles.setdefault(kind, {})[word] = role
        if own is not None:
            self._add(own)

    def verb(self, word: str) -> PartyRole | None:
        """The role that a verb gives: 牵头 → lead."""
        return _party_role(self.roles["verb"].get(word, ""))

    def _add(self, own: Path) -> None:
        """A user's words: a column role makes a header and label word, a party role a verb."""
        for line, (word, role) in _own_rows(own):
            folded = fold_text(word)
            if role in get_args(ColumnRole):
                self.headers[folded] = (_column_role(role), 1 if role == "title" else 0)
                self.whole_only -= {folded}
                self.column_only -= {folded}
            elif role in get_args(PartyRole):
                self.roles["verb"][folded] = role
            else:
                known = ", ".join((*get_args(ColumnRole), *get_args(PartyRole)))
                raise KnowledgeError(f"{own}:{line}: {role!r} is no role; roles are {known}")
            if len(folded) < 2:
                raise KnowledgeError(f"{own}:{line}: a word has at least two characters")


def _read(name: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
    return (row for _, row in read_rows(name, read_bytes(name), columns))


def _own_rows(own: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        return read_rows(str(own), own.read_bytes(), OWN_COLUMNS)
    except OSError as error:
        raise KnowledgeError(f"{own}: {error.strerror}") from error


def _column_role(role: str) -> ColumnRole:
    found: ColumnRole | None = next((known for known in get_args(ColumnRole) if known == role), None)
    if found is None:
        raise KnowledgeError(f"header_words.csv: {role!r} is no column role")
    return found


def _party_role(role: str) -> PartyRole | None:
    found: PartyRole | None = next((known for known in get_args(PartyRole) if known == role), None)
    return found


@cache
def _built_in() -> Lexicon:
    return Lexicon(None)


_current: ContextVar[Lexicon | None] = ContextVar("fengong_words", default=None)


def lexicon() -> Lexicon:
    """The words in force here and now."""
    return _current.get() or _built_in()


@contextmanager
def using(own: Path | None) -> Iterator[None]:
    """While it lasts, a user's CSV of own words (columns word, role) is known too, in this thread or task alone.

    Raises KnowledgeError with file, line and reason.
    """
    token = _current.set(_load(own, own.read_bytes() if own.is_file() else b"") if own else None)
    try:
        yield
    finally:
        _current.reset(token)


@lru_cache(maxsize=2)
def _load(own: Path, contents: bytes) -> Lexicon:
    """``contents`` is what the file holds: a file that was edited is read again."""
    del contents
    return Lexicon(own)


def roles_of(text: str) -> tuple[ColumnRole, ...]:
    """The roles that a header text gives, in the order of its words; empty where no word is known."""
    return _roles(lexicon(), text) if len(text) <= _RAW_LIMIT else ()


def rank_of(text: str) -> int:
    """How much a title header is a name: 2 名称, 1 任务, 0 no title."""
    matches = _matches(lexicon(), text) if len(text) <= _RAW_LIMIT else ()
    return max((rank for role, rank in matches if role == "title"), default=0)


def without_remarks(folded: str) -> str:
    """A folded header without what it says in brackets: 责任部门（加*号为牵头部门） is 责任部门."""
    return pattern("headers", "remark").sub("", folded)


def is_weak(text: str) -> bool:
    """True for a header that is only a word such as 单位: over a column of measures it means something else."""
    return without_remarks(fold_text(text)) in lexicon().whole_only


@lru_cache(maxsize=4096)
def _roles(known: Lexicon, text: str) -> tuple[ColumnRole, ...]:
    return tuple(dict.fromkeys(role for role, _ in _matches(known, text)))


@lru_cache(maxsize=4096)
def _matches(known: Lexicon, text: str) -> tuple[tuple[ColumnRole, int], ...]:
    folded = fold_text(text)
    if not folded or len(folded) > _HEADER_LIMIT * 2:
        return ()
    bare = pattern("headers", "year").sub("", without_remarks(folded))
    bare = bare[slice(*trim(bare, 0, len(bare), ":"))]
    if ":" in bare or enumerator.leading(bare, kinds=_NUMBERS):
        return ()
    if bare in known.headers:
        return (known.headers[bare],)
    if len(bare) > _HEADER_LIMIT:
        return ()
    pieces = re.split(pattern("headers", "joint"), bare)
    return tuple(found for piece in pieces if (found := _piece(known, piece)))


def _piece(known: Lexicon, piece: str) -> tuple[ColumnRole, int] | None:
    """The word that ends the piece, else the last one inside: Chinese puts the noun last (…提升工作任务).

    A word inside must be at least half of the piece.
    """
    for end in range(len(piece), 1, -1):
        for start in range(end - 1):
            found = known.headers.get(piece[start:end])
            if found and piece[start:end] in known.whole_only:
                continue
            if found and (end == len(piece) or (end - start) * 2 >= len(piece)):
                return found
    return None
