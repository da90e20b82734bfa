"""THE FLOW of a batch: inputs listed, documents handed out, outcomes kept, results published."""

import os
import shlex
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Protocol

from msgspec import Struct, structs

from pipeline import knowledge
from pipeline.batch.buckets import is_url, read_bytes
from pipeline.batch.database import Lock, copy_state, open_state
from pipeline.batch.edits import Edits
from pipeline.batch.intake import Intake, Listener, list_inputs
from pipeline.batch.keeper import Keeper
from pipeline.batch.local import Result, Workers
from pipeline.batch.model import KEPT, RECORDS, Finding, Job, Language, Options, RunError, Summary, Versions, Workplace
from pipeline.batch.publish import publish, sum_up
from pipeline.batch.report import write_report
from pipeline.batch.sources import Root
from pipeline.batch.state import State
from pipeline.batch.stores import Store, name_document, open_store
from pipeline.batch.work import fail
from pipeline.contract import read_schema
from pipeline.errors import Crashed, TimeLimit
from pipeline.files import drop_drafts
from pipeline.text.profiles import profile_bytes
from pipeline.version import VERSION

SPOOL, QUARANTINE = ".spool", "quarantine"
_ROOM = (
    "Look at the room left on the disk and at who may write there, then run it again: it continues where it stopped."
)


class Engine(Protocol):
    """Who hands documents to workers; a context. ``ahead`` is how many it holds at a time."""

    ahead: int

    def __enter__(self) -> "Engine": ...

    def __exit__(self, kind: object, error: object, trace: object) -> None: ...

    def submit(self, job: Job) -> None:
        """Hand out one document."""

    def wait(self) -> tuple[Job, Result] | None:
        """A document and what became of it; None when nothing ended for a while."""


def run_batch(
    roots: Iterable[Root] | None,
    out: Path,
    options: Options,
    listen: Listener = lambda _: None,
    language: Language = "en",
) -> Summary:
    """Give every document of ``roots`` (None: those of the last run) exactly one outcome, and publish in ``out``.

    ``language`` is that of the report. What is known from earlier runs is kept. An interruption (KeyboardInterrupt)
    keeps what was done so far, a kill loses at most the last half second; the next run continues from there. Raises
    RunError where the run cannot continue, and KnowledgeError where a user's own file is broken.
    """
    try:
        with Lock(out), closing(open_state(out)) as state:
            summary = _run(state, roots, out, options, listen)
            write_report(state, out, summary, options, language)
            return summary
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a fault in a statement: ours
            raise
        raise RunError("output", f"The state of the run cannot be kept: {error}.", _ROOM) from error
    except OSError as error:
        raise RunError("output", f"Results cannot be written: {error.strerror or error}.", _ROOM) from error


def plan_batch(roots: Iterable[Root] | None, out: Path, options: Options, listen: Listener) -> Iterator[Job]:
    """The documents that a run would work on; nothing is written in ``out``. Raises as ``run_batch`` does."""
    try:
        with tempfile.TemporaryDirectory() as spool, closing(copy_state(out)) as state:
            state.begin(roots)
            list_inputs(state, out.absolute(), listen)
            store = open_store(options.records or str(out / RECORDS))
            yield from Intake(state, options, read_versions(options), store, Path(spool), listen).jobs()
    except sqlite3.Error as error:
        raise RunError("output", f"The state of the last run cannot be read: {error}.", _ROOM) from error


def last_options(out: Path) -> Options | None:
    """The options of the last run in ``out``; None where there was none. Raises sqlite3.Error."""
    with closing(copy_state(out)) as state:
        return state.last_options()


def read_versions(options: Options) -> Versions:
    """What records of this run depend on besides the documents."""
    return Versions(
        program=VERSION,
        schema=f"task-list/1 revision {read_schema()['x-revision']}",
        knowledge=knowledge.version(options.units, options.words, profile_bytes(options.profiles)),
        options=_show_options(options),
    )


def _show_options(options: Options) -> str:
    """The options that change a record, as one word."""
    given = {name: getattr(options, name) for name in ("region", "year", "issued_on")}
    named = (f"{name}={value}" for name, value in given.items() if value is not None)
    read = [] if options.ocr == "auto" else [f"ocr={options.ocr}"]
    return " ".join(["gzip" if options.gzip else "plain", *named, *read])


def _run(state: State, roots: Iterable[Root] | None, out: Path, options: Options, listen: Listener) -> Summary:
    began = time.monotonic()
    here = out.absolute()
    place = Workplace(records=options.records or str(here / RECORDS), parts=str(here / SPOOL))
    store = open_store(place.records)
    with _no_drafts(store, out), _empty_folder(out / SPOOL) as spool:
        state.remember_options(options)
        state.begin(roots)
        list_inputs(state, here, listen)
        state.forget_passing()
        edits = Edits(store, out / KEPT, listen)
        intake = Intake(state, options, read_versions(options), store, spool, listen, edits)
        parts = RunParts(state, intake, store, place, out)
        worked = _work(parts, parts.intake.jobs(), options)
        worked += _work(parts, state.suspects(), structs.replace(options, jobs=1, recycle=1), alone=True)
        pruned = _prune(state, store, edits) if options.prune else 0
        publish(state, out, store, options)
    return sum_up(state, worked, pruned, edits.count, time.monotonic() - began)


class RunParts(Struct, frozen=True):
    """What the steps of a run have in common."""

    state: State
    intake: Intake
    store: Store
    place: Workplace
    out: Path


def _work(parts: RunParts, jobs: Iterator[Job], options: Options, alone: bool = False) -> int:
    """Hand out the jobs and keep what becomes of them, also of those before an interruption; how many they were."""
    worked = 0
    with Keeper(parts.store) as keeper:
        try:
            for done in _hand_out(jobs, options, parts.place, ahead=1 if alone else None):
                if done is not None and (found := _judge(*done, parts, alone)) is not None:
                    keeper.add(*found)
                    worked += 1
                if safe := keeper.take_safe():
                    parts.intake.settle(safe)
        finally:
            parts.intake.settle(keeper.take_rest())
    return worked


def _hand_out(
    jobs: Iterator[Job], options: Options, place: Workplace, ahead: int | None
) -> Iterator[tuple[Job, Result] | None]:
    """Each job with what became of it, in the order in which they end; None from time to time while nothing ends."""
    first = next(jobs, None)
    if first is None:
        return
    with _open_engine(options, place) as engine:
        most, waiting = ahead or engine.ahead, 0
        for job in chain([first], jobs):
            engine.submit(job)
            waiting += 1
            while waiting >= most:
                done = engine.wait()
                waiting -= done is not None
                yield done
        while waiting:
            done = engine.wait()
            waiting -= done is not None
            yield done


def _open_engine(options: Options, place: Workplace) -> Engine:
    if options.engine == "ray":
        from pipeline.batch.cluster import Cluster

        return Cluster(options, place)
    return Workers(options, place)


def _judge(job: Job, result: Result, parts: RunParts, alone: bool) -> tuple[Job, Finding] | None:
    """The document's outcome; None if it is to be tried again alone."""
    if alone:
        parts.state.clear(job.sha256)
    if isinstance(result, Finding):
        return job, result
    if result.late:
        return job, fail(TimeLimit(result.reason))
    if alone:
        return _quarantine(job, result.reason, parts.out)
    parts.state.suspect(job, result.reason)
    return None


def _quarantine(job: Job, reason: str, out: Path) -> tuple[Job, Finding]:
    """Set a document aside, an archive's member or an object as a copy, with the command that shows what it does."""
    place, copy = job.path, out / QUARANTINE / name_document(job.name, job.sha256)
    if is_url(job.location) and _fetch(job.location, copy):
        place = str(copy)
    if job.spooled:
        copy.parent.mkdir(exist_ok=True)
        Path(job.location).replace(copy)
        job, place = structs.replace(job, location=str(copy), spooled=False), str(copy)
    error = Crashed(reason)
    finding = Finding("quarantined", code=error.code, reason=reason, advice=error.advice)
    return job, structs.replace(finding, replay=f"fengong --debug convert {_quote(place)}")


def _quote(path: str) -> str:
    """A path as a shell takes it; bytes that are no UTF-8 as bash and zsh take them."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return "$'" + "".join(f"\\x{byte:02x}" for byte in os.fsencode(path)) + "'"
    return shlex.quote(path)


def _fetch(url: str, copy: Path) -> bool:
    """Copy an object; False where it cannot be read any more. Raises OSError where it cannot be written."""
    try:
        data = read_bytes(url)
    except OSError:
        return False
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(data)
    return True


def _prune(state: State, store: Store, edits: Edits) -> int:
    count = 0
    for sha256, record in state.orphans():
        if record is not None and (known := state.find(sha256)) is not None:
            edits.keep(known.finding)
            store.remove(record)
        state.forget(sha256)
        count += 1
    state.commit()
    return count


@contextmanager
def _no_drafts(store: Store, out: Path) -> Iterator[None]:
    """Remove what a killed run left before this run, and what killed workers left after it."""
    store.drop_drafts()
    drop_drafts(out)
    try:
        yield
    finally:
        with suppress(OSError):  # the run may have ended because nothing can be written; the next one sees to it
            store.drop_drafts()


@contextmanager
def _empty_folder(folder: Path) -> Iterator[Path]:
    """An empty folder for the time of a run; what a killed run left there is removed first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
