"""Words and patterns of words, kept as data in the knowledge files.

``NAME.csv``   words, one a row: word, kind, example
``NAME.toml``  ``[pattern.…]`` tables: a pattern made of named parts, with examples in ``matches`` and ``misses``

One test runs all examples.
"""

import re
from functools import cache

from pipeline.fold import HAN
from pipeline.knowledge import fill, read_bytes, read_toml
from pipeline.knowledge.tables import read_rows
from pipeline.text.numeral import COUNTED

WORD_COLUMNS = ("word", "kind", "example")
_TERMINALS = {"han": HAN, "numeral": rf"(?:\d{{1,3}}|[{COUNTED}]{{1,3}})", "hannum": f"[{COUNTED}]"}
"""Parts that every file may use: one Han character, a number, a digit of Chinese numerals."""


@cache
def pattern(file: str, name: str) -> re.Pattern[str]:
    """``[pattern.NAME]`` of a knowledge file, compiled; ``{part}`` is a part of its [parts] or a terminal.

    file  the file's name without ``.toml``
    """
    return re.compile(fill(read_toml(f"{file}.toml")["pattern"][name]["pattern"], parts(file)))


@cache
def parts(file: str) -> dict[str, str]:
    """The named parts of a file, each filled with those before it."""
    found = dict(_TERMINALS)
    for name, text in read_toml(f"{file}.toml").get("parts", {}).items():
        found[name] = fill(text, found)
    return found


@cache
def words(file: str, kind: str) -> tuple[str, ...]:
    """The words of one kind in a knowledge file, in its order."""
    return tuple(word for word, found in _words(file) if found == kind)


@cache
def _words(file: str) -> tuple[tuple[str, str], ...]:
    rows = read_rows(f"{file}.csv", read_bytes(f"{file}.csv"), WORD_COLUMNS)
    return tuple((word, kind) for _, (word, kind, _) in rows)
