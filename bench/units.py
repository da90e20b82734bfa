"""What the registry costs: loading (time, memory), resolving distinct names and repeated mentions, beside jieba.

    python bench/units.py [units_seen.tsv]

The names are organ × place combinations of the registry; with a table of counted names (columns name, count, regions)
the mentions follow its mix. jieba cuts the same names with its default dictionary, which is segmentation alone: it
knows no unit, place or date.
"""

import csv
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

LOADS = 5
LOAD = """
import resource, time
import pipeline.units.registry, pipeline.units.resolve
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
pipeline.units.registry.load_registry()
took = time.perf_counter() - start
print(took * 1000, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def measure_load() -> tuple[float, float]:
    """(milliseconds, megabytes): the best of five fresh processes."""
    runs = []
    for _ in range(LOADS):
        out = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout
        milliseconds, megabytes = map(float, out.split())
        runs.append((milliseconds, megabytes))
    return min(runs)


def distinct_names() -> list[str]:
    """About 20,000 different names: every spelling with level words, full and short places."""
    from pipeline.units.organs import load_organs

    words = ("市", "县", "阳江市", "广东省阳江市", "阳江", "阳春市", "江城区", "重庆")
    return [form.replace("{}", word) for form in load_organs().forms for word in words]


def mentions(table: Path | None) -> list[tuple[str, str | None]]:
    """Names with their document's region, each as often as the table counts it, in random order."""
    if table is None:
        return [(name, "441700") for name in distinct_names()[:2000]]
    with table.open(encoding="utf-8") as file:
        found = [
            (row["name"], None if region == "-" else region)
            for row in csv.DictReader(file, delimiter="\t")
            for region in row["regions"].split()
            for _ in range(int(row["count"]))
        ]
    random.Random(1).shuffle(found)
    return found


def rate(count: int, work: Callable[[], None]) -> float:
    """Items a second."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def measure(table: Path | None) -> Iterator[tuple[str, str]]:
    """(what, figure) for each line of the report."""
    milliseconds, megabytes = measure_load()
    yield "load", f"{milliseconds:.0f} ms, {megabytes:.0f} MB"
    from pipeline.units.registry import load_registry

    registry, names, mix = load_registry(), distinct_names(), mentions(table)

    def resolve_names() -> None:
        for name in names:
            registry.resolve(name, region="441700", on="2021-06-30")

    def resolve_mix() -> None:
        for _ in range(100):
            for name, region in mix:
                registry.resolve(name, region=region, on="2021-06-30")

    yield f"{len(names)} distinct names", f"{rate(len(names), resolve_names):,.0f} a second"
    resolve_mix()
    yield f"{len(mix)} mentions", f"{rate(100 * len(mix), resolve_mix):,.0f} a second"
    yield from measure_jieba(names)


def measure_jieba(names: list[str]) -> Iterator[tuple[str, str]]:
    """The same names cut by jieba's default dictionary."""
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    start = time.perf_counter()
    tokenizer.initialize()
    yield "jieba: default dictionary", f"{(time.perf_counter() - start) * 1000:.0f} ms"

    def cut() -> None:
        for name in names:
            tokenizer.lcut(name)

    yield "jieba: the same names cut", f"{rate(len(names), cut):,.0f} a second"


if __name__ == "__main__":
    for what, figure in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{what:32} {figure}")
