"""The schemas themselves: well formed, closed, described in both languages, and the same as the values they are of."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator

from pipeline import model
from pipeline.batch import publish
from pipeline.contract import MANIFEST, SCHEMA_NAME, TASK_LINE, read_schema

SCHEMA, LINE, MANIFEST_LINE = SCHEMAS = [read_schema(name) for name in (SCHEMA_NAME, TASK_LINE, MANIFEST)]
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
OBJECTS = (
    {"Record": SCHEMA}
    | {name: value for name, value in DEFINITIONS.items() if "properties" in value}
    | {"ManifestLine": MANIFEST_LINE}
)
STRUCTS = {
    "Record": model.Record,
    "Document": model.Frame,
    "Table": model.TableSummary,
    "ManifestLine": publish.ManifestRow,
}
STRUCTS |= {name: getattr(model, name) for name in OBJECTS if name not in STRUCTS}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(inner)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema["title"])
def test_it_is_a_2020_12_schema_with_a_revision(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:fengong:schema:{schema['title'].replace('/', ':')}"
    assert schema["x-revision"] == (1 if schema["title"] == "manifest/1" else 2)
    assert schema["description"].endswith(".") and schema["x-zh"].endswith("。")


def test_a_task_line_is_a_task_with_its_document() -> None:
    task, record = DEFINITIONS["Task"], SCHEMA["properties"]
    own = ["schema", "source", "document", "units"]
    assert LINE["additionalProperties"] is False
    assert list(LINE["properties"]) == [*task["properties"], *own]
    assert LINE["required"] == [*task["required"], *own]
    for member in task["properties"]:
        assert LINE["properties"][member] == {"$ref": f"#/$defs/Task/properties/{member}"}
    for member in own:
        rule = LINE["properties"][member]
        assert {key: value for key, value in rule.items() if key not in ("description", "x-zh")} == {
            key: value for key, value in record[member].items() if key not in ("description", "x-zh")
        }
        assert rule["description"].endswith(".") and rule["x-zh"].endswith("。")


@pytest.mark.parametrize("schema", [LINE, MANIFEST_LINE], ids=lambda schema: schema["title"])
def test_what_schemas_share_they_say_word_for_word(schema: dict[str, Any]) -> None:
    shared = {name: value for name, value in schema["$defs"].items() if name in DEFINITIONS}
    assert {"text", "text-or-null"} < set(shared)
    for name, value in shared.items():
        assert value == DEFINITIONS[name], f"{schema['title']}: copy $defs/{name} from {SCHEMA_NAME}"
    for node in _nodes(schema):
        assert _follow(node, schema), "it needs no other file"


@pytest.mark.parametrize("name", OBJECTS)
def test_every_object_is_closed_and_requires_all_members_of_the_first_revision(name: str) -> None:
    value = OBJECTS[name]
    assert value["additionalProperties"] is False
    optional = [member for member, rule in value["properties"].items() if "x-since" in rule]
    assert [*value["required"], *optional] == list(value["properties"]), "members of a later revision come last"


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
                allowed = rule.get("enum") or _follow(rule.get("items", rule), SCHEMA).get("enum")
                assert words == set(allowed) - {None}, f"{name}.{member}"


def _literals(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from (word for word in get_args(hint) if word is not None)
    else:
        for inner in get_args(hint):
            yield from _literals(inner)


def _follow(rule: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in rule:
        here, *steps = rule["$ref"].split("/")
        assert here == "#", rule
        rule = schema
        for step in steps:
            rule = rule[step]
    return rule


def test_every_word_of_a_closed_list_is_explained() -> None:
    for node in _nodes(SCHEMAS):
        if "enum" in node:
            assert list(node["x-words"]) == [word for word in node["enum"] if word is not None]
            assert all(len(pair) == 2 and all(pair) for pair in node["x-words"].values())


def test_patterns_mean_the_same_everywhere() -> None:
    """Anchored, no Unicode-dependent classes, and an end that Python too takes for the end."""
    patterns = [node["pattern"] for node in _nodes(SCHEMAS) if isinstance(node.get("pattern"), str)]
    assert len(patterns) > 10
    for pattern in patterns:
        assert pattern.startswith("^") and pattern.endswith(r"$(?!\n)"), pattern
        assert not re.search(r"\\[dwsb]", pattern), pattern
