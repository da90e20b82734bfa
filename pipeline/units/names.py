"""One unit of a list, and what the cutting of lists needs to know of the registry."""

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from pipeline.units.places import Place

NAME_LIMIT = 60
"""No organ's name is longer; what is longer is no name, and is not searched for one."""
REACH = 2 * NAME_LIMIT
"""How far a name is looked for in a piece, brackets and all."""


class KnownNames(Protocol):
    """The registry of organs and places, as far as lists need it."""

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


class ListedName(Struct, frozen=True, gc=False):
    """One unit of a list: printed at ``start:end``; ``prefix`` and ``ending``: what is carried to it."""

    start: int
    end: int
    name: str
    prefix: tuple[int, int] | None = None
    ending: tuple[int, int] | None = None
