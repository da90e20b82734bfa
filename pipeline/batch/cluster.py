"""The engine of an existing Ray cluster (extra ``fengong[ray]``): actors, each with one local worker process.

What a document may take, what kills it and what isolates it are thus the code of ``local``, on any machine; Ray
only carries jobs there and findings back. When a machine is lost, what it had is handed out again.
"""

import os
import shutil
import socket
import sys
import tempfile
from collections import deque
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct, structs

from pipeline import knowledge
from pipeline.batch.buckets import is_url, look_up
from pipeline.batch.local import AHEAD, PATIENCE, SMALL, TOGETHER, Died, Result, Workers
from pipeline.batch.model import Finding, Job, Options, RunError, Workplace
from pipeline.files import name_draft
from pipeline.version import VERSION

_CALLS = AHEAD // TOGETHER
"""Under way for each actor, so that it never waits for the next one."""
_PATIENCE = 10.0
"""Seconds for a cluster to answer."""
_LOSSES = 3
"""Actors that may be lost, for each that there is to be, without any result in between."""
_NO_CLUSTER = "Start one (ray start --head), or name it in RAY_ADDRESS; or leave out --engine ray."
_ALIKE = (
    "Give every machine of the cluster the same fengong[ray], and the files of --units and --words at the same paths."
)
_SHARE = (
    "Use a folder that all machines share at the same path, or an object store's URL, with credentials in the "
    "environment that Ray was started in on each."
)


class ActorHandle(Struct, eq=False):
    """An actor as the driver sees it. ``node`` is None until it has answered."""

    actor: Any
    calls: dict[Any, list[Job]] = {}
    """Those under way, in the order in which it does them."""
    node: str | None = None
    sees_out: bool = False


class Start(Struct, frozen=True):
    """What an actor finds where it is."""

    node: str
    version: str
    sees_records: bool
    sees_out: bool


class Answer(Struct, frozen=True):
    """What became of a job. ``missing``: that machine cannot get at its file or object."""

    result: Result
    missing: bool


class Cluster:
    """Actors on the cluster that RAY_ADDRESS names, or that this machine belongs to; a context.

    ``submit`` documents, and ``wait`` for what becomes of them, in any order. Raises RunError where there is no
    cluster, where its machines are not set up alike, and where it loses every actor.
    """

    def __init__(self, options: Options, place: Workplace) -> None:
        self.ahead = 0
        self._options, self._place = options, place
        self._queue: deque[Job] = deque()
        self._results: deque[tuple[Job, Result]] = deque()
        self._crews: list[ActorHandle] = []
        self._lost: set[str] = set()
        """Digests of what a lost actor may have been working on: each is handed out alone from then on."""
        self._losses = 0
        self._token: Path | None = None

    def __enter__(self) -> "Cluster":
        self._ray = _connect()
        self._actor = self._ray.remote(num_cpus=1, scheduling_strategy="SPREAD")(RayActor)
        jobs = self._options.jobs or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self.ahead = jobs * AHEAD
        if not is_url(self._place.records):
            folder = Path(self._place.records)
            folder.mkdir(parents=True, exist_ok=True)
            self._token = folder / name_draft()
            self._token.touch()
        for _ in range(jobs):
            self._begin()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._token is not None:
            self._token.unlink(missing_ok=True)
        self._ray.shutdown()  # ends the actors, and their workers end with them

    def submit(self, job: Job) -> None:
        """Hand out one document, now or with others."""
        self._queue.append(job)
        if len(self._queue) >= TOGETHER:
            self._hand_out()

    def wait(self) -> tuple[Job, Result] | None:
        """A document and what became of it; None when nothing ended for half a second.

        Raises RunError, and what ``work`` raises for the whole run.
        """
        if not self._results:
            self._hand_out()
            under_way = {call: crew for crew in self._crews for call in crew.calls}
            ended, _ = self._ray.wait(list(under_way), num_returns=1, timeout=PATIENCE)
            for call in ended:
                self._take(under_way[call], call)
        return self._results.popleft() if self._results else None

    def _begin(self) -> None:
        """Start one more actor. It gets documents once it has answered: the cluster may have no room for it for a
        while."""
        crew = ActorHandle(self._actor.remote(self._options, self._place, str(self._token) if self._token else None))
        crew.calls[crew.actor.start.remote()] = []
        self._crews.append(crew)

    def _hand_out(self) -> None:
        ready = [crew for crew in self._crews if crew.node is not None]
        for crew in sorted(ready, key=lambda crew: len(crew.calls)):
            while self._queue and len(crew.calls) < _CALLS:
                jobs = self._next_jobs(max(1, min(TOGETHER, len(self._queue) // len(ready))))
                handed = [(job, _bytes_of(job) if job.spooled and not crew.sees_out else None) for job in jobs]
                crew.calls[crew.actor.work.remote(handed)] = jobs

    def _next_jobs(self, most: int) -> list[Job]:
        """The next document, with others if all are small and none was lost before."""
        jobs = [self._queue.popleft()]
        while len(jobs) < most and self._goes_along(jobs[-1]) and self._goes_along(self._queue[0]):
            jobs.append(self._queue.popleft())
        return jobs

    def _goes_along(self, job: Job) -> bool:
        return job.size <= SMALL and job.sha256 not in self._lost

    def _take(self, crew: ActorHandle, call: Any) -> None:
        errors = self._ray.exceptions
        try:
            found = self._ray.get(call)
        except errors.RayTaskError as error:  # raised by our code there
            raise error.cause from error
        except errors.RayError as error:
            self._lose(crew, error)
            return
        jobs = crew.calls.pop(call)
        if isinstance(found, Start):
            self._check(found)
            crew.node, crew.sees_out = found.node, found.sees_out
            return
        self._losses = 0
        for job, answer in zip(jobs, found, strict=True):
            if answer.missing and _is_there(job.location):
                raise RunError("engine", f"The machine {crew.node} cannot read {job.path}.", _SHARE)
            self._results.append((job, answer.result))

    def _lose(self, crew: ActorHandle, error: Exception) -> None:
        """Another actor in its place. What it may have been doing is handed out again, once; the rest as if it never
        had been."""
        self._crews.remove(crew)
        with suppress(self._ray.exceptions.RayError):
            self._ray.kill(crew.actor)  # it may only have been out of reach
        doing, *later = crew.calls.values()
        blamed = [job for job in doing if job.sha256 in self._lost]
        self._results.extend((job, Died(False, "The machine that worked on it was lost twice.")) for job in blamed)
        again = [job for job in doing if job.sha256 not in self._lost]
        self._lost.update(job.sha256 for job in again)
        self._queue.extendleft(reversed([*again, *(job for jobs in later for job in jobs)]))
        self._losses += 1
        if self._losses > _LOSSES * (len(self._crews) + 1):
            reason = str(error).strip().splitlines()[-1]
            raise RunError("engine", f"The cluster loses every worker that is started: {reason}", _ALIKE)
        self._begin()

    def _check(self, start: Start) -> None:
        if start.version != (ours := _version(self._options)):
            message = f"The machine {start.node} has fengong {start.version}; here it is {ours}."
            raise RunError("engine", message, _ALIKE)
        if not start.sees_records:
            message = f"The machine {start.node} does not see the folder of the records, {self._place.records}."
            raise RunError("engine", message, _SHARE)


class RayActor:
    """The actor: one local worker process, and the jobs that come one call after the other."""

    def __init__(self, options: Options, place: Workplace, token: str | None) -> None:
        self._options, self._place, self._token = options, place, token
        self._workers: Workers | None = None

    def start(self) -> Start:
        """Start the worker."""
        sees_out = self._place.parts is not None and os.path.isdir(self._place.parts)
        place = self._place if sees_out else structs.replace(self._place, parts=None)
        # Each process forked from the server would import Ray's main module first, and with it all of Ray.
        vars(sys.modules["__main__"]).pop("__file__", None)
        sees_records = self._token is None or os.path.exists(self._token)
        start = Start(socket.gethostname(), _version(self._options), sees_records, sees_out)
        if sees_records:
            self._workers = Workers(structs.replace(self._options, jobs=1), place).__enter__()
        return start

    def work(self, handed: list[tuple[Job, bytes | None]]) -> list[Answer]:
        """Jobs, with their bytes where this machine does not see the run's folder; what became of each, in order."""
        assert self._workers is not None
        folder = Path(tempfile.mkdtemp(prefix="fengong-")) if any(data is not None for _, data in handed) else None
        try:
            jobs = [job if data is None else _put_down(job, data, folder) for job, data in handed]
            for job in jobs:
                self._workers.submit(job)
            results: dict[str, Result] = {}
            while len(results) < len(jobs):
                if (done := self._workers.wait()) is not None:
                    results[done[0].sha256] = done[1]
            return [Answer(results[job.sha256], _is_missing(job, results[job.sha256])) for job in jobs]
        finally:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def _connect() -> Any:
    """Ray, connected. Raises RunError."""
    try:
        ray: Any = import_module("ray")
    except ImportError as error:
        raise RunError(
            "missing", "Ray is not installed here.", "pip install 'fengong[ray]'; or leave out --engine ray."
        ) from error
    _knock(os.environ.get("RAY_ADDRESS", ""))
    try:
        ray.init(address="auto", log_to_driver=False, logging_level="error")
    except (ConnectionError, RuntimeError, ValueError) as error:  # none, or not for us; other versions; no address
        _refuse(error)
    return ray


def _knock(address: str) -> None:
    """Raises RunError where nothing listens at ``address``: Ray itself would wait for minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), _PATIENCE).close()
    except OSError as error:
        raise RunError("engine", f"There is no Ray cluster at {address}.", _NO_CLUSTER) from error


def _refuse(error: Exception) -> NoReturn:
    reason = str(error).strip().splitlines()[0]
    raise RunError("engine", f"The Ray cluster cannot be used: {reason}", _NO_CLUSTER) from error


def _version(options: Options) -> str:
    return f"{VERSION}, knowledge {knowledge.version(options.units, options.words)}"


def _bytes_of(job: Job) -> bytes:
    return Path(job.location).read_bytes()


def _put_down(job: Job, data: bytes, folder: Path | None) -> Job:
    assert folder is not None
    copy = folder / f"{job.sha256}{Path(job.location).suffix}"
    copy.write_bytes(data)
    return structs.replace(job, location=str(copy))


def _is_missing(job: Job, result: Result) -> bool:
    failed = isinstance(result, Finding) and result.code == "unreadable"
    return failed and not _is_there(job.location)


def _is_there(location: str) -> bool:
    if not is_url(location):
        return os.access(location, os.R_OK)
    try:
        return look_up(location) is not None
    except OSError:
        return False
