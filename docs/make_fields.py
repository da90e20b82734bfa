"""Make docs/fields.md, the codebook, from the schema's own descriptions: ``python docs/make_fields.py``.

Every member stands there in English and Chinese, with its type, its words and their meaning; a test holds the file
against the schema.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schemas" / "task-list.v1.schema.json"
TARGET = Path(__file__).with_name("fields.md")

HEAD = """# Fields of task-list/1 · 字段说明

Made from `schemas/task-list.v1.schema.json` (revision {revision}) by `python docs/make_fields.py`; do not edit.
本文件由 `python docs/make_fields.py` 根据模式文件生成，请勿手工修改。

Every member is always present; what is absent is `null` or `[]`. Dates are ISO 8601, offsets half-open and in code
points; rows, columns and indexes count from 0, pages from 1.
所有成员始终存在；没有的内容为 `null` 或 `[]`。日期为 ISO 8601；位置左闭右开，按 Unicode 码位计；
行、列、序号从 0 起，页码从 1 起。
"""


def make() -> str:
    """The whole codebook."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    definitions = schema["$defs"]
    objects = [("Record", schema), *((name, value) for name, value in definitions.items() if "description" in value)]
    parts = [HEAD.format(revision=schema["x-revision"])]
    for name, value in objects:
        parts.append("\n".join(_section(name, value, definitions)))
    return "\n".join(parts)


def _section(name: str, value: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{value['description']}\n{value['x-zh']}\n"
    members = value.get("properties", {})
    if members:
        yield "| Member 成员 | Type 类型 | Meaning | 含义 |"
        yield "|---|---|---|---|"
    for member, rule in members.items():
        yield f"| `{member}` | {_kind(rule, definitions)} | {_cell(rule['description'])} | {_cell(rule['x-zh'])} |"
    for member, rule in members.items():
        words = _words(rule, definitions)
        if words:
            yield f"\n`{member}`:\n"
            yield from (f"- `{word}` {english} · {chinese}" for word, (english, chinese) in words.items())
    yield ""


def _words(rule: dict[str, Any], definitions: dict[str, Any]) -> dict[str, list[str]]:
    for place in (rule, rule.get("items", {})):
        words: dict[str, list[str]] = place.get("x-words") or _follow(place, definitions).get("x-words", {})
        if words:
            return words
    return {}


def _follow(rule: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    target: dict[str, Any] = definitions[rule["$ref"].rsplit("/", 1)[1]] if "$ref" in rule else {}
    return target


def _kind(rule: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A type in words: `text`, `date`, `[Party](#party)`, `null` …"""
    if "$ref" in rule:
        name = rule["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})" if "description" in definitions[name] else name.replace("-or-", " or ")
    if "const" in rule:
        return f"`{json.dumps(rule['const'])}`"
    if "enum" in rule:
        return "word or null" if None in rule["enum"] else "word"
    if "anyOf" in rule:
        return " or ".join(_kind(choice, definitions) for choice in rule["anyOf"])
    kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    return " or ".join(_list_of(rule, definitions) if kind == "array" else _plain(kind) for kind in kinds)


def _list_of(rule: dict[str, Any], definitions: dict[str, Any]) -> str:
    count = f"{rule['minItems']} " if rule.get("minItems") == rule.get("maxItems") and "minItems" in rule else ""
    return f"list of {count}{_kind(rule['items'], definitions)}"


def _plain(kind: str) -> str:
    return {"string": "text", "boolean": "true or false"}.get(kind, kind)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(make(), encoding="utf-8", newline="\n")
