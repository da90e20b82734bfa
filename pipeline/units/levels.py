"""Level words (省, 自治州, 林区 …): the one place that knows them, from ``knowledge/levels.csv``.

A level word stands for a place of the document: 州财政局 in a document of 恩施州. Longer words go first, so that
自治州财政局 never opens with a bare 自治, nor 地区财政局 with 区.
"""

import re
from functools import cache

from msgspec import Struct

from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.text.patterns import pattern

FILE = "levels.csv"
COLUMNS = ("word", "levels", "organs", "example")


class LevelWord(Struct, frozen=True, gc=False):
    """A level word, the ``levels`` of the places it may name, and the ``organs`` letters that it may be carried to."""

    word: str
    levels: tuple[str, ...]
    organs: str
    example: str


@cache
def level_words() -> tuple[LevelWord, ...]:
    """All level words, longest first."""
    rows = (row for _, row in read_rows(FILE, read_bytes(FILE), COLUMNS))
    words = [LevelWord(word, tuple(levels.split(" ")), organs, example) for word, levels, organs, example in rows]
    return tuple(sorted(words, key=lambda level: -len(level.word)))


@cache
def _by_word() -> dict[str, LevelWord]:
    return {level.word: level for level in level_words()}


@cache
def _by_start() -> dict[str, tuple[str, ...]]:
    starts: dict[str, list[str]] = {}
    for level in level_words():
        starts.setdefault(level.word[0], []).append(level.word)
    return {start: tuple(words) for start, words in starts.items()}


def words_at(text: str, start: int) -> tuple[str, ...]:
    """The level words that begin at ``start``, longest first: 自治区 at 自治区财政厅."""
    words = _by_start().get(text[start : start + 1])
    return tuple([word for word in words if text.startswith(word, start)]) if words else ()


def names_place(word: str, name: str, level: str) -> bool:
    """True if a level word may stand for the place of this name and level: 市 for 阳江市, but 区 for no 自治区."""
    known = _by_word().get(word)
    return known is not None and level in known.levels and name.endswith(word)


def carried_letters(word: str) -> str:
    """The letters of organs.csv that a level word carried over a list may bring; nothing for other words."""
    known = _by_word().get(word)
    return known.organs if known else ""


def levels_of(word: str) -> tuple[str, ...]:
    """The levels of the places that a level word may name; nothing for other words."""
    known = _by_word().get(word)
    return known.levels if known else ()


@cache
def alternatives() -> str:
    """The level words as alternatives of a regular expression, longest first."""
    return "|".join(re.escape(level.word) for level in level_words())


@cache
def prefix_pattern() -> re.Pattern[str]:
    """A level word at the head of a name that may be carried to the names after it (省水利厅、能源局)."""
    return re.compile(rf"(?:{alternatives()})(?!{pattern('unit_names', 'no_organ_behind').pattern})")
