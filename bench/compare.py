"""Precision and recall of compared pairs on lists with known changes, and the cost: python bench/compare.py [COUNT]."""

import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from compared_lists import Truth, make_pair
from pipeline.compare import Comparison, compare


def links(groups: set[tuple[str, tuple[int, ...], tuple[int, ...]]]) -> set[tuple[int, int]]:
    return {(row, column) for _, rows, columns in groups for row in rows for column in columns}


def found(comparison: Comparison, certain: bool = False) -> set[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    def places(tasks: object) -> tuple[int, ...]:
        return tuple(sorted(int(task.task.rpartition("/")[2]) for task in tasks))  # type: ignore[attr-defined]

    return {(item.kind, places(item.old), places(item.new)) for item in comparison.items if item.certain or not certain}


def measure(truth: Truth) -> None:
    began, used = time.monotonic(), time.process_time()
    result = compare([truth.old], [truth.new])
    clock, processor = time.monotonic() - began, time.process_time() - used
    wanted, got, sure = links(truth.groups), links(found(result)), links(found(result, certain=True))
    kinds = Counter(kind for kind, *_ in found(result) - truth.groups)
    print(f"{len(truth.old.tasks)} x {len(truth.new.tasks)}: precision {len(wanted & got) / len(got):.4f},")
    print(f"  recall {len(wanted & got) / len(wanted):.4f}; certain {len(sure)}, of these wrong {len(sure - wanted)};")
    sure_groups = found(result, certain=True)
    print(
        f"  items with another kind {sum(kinds.values())} {dict(kinds)}; certain ones {len(sure_groups - truth.groups)} of {len(sure_groups)}"
    )
    print(
        f"  {clock:.1f} s of the clock, {processor:.1f} s of the processor, largest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"
    )


if __name__ == "__main__":
    for words in (1, 2, 3):
        print(f"{words} of 4 sentences replaced")
        for seed in range(3):
            measure(make_pair(200, seed, words))
    print("large")
    measure(make_pair(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, 1))
