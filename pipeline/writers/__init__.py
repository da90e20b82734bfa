"""Record → a file: one output format, one file, the same function. A new format is one file and one line here."""

from collections.abc import Sequence
from importlib import import_module
from typing import BinaryIO

from msgspec import Struct

from pipeline.model import Record
from pipeline.writers.options import ExportOptions


class Writer(Struct, frozen=True):
    """One output format: its name, which is also its suffix and the name of its module in this folder."""

    name: str
    binary: bool = False
    """True where the bytes are nothing for a terminal."""

    def write(self, records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
        """Write the records to ``out``, which stays open; the module is imported when it is first used."""
        import_module(f"{__name__}.{self.name}").write(records, out, options)


WRITERS = (Writer("json"), Writer("jsonl"), Writer("csv"), Writer("xlsx", binary=True), Writer("ics"), Writer("jsonld"))


def find_writer(name: str) -> Writer:
    """The writer of that name. Raises KeyError."""
    return {writer.name: writer for writer in WRITERS}[name]
