"""A request's body to a file, its size checked while it comes in."""

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from msgspec import Struct

from pipeline.errors import TooLarge, Unreadable


class Upload(Struct, frozen=True):
    """A document on the disk."""

    path: Path
    sha256: str
    size: int


async def receive(pieces: AsyncIterator[bytes], stated: str | None, spool: Path, limit: int) -> Upload:
    """Write the pieces to a file in ``spool``; ``stated`` is the content-length, ``limit`` bytes are allowed (0: any).

    Raises TooLarge as soon as it is known, Unreadable for an empty body, and OSError. Nothing is left behind then.
    """
    if limit and stated is not None and stated.isdecimal() and int(stated) > limit:
        raise _too_large(limit)
    path = spool / os.urandom(12).hex()
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as out:
            async for piece in pieces:
                size += len(piece)
                if limit and size > limit:
                    raise _too_large(limit)
                digest.update(piece)
                out.write(piece)
        if not size:
            raise Unreadable("The request has no body.", advice="Send the document's bytes as the body.")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Upload(path, digest.hexdigest(), size)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The file has more than {max(limit // 2**20, 1)} MiB.")
