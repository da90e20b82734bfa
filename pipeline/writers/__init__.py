"""Record → a file: one output format, one file, the same function. A new format is one file and one line here."""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from msgspec import Struct

from pipeline.model import Record


class ExportOptions(Struct, frozen=True):
    """What a user can ask of any format; a format that has no use for an option ignores it."""

    unit: str | None = None
    """Keep the assignments of one unit: its printed name, full name, official name or id."""
    long: bool = False
    """One row a party instead of one row an assignment."""


Write = Callable[[Sequence[Record], BinaryIO, ExportOptions], None]


class Writer(Struct, frozen=True):
    """One output format: its name, which is also its suffix, and its function (imported when used)."""

    name: str
    write: Write
    binary: bool = False
    """True where the bytes are nothing for a terminal."""


def _json(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    from pipeline.writers.json import write

    write(records, out, options)


def _jsonl(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    from pipeline.writers.jsonl import write

    write(records, out, options)


def _csv(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    from pipeline.writers.csv import write

    write(records, out, options)


def _xlsx(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    from pipeline.writers.xlsx import write

    write(records, out, options)


WRITERS = (Writer("json", _json), Writer("jsonl", _jsonl), Writer("csv", _csv), Writer("xlsx", _xlsx, binary=True))


def find_writer(name: str) -> Writer:
    """The writer of that name. Raises KeyError."""
    return {writer.name: writer for writer in WRITERS}[name]
