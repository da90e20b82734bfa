"""Chinese for words that are formed in English elsewhere: click's own, and the reasons and advice of errors."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import tomli

from pipeline.cli.messages import language

_PLACES = re.compile(r"\{\w*(?:![a-z])?\}")


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomli.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _reasons() -> list[tuple[re.Pattern[str], str]]:
    """A pattern for each reason, the one with the most fixed words first."""
    tables = _tables()
    templates = sorted((tables["steps"] | tables["reasons"]).items(), key=lambda item: -len(_PLACES.sub("", item[0])))
    return [(re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL), zh) for english, zh in templates]


def reason(text: str) -> str:
    """A reason or an advice, formed in English, in the user's language."""
    return text if language() == "en" else translate_reason(text)


def translate_reason(text: str) -> str:
    """A reason or an advice in Chinese; what is not known stays as it is."""
    for pattern, chinese in _reasons():
        match = pattern.fullmatch(text)
        if match:
            return chinese.format(*map(translate_reason, match.groups()))
    return text


def teach_click() -> None:
    """Have click say its own words in Chinese while the user reads Chinese, in help pages and errors of usage."""
    from click import core, decorators, exceptions, formatting, parser, types

    from pipeline.cli.helppage import ChinesePage

    core.Context.formatter_class = ChinesePage
    ChinesePage.words = staticmethod(_word_values)
    words = _tables()["click"]

    def one(text: str) -> str:
        return words.get(text, text) if language() == "zh" else text

    def many(singular: str, plural: str, count: int) -> str:
        return one(singular if count == 1 else plural)

    for module in (core, decorators, exceptions, formatting, parser, types):
        _replace(module, "_", one)
        _replace(module, "ngettext", many)


def _word_values(text: str) -> str:
    """The words for values in a help page's columns, and what is said of their range."""
    for pattern, chinese in _tables()["values"].items():
        text = re.sub(pattern, chinese, text)
    return text


def _replace(module: object, name: str, function: Callable[..., str]) -> None:
    if hasattr(module, name):
        setattr(module, name, function)
