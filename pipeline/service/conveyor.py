"""Documents of many requests to the batch's worker processes, and what became of each back to its request."""

import threading
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

from msgspec import Struct

from pipeline.batch.local import Died, Workers
from pipeline.batch.model import Finding, Job, Options, Workplace
from pipeline.batch.work import fail
from pipeline.errors import Crashed, TimeLimit


class Converted(Struct, frozen=True):
    """What became of one document: its finding, and the record's JSON where it has one."""

    finding: Finding
    record: bytes | None = None


class Conveyor:
    """Worker processes and one thread that feeds them; a context, to be entered in the main thread.

    ``spool`` is a folder for documents and records on their way. Leaving it finishes all that was submitted.
    """

    def __init__(self, options: Options, spool: Path) -> None:
        self._records = spool / "records"
        self._workers = Workers(options, Workplace(records=str(self._records), parts=None))
        self._inbox: SimpleQueue[tuple[Job, Future[Converted]]] = SimpleQueue()
        self._waiting: dict[str, tuple[Job, Future[Converted]]] = {}
        self._again: set[str] = set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="conveyor", daemon=True)
        self.replaced = 0
        """Workers that died over a document."""
        self.broken: Exception | None = None
        """Why no document can be worked on any more."""

    def __enter__(self) -> "Conveyor":
        self._workers.__enter__()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._workers.wake()
        self._thread.join()
        self._workers.__exit__(kind, error, trace)

    def submit(self, job: Job) -> "Future[Converted]":
        """Hand over a document whose ``path`` no other has; its copy at ``location`` is removed afterwards."""
        done: Future[Converted] = Future()
        self._inbox.put((job, done))
        self._workers.wake()
        if self.broken is not None:
            self._give_up(self.broken)
        return done

    def __len__(self) -> int:
        """How many documents wait or are worked on."""
        return len(self._waiting) + self._inbox.qsize()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set() or len(self):
                self._take_new()
                done = self._workers.wait()
                if done is not None:
                    self._settle(*done)
        except Exception as error:  # noqa: BLE001  whatever it is, requests must be answered and health must tell
            self.broken = error
            self._give_up(error)

    def _take_new(self) -> None:
        while True:
            try:
                job, done = self._inbox.get_nowait()
            except Empty:
                return
            self._waiting[job.path] = job, done
            self._workers.submit(job)

    def _settle(self, job: Job, result: Finding | Died) -> None:
        if isinstance(result, Died):
            self.replaced += 1
            if not result.late and job.path not in self._again:  # once may be bad luck
                self._again.add(job.path)
                self._workers.submit(job)
                return
            result = fail(TimeLimit(result.reason) if result.late else Crashed(result.reason))
        self._again.discard(job.path)
        _, done = self._waiting.pop(job.path)
        record = self._fetch(result)
        Path(job.location).unlink(missing_ok=True)
        done.set_result(Converted(result, record))

    def _fetch(self, finding: Finding) -> bytes | None:
        if finding.draft is None:
            return None
        draft = self._records / finding.draft
        data = draft.read_bytes()
        draft.unlink()
        return data

    def _give_up(self, error: Exception) -> None:
        while not self._inbox.empty():
            job, done = self._inbox.get()
            self._waiting[job.path] = job, done
        for job, done in self._waiting.values():
            Path(job.location).unlink(missing_ok=True)
            done.set_exception(error)
        self._waiting.clear()
