"""What the page and the workbook say of an item, in words."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pipeline.compare.model import DeadlineChange, TaskPlace, UnitChange


@cache
def read_words(language: Literal["en", "zh"]) -> dict[str, Any]:
    """``words.toml`` in one language."""
    words: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))[language]
    return words


def say_unit(change: UnitChange, words: dict[str, Any]) -> str:
    """One unit's change in a line."""
    was, now = ("、".join(words["roles"][role] for role in roles) for roles in (change.was_roles, change.now_roles))
    label = words[change.change]
    if change.change == "joined":
        return f"{label}: {change.now} ({now})"
    if change.change == "left":
        return f"{label}: {change.was} ({was})"
    if change.change == "renamed":
        return f"{label}: {change.was} → {change.now}"
    return f"{label}: {change.now} ({was} → {now})"


def say_deadline(change: DeadlineChange, words: dict[str, Any]) -> str:
    """A moved deadline in a line."""
    text = f"{words['deadline']}: {change.was or words['unknown']} → {change.now or words['unknown']}"
    if change.days is None:
        return text
    return f"{text} ({words['later' if change.days > 0 else 'earlier'].format(days=abs(change.days))})"


def say_place(task: TaskPlace, words: dict[str, Any]) -> str:
    """Where a task is, counted from 1."""
    place = task.provenance
    if place is None:
        return ""
    page = words["page"].format(page=place.page) if place.page else ""
    if place.row is None or place.column is None:
        return str(page + words["paragraph"].format(number=place.block[1:]))
    return str(page + words["cell"].format(table=place.block[1:], row=place.row + 1, column=place.column + 1))
