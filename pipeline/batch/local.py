"""The engine of one machine: worker processes of pebble, which can be killed while native code runs in them."""

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from queue import Empty, SimpleQueue
from typing import Any

from msgspec import Struct
from pebble import ProcessExpired, ProcessPool

from pipeline.batch.model import Finding, Job, Limits, Options, RunError, Workplace
from pipeline.batch.work import prepare, work

_AHEAD = 10
"""Documents handed out for each worker, so that none waits while the parent keeps results or looks for the next."""
_PATIENCE = 0.5


class Died(Struct, frozen=True):
    """A worker process ended over a document. ``late``: it took too long; else it crashed, or ended itself."""

    late: bool
    reason: str


Result = Finding | Died


class Workers:
    """``options.jobs`` worker processes. ``submit`` documents, and ``wait`` for what becomes of them, in any order."""

    def __init__(self, options: Options, place: Workplace) -> None:
        self.ahead = options.jobs * _AHEAD
        self._options, self._place = options, place
        self._done: SimpleQueue[Future[Finding]] = SimpleQueue()
        self._jobs: dict[Future[Finding], Job] = {}
        self._context = _context()

    def __enter__(self) -> "Workers":
        self._start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def submit(self, job: Job) -> None:
        """Hand out one document."""
        seconds = self._options.limits.seconds or None
        try:
            future = self._pool.schedule(work, args=(job,), timeout=seconds)
        except RuntimeError:  # the pool broke a moment ago; what it held is answered for, this one is not
            self._check_start()
            self._restart()
            future = self._pool.schedule(work, args=(job,), timeout=seconds)
        self._jobs[future] = job
        future.add_done_callback(self._done.put)

    def wait(self) -> tuple[Job, Result] | None:
        """A document and what became of it; None when nothing ended for half a second.

        Raises RunError where workers cannot start, and what ``work`` raises for the whole run.
        """
        try:
            future = self._done.get(timeout=_PATIENCE)
        except Empty:
            self._check_start()
            return None
        return self._jobs.pop(future), self._result(future)

    def _result(self, future: "Future[Finding]") -> Result:
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, TimeoutError):
            return Died(True, f"It took more than {self._options.limits.seconds} seconds.")
        if isinstance(error, ProcessExpired):
            return _read_exit(error.exitcode, self._options.limits)
        if isinstance(error, BrokenProcessPool):
            self._check_start()
            return Died(False, "All worker processes ended.")
        raise error

    def _start(self) -> None:
        self._pool = ProcessPool(
            max_workers=self._options.jobs,
            max_tasks=self._options.recycle,
            initializer=_begin,
            initargs=(self._options, self._place),
            context=self._context,
        )
        self._ready: Future[Any] = self._pool.schedule(os.getpid)

    def _restart(self) -> None:
        self.__exit__(None, None, None)
        self._start()

    def _check_start(self) -> None:
        if self._ready.done() and self._ready.exception() is not None:
            raise RunError(
                "engine",
                "The worker processes end before they can take a document.",
                "Give them more memory (--limit-memory); with --debug convert one file to see why.",
            )


def _context() -> BaseContext:
    """Processes forked from a server that has loaded everything; where the system cannot, new ones (Windows)."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.preload"])
    return context


def _begin(options: Options, place: Workplace) -> None:
    """In the worker: its limits, and an end when its parent ends, be it killed."""
    prepare(options, place)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _read_exit(code: int, limits: Limits) -> Died:
    if code >= 0:
        return Died(False, f"The worker process ended with exit code {code}.")
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    if name == "SIGXCPU":
        return Died(True, f"It took more than {limits.seconds} seconds of processor time.")
    return Died(False, f"The worker process was ended by {name}.")
