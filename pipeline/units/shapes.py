"""What a unit's name looks like: its endings, its level word. Works on folded text."""

import re
from functools import cache

from pipeline.fold import fold_width
from pipeline.knowledge import alternatives
from pipeline.text.patterns import pattern, words
from pipeline.units.levels import prefix_pattern

ENDING_LIMIT = 8
"""No ending of units is longer."""


@cache
def shape() -> re.Pattern[str]:
    """The endings by which a name looks like a unit."""
    endings = words("unit_lists", "ending") + words("unit_lists", "weak-ending")
    return re.compile(rf"(?:{alternatives(endings)})$")


@cache
def strong_inside() -> re.Pattern[str]:
    """The endings that end a name for sure, anywhere in a text, with a role word behind them."""
    verb = pattern("unit_lists", "behind_verb").pattern.removesuffix("$")
    return re.compile(
        rf"(?:{alternatives((*words('unit_lists', 'ending'), *words('unit_lists', 'strong-ending')))}){verb}"
    )


@cache
def strong() -> re.Pattern[str]:
    """The same at the end of a text."""
    return re.compile(rf"(?:{strong_inside().pattern})$")


def level_prefix(text: str, start: int, end: int) -> re.Match[str] | None:
    """The level word (市, 省, 县 …) that opens ``text[start:end]``."""
    return prefix_pattern().match(text, start, end)


def opens_with_level(text: str, start: int) -> bool:
    """True where a level word opens a name."""
    return level_prefix(text, start, len(text)) is not None


def is_no_name(name: str) -> bool:
    """True for what no unit can be called: a label with its value, a time, a mark, a lone conjunction, a verb."""
    return pattern("unit_lists", "odd_name").search(fold_width(name)) is not None


def is_department(name: str) -> bool:
    """True for the bare name of a department, as a company or a school has them too: 宣传部, 党委办公室, 教务处."""
    return pattern("unit_lists", "department").search(fold_width(name)) is not None
