"""Layouts that a person confirmed: the words over the columns of a list, and what each column means.

A profile is a TOML file (``profiles/*.toml``) with tables ``[[layout]]``:

header  the words over each column from the left, each a list from the top down (``[["序号"], ["工作", "内容"]]``)
roles   for each column the roles of the contract, or an empty list where the program's own reading stays
from    the id of the correction that said so (optional)

It holds for every table whose header has these words, whatever its office or year; nothing else is looked at.
"""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from pipeline.errors import KnowledgeError
from pipeline.fold import fold_text
from pipeline.model import Column, ColumnRole

HeaderWords = tuple[tuple[str, ...], ...]
_NAMES: tuple[ColumnRole, ...] = ("title",)


class LayoutProfile(Struct, frozen=True):
    """A layout: ``header`` words folded, and for each column its roles (empty: as read) and who said so."""

    header: HeaderWords
    roles: tuple[tuple[ColumnRole, ...], ...]
    corrections: tuple[str | UnsetType, ...]

    def give_roles(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """The columns as the profile says. Where it names a title, another title of the program's is none."""
        titled = [index for index, roles in enumerate(self.roles) if "title" in roles]
        given = []
        for index, column in enumerate(columns):
            if self.roles[index]:
                column = replace(column, roles=self.roles[index], corrected=self.corrections[index])
            elif titled and "title" in column.roles:
                other: ColumnRole = "category" if index < titled[0] else "measures"
                column = replace(column, roles=tuple(other if role == "title" else role for role in column.roles))
            given.append(column)
        return tuple(given)


def fold_header(header: Sequence[Sequence[str]]) -> HeaderWords:
    """The words over each column as they are compared: widths and white space aside."""
    return tuple(tuple(fold_text(word) for word in words) for words in header)


_current: ContextVar[tuple[LayoutProfile, ...]] = ContextVar("fengong_profiles", default=())


def profiles() -> tuple[LayoutProfile, ...]:
    """The layouts in force here and now."""
    return _current.get()


@contextmanager
def using_profiles(found: Sequence[LayoutProfile]) -> Iterator[None]:
    """While it lasts, these layouts are known, in this thread or task alone; of two with one header the first holds."""
    token = _current.set(tuple(found))
    try:
        yield
    finally:
        _current.reset(token)


def find_profile(texts: Sequence[Sequence[str]]) -> LayoutProfile | None:
    """The layout in force with these header words."""
    known = profiles()
    if not known or not any(texts):
        return None
    words = fold_header(texts)
    return next((profile for profile in known if profile.header == words), None)


def read_profiles(folder: Path) -> tuple[LayoutProfile, ...]:
    """The layouts of a TOML file, or of all ``*.toml`` of a folder in the order of names.

    Raises KnowledgeError (file: reason).
    """
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]
    try:
        return tuple(found for file in files for found in _parse(str(file), file.read_bytes()))
    except OSError as error:
        raise KnowledgeError(f"{folder}: {error.strerror}") from error


def profile_bytes(folder: str | Path | None) -> bytes:
    """The bytes of all its files: what a digest of the knowledge in force is taken over. Raises KnowledgeError."""
    path = Path(folder or "")
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    try:
        return b"\0".join(file.read_bytes() for file in files) if folder else b""
    except OSError as error:
        raise KnowledgeError(f"{folder}: {error.strerror}") from error


@lru_cache(maxsize=64)
def _parse(name: str, data: bytes) -> tuple[LayoutProfile, ...]:
    try:
        tree = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:  # of the decoder too
        raise KnowledgeError(f"{name}: {error}") from error
    return tuple(_read_layout(name, layout) for layout in tree.get("layout", ()))


def _read_layout(name: str, layout: dict[str, Any]) -> LayoutProfile:
    header, roles = layout.get("header"), layout.get("roles")
    if not isinstance(header, list) or not isinstance(roles, list) or not header or len(header) != len(roles):
        raise KnowledgeError(f"{name}: a layout has header and roles, with as many columns each")
    for role in (role for column in roles for role in column):
        if role not in get_args(ColumnRole):
            raise KnowledgeError(f"{name}: {role!r} is no role; roles are {', '.join(get_args(ColumnRole))}")
    ids = layout.get("from", [])
    given = [ids[index] if index < len(ids) and ids[index] else UNSET for index in range(len(header))]
    return LayoutProfile(fold_header(header), tuple(tuple(column) for column in roles), tuple(given))
