"""Names that stand for no single unit (有关部门; 各商业银行), by ``knowledge/groups.csv``."""

from collections.abc import Iterable
from typing import Literal

from pipeline.errors import KnowledgeError
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows

FILE = "groups.csv"
COLUMNS = ("word", "kind", "part", "example")
PARTS = {"generic": ("modifier", "head", "name", "ending"), "group": ("beginning", "name")}


class Groups:
    """The word lists, ready to ask."""

    def __init__(self, rows: Iterable[tuple[int, list[str]]] | None = None) -> None:
        """``rows``: as read from the data file, which is the default. Raises KnowledgeError with file and line."""
        words: dict[tuple[str, str], list[str]] = {}
        for line, (word, kind, part, _) in read_group_rows() if rows is None else rows:
            if not word or part not in PARTS.get(kind, ()):
                raise KnowledgeError(f"{FILE}:{line}: a {kind!r} word is no {part!r}")
            words.setdefault((kind, part), []).append(word)
        self._modifiers = frozenset(words["generic", "modifier"])
        self._heads = frozenset(words["generic", "head"])
        self._head_ends = tuple(self._heads)
        self._generic = frozenset(words["generic", "name"])
        self._endings = tuple(words["generic", "ending"])
        self._beginnings = tuple(words["group", "beginning"])
        self._plurals = frozenset(words["group", "name"])
        self._longest = max(len(word) for word in self._modifiers)
        self._first = frozenset(word[0] for word in self._beginnings)
        self._last = frozenset(word[-1] for word in (*self._endings, *self._heads))

    def classify(self, name: str) -> Literal["generic", "group"] | None:
        """What a folded name is, or None if it may name one unit."""
        if name in self._generic:
            return "generic"
        if name[-1:] in self._last and (name.endswith(self._endings) or self._is_generic(name)):
            return "generic"
        if name in self._plurals or (name[:1] in self._first and name.startswith(self._beginnings)):
            return "group"
        return None

    def _is_generic(self, name: str) -> bool:
        """True if ``name`` is modifiers and a head; each reachable offset is visited once, so this is linear."""
        if not name.endswith(self._head_ends):
            return False
        reachable = [True] + [False] * len(name)
        for start in range(len(name)):
            if not reachable[start]:
                continue
            if start and name[start:] in self._heads:
                return True
            for end in range(start + 1, min(start + self._longest, len(name)) + 1):
                if name[start:end] in self._modifiers:
                    reachable[end] = True
        return False


def read_group_rows() -> list[tuple[int, list[str]]]:
    """(line number, word, kind, part, example) of each word."""
    return list(read_rows(FILE, read_bytes(FILE), COLUMNS))
