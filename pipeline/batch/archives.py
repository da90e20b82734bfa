"""The members of archives: zip and tar by the standard library, 7z and rar by libarchive (extra ``fengong[archives]``).

Members come one at a time and are read before the next one, so that an archive of any size needs no room.
"""

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from msgspec import Struct

from pipeline.errors import Encrypted, FileError, Unreadable, Unsupported

_FIRST_CHINESE = "\u2014"
"""The dash — and all Chinese punctuation and characters come after it or are it."""
_RATIO, _ALLOWANCE = 200, 2**30
"""An archive may unpack to _RATIO times its size, or to _ALLOWANCE bytes if that is more."""
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What the libraries raise on damaged archives; NotImplementedError, a RuntimeError, for methods they do not know."""


class Member(Struct, frozen=True):
    """One file in an archive: its path there, and its bytes in pieces. ``error``: why there are none."""

    name: str
    pieces: Iterator[bytes]
    error: FileError | None = None


class ArchiveKind(Struct, frozen=True):
    """One kind of archive: how its names end, and what gives its members."""

    suffixes: tuple[str, ...]
    members: Callable[[Path], Iterator[Member]]


def is_archive(name: str) -> bool:
    """Whether a file of that name is opened and its members taken."""
    return _kind_of(name) is not None


def unpack(path: Path) -> Iterator[Member]:
    """The members, hidden ones left out, in the archive's order; each is good until the next one is asked for.

    A member's pieces raise Unreadable where it is damaged. Raises FileError where the archive itself is damaged, of a
    kind that cannot be opened here, or grows beyond all measure.
    """
    kind = _kind_of(path.name)
    if kind is None:
        raise Unsupported("It is no archive.")
    try:
        check_file(path)
        left = [max(_RATIO * path.stat().st_size, _ALLOWANCE)]
        for member in kind.members(path):
            if not any(map(_is_hidden, PurePosixPath(member.name.replace("\\", "/")).parts)):
                yield Member(member.name, _measured(member.pieces, left), member.error)
    except _DAMAGE as error:
        raise Unreadable(f"The archive is damaged: {error}") from error


def check_file(path: Path) -> None:
    """Raises Unreadable for a pipe, a device or a folder: to read one might never end. OSError where nothing is."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unreadable("It is no file.", advice="Give files, folders, or archives.")


def _is_hidden(part: str) -> bool:
    """``..`` hides nothing: a member is never written under its own name, so a path that climbs does no harm."""
    return part.startswith((".", "~$", "__MACOSX")) and part != ".."


def _measured(pieces: Iterator[bytes], left: list[int]) -> Iterator[bytes]:
    from pipeline.errors import TooLarge

    try:
        for piece in pieces:
            left[0] -= len(piece)
            if left[0] < 0:
                raise TooLarge(f"The archive unpacks to more than {_RATIO} times its size.")
            yield piece
    except _DAMAGE as error:
        raise Unreadable(f"This member of the archive is damaged: {error}") from error


def _kind_of(name: str) -> ArchiveKind | None:
    return next((kind for kind in KINDS if name.lower().endswith(kind.suffixes)), None)


def _in_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(1 << 20):
            yield piece


def _members_of_zip(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = _name_in_zip(info)
            if info.flag_bits & 0x1:
                yield Member(name, iter(()), Encrypted("The archive is protected by a password."))
            else:
                yield Member(name, _open_in_zip(archive, info))


def _open_in_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Opened when it is read: a method that zipfile does not know is this member's trouble only."""
    yield from _in_pieces(archive.open(info))


def _name_in_zip(info: zipfile.ZipInfo) -> str:
    """Chinese names without the UTF-8 flag: Windows writes GBK, Info-ZIP on Linux and macOS UTF-8; zipfile takes both
    for code page 437. Bytes that are UTF-8 and give nothing but Chinese are UTF-8: a GBK name hardly ever is."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        data = info.filename.encode("cp437")
    except UnicodeError:
        return info.filename
    with suppress(UnicodeError):
        name = data.decode("utf-8")
        if all(char.isascii() or char == "·" or char >= _FIRST_CHINESE for char in name):
            return name
    with suppress(UnicodeError):
        return data.decode("gb18030")
    return info.filename


def _members_of_tar(path: Path) -> Iterator[Member]:
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            stream = archive.extractfile(info) if info.isfile() else None
            if stream is not None:
                yield Member(info.name, _in_pieces(stream))


def _members_by_libarchive(path: Path) -> Iterator[Member]:
    try:
        import libarchive
    except (ImportError, OSError, TypeError, AttributeError) as error:  # the package, or the library that it calls
        raise Unsupported(
            "7z and rar archives need libarchive, which is not installed here.",
            advice="Install fengong[archives] and the system's libarchive, or unpack it and give the folder.",
        ) from error
    try:
        with libarchive.file_reader(str(path)) as archive:
            for entry in archive:
                if entry.isfile:
                    yield Member(entry.pathname, _blocks(entry))
    except libarchive.ArchiveError as error:
        locked = "assphrase" in str(error) or "ncrypt" in str(error)
        raise (Encrypted if locked else Unreadable)(f"The archive cannot be read: {error}") from error


def _blocks(entry: Any) -> Iterator[bytes]:
    with closing(entry.get_blocks()) as blocks:
        yield from blocks


KINDS = (
    ArchiveKind((".zip",), _members_of_zip),
    ArchiveKind((".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz"), _members_of_tar),
    ArchiveKind((".7z", ".rar"), _members_by_libarchive),
)
