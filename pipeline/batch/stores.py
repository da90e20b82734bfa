"""Where records are put: a folder, or a place in an object store. Whole or not at all, both."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pipeline.batch.buckets import (
    is_url,
    join_url,
    list_objects,
    look_up,
    put_object,
    read_ahead,
    read_bytes,
    remove_object,
)
from pipeline.files import drop_drafts, name_draft, sync, sync_folder

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 100
"""Bytes of a slug: with digest and endings it stays below the 255 that file systems take."""


class Store(Protocol):
    """A flat place of records, by name. Workers put, the parent settles: a reader sees a record whole or not at all,
    and it is safe from a power cut before the state records it."""

    def put(self, name: str, data: bytes) -> str:
        """Write a record, not yet under its name; gives the draft's name for ``settle``. Raises OSError."""

    def settle(self, drafts: Mapping[str, str]) -> None:
        """Make drafts (name → draft) safe and give them their names, in place of what was there. Raises OSError."""

    def get_all(self, names: Iterable[str]) -> Iterator[bytes]:
        """The bytes of these records, in this order. Raises OSError."""

    def size(self, name: str) -> int | None:
        """Its size in bytes; None when it is not there. Raises OSError."""

    def remove(self, name: str) -> None:
        """Remove it, if it is there. Raises OSError."""

    def drop_drafts(self) -> None:
        """Remove the drafts that a killed run left. Raises OSError."""


class Folder:
    """Records as files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, data: bytes) -> str:  # noqa: ARG002  as Store has it
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = name_draft()
        with (self._folder / draft).open("xb") as out:
            out.write(data)
        return draft

    def settle(self, drafts: Mapping[str, str]) -> None:
        """All are forced to the disk before the first is renamed: the disk then writes them together, several times
        as fast as one by one."""
        for draft in drafts.values():
            sync(self._folder / draft)
        for name, draft in drafts.items():
            (self._folder / draft).replace(self._folder / name)
        if drafts:
            sync_folder(self._folder)

    def get_all(self, names: Iterable[str]) -> Iterator[bytes]:
        return ((self._folder / name).read_bytes() for name in names)

    def size(self, name: str) -> int | None:
        try:
            return (self._folder / name).stat().st_size
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def drop_drafts(self) -> None:
        if self._folder.is_dir():
            drop_drafts(self._folder)


class Bucket:
    """Records as objects below a URL.

    An object is there whole or not at all and safe as soon as it is put, and objects cannot be renamed, only copied.
    So the record is its own draft: two requests a record are spared. What a run that was cut off leaves is a record
    that no manifest names yet, and the next run puts the same one.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def put(self, name: str, data: bytes) -> str:
        put_object(join_url(self._url, name), data)
        return name

    def settle(self, drafts: Mapping[str, str]) -> None:  # noqa: ARG002  as Store has it
        return

    def get_all(self, names: Iterable[str]) -> Iterator[bytes]:
        """Fetches some ahead, in threads."""
        urls = (join_url(self._url, name) for name in names)
        return (found.result() for _, found in read_ahead(read_bytes, urls) if found is not None)

    def size(self, name: str) -> int | None:
        entry = look_up(join_url(self._url, name))
        return entry.size if entry else None

    def remove(self, name: str) -> None:
        remove_object(join_url(self._url, name))

    def drop_drafts(self) -> None:
        """Nothing to remove; but a wrong name or wrong credentials show here, before any document is worked on."""
        next(list_objects(self._url), None)


def open_store(place: str) -> Store:
    """The store at ``place``, a folder or a URL; made when the first record is put.

    ``file://`` is a folder too: files are written there as safely as in any other.
    """
    if not is_url(place):
        return Folder(Path(place))
    if place.startswith("file://"):
        return Folder(Path(unquote(urlsplit(place).path)))
    return Bucket(place)


def name_record(name: str, sha256: str, gzip: bool) -> str:
    """The record's name: the document's as ``_slug`` has it, then 16 digits of its bytes' digest."""
    return f"{_slug(name)}-{sha256[:16]}.json" + (".gz" if gzip else "")


def name_document(name: str, sha256: str) -> str:
    """The name of a document's copy, with its own ending."""
    return f"{_slug(PurePath(name).stem)}-{sha256[:16]}.{_slug(PurePath(name).suffix)}"


def _slug(name: str) -> str:
    """Letters of any script, digits and ``._-`` of a name; each stretch of other characters becomes ``_``."""
    slug = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip("._").lstrip("-._") or "document"
    return slug.encode()[:_LONGEST].decode(errors="ignore")
