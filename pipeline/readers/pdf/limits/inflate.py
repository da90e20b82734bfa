"""Deflated data, recognised by their first bytes and inflated a piece at a time."""

import zlib
from collections.abc import Iterator


def is_deflated(data: memoryview | bytes | bytearray) -> bool:
    """Do the data begin as deflated data do?"""
    return len(data) > 1 and data[0] & 15 == 8 and data[0] >> 4 < 8 and (data[0] * 256 + data[1]) % 31 == 0


def inflate(data: memoryview | bytes, limit: int, *, chunk: int = 2**18) -> Iterator[bytes]:
    """The data inflated, a piece at a time, until beyond ``limit`` bytes or the first error; nothing for no deflate.

    The checksum is not looked at, as pdfium does not mind it either.
    """
    if not is_deflated(data):
        return
    engine = zlib.decompressobj(-15)
    made, at = 0, 2
    pending: bytes = b""
    while made <= limit and not engine.eof:
        if not pending:
            pending = bytes(data[at : at + chunk])
            at += len(pending)
        saved = engine.copy()
        try:
            piece = engine.decompress(pending, 2**20)
        except zlib.error:
            yield _salvage(saved, pending)
            return
        if not piece and not engine.unconsumed_tail and at >= len(data):
            return
        pending = engine.unconsumed_tail
        made += len(piece)
        if piece:
            yield piece


def _salvage(engine: "zlib._Decompress", pending: bytes) -> bytes:
    """What comes out before the error that is known to be in ``pending``: pdfium uses it, too."""
    pieces: list[bytes] = []
    for step in (4_096, 1):
        try:
            while not engine.eof:
                saved = engine.copy()
                piece = engine.decompress(pending, step)
                pending = engine.unconsumed_tail
                pieces.append(piece)
                if not piece and not pending:
                    break
        except zlib.error:
            engine = saved
    return b"".join(pieces)
