"""Make docs/fields.md, the codebook, from the schemas' own descriptions: ``python docs/make_fields.py``.

Every member stands there in English and Chinese, with its type, its words and their meaning; a test holds the file
against the schemas.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SCHEMAS = {
    "Record": "task-list.v1.schema.json",
    "TaskLine": "task-line.v1.schema.json",
    "ManifestLine": "manifest.v1.schema.json",
}
"""The name of each schema's whole, and its file; what one shares with an earlier one is explained there."""
TARGET = Path(__file__).with_name("fields.md")

HEAD = """# Fields of the output · 字段说明

Made by `python docs/make_fields.py`; do not edit. 本文件由该程序根据模式文件生成，请勿手工修改。

| What 内容 | Schema 模式文件 | Revision 修订 |
|---|---|---|
{schemas}

Every member is always present; what is absent is `null` or `[]`. Dates are ISO 8601, offsets half-open and in code
points; rows, columns and indexes count from 0, pages from 1.
所有成员始终存在；没有的内容为 `null` 或 `[]`。日期为 ISO 8601；位置左闭右开，按 Unicode 码位计；
行、列、序号从 0 起，页码从 1 起。
"""
CHECK = """## Checking a line · 校验一行

Each schema is a file of its own that needs no other. 每个模式文件各自独立，无需其他文件：

```python
import json
from jsonschema import Draft202012Validator

with open("schemas/task-line.v1.schema.json", encoding="utf-8") as file:  # for manifest.jsonl: manifest.v1.schema.json
    validator = Draft202012Validator(json.load(file))
with open("out/tasks.jsonl", encoding="utf-8") as lines:
    for line in lines:
        validator.validate(json.loads(line))
```

An installed package has them too. 安装后的程序包中也有：`pipeline.contract.read_schema("task-line.v1.schema.json")`.

## Generating code · 生成代码

Closed lists and objects have names. The schemas are closed, because they say exactly what this revision writes; a reader
that is to outlive it must skip what it does not know. 各对象和封闭取值表都有名称。模式文件是封闭的，只描述本修订版写出的内容；
读取程序应跳过不认识的成员，以便日后继续使用。

Python ([datamodel-code-generator](https://pypi.org/project/datamodel-code-generator/); `--extra-fields ignore` skips them
跳过不认识的成员):

```sh
datamodel-codegen --input schemas/task-list.v1.schema.json --input-file-type jsonschema --output records.py \\
    --output-model-type pydantic_v2.BaseModel --use-title-as-name --collapse-root-models --extra-fields ignore
```

TypeScript ([json-schema-to-typescript](https://www.npmjs.com/package/json-schema-to-typescript)): its types are
gone when a program runs, so that a new member breaks nothing (tried with 16.0.0; `tsc --strict` accepts what it writes for all three schemas).
类型在运行时不存在，新成员不会造成错误（已用 16.0.0 试过，三个模式文件生成的类型均通过 `tsc --strict`）：

```sh
npx json-schema-to-typescript schemas/task-list.v1.schema.json > records.d.ts
```
"""
_INTO = "/properties/"
"""In a reference: to a member of another object, which is explained there."""


def make() -> str:
    """The whole codebook."""
    schemas = {name: _read(file) for name, file in SCHEMAS.items()}
    rows = (
        f"| [{name}](#{name.lower()}) | `schemas/{SCHEMAS[name]}` | {schemas[name]['x-revision']} |" for name in SCHEMAS
    )
    parts, told = [HEAD.format(schemas="\n".join(rows))], set()
    for whole, schema in schemas.items():
        definitions = schema["$defs"]
        for name, value in {whole: schema, **definitions}.items():
            if "description" in value and name not in told:
                told.add(name)
                parts.append("\n".join(_section(name, value, definitions)))
    return "\n".join([*parts, CHECK])


def _read(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    return schema


def _section(name: str, value: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{value['description']}\n{value['x-zh']}\n"
    members = value.get("properties", {})
    lent = {rule["$ref"].split("/")[2] for rule in members.values() if _INTO in rule.get("$ref", "")}
    for lender in sorted(lent):
        link = f"[{lender}](#{lender.lower()})"
        yield f"The members of {link}, and these. 除 {link} 的各成员外，还有：\n"
    members = {member: rule for member, rule in members.items() if _INTO not in rule.get("$ref", "")}
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
