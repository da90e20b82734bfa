"""The page's words in the reader's language: the sentences of ``words.toml``, and what codes mean."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import tomli

from pipeline.batch.model import Language
from pipeline.batch.report.html import Content, tag
from pipeline.knowledge import read_toml

_PIECES = re.compile(r"(`[^`]*`|\{\w+\})")
_SEVERITIES = ("error", "warning", "info")


class Wording:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._words, self._codes = _read_words(), read_toml("codes.toml")

    def word(self, key: str) -> str:
        """The words of a key, unchanged."""
        return self._words[key][self.language]

    def fill(self, key: str, **values: str) -> str:
        """The same, filled in."""
        return self.word(key).format(**values)

    def say(self, key: str, **values: Content) -> list[Content]:
        """The same, for an element: values may be elements, and what is in backquotes is set as code."""
        content: list[Content] = []
        for piece in _PIECES.split(self.word(key)):
            if piece.startswith("`"):
                texts = {name: value for name, value in values.items() if isinstance(value, str)}
                content.append(tag("code", piece.strip("`").format(**texts)))
            else:
                content.append(values[piece[1:-1]] if piece.startswith("{") else piece)
        return content

    def lead(self, key: str, **values: Content) -> list[Content]:
        """The sentence under a section's heading; nothing where it has none."""
        key = f"{key.removesuffix('-list')}-lead"
        return self.say(key, **values) if key in self._words else []

    def join(self, texts: Iterable[str]) -> str:
        """An enumeration."""
        return ("，" if self.language == "zh" else ", ").join(texts)

    def span(self, seconds: float) -> str:
        """A time in units that a person would use."""
        if seconds < 60:
            return self.fill("seconds", seconds=f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}")
        minutes, rest = divmod(round(seconds), 60)
        if minutes < 60:
            return self.fill("minutes", minutes=f"{minutes}", seconds=f"{rest}")
        return self.fill("hours", hours=f"{minutes // 60}", minutes=f"{minutes % 60}")

    def meaning(self, code: str) -> str:
        """What a code means and what to do; nothing for a code of another version."""
        return str(self._codes.get(code, {}).get(self.language, ""))

    def severity(self, code: str) -> str:
        """How grave an issue of that code is as a rule: ``error``, ``warning`` or ``info``."""
        return str(self._codes.get(code, {}).get("severity", "error"))

    def gravest_first(self, code: str) -> tuple[int, str]:
        """To sort codes by."""
        return _SEVERITIES.index(self.severity(code)), code


@cache
def _read_words() -> dict[str, dict[str, str]]:
    return tomli.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
