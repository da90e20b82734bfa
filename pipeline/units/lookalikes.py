"""Names that one misread character would turn into another one's."""

from collections import defaultdict
from functools import lru_cache

from pipeline.units.registry import Registry
from pipeline.units.script import name_key


def is_only_reading(registry: Registry, name: str, unit: str, on: str | None) -> bool:
    """Does the registry know the organ in a name as it was read, and no other unit at the place of ``unit`` (its id)
    whose name differs in one character?"""
    words = _words_by_length(registry)
    key = name_key(name)
    for start in range(len(key) - 2):
        organ = key[start:]
        if organ in words[len(organ)]:
            others = (other for other in words[len(organ)] if _differs_once(organ, other))
            return all(_is_same(registry, key[:start] + other, unit, on) for other in others)
    return False


def _is_same(registry: Registry, name: str, unit: str, on: str | None) -> bool:
    """Does a name stand for this unit or for none?"""
    found = registry.resolve(name, region=unit.partition("/")[0], on=on).unit
    return found is None or found.id == unit


def _differs_once(name: str, other: str) -> bool:
    return sum(one != two for one, two in zip(name, other, strict=True)) == 1


@lru_cache(maxsize=2)
def _words_by_length(registry: Registry) -> dict[int, set[str]]:
    words: dict[int, set[str]] = defaultdict(set)
    for word in registry.words():
        words[len(word)].add(word)
    return words
