"""The task lines of one record, for ``tasks.jsonl``.

Workers have the record at hand, so each appends its lines to a part file of its own during the run; at the end they
are only put in order. Parts last as long as the run: the lines of a record from an earlier one are cut anew.
"""

import gzip
import os
from pathlib import Path

from pipeline.batch.model import LinesPart
from pipeline.writers.jsonl import cut_lines


def pack_lines(text: bytes, compressed: bool) -> bytes:
    """The lines of a record's JSON as they are in ``tasks.jsonl``, or as one member of ``tasks.jsonl.gz``."""
    lines = b"".join(cut_lines(text))
    return gzip.compress(lines, mtime=0) if compressed else lines


class PartFile:
    """The part file of one worker process in ``folder``; made when the first lines come."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{os.urandom(8).hex()}.lines"
        self._end = 0

    def append(self, data: bytes) -> LinesPart:
        """Append ``data``; gives its place. Raises OSError."""
        with self._path.open("ab") as file:
            file.write(data)
        start, self._end = self._end, self._end + len(data)
        return LinesPart(str(self._path), start, len(data))


def read_part(part: LinesPart) -> bytes | None:
    """The lines there; None if the part is missing or cut short."""
    try:
        with Path(part.path).open("rb") as file:
            file.seek(part.start)
            data = file.read(part.length)
    except OSError:
        return None
    return data if len(data) == part.length else None
