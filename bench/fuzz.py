"""Mutated files: only typed errors may escape a reader, within seconds.

    python bench/fuzz.py FILE … [--rounds 300] [--seed 1] [--seconds 5]

Each round changes a copy of the file (bytes turned, set to extremes, cut out, doubled; the end cut off) and reads it.
For zip containers the members are changed and packed again. Exits with 1 where anything else than a document or a typed
error came out, and keeps the bytes that did it in the current folder.
"""

import argparse
import random
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pipeline.errors import FileError  # noqa: E402
from pipeline.readers import read  # noqa: E402
from spoil import mutate  # noqa: E402

MEMORY = 2**30


class TooSlow(BaseException):
    """A read that takes longer than it may; no handler of a reader catches it."""


def outcome(data: bytes, name: str, seconds: int) -> str:
    """``read``, the code of the typed error, or the name of what else escaped."""
    signal.alarm(seconds)
    try:
        read(data, name)
    except FileError as error:
        return error.code
    except TooSlow:
        return "! too slow"
    except Exception as error:  # noqa: BLE001  what escapes is what is looked for
        return f"! {type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
    return "read"


def _stop(_number: int, _frame: Any) -> None:
    raise TooSlow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=5)
    chosen = parser.parse_args()
    signal.signal(signal.SIGALRM, _stop)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    failed = 0
    for file in chosen.files:
        data = file.read_bytes()
        chance = random.Random(f"{chosen.seed} {file.name}")
        ends: Counter[str] = Counter()
        slowest = 0.0
        for number in range(chosen.rounds):
            spoiled = mutate(data, chance)
            began = time.process_time()
            ended = outcome(spoiled, file.name, chosen.seconds)
            slowest = max(slowest, time.process_time() - began)
            ends[ended] += 1
            if ended.startswith("!"):
                failed += 1
                Path(f"fuzz-{number}{file.suffix}").write_bytes(spoiled)
        print(file.name, dict(ends), f"slowest {slowest:.2f} s", sep="\t", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
