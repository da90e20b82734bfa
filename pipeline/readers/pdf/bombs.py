"""Streams that inflate to far more than a page can hold, stopped before pdfium inflates them whole."""

import re
import zlib
from collections.abc import Iterator

from pipeline.errors import TooLarge

STREAM_LIMIT = 64 * 2**20
"""Bytes of one content, font or object stream; the largest in real documents (maps, drawings) stay under 30 MB."""
_SMALL = 32 * 2**10
"""Compressed bytes below which a stream is harmless: deflate grows data at most 1,032 times."""
_CHUNK = 2**20
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 2_000


def check_streams(data: bytes) -> None:
    """Raise TooLarge when a stream inflates beyond STREAM_LIMIT, counted while inflating and never kept.

    Pictures are left out: reading text does not decode them.
    """
    for start, end, filters in _packed_streams(data):
        size = sum(len(piece) for piece in _inflate(iter([data[start:end]]), filters))
        if size > STREAM_LIMIT:
            raise TooLarge(f"A stream of the PDF inflates to more than {STREAM_LIMIT // 2**20} MiB.")


def _packed_streams(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of deflate filters of each stream that is large enough to matter."""
    for mark in _STREAM.finditer(data):
        start = mark.end()
        if len(data) - start < _SMALL:
            return
        if data.find(b"endstream", start, start + _SMALL) >= 0:
            continue
        head = data[max(mark.start() - _DICTIONARY, 0) : mark.start()].rpartition(b" obj")[2]
        filters = head.count(b"/FlateDecode") + head.count(b"/Fl ")
        if filters and b"/Image" not in head:
            end = data.find(b"endstream", start)
            yield start, len(data) if end < 0 else end, min(filters, 3)


def _inflate(pieces: Iterator[bytes], filters: int) -> Iterator[bytes]:
    """The pieces inflated ``filters`` times, a chunk at a time, until just beyond the limit or the first error."""
    if not filters:
        yield from pieces
        return
    left = STREAM_LIMIT + 1
    engine = zlib.decompressobj()
    try:
        for piece in pieces if filters == 1 else _inflate(pieces, filters - 1):
            while left > 0 and not engine.eof:
                out = engine.decompress(piece, _CHUNK)
                piece = engine.unconsumed_tail
                left -= len(out)
                yield out
                if not out:
                    break
    except zlib.error:
        return
