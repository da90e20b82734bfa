"""Names that stand for no single unit (有关部门; 各商业银行), told by ``knowledge/groups.toml``."""

from typing import Literal

from pipeline.errors import KnowledgeError
from pipeline.knowledge import read_toml

FILE = "groups.toml"


class Groups:
    """The word lists, ready to ask."""

    def __init__(self) -> None:
        data = read_toml(FILE)
        self._modifiers = frozenset(_words(data, "generic", "modifiers"))
        self._heads = frozenset(_words(data, "generic", "heads"))
        self._generic = frozenset(_words(data, "generic", "names"))
        self._endings = _words(data, "generic", "endings")
        self._beginnings = _words(data, "group", "beginnings")
        self._plurals = frozenset(_words(data, "group", "names"))
        self._longest = max(len(word) for word in self._modifiers)

    def classify(self, name: str) -> Literal["generic", "group"] | None:
        """What a folded name is, or None if it may name one unit."""
        if name in self._generic or name.endswith(self._endings) or self._is_generic(name):
            return "generic"
        if name in self._plurals or name.startswith(self._beginnings):
            return "group"
        return None

    def _is_generic(self, name: str) -> bool:
        """True if ``name`` is modifiers and a head; each reachable offset is visited once, so this is linear."""
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


def _words(data: dict[str, dict[str, list[str]]], table: str, key: str) -> tuple[str, ...]:
    words = data.get(table, {}).get(key)
    if not words or not all(isinstance(word, str) and word for word in words):
        raise KnowledgeError(f"{FILE}: [{table}] {key} must be a list of words")
    return tuple(words)
