"""Documents that are asked about later: each has an id that nobody guesses; the oldest that are done are forgotten."""

import secrets
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future

from msgspec import Struct

from pipeline.service.conveyor import Converted

_KEPT, _HOURS = 1000, 1
_MOST_BYTES = 256 * 2**20
"""Of records that nobody has fetched yet."""


class Ticket(Struct, frozen=True):
    """A document handed over: its id, its name, when, and what is to become of it."""

    id: str
    name: str
    began: float
    future: "Future[Converted]"


class Tickets:
    """The jobs of a service; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Ticket] = OrderedDict()

    def add(self, name: str, future: "Future[Converted]") -> Ticket:
        """A new job."""
        ticket = Ticket(secrets.token_urlsafe(16), name, time.time(), future)
        with self._lock:
            self._held[ticket.id] = ticket
            self._forget()
        return ticket

    def find(self, job: str) -> Ticket | None:
        """The job of that id, if it is still known."""
        with self._lock:
            return self._held.get(job)

    def drop(self, job: str) -> bool:
        """Forget a job; a document that is being worked on is still finished."""
        with self._lock:
            return self._held.pop(job, None) is not None

    def _forget(self) -> None:
        """Done jobs that are old, or beyond what is kept, the oldest first."""
        oldest = time.time() - _HOURS * 3600
        weights = {key: _weight(ticket) for key, ticket in self._held.items() if ticket.future.done()}
        total, count = sum(weights.values()), len(self._held)
        for key, weight in weights.items():
            if count <= _KEPT and total <= _MOST_BYTES and self._held[key].began >= oldest:
                break
            del self._held[key]
            total, count = total - weight, count - 1


def _weight(ticket: Ticket) -> int:
    if ticket.future.exception() is not None:
        return 0
    return len(ticket.future.result().record or b"")
