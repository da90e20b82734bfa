"""Does hostile text cost in proportion to its size? Every case of ``tests/hostile.py`` at ×1, ×2 and ×4.

    python bench/hostile.py [--size 0.05] [--repeat 3] [-o bench/results/hostile.md]

×1 is ``--size`` of the case's full size, which its name tells. One process converts a case at the three sizes, after a
small document that loads the data; times are medians of the conversions alone. Doubling may cost at most 2.5 times; cases
that take less than 50 ms even at ×4 are not judged. Exit code 1 if a case costs more.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import hostile  # noqa: E402  its folder had to be named first

MOST_GROWTH = 2.5
JUDGED_FROM = 0.05
FACTORS = (1, 2, 4)


def measure(name: str, size: float, repeat: int) -> tuple[list[float], int, str]:
    """Median seconds at each size, the bytes of the largest document, and how its conversion ended; in a process."""
    command = [sys.executable, __file__, "--case", name, "--size", str(size), "--repeat", str(repeat)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    *seconds, length, ended = done.stdout.split()
    return [float(word) for word in seconds], int(length), ended


def run_case(name: str, size: float, repeat: int) -> None:
    """What ``measure`` reads."""
    maker = hostile.group_of(name)[name] if name in hostile.STRUCTURES else _sign(name)
    hostile.outcome(hostile.STRUCTURES["20,000 rows of text"], 0.001)
    for factor in FACTORS:
        times = []
        for _ in range(repeat):
            begin = time.perf_counter()
            ended = hostile.outcome(maker, size * factor)
            times.append(time.perf_counter() - begin)
        print(statistics.median(times))
    print(len(maker(size * factor)[0]), ended)


def _sign(name: str) -> hostile.Maker:
    return next(cases[name] for place in hostile.PLACES if name in (cases := hostile.group_of(place)))


def rows(size: float, repeat: int) -> Iterator[tuple[str, bool]]:
    """A line of the table for each case, and whether its growth stays in bounds."""
    names = [*hostile.STRUCTURES, *(case for place in hostile.PLACES for case in hostile.group_of(place))]
    for name in names:
        seconds, length, ended = measure(name, size, repeat)
        ratios = [after / before for before, after in pairwise(seconds)]
        growth = (seconds[-1] / seconds[0]) ** 0.5
        fine = growth <= MOST_GROWTH or seconds[-1] < JUDGED_FROM
        shown = " | ".join(f"{second:.3f}" for second in seconds)
        steps = ", ".join(f"{ratio:.1f}" for ratio in ratios)
        print(f"{name}: {shown} ({steps})", file=sys.stderr)
        yield f"| {name} | {length / 1000:,.0f} kB | {shown} | {steps} | {growth:.2f} | {ended} |", fine


def main() -> int:
    """Run, print the Markdown, write it where wanted."""
    parser = argparse.ArgumentParser(description="Hostile text at three sizes.")
    parser.add_argument("--size", type=float, default=0.05, help="×1, as a share of the full size")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--case", help="convert this one case and print its seconds")
    parser.add_argument("-o", "--output", type=Path, help="write the Markdown here too")
    options = parser.parse_args()
    if options.case:
        run_case(options.case, options.size, options.repeat)
        return 0
    lines, fine = zip(*rows(options.size, options.repeat), strict=True)
    text = "\n".join(
        [
            "# Hostile text by size",
            "",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}. Seconds of one conversion, "
            f"medians of {options.repeat}; ×1 is {options.size} of the size in the name, bytes are those of ×4. "
            f"Doubling may cost at most {MOST_GROWTH} times (mean of the two doublings; under "
            f"{JUDGED_FROM * 1000:.0f} ms nothing is judged). {sum(fine)} of {len(fine)} cases hold. "
            "Made by `python bench/hostile.py`.",
            "",
            "| case | ×4 | ×1 s | ×2 s | ×4 s | each doubling | mean | ends in |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *lines,
            "",
        ]
    )
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
