"""What bench/readers.py does and what it found: the subjects and bounds of peers.toml, and the values of a run."""

import statistics
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from judge import Verdict

PEERS = Path(__file__).parent / "peers.toml"
READING, CONVERSION = "fengong, reading", "fengong, whole conversion"


class Subject(NamedTuple):
    """Who reads: see peers.toml."""

    name: str
    run: str
    reads: tuple[str, ...]
    what: str
    environment: str | None
    finds_tables: bool = True


class Bound(NamedTuple):
    """What must hold: the ratio of two medians on one input."""

    input: str
    of: str
    over: str
    most: float | None
    least: float | None


class Plan(NamedTuple):
    """The whole of peers.toml."""

    subjects: tuple[Subject, ...]
    bounds: tuple[Bound, ...]
    environments: dict[str, list[str]]


class Runs(NamedTuple):
    """The timed runs of a subject on an input, each as bench/subjects.py tells it; ``trouble``: why there are none."""

    answers: list[dict[str, Any]]
    trouble: str | None = None

    def median(self, figure: str) -> float:
        """The median of ``wall`` or ``cpu`` (seconds), ``peak``, ``held`` or ``json`` (bytes)."""
        return statistics.median(answer[figure] or 0 for answer in self.answers)


Speed = dict[str, dict[str, Runs]]
"""input → subject → runs"""
Verdicts = dict[str, dict[str, Verdict | str]]
"""document → subject → what came out, or why nothing did"""


def load_plan() -> Plan:
    """peers.toml, read."""
    data = tomllib.loads(PEERS.read_text(encoding="utf-8"))
    subjects = tuple(
        Subject(
            item["name"],
            item["run"],
            tuple(item["reads"]),
            item["what"],
            item.get("environment"),
            item.get("finds_tables", True),
        )
        for item in data["subject"]
    )
    bounds = tuple(
        Bound(item["input"], item["of"], item["over"], item.get("most"), item.get("least")) for item in data["bound"]
    )
    return Plan(subjects, bounds, data["environments"])


def ratio(bound: Bound, speed: Speed, by: str = "wall") -> float | None:
    """The bound's figure, by the clock or the processor (``cpu``); None where one of its two was not measured."""
    runs = speed.get(bound.input, {})
    of, over = runs.get(bound.of), runs.get(bound.over)
    if not (of and over and of.answers and over.answers):
        return None
    return of.median(by) / over.median(by)


def holds(bound: Bound, figure: float) -> bool:
    """Whether the figure is within the bound."""
    return (bound.most is None or figure <= bound.most) and (bound.least is None or figure >= bound.least)


def memory_growth(speed: Speed, subject: str) -> tuple[float, float] | None:
    """(bytes by which a subject's peak grows from the short PDF to the long one, bytes by which the record grows, in
    memory and as JSON); None where they were not measured."""
    short, long = (speed.get(name, {}) for name in ("pdf-1", "pdf-10"))
    runs = [found.get(name) for found in (short, long) for name in (subject, CONVERSION)]
    if not all(run and run.answers for run in runs) or not short[subject].median("peak"):
        return None
    return (
        long[subject].median("peak") - short[subject].median("peak"),
        long[CONVERSION].median("held") - short[CONVERSION].median("held"),  # the record and its JSON
    )
