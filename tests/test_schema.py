"""The schema itself: well formed, closed, described in both languages, and the same as the values in model.py."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator

from pipeline import model
from pipeline.contract import read_schema

SCHEMA = read_schema()
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
OBJECTS = {"Record": SCHEMA} | {name: value for name, value in DEFINITIONS.items() if "properties" in value}
STRUCTS = {
    "Record": model.Record,
    "Document": model.Frame,
    "Table": model.TableSummary,
} | {name: getattr(model, name) for name in OBJECTS if name not in ("Record", "Document", "Table")}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(inner)


def test_it_is_a_2020_12_schema_with_a_revision() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["x-revision"] == 1


@pytest.mark.parametrize("name", OBJECTS)
def test_every_object_is_closed_and_requires_all_its_members(name: str) -> None:
    value = OBJECTS[name]
    assert value["additionalProperties"] is False
    assert value["required"] == list(value["properties"])


@pytest.mark.parametrize("name", OBJECTS)
def test_every_member_is_described_in_english_and_chinese(name: str) -> None:
    for member, rule in OBJECTS[name]["properties"].items():
        assert rule["description"].endswith("."), member
        assert re.search("[\u4e00-\u9fff].*。$", rule["x-zh"]), member


@pytest.mark.parametrize("name", OBJECTS)
def test_the_values_of_the_model_have_the_same_members_in_the_same_order(name: str) -> None:
    written = [field.encode_name for field in msgspec.structs.fields(STRUCTS[name])]
    assert written == list(OBJECTS[name]["properties"])


def test_the_closed_lists_have_the_words_of_the_model() -> None:
    for name, value in OBJECTS.items():
        for member, hint in get_type_hints(STRUCTS[name]).items():
            rule = value["properties"].get("from" if member == "origin" else member)
            words = set(_literals(hint))
            if words:
                allowed = rule.get("enum") or _follow(rule.get("items", rule)).get("enum")
                assert words == set(allowed) - {None}, f"{name}.{member}"


def _literals(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from (word for word in get_args(hint) if word is not None)
    else:
        for inner in get_args(hint):
            yield from _literals(inner)


def _follow(rule: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = DEFINITIONS[rule["$ref"].rsplit("/", 1)[1]] if "$ref" in rule else rule
    return found


def test_every_word_of_a_closed_list_is_explained() -> None:
    for node in _nodes(SCHEMA):
        if "enum" in node:
            assert list(node["x-words"]) == [word for word in node["enum"] if word is not None]
            assert all(len(pair) == 2 and all(pair) for pair in node["x-words"].values())


def test_patterns_mean_the_same_everywhere() -> None:
    """Anchored, no Unicode-dependent classes, and an end that Python too takes for the end."""
    patterns = [node["pattern"] for node in _nodes(SCHEMA) if isinstance(node.get("pattern"), str)]
    assert len(patterns) > 10
    for pattern in patterns:
        assert pattern.startswith("^") and pattern.endswith(r"$(?!\n)"), pattern
        assert not re.search(r"\\[dwsb]", pattern), pattern
