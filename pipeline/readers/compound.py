"""The old Office container (MS-CFB): what is in it, by olefile."""

import io
import struct
from functools import lru_cache
from typing import Any

from pipeline.errors import Unreadable

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of the container of .doc, .xls, .wps and of every encrypted .docx."""
_BROKEN = (
    *(OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError),
    struct.error,
)
"""What olefile raises on damaged containers; its own error is an OSError."""


@lru_cache(1)
def stream_names(data: bytes) -> frozenset[str]:
    """The names at the top of the container; none where the bytes are none, or a damaged one."""
    if not data.startswith(OLE):
        return frozenset()
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return frozenset(path[0] for path in container.listdir(streams=True, storages=False) if len(path) == 1)
    except _BROKEN:
        return frozenset()


def read_streams(data: bytes, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """The streams of these names at the top of the container, as far as it has them. Raises Unreadable."""
    import olefile

    found: dict[str, bytes] = {}
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in wanted:
                if container.exists(name) and container.get_size(name) <= len(data):
                    if _loops(container, name):
                        raise Unreadable("The container of the old Office file is damaged: a stream loops.")
                    found[name] = container.openstream(name).read()
    except _BROKEN as error:
        raise Unreadable(f"The container of the old Office file is damaged: {error}") from error
    return found


def _loops(container: Any, name: str) -> bool:
    """True where a stream comes back to a sector that it had, which olefile reads again."""
    entry = container.root.kids_dict[name.lower()]
    small = entry.size < container.minisectorcutoff
    if small:
        container.loadminifat()
    table = container.minifat if small else container.fat
    seen: set[int] = set()
    sector = entry.isectStart
    for _ in range(-(-entry.size // (container.minisectorsize if small else container.sectorsize))):
        if sector in seen:
            return True
        if sector >= len(table):
            break
        seen.add(sector)
        sector = table[sector]
    return False
