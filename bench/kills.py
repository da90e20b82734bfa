"""Does a batch lose anything when its workers are killed? SIGKILL to a worker, or the server that forks them.

    python bench/kills.py [--moments 40] [--seed N]

Each moment is a run of its own of 153 small documents with two workers: half of the moments fall into the time in which
workers start, the others anywhere in the run. Every run must end as the calm one did, with the same bytes, in the same
run. Exit code 1 if one does not. Linux only (/proc).
"""

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from batches import Batch, batch, litter, results  # noqa: E402  their folder had to be named first
from test_batch_kill import make_inputs  # noqa: E402

_STARTING = 1.5
"""Seconds in which the workers start."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--moments", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    draw = random.Random(options.seed)
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        make_inputs(folder / "in")
        began = time.monotonic()
        code, _ = batch("in", "-o", "calm", "--jobs", 2, cwd=folder)
        lasted = time.monotonic() - began
        calm = results(folder / "calm")
        print(f"calm: exit code {code}, {len(calm)} files, {lasted:.1f} s")
        moments = [
            draw.uniform(0.2, min(_STARTING, lasted) if number % 2 else lasted) for number in range(options.moments)
        ]
        bad = sum(not _holds(folder, number, seconds, draw, (code, calm)) for number, seconds in enumerate(moments))
    print(f"{options.moments - bad} of {options.moments} moments: the same exit code and bytes")
    return 1 if bad else 0


def _holds(folder: Path, number: int, seconds: float, draw: random.Random, calm: tuple[int, dict[str, bytes]]) -> bool:
    """Whether a run ends as the calm one although one of its processes is killed after so many seconds."""
    out = folder / f"out{number}"
    run = Batch("in", "-o", out.name, "--jobs", 2, cwd=folder)
    until = time.monotonic() + seconds
    time.sleep(seconds)
    victims: dict[int, str] = {}
    while not victims and run.process.poll() is None and time.monotonic() < until + 5:
        victims = _victims(run)
    victim = draw.choice(sorted(victims)) if victims else 0
    name = victims.get(victim, "no process left")
    if victim:
        with suppress(ProcessLookupError):
            os.kill(victim, 9)
    code, said = run.end()
    good = (code, results(out)) == calm and litter(out) == [] and run.outlive() == []
    print(
        f"{number}: {seconds:.2f} s, {name}: {'the same' if good else f'NOT the same: exit code {code}: {said[-500:]}'}"
    )
    return good


def _victims(run: Batch) -> dict[int, str]:
    """The living workers and the server that forks them, with what each is."""
    found = {}
    for pid in run.living():
        with suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            if pid != run.process.pid and "resource_tracker" not in words:
                found[pid] = "server" if parent == run.process.pid else "worker"
    return found


if __name__ == "__main__":
    sys.exit(main())
