"""Objects by their URL (``s3://``, ``gs://``, ``az://``, ``file://``), through obstore (extra ``fengong[store]``).

Credentials come from the environment, as obstore reads them. All trouble is an OSError, but for a missing obstore,
which is a RunError. In a URL ``%``, ``#``, ``?`` and white space are written with ``%`` and two digits, all else as it
is.
"""

import errno
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from msgspec import Struct

from pipeline.batch.model import RunError

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)/?(.*)", re.DOTALL)
_SCHEMES = ("s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss", "file")
"""Those in which the part before the first slash is the bucket."""
_TO_QUOTE = re.compile(r"[%#?\s]")
_DURATION = re.compile(r" in [\d.]+ ?[mµn]?s\b")
_PIECE = 2**20
_AT_ONCE = 16
"""Requests under way: a store answers many as soon as one."""
_Item = TypeVar("_Item")
_Read = TypeVar("_Read")


class StoredObject(Struct, frozen=True):
    """One object, unread: its bytes, and a stamp that changes with it (size, time of the change, the store's own
    tag)."""

    size: int
    stamp: str


def is_url(place: str) -> bool:
    """Whether a place is a URL and no path."""
    return _URL.match(place) is not None


def join_url(url: str, name: str) -> str:
    """The URL of ``name``, which may have slashes, below ``url``."""
    return f"{url.rstrip('/')}/{_TO_QUOTE.sub(lambda match: quote(match[0]), name)}"


def read_name(url: str) -> str:
    """The file name in a URL: its last part, unquoted."""
    return unquote(url.rstrip("/").rsplit("/", 1)[-1])


def read_bytes(location: str) -> bytes:
    """All of a file or an object. Raises OSError."""
    if not is_url(location):
        return Path(location).read_bytes()
    store, key = _find(location)
    with _as_os_error(location):
        return bytes(_obstore().get(store, key).bytes())


def read_pieces(url: str) -> Iterator[bytes]:
    """The bytes of an object in pieces. Raises OSError."""
    store, key = _find(url)
    with _as_os_error(url):
        for piece in _obstore().get(store, key).stream(min_chunk_size=_PIECE):
            yield bytes(piece)


def put_object(url: str, data: bytes) -> None:
    """Write an object: it is there whole and safe, or not at all. Raises OSError."""
    store, key = _find(url)
    with _as_os_error(url):
        _obstore().put(store, key, data)


def look_up(url: str) -> StoredObject | None:
    """One object, unread; None if there is none. Raises OSError."""
    store, key = _find(url)
    try:
        with _as_os_error(url):
            return _stored_object(_obstore().head(store, key)) if key else None
    except FileNotFoundError:
        return None


def list_objects(url: str) -> Iterator[tuple[str, str]]:
    """Name and stamp of all objects below ``url``, in no order, a page at a time. Raises OSError."""
    store, key = _find(url)
    with _as_os_error(url):
        for page in _obstore().list(store, prefix=key or None):
            for meta in page:
                yield meta["path"].removeprefix(key).lstrip("/"), _stored_object(meta).stamp


def remove_object(url: str) -> None:
    """Remove it, if it is there. Raises OSError."""
    store, key = _find(url)
    try:
        with _as_os_error(url):
            _obstore().delete(store, key)
    except FileNotFoundError:
        return


def read_ahead(
    read: Callable[[_Item], _Read], items: Iterable[_Item], wanted: Callable[[_Item], bool] = lambda _: True
) -> Iterator[tuple[_Item, "Future[_Read] | None"]]:
    """The items in their order, each with what ``read`` gives for it; None where that is not wanted.

    Some are read at the same time, in threads, and never more than those beyond the one that is asked for.
    """
    waiting: deque[tuple[_Item, Future[_Read] | None]] = deque()
    pool = ThreadPoolExecutor(_AT_ONCE, "reader")
    try:
        for item in items:
            waiting.append((item, pool.submit(read, item) if wanted(item) else None))
            if len(waiting) > _AT_ONCE:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        pool.shutdown(cancel_futures=True)


def _stored_object(meta: Any) -> StoredObject:
    changed = int(meta["last_modified"].timestamp() * 1e9)
    return StoredObject(meta["size"], f"{meta['size']} {changed} {meta['e_tag'] or ''}".rstrip())


def _find(url: str) -> tuple[Any, str]:
    """The bucket, and the object's key in it."""
    match = _URL.fullmatch(url)
    if match is None or match[1].lower() not in _SCHEMES:
        raise OSError(errno.EINVAL, f"URLs of this kind are not known (but {', '.join(_SCHEMES)}): {url}")
    with _as_os_error(url):
        return _open(f"{match[1]}://{match[2]}/"), unquote(match[3]).strip("/")


@cache
def _open(root: str) -> Any:
    os.environ.setdefault("TOKIO_WORKER_THREADS", "2")  # else one for each processor, within a worker's memory
    _obstore()
    return import_module("obstore.store").from_url(root)


def _obstore() -> Any:
    try:
        return import_module("obstore")
    except ImportError as error:
        raise RunError(
            "missing",
            "Object stores need obstore, which is not installed here.",
            "pip install 'fengong[store]', on every machine that takes part; or give folders.",
        ) from error


@contextmanager
def _as_os_error(url: str) -> Iterator[None]:
    """Raise OSError for what obstore raises, with the same words for the same trouble in every store."""
    try:
        yield
    except FileNotFoundError as error:
        raise OSError(errno.ENOENT, "No such object") from error
    except (PermissionError, _obstore().exceptions.PermissionDeniedError) as error:
        raise OSError(errno.EACCES, "The object store does not allow it") from error
    except _obstore().exceptions.UnauthenticatedError as error:
        raise OSError(errno.EACCES, "The object store does not know the credentials") from error
    except _obstore().exceptions.BaseError as error:
        detail = _DURATION.sub("", str(error).splitlines()[0])
        raise OSError(errno.EIO, f"{url}: {detail}") from error
