"""Units (单位): who is meant by a name, at a place and on a date."""

from collections.abc import Iterable
from typing import Protocol

from pipeline.units.answers import Resolution
from pipeline.units.places import Place
from pipeline.units.registry import Registry, load_registry

__all__ = ["KnownNames", "Place", "Registry", "Resolution", "load_registry"]


class KnownNames(Protocol):
    """What those who cut lists of units need to know of the registry of organs and places."""

    def __hash__(self) -> int:
        """Hashed by identity, so that the tokenizer built from it is cached."""

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
