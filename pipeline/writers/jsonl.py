"""JSON lines: one task a line, with the document it stands in, for programs that read tasks one at a time."""

from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from pipeline.model import Record
from pipeline.writers import Options
from pipeline.writers.rows import keep_tasks


def write(records: Sequence[Record], out: BinaryIO, options: Options) -> None:
    """Write the task's members, then ``schema``, ``source``, ``document`` and the ``units`` it names."""
    encoder = msgspec.json.Encoder()
    for record in records:
        for task in keep_tasks(record, options.unit).tasks:
            named = {party.unit for assignment in task.assignments for party in assignment.parties}
            line = msgspec.structs.asdict(task) | {
                "schema": record.schema,
                "source": record.source,
                "document": record.document,
                "units": [unit for unit in record.units if unit.id in named],
            }
            out.write(encoder.encode(line) + b"\n")
