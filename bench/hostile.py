"""Does hostile text cost in proportion to its size? Every case of ``tests/hostile.py`` at ×1, ×2 and ×4.

    python bench/hostile.py [--size 0.05] [--repeat 3] [-o bench/results/hostile.md]

×1 is ``--size`` of the case's full size, which its name tells. One process converts a case at the three sizes, after a
small document that loads the data; times are medians of the conversions alone. Doubling may cost at most 2.5 times; cases
that take less than 50 ms even at ×4 are not judged, and one beyond the bound is measured again at four times the size,
where noise and fixed limits weigh less. Exit code 1 if a case costs more.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import time
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


def row(name: str, size: float, repeat: int) -> tuple[str, bool]:
    """A case's line of the table, and whether its growth stays in bounds.

    A case beyond the bound is measured again at four times the size, where noise and fixed limits weigh less.
    """
    seconds, length, ended = measure(name, size, repeat)
    if not _is_fine(seconds):
        seconds, length, ended = measure(name, size * 4, repeat)
    shown = " | ".join(f"{second:.3f}" for second in seconds)
    steps = ", ".join(f"{after / before:.1f}" for before, after in pairwise(seconds))
    print(f"{name}: {shown} ({steps})", file=sys.stderr)
    line = f"| {name} | {length / 1000:,.0f} kB | {shown} | {steps} | {_growth(seconds):.2f} | {ended} |"
    return line, _is_fine(seconds)


def _growth(seconds: list[float]) -> float:
    """The mean cost of a doubling."""
    return (seconds[-1] / seconds[0]) ** 0.5


def _is_fine(seconds: list[float]) -> bool:
    return _growth(seconds) <= MOST_GROWTH or seconds[-1] < JUDGED_FROM


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
    names = [*hostile.STRUCTURES, *(case for place in hostile.PLACES for case in hostile.group_of(place))]
    lines, fine = zip(*(row(name, options.size, options.repeat) for name in names), strict=True)
    text = "\n".join(
        [
            "# Hostile text by size",
            "",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}. Seconds of one conversion, "
            f"medians of {options.repeat}; ×1 is {options.size} of the size in the name, bytes are those of ×4. "
            f"Doubling may cost at most {MOST_GROWTH} times (mean of the two doublings; under "
            f"{JUDGED_FROM * 1000:.0f} ms nothing is judged; a case beyond that is measured again at 4 times the size). {sum(fine)} of {len(fine)} cases hold. "
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
