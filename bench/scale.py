"""Does cost grow with size only? The seed table at ×1, ×10 and ×100 rows as text, Word and PDF.

    python bench/scale.py [--quick] [-o bench/results/scale.md]

Every run is a process of its own (``python -m pipeline convert``), as a user starts it. Times are medians (five runs,
three at ×100); memory is the process's peak resident size. A hundredfold table may cost at most 11 times a tenfold one,
and a cold conversion of the seed's text less than 20 times ``python -c pass``. ``--quick`` leaves out ×100.
Exit code 1 if a bound does not hold.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FORMATS = (("text", "txt"), ("Word", "docx"), ("PDF", "pdf"))
MOST_GROWTH, MOST_START = 11.0, 20.0


class Cost(NamedTuple):
    """Wall-clock seconds and peak resident memory in MiB."""

    seconds: float
    memory: float


def measure(command: Sequence[str], accept: Sequence[int] = (0, 1)) -> Cost:
    """One process: its time from start to end, and its own peak memory. ``accept``: exit codes that are fine."""
    begin = time.perf_counter()
    # As installed: byte code may be kept, so that a run does not compile the modules that were edited last.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accept:
        raise SystemExit(f"{' '.join(command)}: exit code {child.returncode}\n{errors.decode()}")
    return Cost(seconds, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024))


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(statistics.median(cost.seconds for cost in costs), statistics.median(cost.memory for cost in costs))


def convert(path: Path) -> list[str]:
    """The command line of one conversion."""
    return [sys.executable, "-m", "pipeline", "convert", str(path), "-o", str(path.parent / "records")]


def sizes(folder: Path, factors: Sequence[int]) -> tuple[list[str], bool]:
    """A line of the table for each format, and whether the growth stays in bounds."""
    lines, fine = [], True
    for label, suffix in FORMATS:
        costs: list[Cost] = []
        for factor in factors:
            path = folder / f"seed-x{factor}.{suffix}"
            costs.append(median([measure(convert(path)) for _ in range(3 if factor >= 100 else 5)]))
            print(f"{path.name}: {costs[-1].seconds:.2f} s, {costs[-1].memory:.0f} MiB", file=sys.stderr)
        ratio = costs[2].seconds / costs[1].seconds if len(costs) > 2 else None
        fine = fine and (ratio is None or ratio <= MOST_GROWTH)
        shown = "".join(f" {cost.seconds:.2f} s, {cost.memory:.0f} MiB |" for cost in costs)
        lines.append(f"| {label} |{shown} {'-' if ratio is None else f'{ratio:.1f}'} |")
    return lines, fine


def cold_start() -> tuple[list[str], bool]:
    """The seed's text converted by a fresh process, against a Python that does nothing; the two take turns."""
    nothing, whole = [], []
    for _ in range(11):
        nothing.append(measure([sys.executable, "-c", "pass"]))
        whole.append(measure([sys.executable, "-m", "pipeline", "convert", "inputs/yangjiang-2021.txt"]))
    base, full = median(nothing), median(whole)
    ratio = full.seconds / base.seconds
    lines = [
        "| `python -c pass` | `fengong convert` of the seed's text | ratio (at most 20) |",
        "| --- | --- | --- |",
        f"| {base.seconds * 1000:.0f} ms | {full.seconds * 1000:.0f} ms, {full.memory:.0f} MiB | {ratio:.1f} |",
    ]
    return lines, ratio < MOST_START


def main() -> int:
    """Run, print the Markdown, write it where wanted."""
    parser = argparse.ArgumentParser(description="The seed table at three sizes, as text, Word and PDF.")
    parser.add_argument("--quick", action="store_true", help="leave out ×100")
    parser.add_argument("-o", "--output", type=Path, help="write the Markdown here too")
    options = parser.parse_args()
    factors = (1, 10) if options.quick else (1, 10, 100)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, ROOT / "bench" / "enlarge.py", folder, *map(str, factors)], check=True)
        table, grows = sizes(Path(folder), factors)
    start, quick = cold_start()
    head = "".join(f" ×{factor} ({19 * factor} rows) |" for factor in factors)
    text = "\n".join(
        [
            "# Time and memory by size",
            "",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores. "
            "Whole processes; medians of five runs (three at ×100). Made by `python bench/scale.py`.",
            "",
            f"| format |{head} ×100 / ×10 (at most 11) |",
            "| --- |" + " --- |" * (len(factors) + 1),
            *table,
            "",
            "## Cold start",
            "",
            *start,
            "",
        ]
    )
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    return 0 if grows and quick else 1


if __name__ == "__main__":
    sys.exit(main())
