"""JSON lines: one task a line, with the document it is in, for programs that read tasks one at a time.

A line is cut out of the record's own JSON text, so that a saved record need not become values and text again.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import msgspec
from msgspec import Raw, Struct

from pipeline.model import Record
from pipeline.writers.options import ExportOptions
from pipeline.writers.rows import keep_tasks


class _Text(Struct):
    """A record's parts as they are written."""

    schema: str
    source: Raw
    document: Raw
    tasks: list[Raw]
    units: list[Raw]


class _Party(Struct):
    unit: str | None


class _Assignment(Struct):
    parties: list[_Party]


class _Task(Struct):
    assignments: list[_Assignment]


class _Unit(Struct):
    id: str


_read_text = msgspec.json.Decoder(_Text).decode
_read_task = msgspec.json.Decoder(_Task).decode
_read_unit = msgspec.json.Decoder(_Unit).decode
_LINE_ENDS = {"\u0085": b"\\u0085", "\u2028": b"\\u2028", "\u2029": b"\\u2029"}
"""Line ends of Unicode, which JSON allows in a string: many programs split lines at them."""


def write(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    """Write the lines of all records' tasks."""
    for record in records:
        out.writelines(cut_lines(msgspec.json.encode(keep_tasks(record, options.unit))))


def cut_lines(text: bytes) -> Iterator[bytes]:
    """The lines of a record's JSON, which is one line: a task's members, then ``schema``, ``source``,
    ``document`` and the ``units`` it names."""
    record = _read_text(text)
    units = {_read_unit(unit).id: bytes(unit) for unit in record.units}
    schema = msgspec.json.encode(record.schema)
    tail = b',"schema":%b,"source":%b,"document":%b,"units":[' % (schema, bytes(record.source), bytes(record.document))
    for task in record.tasks:
        named = {party.unit for assignment in _read_task(task).assignments for party in assignment.parties}
        own = b",".join(unit for id_, unit in units.items() if id_ in named)
        yield b"%b%b%b]}\n" % tuple(map(_escape, (bytes(task)[:-1], tail, own)))


def _escape(text: bytes) -> bytes:
    for char, escaped in _LINE_ENDS.items():
        text = text.replace(char.encode(), escaped)
    return text
