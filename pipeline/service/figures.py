"""What the service did, as Prometheus reads it (text format 0.0.4)."""

import threading
from collections import Counter


class ServiceFigures:
    """Counters; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._documents: Counter[str] = Counter()
        self._seconds = 0.0
        self._bytes = 0

    def note_request(self, route: str, status: int) -> None:
        """A request was answered."""
        with self._lock:
            self._requests[route, status] += 1

    def note_document(self, outcome: str, size: int, seconds: float) -> None:
        """A document was worked on: complete, partial, or an error's code; how many bytes, how long."""
        with self._lock:
            self._documents[outcome] += 1
            self._bytes += size
            self._seconds += seconds

    def show(self, waiting: int, replaced: int, healthy: bool) -> str:
        """All figures, with the gauges of this moment."""
        with self._lock:
            lines = ["# HELP fengong_requests_total Requests answered.", "# TYPE fengong_requests_total counter"]
            lines += [
                f'fengong_requests_total{{route="{route}",status="{status}"}} {count}'
                for (route, status), count in sorted(self._requests.items())
            ]
            lines += ["# HELP fengong_documents_total Documents worked on.", "# TYPE fengong_documents_total counter"]
            lines += [f'fengong_documents_total{{outcome="{o}"}} {n}' for o, n in sorted(self._documents.items())]
            for name, kind, words, value in (
                ("document_bytes_total", "counter", "Bytes of these documents.", self._bytes),
                ("document_seconds_total", "counter", "Seconds of work on them.", round(self._seconds, 3)),
                ("workers_replaced_total", "counter", "Workers that died over a document.", replaced),
                ("documents_waiting", "gauge", "Documents that wait or are worked on.", waiting),
                ("up", "gauge", "Whether documents can be worked on.", int(healthy)),
            ):
                lines += [f"# HELP fengong_{name} {words}", f"# TYPE fengong_{name} {kind}", f"fengong_{name} {value}"]
        return "\n".join(lines) + "\n"
