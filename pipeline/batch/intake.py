"""Which documents of a run need work: inputs listed, digests taken, known outcomes kept, archives opened."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from pipeline.batch.archives import check_file, is_archive, unpack
from pipeline.batch.buckets import is_url, read_ahead, read_pieces
from pipeline.batch.edits import Edits
from pipeline.batch.model import Counted, Event, Finding, Job, Options, Settled, Versions
from pipeline.batch.sources import find_documents, is_document, read_file_name, show_path
from pipeline.batch.state import WALKED, InputRow, KnownDocument, State, show_limits
from pipeline.batch.stores import Store
from pipeline.batch.work import MIB, fail
from pipeline.corrections.book import read_corrections
from pipeline.errors import FileError, TooLarge, Unreadable

Listener = Callable[[Event], None]
"""Called with each event of a run."""
_BY_LIMIT = {"time-limit", "memory-limit", "too-large", "crashed"}
"""Failures that other limits may mend."""
_COUNT_EVERY = 0.5
"""Seconds between two reports of how many documents there are."""
_LONGEST_NAME = 60
"""Characters kept, from the end, of the name of an archive that is copied from an object store."""
_DEEPEST = 3
"""Levels to which archives inside archives are opened."""


def list_inputs(state: State, out: Path, listen: Listener) -> None:
    """Write down all files and archives of this run except what is in ``out``, and forget those that are gone."""
    for number, found in enumerate(found for root in state.roots() for found in find_documents(root, out)):
        state.list_input(found, is_archive=is_archive(found.location))
        if number % 1000 == 0:
            listen(Counted(number))
    state.keep_members()
    state.drop_unlisted()
    state.commit()
    listen(Counted(state.count_inputs()))


class Intake:
    """The documents of one run, one after the other, and their outcomes.

    ``spool`` is a folder for copies of archives' members while they are worked on.
    """

    def __init__(
        self,
        state: State,
        options: Options,
        versions: Versions,
        store: Store,
        spool: Path,
        listen: Listener,
        edits: Edits | None = None,
    ) -> None:
        self._state, self._options, self._versions, self._store = state, options, versions, store
        self._corrections = read_corrections(Path(options.corrections)) if options.corrections else None
        self._spool, self._listen, self._edits = spool, listen, edits
        self._waiting: dict[str, list[str]] = {}
        """Digests being worked on, with the paths that were met since."""
        self._before: dict[str, str | None] = {}
        """The records that documents being worked on had so far."""
        self._counted = 0.0

    def jobs(self) -> Iterator[Job]:
        """The documents that need work, each digest once, in the order of their paths."""
        for item, digest in read_ahead(self._digest, self._state.inputs(), _is_far):
            if item.is_archive:
                yield from self._open_archive(item)
            else:
                yield from self._take_file(item, digest)
        self._listen(Counted(self._state.count_inputs()))

    def settle(self, done: Iterable[tuple[Job, Finding]]) -> None:
        """The outcomes of documents that were worked on and whose records are safe; the records that they replace are
        removed."""
        superseded = [record for job, finding in done if (record := self._settle(job, finding)) is not None]
        self._state.commit()
        for record in superseded:
            self._store.remove(record)

    def _settle(self, job: Job, finding: Finding) -> str | None:
        """Store one outcome; gives the name of the record that it supersedes, if there is one."""
        self._state.settle(job.sha256, self._versions_of(job.sha256), self._options.limits, finding)
        self._listen(Settled(job.path, job.sha256, finding))
        for path in self._waiting.pop(job.sha256, ()):
            self._listen(Settled(path, job.sha256, finding, known=True))
        if job.spooled:
            Path(job.location).unlink(missing_ok=True)
        before = self._before.pop(job.sha256, None)
        return None if before == finding.record else before

    def _digest(self, item: InputRow) -> str:
        return _digest(item.location, _size(item), self._options.limits.size)

    def _take_file(self, item: InputRow, digest: "Future[str] | None") -> Iterator[Job]:
        sha256 = item.sha256
        if sha256 is None:
            try:
                sha256 = digest.result() if digest else self._digest(item)
            except FileError as error:
                self._give_up(item.path, error)
                return
            self._state.note_digest(item, sha256)
        yield from self._offer(Job(sha256, item.location, item.path, read_file_name(item.location), _size(item)))

    def _give_up(self, path: str, error: FileError) -> None:
        self._state.note_trouble(path, error)
        self._listen(Settled(path, None, fail(error)))

    def _offer(self, job: Job) -> Iterator[Job]:
        """The job, unless its outcome is known or another path of the same bytes is being worked on."""
        if job.sha256 in self._waiting:
            self._waiting[job.sha256].append(job.path)
        elif (finding := self._known(job.sha256)) is not None:
            self._listen(Settled(job.path, job.sha256, finding, known=True))
        elif not self._options.only_failed or self._state.find(job.sha256) is not None:
            self._waiting[job.sha256] = []
            if self._edits is not None and (known := self._state.find(job.sha256)) is not None:
                self._edits.keep(known.finding)
            yield job
            return
        if job.spooled:
            Path(job.location).unlink(missing_ok=True)

    def _known(self, sha256: str) -> Finding | None:
        """The outcome that still holds: reached with these versions, and its record is where it was put."""
        known = self._state.find(sha256)
        if known is None:
            return None
        record = known.finding.record
        if known.run == self._state.run or self._holds(sha256, known):
            there = record is None or self._store.size(record) == known.finding.stored
            return known.finding if there else None
        self._before[sha256] = record
        return None

    def _holds(self, sha256: str, known: KnownDocument) -> bool:
        finding = known.finding
        if self._options.only_failed:
            return finding.outcome not in ("failed", "quarantined")
        if finding.code in _BY_LIMIT and known.limits != show_limits(self._options.limits):
            return False
        return known.versions == self._versions_of(sha256)

    def _versions_of(self, sha256: str) -> Versions:
        """What the record of one document depends on: the corrections that bear on it too, and no others."""
        digest = self._corrections.digest(sha256) if self._corrections else ""
        if not digest:
            return self._versions
        return replace(self._versions, options=f"{self._versions.options} corrections={digest}")

    def _open_archive(self, item: InputRow) -> Iterator[Job]:
        """The members that need work. An archive that has not changed is opened only if one of them does."""
        if item.sha256 == WALKED and all(map(self._member_holds, self._state.inputs(item.path))):
            for member in self._state.inputs(item.path):
                self._listen(Settled(member.path, member.sha256, self._outcome(member), known=True))
            return
        self._state.reopen(item.path)
        try:
            with self._within_reach(item.location) as file:
                yield from self._unpack(file, item, item.path, 1)
        except FileError as error:
            self._give_up(item.path, error)
        else:
            self._state.note_digest(item, WALKED)
        self._state.drop_unlisted(item.path)
        self._report_count()

    def _report_count(self) -> None:
        """Report how many documents there are by now, at most every _COUNT_EVERY seconds."""
        if time.monotonic() - self._counted > _COUNT_EVERY:
            self._listen(Counted(self._state.count_inputs()))
            self._counted = time.monotonic()

    def _member_holds(self, member: InputRow) -> bool:
        return member.code is not None or (member.sha256 is not None and self._known(member.sha256) is not None)

    def _outcome(self, member: InputRow) -> Finding:
        known = self._known(member.sha256) if member.sha256 else None
        return known or fail(FileError(member.reason or "", advice=member.advice, code=member.code))

    @contextmanager
    def _within_reach(self, location: str) -> Iterator[Path]:
        """The archive as a file: an object is copied to the spool for as long as it is open."""
        if not is_url(location):
            yield Path(location)
            return
        folder = self._spool / os.urandom(8).hex()
        folder.mkdir()
        try:
            copy = folder / read_file_name(location)[-_LONGEST_NAME:]
            _copy(_pieces(location), copy, 0)
            yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _unpack(self, file: Path, archive: InputRow, inside: str, depth: int) -> Iterator[Job]:
        """The jobs of one archive, or of one inside it; ``inside`` is its path as the user sees it."""
        for member in unpack(file):
            name = PurePosixPath(member.name).name
            if not is_document(Path(name)) and not is_archive(name):
                continue
            path = self._state.list_member(archive, f"{inside}!/{member.name}")
            self._report_count()
            copy = self._spool / f"{os.urandom(8).hex()}{Path(name).suffix.lower()}"
            try:
                if member.error is not None:
                    raise member.error
                sha256, size = _copy(member.pieces, copy, self._options.limits.size)
                if is_archive(name):
                    yield from self._unpack_inner(copy, archive, path, depth)
                else:
                    self._state.note_member(path, sha256)
                    yield from self._offer(Job(sha256, str(copy), path, show_path(name), size, spooled=True))
            except FileError as error:
                copy.unlink(missing_ok=True)
                self._give_up(path, error)

    def _unpack_inner(self, copy: Path, archive: InputRow, path: str, depth: int) -> Iterator[Job]:
        if depth >= _DEEPEST:
            raise Unreadable("Archives are nested too deep.", advice="Unpack it and give the folder.")
        yield from self._unpack(copy, archive, path, depth + 1)
        self._state.forget_input(path)
        copy.unlink(missing_ok=True)


def _is_far(item: InputRow) -> bool:
    """Whether reading it is waiting for a network."""
    return item.sha256 is None and not item.is_archive and is_url(item.location)


def _size(item: InputRow) -> int:
    return int(item.stamp.split()[0]) if item.stamp else 0


def _pieces(url: str) -> Iterator[bytes]:
    """The bytes of an object. Raises Unreadable."""
    try:
        yield from read_pieces(url)
    except OSError as error:
        raise Unreadable(error.strerror or str(error), advice="Check the URL and who may read there.") from error


def _digest(location: str, size: int, limit: int) -> str:
    """sha256 of a file or an object. Raises TooLarge beyond ``limit`` MiB, and Unreadable."""
    if is_url(location):
        _check_size(size, limit)
        digest = hashlib.sha256()
        for piece in _pieces(location):
            digest.update(piece)
        return digest.hexdigest()
    try:
        check_file(Path(location))
        with open(location, "rb") as file:
            _check_size(os.fstat(file.fileno()).st_size, limit)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Unreadable(error.strerror or str(error), advice="Check the path and who may read it.") from error


def _copy(pieces: Iterator[bytes], target: Path, limit: int) -> tuple[str, int]:
    """Write a member to ``target``; its sha256 and size. Raises FileError, and OSError where it cannot be written."""
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        for piece in pieces:
            size += len(piece)
            _check_size(size, limit)
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest(), size


def _check_size(size: int, limit: int) -> None:
    if limit and size > limit * MIB:
        raise TooLarge(f"The file has more than {limit} MiB.")
