"""Patterns of words, kept as data: the ``[pattern.NAME]`` tables of the knowledge files, made of named parts.

A table has ``pattern``, what it is for, and examples: ``matches`` and ``misses``; one test runs them all.
"""

import re
from functools import cache

from pipeline.fold import HAN
from pipeline.knowledge import fill, read_toml
from pipeline.text.numeral import COUNTED

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
