"""JSON: one record as it is; several as one array. ``options.unit`` drops the tasks that the unit has no part in."""

from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from pipeline.model import Record
from pipeline.writers.options import ExportOptions
from pipeline.writers.rows import keep_tasks


def write(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    """Write UTF-8 JSON, indented by two, ending in a line feed."""
    kept = [keep_tasks(record, options.unit) for record in records]
    text = kept[0].to_json() if len(kept) == 1 else _array(kept)
    out.write(text.encode())


def _array(records: Sequence[Record]) -> str:
    texts = b",".join(record.to_compact_json() for record in records)
    return msgspec.json.format(b"[%b]" % texts, indent=2).decode() + "\n"
