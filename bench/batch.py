"""What does a batch cost beyond the conversions? Overhead, a second core, memory of the parent, starting again.

    python bench/batch.py [--quick] [-o bench/results/batch.md]

Archives are made by ``tests/make_archive.py``. Whole commands take turns, five rounds; figures are medians, with the
least and the most. The bounds:

- 2,000 small documents: time × workers at most 1.3 times ``fengong convert``, which does the same in one process;
- as many workers as processors (2 on the machine of the figures) at least 0.9 × as many times as fast as one worker;
- the parent's peak memory for 10,000 tiny documents at most 1.1 times that for 1,000;
- 10,000 documents of which nothing changed: under 5 seconds.

Beside them stands what the machine itself gives: as many ``fengong convert`` at once as there are processors, each on
its share. ``--quick`` takes a tenth of the documents and one round. Exit code 1 if a bound does not hold.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "bench")]

from scale import Cost, measure  # noqa: E402

from make_archive import write  # noqa: E402

MOST_OVERHEAD, LEAST_GAIN, MOST_GROWTH, MOST_AGAIN = 1.3, 0.9, 1.1, 5.0
FENGONG = (sys.executable, "-m", "pipeline")


class Bound(NamedTuple):
    """A figure, and whether it stays where it must."""

    words: str
    holds: bool


def batch(archive: Path, out: Path, jobs: int) -> Cost:
    """One batch from nothing."""
    shutil.rmtree(out, ignore_errors=True)
    return measure([*FENGONG, "batch", str(archive), "-o", str(out), "--jobs", str(jobs)])


def convert(archive: Path, out: Path) -> Cost:
    """The same conversions by one process."""
    shutil.rmtree(out, ignore_errors=True)
    return measure([*FENGONG, "convert", str(archive), "-o", str(out)], accept=(0, 1, 2))


def at_once(archive: Path, out: Path, processes: int) -> Cost:
    """The same conversions by so many processes that know nothing of each other, each with its share of the folders."""
    shutil.rmtree(out, ignore_errors=True)
    folders = sorted(str(path) for path in archive.iterdir())
    shares = [folders[number::processes] for number in range(processes)]
    calls = [[*FENGONG, "convert", *share, "-o", str(out / str(number))] for number, share in enumerate(shares)]
    script = " & ".join(subprocess.list2cmdline(call) for call in calls) + "; wait"
    return measure(["sh", "-c", script])


def rounds(count: int, subjects: dict[str, Callable[[], Cost]]) -> dict[str, list[float]]:
    """The seconds of each subject; they take turns."""
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(count):
        for name, run in subjects.items():
            taken[name].append(run().seconds)
            print(f"round {number + 1}: {name}: {taken[name][-1]:.2f} s", file=sys.stderr)
    return taken


def show(seconds: Sequence[float]) -> str:
    """Median, least and most."""
    return f"{statistics.median(seconds):.2f} s ({min(seconds):.2f} – {max(seconds):.2f})"


def overhead(work: Path, count: int, turns: int, cores: int) -> tuple[list[str], list[Bound]]:
    """A batch beside the same conversions in one process, and beside one worker."""
    archive = work / "small"
    write(archive, count)
    taken = rounds(
        turns,
        {
            "convert": lambda: convert(archive, work / "records"),
            "at once": lambda: at_once(archive, work / "records", cores),
            "batch, all": lambda: batch(archive, work / "out", cores),
            "batch, one": lambda: batch(archive, work / "out", 1),
        },
    )
    plain, ideal, whole, one = (statistics.median(seconds) for seconds in taken.values())
    factor, gain = whole * cores / plain, one / whole
    lines = [
        f"{count:,} documents of 16 tasks, nine of ten text, one Word; {plain / count * 1000:.1f} ms each.",
        "",
        "| | seconds |",
        "| --- | --- |",
        f"| `fengong convert`, one process | {show(taken['convert'])} |",
        f"| {cores} `fengong convert` at once, each a share | {show(taken['at once'])} |",
        f"| `fengong batch --jobs {cores}` | {show(taken['batch, all'])} |",
        f"| `fengong batch --jobs 1` | {show(taken['batch, one'])} |",
        "",
        f"The machine's own price for {cores} processes at once: {ideal * cores / plain:.2f} times `convert` / {cores}.",
    ]
    bounds = [
        Bound(f"batch × {cores} / convert: {factor:.2f} (at most {MOST_OVERHEAD})", factor <= MOST_OVERHEAD),
        Bound(
            f"{cores} workers / 1 worker: {gain:.2f} times as fast (at least {LEAST_GAIN * cores:.1f})",
            gain >= LEAST_GAIN * cores,
        ),
    ]
    return lines, bounds


def by_number(work: Path, counts: Sequence[int], cores: int) -> tuple[list[str], list[Bound]]:
    """The parent's memory by the number of tiny documents, and what it takes to find nothing changed."""
    lines, peaks, again = (
        ["| documents | first run | parent's peak | again, nothing changed |", "| --- " * 4 + "|"],
        [],
        0.0,
    )
    for count in counts:
        archive, out = work / f"tiny-{count}", work / f"out-{count}"
        write(archive, count, tiny=True)
        first = batch(archive, out, cores)
        again = statistics.median(measure([*FENGONG, "batch", str(archive), "-o", str(out)]).seconds for _ in range(3))
        peaks.append(first.memory)
        lines.append(f"| {count:,} | {first.seconds:.1f} s | {first.memory:.0f} MiB | {again:.2f} s |")
        print(lines[-1], file=sys.stderr)
    growth = peaks[-1] / peaks[0]
    bounds = [
        Bound(
            f"parent's memory, {counts[-1]:,} / {counts[0]:,}: {growth:.2f} (at most {MOST_GROWTH})",
            growth <= MOST_GROWTH,
        ),
        Bound(f"again with {counts[-1]:,}: {again:.2f} s (under {MOST_AGAIN:.0f})", again < MOST_AGAIN),
    ]
    return lines, bounds


def main() -> int:
    """Run, print the Markdown, write it where wanted."""
    parser = argparse.ArgumentParser(description="Overhead, a second core, memory of the parent, starting again.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the documents, one round")
    parser.add_argument("-o", "--output", type=Path, help="write the Markdown here too")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        costs, first = overhead(Path(folder), *((200, 1) if options.quick else (2000, 5)), cores)
        memory, second = by_number(Path(folder), (100, 1000) if options.quick else (1000, 10_000), cores)
    bounds = first + second
    text = "\n".join(
        [
            "# What a batch costs",
            "",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores} cores. Whole "
            "commands in turns; medians (least – most). Made by `python bench/batch.py`.",
            "",
            *costs,
            "",
            *memory,
            "",
            *(f"- {'holds' if bound.holds else '**does not hold**'}: {bound.words}" for bound in bounds),
            "",
        ]
    )
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    return 0 if all(bound.holds for bound in bounds) else 1


if __name__ == "__main__":
    sys.exit(main())
