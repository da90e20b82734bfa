"""Zip containers: what is in them, and their members inflated with counted limits."""

import io
import zipfile
import zlib
from functools import lru_cache

from pipeline.errors import Encrypted, TooLarge, Unreadable

_CHUNK = 2**18
_PLAIN_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, IndexError)


@lru_cache(1)
def member_names(data: bytes) -> frozenset[str]:
    """The names in a zip container; none where the bytes are none, or a damaged one."""
    if not data.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            return frozenset(source.namelist())
    except ZIP_ERRORS:
        return frozenset()


@lru_cache(1)
def declared_media_type(data: bytes) -> str:
    """What a package says that it is (the member ``mimetype`` of OpenDocument); empty where it does not say."""
    if "mimetype" not in member_names(data):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, source.open("mimetype") as stream:
            return stream.read(200).decode("ascii", "replace").strip()
    except (*ZIP_ERRORS, RuntimeError, KeyError):
        return ""


def inflate(source: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """One member, counted while it inflates.

    Raises Encrypted, Unreadable (a compression that Office does not use) and TooLarge (beyond ``limit`` bytes).
    """
    if entry.flag_bits & 0x1:
        raise Encrypted("The zip container is encrypted.")
    if entry.compress_type not in _PLAIN_DEFLATE:
        raise Unreadable(f"Compression method {entry.compress_type} is not one of the two that OOXML allows.")
    pieces: list[bytes] = []
    with source.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            limit -= len(piece)
            if limit < 0:
                raise TooLarge("The package inflates to more than a document can have.")
            pieces.append(piece)
    return b"".join(pieces)
