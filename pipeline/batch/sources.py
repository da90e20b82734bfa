"""Which documents a call means: folders and buckets walked, patterns expanded, a list on stdin.

Nothing is held in memory.
"""

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from msgspec import Struct

from pipeline.batch.archives import is_archive
from pipeline.batch.buckets import is_url, join_url, list_objects, look_up, read_name
from pipeline.readers import SUFFIXES

OTHER_DOCUMENTS = (
    *(".doc", ".docm", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ofd", ".text", ".markdown", ".xhtml", ".mht"),
    *(".xls", ".xlsx", ".xlsm", ".et", ".ods", ".csv", ".tsv", ".png", ".jpg", ".jpeg", ".tif", ".tiff"),
)
"""Kinds that hold documents too: taken from a folder, so that a reader takes them or an error tells the user what to
do."""
STDIN = "-"


class Root(Struct, frozen=True):
    """A PATH of a call: as it was given, and as an absolute path; a URL is the same in both."""

    given: str
    absolute: str


class FoundDocument(Struct, frozen=True):
    """A file or an object: its path as the user sees it (under the folder as it was given), its location, and a stamp
    that changes when it does."""

    path: str
    location: str
    stamp: str | None
    """Size, then times (then a store's own tag); None when it cannot be looked at."""


def read_roots(paths: Iterable[str], lines: Iterable[str] | None = None) -> Iterator[Root]:
    """The PATHs of a call, patterns expanded; ``-`` means ``lines`` (one path each), by default those of stdin."""
    for path in paths:
        if path == STDIN:
            yield from (_root(line) for line in _lines(sys.stdin if lines is None else lines))
        elif glob.has_magic(path) and not is_url(path) and not os.path.lexists(path):
            yield from (_root(name) for name in sorted(glob.glob(path, recursive=True)))
        else:
            yield _root(path)


def find_documents(root: Root, out: Path) -> Iterator[FoundDocument]:
    """The documents and archives at ``root``, in no order; a file is taken under any name. What a run left in
    ``out`` (an absolute path) is none of them.

    A folder that cannot be looked into is given like a file that cannot be read.
    """
    if is_url(root.absolute):
        yield from _find_objects(root)
        return
    top = Path(root.absolute)
    if not top.is_dir():
        yield FoundDocument(root.given, root.absolute, read_stamp(top))
        return
    closed: list[Path] = []
    for path in walk(top, closed, out):
        if is_document(path) or is_archive(path.name):
            yield _found(root, path)
    yield from (_found(root, path) for path in closed)


def walk(folder: Path, closed: list[Path] | None = None, out: Path | None = None) -> Iterator[Path]:
    """Every file below, in no order; hidden ones, the lock files of open documents (~$…) and the folder ``out`` left
    out.

    Links to folders are not followed, so a circle of links ends. A folder that cannot be looked into is added to
    ``closed``; without such a list it raises OSError.
    """
    if folder == out:
        return
    try:
        entries = os.scandir(folder)
    except OSError:
        if closed is None:
            raise
        closed.append(folder)
        return
    with entries:
        for entry in entries:
            if not entry.name.startswith((".", "~$")):
                if entry.is_dir(follow_symlinks=False):
                    yield from walk(Path(entry.path), closed, out)
                elif _leads_to_file(entry):
                    yield Path(entry.path)


def _find_objects(root: Root) -> Iterator[FoundDocument]:
    """An object of any name, or the documents and archives below a URL; trouble is given like an object that
    cannot be read."""
    url = root.absolute
    nothing = True
    try:
        if (entry := look_up(url)) is not None:
            yield FoundDocument(url, url, entry.stamp)
            return
        for name, stamp in list_objects(url):
            nothing = False
            path = PurePath(name)
            if not any(part.startswith((".", "~$")) for part in path.parts) and (is_document(path) or is_archive(name)):
                location = join_url(url, name)
                yield FoundDocument(location, location, stamp)
    except OSError:
        nothing = True
    if nothing:
        yield FoundDocument(url, url, None)


def read_file_name(location: str) -> str:
    """The name of the file or object at a location, for its record."""
    return read_name(location) if is_url(location) else show_path(os.path.basename(location))


def _leads_to_file(entry: "os.DirEntry[str]") -> bool:
    """Also a link that leads nowhere, so that it is reported; not a pipe, a device, or a link to a folder."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:  # links in a circle
        return True


def _found(root: Root, path: Path) -> FoundDocument:
    return FoundDocument(str(Path(root.given) / path.relative_to(root.absolute)), str(path), read_stamp(path))


def is_document(path: PurePath) -> bool:
    """Whether a folder's file is taken, by its suffix."""
    return path.suffix.lower() in SUFFIXES or path.suffix.lower() in OTHER_DOCUMENTS


def show_path(path: str) -> str:
    """A path for printing and for UTF-8 files; bytes that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if os.name != "nt" else path


def read_stamp(path: Path) -> str | None:
    """Size and times of a file: when they are the same, so are its bytes."""
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _root(path: str) -> Root:
    if is_url(path):
        return Root(path, path)
    return Root(os.path.normpath(path), os.path.abspath(path))


def _lines(stream: Iterable[str]) -> Iterator[str]:
    """Paths parted by line feeds, or by NUL as ``find -print0`` does."""
    for line in stream:
        yield from (part for part in line.rstrip("\r\n").split("\0") if part)
