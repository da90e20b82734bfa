"""What a batch reports while it runs: a bar or lines for people, JSON lines for programs; all on stderr."""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pipeline.batch.model import KEPT, MANIFEST, OUTCOMES, REPORT, Counted, Event, Kept, OutcomeKind, Settled, Summary
from pipeline.batch.sources import show_path
from pipeline.cli.chinese import reason
from pipeline.cli.console import Progress, show_name, tell
from pipeline.cli.messages import say

_FAILURES_SHOWN = 20


class Tally:
    """How many documents there are."""

    def __init__(self) -> None:
        self.total = 0

    def report(self, event: Event) -> None:
        """Remember the total."""
        if isinstance(event, Counted):
            self.total = event.total


class Screen:
    """For people: progress with outcomes and rate; at the end the sums and the first failures."""

    def __init__(self) -> None:
        self._progress = Progress(0, line="batching")
        self._outcomes: Counter[OutcomeKind] = Counter()
        self._failures: list[Settled] = []
        self._began = time.monotonic()
        self._worked = 0

    def __enter__(self) -> "Screen":
        self._progress.__enter__()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._progress.__exit__(kind, error, trace)

    def report(self, event: Event) -> None:
        """Advance the progress bar."""
        if isinstance(event, Counted):
            self._progress.count(event.total)
        if not isinstance(event, Settled):
            return
        self._outcomes[event.finding.outcome] += 1
        self._worked += not event.known
        if event.finding.outcome in ("failed", "quarantined") and len(self._failures) < _FAILURES_SHOWN:
            self._failures.append(event)
        self._progress.begin(f"{show_outcomes(self._outcomes)} {self._rate()}")
        self._progress.end()

    def sum_up(self, summary: Summary, out: Path) -> None:
        """Print the summary."""
        for event in self._failures:
            tell(say("failed", name=event.path, code=event.finding.code, message=reason(event.finding.reason or "")))
        more = summary.outcomes["failed"] + summary.outcomes["quarantined"] - len(self._failures)
        if more > 0:
            tell(say("more-failed", count=more, manifest=show_name(out / MANIFEST)))
        words = show_outcomes(summary.outcomes) or "-"
        figures = {"documents": summary.documents, "worked": summary.worked, "tasks": summary.tasks, "outcomes": words}
        tell(say("batch-done", **figures, seconds=f"{summary.seconds:.1f}", report=show_name(out / REPORT)))
        for key in ("left", "orphans", "pruned", "kept"):
            if count := getattr(summary, key):
                tell(say(f"batch-{key}", count=count, folder=show_name(out / KEPT)))

    def _rate(self) -> str:
        seconds = time.monotonic() - self._began
        return f"{self._worked / seconds:.1f}/s" if self._worked else ""


class Announcer:
    """For people who wait: a line for each document that was worked on."""

    def __enter__(self) -> "Announcer":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        return

    def report(self, event: Event) -> None:
        """Name the document and its outcome."""
        if isinstance(event, Kept):
            tell(say("kept", name=event.record, copy=event.copy))
        if isinstance(event, Settled) and not event.known:
            found = event.finding
            words = (
                say("found-tasks", count=found.tasks) if found.record else f"{found.code}: {reason(found.reason or '')}"
            )
            tell(say("announced", name=event.path, outcome=say(f"outcome-{found.outcome}"), words=words))

    def sum_up(self, _summary: Summary, _out: Path) -> None:
        """Nothing: each document was reported."""


class JsonLog:
    """For programs: each event as a line of JSON with the time, ``counted``, ``document`` or ``end``."""

    def __enter__(self) -> "JsonLog":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        return

    def report(self, event: Event) -> None:
        """Write one line."""
        values = msgspec.to_builtins(event)
        if isinstance(event, Settled):
            values["path"] = show_path(event.path)
            del values["finding"]["draft"], values["finding"]["lines"]  # of the run's own housekeeping
        self._write(values)

    def sum_up(self, summary: Summary, _out: Path) -> None:
        """Write the last line."""
        self._write({"event": "end", **msgspec.structs.asdict(summary)})

    def _write(self, values: dict[str, object]) -> None:
        line = msgspec.json.encode({"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **values}).decode()
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


Reporter = Screen | Announcer | JsonLog


def show_outcomes(outcomes: Mapping[OutcomeKind, int]) -> str:
    """The outcomes that there are, with their numbers, in a fixed order."""
    return say("comma").join(f"{say(f'outcome-{kind}')} {outcomes[kind]}" for kind in OUTCOMES if outcomes.get(kind))
