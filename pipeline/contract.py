"""The gate: every record is proved against ``schemas/task-list.v1.schema.json`` before it is given out.

jsonschema-rs is the gate, jsonschema the reference: it gives the words of a failure, and a test holds the two together.
Each schema is one file. A wheel carries them inside the package; in a source tree they lie beside the package.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from pipeline.errors import Internal, Unreadable
from pipeline.files import ReadableSource, read_source, unpack
from pipeline.model import Record

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import Draft202012Validator

Tree = Mapping[str, Any]
"""A record as plain dicts and lists, as JSON has it."""

SCHEMA_NAME, TASK_LINE, MANIFEST, COMPARISON = (
    f"{name}.v1.schema.json" for name in ("task-list", "task-line", "manifest", "comparison")
)
"""The schemas that are published: of a record, of a line of ``tasks.jsonl``, of a line of
``manifest.jsonl``, of a comparison."""
CORRECTIONS = "corrections.v1.schema.json"
"""Of a line of ``corrections.jsonl``."""
_BATCH = 100
"""Tasks validated per call."""


def find_schema(name: str = SCHEMA_NAME) -> Path:
    """The file of a schema: in the installed package, or beside it in a source tree."""
    package = Path(__file__).parent
    shipped = package / "schemas" / name
    return shipped if shipped.is_file() else package.parent / "schemas" / name


@cache
def read_schema(name: str = SCHEMA_NAME) -> dict[str, Any]:
    """A schema, parsed."""
    schema: dict[str, Any] = json.loads(find_schema(name).read_text(encoding="utf-8"))
    return schema


@cache
def _gate() -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(read_schema())


@cache
def _reference() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    return Draft202012Validator(read_schema())


def is_valid(tree: object) -> bool:
    """Whether the gate lets ``tree`` through."""
    return _gate().is_valid(tree)


def explain_faults(tree: object, limit: int = 20) -> Iterator[str]:
    """What the reference finds wrong with ``tree``: ``/pointer: words``, in the tree's order, at most ``limit``."""
    faults = sorted(_reference().iter_errors(tree), key=lambda fault: [str(step) for step in fault.absolute_path])
    for fault in faults[:limit]:
        pointer = "".join(f"/{step}" for step in fault.absolute_path)
        yield f"{pointer or '/'}: {fault.message[:300]}"


@cache
def _line_gate(name: str) -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(read_schema(name))


def is_valid_line(tree: object, name: str) -> bool:
    """Whether ``tree`` is what the schema of that name describes."""
    return _line_gate(name).is_valid(tree)


def explain_line_faults(tree: object, name: str, limit: int = 3) -> str:
    """What the reference finds wrong with it, in words."""
    from jsonschema import Draft202012Validator

    faults = sorted(Draft202012Validator(read_schema(name)).iter_errors(tree), key=str)
    return "; ".join(fault.message[:200] for fault in faults[:limit])


def validate(record: Record | Tree | bytes | str) -> None:
    """Prove a record (the value itself, its tree, or its JSON text). Raises Internal with the reference's words."""
    if isinstance(record, Record):
        if all(map(is_valid, _stretches(record))):
            return
        tree: object = record.to_dict()
    else:
        tree = msgspec.json.decode(record) if isinstance(record, bytes | str) else record
        if is_valid(tree):
            return
    words = "; ".join(explain_faults(tree, limit=5)) or "the gate and the reference disagree"
    raise Internal(f"the record breaks the contract: {words}")


def _stretches(record: Record) -> Iterator[object]:
    """The trees of a record, some tasks in each, the first with all other members: a long list's whole tree would
    be many times the record. The schema has no rule across tasks except that there is one."""
    bare = replace(record, tables=(), units=(), issues=(), ledger=replace(record.ledger, discarded=(), unused=()))
    for start in range(0, max(len(record.tasks), 1), _BATCH):
        whole = bare if start else record
        part = replace(whole, tasks=record.tasks[start : start + _BATCH])
        msgspec.json.encode(part)  # what no file can hold, such as half a surrogate pair, stops here
        yield msgspec.to_builtins(part)


def read_record(data: bytes) -> Record:
    """A saved record, gzipped or not, as a value. Raises Unreadable when it is no JSON, or no task-list/1 record."""
    try:
        tree = msgspec.json.decode(unpack(data).removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:  # of msgspec too
        raise Unreadable(f"not JSON: {error}", advice="Give a record that fengong convert wrote.") from error
    if not is_valid(tree):
        words = "; ".join(explain_faults(tree, limit=3))
        raise Unreadable(f"not a task-list/1 record: {words}", advice="Convert the document again with this version.")
    return replace(msgspec.convert(tree, Record), seal=msgspec.UNSET)


def load_record(source: ReadableSource) -> Record:
    """A saved record, gzipped or not, with the whole contract proved.

    ``source``  its path, its bytes, a binary file object, or its JSON text (which begins with ``{``)
    Raises Unreadable when it is no JSON or no task-list/1 record, and OSError where a path cannot be read.
    """
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("{"):
        return read_record(source.encode())
    return read_record(read_source(source)[0])
