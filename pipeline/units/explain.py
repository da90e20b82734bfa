"""What ``fengong units`` prints: a name explained step by step."""

from collections.abc import Iterable, Sequence

import msgspec

from pipeline.errors import KnowledgeError
from pipeline.units.registry import Registry, load_registry

__all__ = ["explain_names", "load_registry"]


def explain_names(
    names: Iterable[str], registry: Registry, region_text: str | None, on: str | None
) -> list[dict[str, object]]:
    """For each name ``name``, ``resolution``, ``unit`` (as in the contract, or None), ``candidates``, ``steps``.

    ``region_text``: a GB/T 2260 code or a place's name (阳江市, 广东省阳江市); None: not known.
    Raises KnowledgeError if it is no place, or the name of several.
    """
    region = _region(registry, region_text) if region_text else None
    answers: list[dict[str, object]] = []
    for name in names:
        found = registry.resolve(name, region=region, on=on)
        answer: dict[str, object] = {"name": name, **msgspec.to_builtins(found)}
        answers.append({key: answer[key] for key in ("name", "resolution", "unit", "candidates", "steps")})
    return answers


def list_slugs(registry: Registry, words: Sequence[str]) -> list[dict[str, object]]:
    """The organs whose slug, kind or one of whose names contains any of the words (all organs without words).

    Each as ``slug``, ``kind`` and ``names``, which have ``{}`` where the place is.
    """
    wanted = [word.strip() for word in words]
    rows: list[dict[str, object]] = []
    for organ in registry.list_organs():
        names = list(dict.fromkeys(title.pattern for title in organ.titles))
        texts = (organ.slug, organ.kind, *names)
        if not wanted or any(word in text for word in wanted for text in texts):
            rows.append({"slug": organ.slug, "kind": organ.kind, "names": names})
    return rows


def _region(registry: Registry, text: str) -> str:
    found = registry.lookup_place(text)
    if len(found) == 1:
        return found[0].code
    said = "、".join(f"{place.full_name} {place.code}" for place in found[:8])
    raise KnowledgeError(
        f"--region {text}: " + (f"one of {said}? Give the code" if said else "no place has this name or code")
    )
