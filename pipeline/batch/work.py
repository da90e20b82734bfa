"""One document in a worker process: read, extracted, written. The one place that catches every error."""

import gc
import gzip
import hashlib
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from pipeline.batch.buckets import read_bytes
from pipeline.batch.lines import PartFile, pack_lines
from pipeline.batch.model import Finding, Job, Options, OutcomeKind, RunError, Workplace
from pipeline.batch.stores import Store, name_record, open_store
from pipeline.errors import FileError, Internal, MemoryLimit, NoTasks, TooLarge, Unreadable
from pipeline.fold import count_ink
from pipeline.model import Record

MIB = 2**20
_CLEAR = Path("/proc/self/clear_refs")


class StoreFull(OSError):
    """A record could not be written: not the document's fault, so the whole run stops."""


class WorkerState(Struct, frozen=True):
    """What a worker process keeps between documents: its options, the store, its file of task lines."""

    options: Options
    store: Store
    part: PartFile | None


_worker: list[WorkerState] = []


def prepare(options: Options, place: Workplace) -> None:
    """Make this process a worker: what it may take, how it ends, and where it puts what it makes.

    The address space and core files are limited where the system has such limits (not on Windows). SIGTERM ends the
    process at once, also inside native code.
    """
    import signal

    from pipeline.batch.warm import warm

    part = PartFile(Path(place.parts)) if place.parts else None
    _worker[:] = [WorkerState(options, open_store(place.records), part)]
    warm()
    gc.set_threshold(20_000, 10, 10)  # cheap, as what was loaded is frozen; what documents leave behind can be large
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory := options.limits.memory * MIB:
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        memory = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def work(*jobs: Job) -> list[Finding]:
    """Convert documents one after the other, put their records into the store, and say what became of each; in a
    prepared process.

    Raises StoreFull where the record cannot be written, KnowledgeError where a user's own file is broken, and RunError
    where a package is missing: none is the document's trouble.
    """
    return [_work(job, _worker[0]) for job in jobs]


def _work(job: Job, worker: WorkerState) -> Finding:
    _allow_processor_time(worker.options.limits.seconds)
    _forget_peak()
    clock, processor = time.perf_counter(), time.process_time()
    finding = _convert(job, worker)
    return structs.replace(
        finding,
        seconds=round(time.perf_counter() - clock, 4),
        processor=round(time.process_time() - processor, 4),
        memory=_peak(),
    )


def fail(error: FileError, media_type: str | None = None) -> Finding:
    """The finding of a document that gave no record."""
    outcome: OutcomeKind = "empty" if error.code == NoTasks.code else "failed"
    return Finding(outcome, code=error.code, reason=str(error), advice=error.advice, media_type=media_type)


def _convert(job: Job, worker: WorkerState) -> Finding:
    from pipeline.errors import KnowledgeError
    from pipeline.extract import extract

    try:
        data = _read(job)
        _check_pages(data, worker.options.limits.pages)
        how = worker.options
        given: dict[str, Any] = {name: getattr(how, name) for name in ("units", "words", "corrections", "profiles")}
        given |= {"region": job.region or how.region, "issued_on": job.issued_on or how.issued_on}
        record = extract(data, name=job.name, year=job.year or how.year, ocr=how.ocr, **given)
        return _put(record, job, worker)
    except FileError as error:
        return fail(error)
    except (StoreFull, KnowledgeError, RunError):
        raise
    except MemoryError:
        return fail(MemoryLimit(f"More than {worker.options.limits.memory} MiB were needed."))
    except BaseException as error:  # noqa: BLE001  one file's accident, a SystemExit too, must not take the others with it
        return fail(Internal(f"{type(error).__name__}: {error}"))


def _read(job: Job) -> bytes:
    try:
        data = read_bytes(job.location)
    except OSError as error:
        raise Unreadable(error.strerror or str(error), advice="Check the path and who may read it.") from error
    if hashlib.sha256(data).hexdigest() != job.sha256:
        raise Unreadable("The file changed while it was being read.", advice="Run the batch again.")
    return data


def _check_pages(data: bytes, limit: int) -> None:
    if not limit or b"%PDF-" not in data[:1024]:
        return
    from pipeline.readers.pdf.page.document import count_pages

    if (pages := count_pages(data)) > limit:
        raise TooLarge(f"The PDF has {pages} pages; {limit} are allowed.")


def _put(record: Record, job: Job, worker: WorkerState) -> Finding:
    packed = worker.options.gzip
    text = record.to_compact_json()
    data = msgspec.json.format(text, indent=2) + b"\n"
    if packed:
        data = gzip.compress(data, mtime=0)
    name = name_record(job.name, job.sha256, packed)
    try:
        draft = worker.store.put(name, data)
        lines = worker.part.append(pack_lines(text, packed)) if worker.part else None
    except OSError as error:
        raise StoreFull(error.strerror or str(error)) from error
    unknown = Counter(
        party.name
        for task in record.tasks
        for assignment in task.assignments
        for party in assignment.parties
        if party.resolution == "unknown"
    )
    return Finding(
        record.status,
        record=name,
        draft=draft,
        lines=lines,
        stored=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        media_type=record.source.media_type,
        title=record.document.title or record.document.notice_title,
        region=record.document.region.name if record.document.region else None,
        tasks=len(record.tasks),
        unused=sum(count_ink(unused.text) for unused in record.ledger.unused),
        issues=dict(Counter(issue.code for issue in record.issues)),
        unknown=dict(unknown),
    )


def _allow_processor_time(seconds: int) -> None:
    """Allow the next document ``seconds`` more of the processor; beyond that the system ends the process (SIGXCPU)."""
    if sys.platform == "win32" or not seconds:
        return
    import resource

    soft = int(time.process_time()) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _forget_peak() -> None:
    """Start measuring peak memory anew, where the system can (Linux)."""
    with suppress(OSError):
        _CLEAR.write_bytes(b"5")


def _peak() -> int:
    """Peak resident memory in MiB since ``_forget_peak``, or of the whole process; 0 where the system does not report
    it (Windows)."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak / (MIB if sys.platform == "darwin" else 1024))
