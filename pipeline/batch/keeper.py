"""Records are made safe by a thread of its own, many at a time: waiting for the disk takes as long as converting."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from pipeline.batch.model import Finding, Job
from pipeline.batch.stores import Store

_EVERY = 0.25
"""Seconds between two rounds; with the time that the disk takes, what a killed run may have to do again."""

Done = tuple[Job, Finding]


class Keeper:
    """Takes documents that were worked on, and gives them back when their records are safe; a context."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, "keeper")
        self._new: list[Done] = []
        self._saving: list[Done] = []
        self._round: Future[None] | None = None
        self._began = 0.0

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._thread.shutdown()

    def add(self, job: Job, finding: Finding) -> None:
        """A document that was worked on; its record, if it has one, is a draft."""
        self._new.append((job, finding))

    def take_safe(self) -> list[Done]:
        """Those that became safe since the last time, maybe none. Raises OSError where a record cannot be kept."""
        safe = self._end_round() if self._round is not None and self._round.done() else []
        if self._round is None and self._new and time.monotonic() - self._began > _EVERY:
            self._begin_round()
        return safe

    def take_rest(self) -> list[Done]:
        """All others, when they are safe. Raises OSError."""
        safe = self._end_round()
        self._begin_round()
        return safe + self._end_round()

    def _begin_round(self) -> None:
        self._saving, self._new, self._began = self._new, [], time.monotonic()
        drafts = {finding.record: finding.draft for _, finding in self._saving if finding.record and finding.draft}
        self._round = self._thread.submit(self._store.settle, drafts)

    def _end_round(self) -> list[Done]:
        if self._round is not None:
            self._round.result()
        safe, self._saving, self._round = self._saving, [], None
        return safe
