"""The engine of one machine: worker processes of pebble, which can be killed while native code runs in them."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from concurrent.futures import Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from queue import Empty, SimpleQueue
from typing import Any

from msgspec import Struct
from pebble import ProcessExpired, ProcessPool

from pipeline.batch.model import Finding, Job, Limits, Options, RunError, Workplace
from pipeline.batch.work import StoreFull, prepare, work
from pipeline.errors import KnowledgeError

SMALL, TOGETHER = 64 * 1024, 8
"""Documents up to SMALL bytes go out TOGETHER at a time: handing one out costs as much as converting it."""
AHEAD = 3 * TOGETHER
"""Documents handed out for each worker, so that none waits while the parent keeps results or looks for the next."""
PATIENCE = 0.5
"""Seconds to wait for something to end."""
_STARTS = 4
"""Give up when the first worker dies this many times in a row; once may be bad luck."""
_STUCK = 60
"""Seconds beyond a document's own limit after which silent workers are taken for lost: one that was killed while it
held the pool's lock, for instance, makes all others wait."""


class Died(Struct, frozen=True):
    """A worker process ended over a document. ``late``: it took too long; else it crashed, or ended itself."""

    late: bool
    reason: str


Result = Finding | Died


class Workers:
    """``options.jobs`` worker processes (0: one for each processor).

    ``submit`` documents, and ``wait`` for what becomes of them, in any order.
    Small documents go together. When their worker dies or takes longer than one document may, each is handed out again
    on its own, so that what it did is known of each.
    """

    def __init__(self, options: Options, place: Workplace) -> None:
        self._options, self._place = options, place
        self._jobs = options.jobs or count_processors()
        self.ahead = self._jobs * AHEAD
        self._small: list[Job] = []
        """Not yet handed out."""
        self._handed: dict[Future[list[Finding]], tuple[Job, ...]] = {}
        self._ended: SimpleQueue[Future[list[Finding]]] = SimpleQueue()
        self._results: deque[tuple[Job, Result]] = deque()
        self._context = _context()
        self._starts = 0
        self._ready: Future[Any] = Future()
        self._last = time.monotonic()
        """When a document last ended."""

    def __enter__(self) -> "Workers":
        self._start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def submit(self, job: Job) -> None:
        """Hand out one document, now or with others."""
        if job.size > SMALL:
            self._hand_out(job)
            return
        self._small.append(job)
        if len(self._small) >= TOGETHER:
            self._hand_out_small()

    def wake(self) -> None:
        """End a ``wait`` of another thread early, which has documents to submit; any thread may call this."""
        self._ended.put(Future())

    def wait(self) -> tuple[Job, Result] | None:
        """A document and what became of it; None when nothing ended for half a second.

        Raises RunError where workers cannot start, and what ``work`` raises for the whole run.
        """
        if not self._results:
            if len(self._handed) <= self._jobs:
                self._hand_out_small()
            try:
                self._take(self._ended.get(timeout=PATIENCE))
                self._last = time.monotonic()
            except Empty:
                self._look_after()
        return self._results.popleft() if self._results else None

    def _hand_out_small(self) -> None:
        if self._small:
            self._hand_out(*self._small)
            self._small.clear()

    def _hand_out(self, *jobs: Job) -> None:
        seconds = self._options.limits.seconds or None
        try:
            future = self._pool.schedule(work, args=jobs, timeout=seconds)
        except RuntimeError:  # the pool broke a moment ago
            self._restart()
            future = self._pool.schedule(work, args=jobs, timeout=seconds)
        if not self._handed:  # from now on something is to be expected
            self._last = time.monotonic()
        self._handed[future] = jobs
        future.add_done_callback(self._ended.put)

    def _take(self, future: "Future[list[Finding]]") -> None:
        if future in self._handed and not self._came_up():
            self._restart()
        jobs = self._handed.pop(future, None)
        if jobs is None:  # handed out anew
            return
        died = self._death(future)
        if died is None:
            self._results.extend(zip(jobs, future.result(), strict=True))
        elif len(jobs) == 1:
            self._results.append((jobs[0], died))
        else:
            for job in jobs:
                self._hand_out(job)

    def _death(self, future: "Future[list[Finding]]") -> Died | None:
        error = future.exception()
        if isinstance(error, TimeoutError):
            return Died(True, f"It took more than {self._options.limits.seconds} seconds.")
        if isinstance(error, ProcessExpired):
            return _read_exit(error.exitcode, self._options.limits)
        if isinstance(error, BrokenProcessPool):
            return Died(False, "All worker processes ended.")
        if isinstance(error, StoreFull | KnowledgeError):
            raise error
        return None if error is None else Died(False, f"The worker process raised {type(error).__name__}.")

    def _start(self) -> None:
        """Start the workers; again where one, or the server that they are forked from, is killed while it starts.

        A server that was killed is there for another moment, and takes no orders: each start waits longer than the one
        before. Raises RunError where that happens _STARTS times.
        """
        for number in range(_STARTS):
            self._open_pool()
            try:
                self._ready = self._pool.schedule(os.getpid)
                return
            except (RuntimeError, OSError):  # BrokenProcessPool among them
                self.__exit__(None, None, None)
                time.sleep(PATIENCE * 2**number)
                if sys.platform != "win32":
                    _start_server()
        raise _no_start()

    def _open_pool(self) -> None:
        self._pool = ProcessPool(
            max_workers=self._jobs,
            max_tasks=self._options.recycle,
            initializer=_begin,
            initargs=(self._options, self._place),
            context=self._context,
        )

    def _look_after(self) -> None:
        """Called when nothing ended for a while: restart workers that broke or are stuck."""
        seconds = self._options.limits.seconds
        stuck = seconds and time.monotonic() - self._last > seconds + _STUCK
        if self._handed and (stuck or not self._pool.active):
            self._restart()

    def _came_up(self) -> bool:
        """False if the pool's first worker died before it could take documents."""
        return not self._ready.done() or self._ready.exception() is None

    def _restart(self) -> None:
        """New worker processes, for what never reached the old ones. Raises RunError where they cannot start."""
        came_up = self._came_up()
        self._starts = 0 if came_up else self._starts + 1
        if self._starts >= _STARTS:
            raise _no_start()
        self.__exit__(None, None, None)
        self._start()
        self._last = time.monotonic()
        lost = [future for future in self._handed if not (came_up and future.done())]
        for jobs in [self._handed.pop(future) for future in lost]:
            for job in jobs:
                self._hand_out(job)


def _no_start() -> RunError:
    return RunError(
        "engine",
        "The worker processes end before they can take a document.",
        "Give them more memory (--limit-memory); with --debug convert one file to see why.",
    )


def count_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> BaseContext:
    """Processes forked from a server that has loaded everything; where the system cannot, new ones (Windows)."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.preload"])
    _start_server()
    return context


def _start_server() -> None:
    """Ctrl-C reaches all processes of a terminal; the server leaves it to the parent, also while it loads."""
    from multiprocessing.forkserver import ensure_running

    if threading.current_thread() is not threading.main_thread():
        ensure_running()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(options: Options, place: Workplace) -> None:
    """Worker start-up: set the limits, and exit when the parent exits, even if it is killed."""
    try:
        prepare(options, place)
        parent = multiprocessing.parent_process()
        if parent is not None:
            threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    except Exception:  # noqa: BLE001  the parent reports it, once
        os._exit(1)


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
