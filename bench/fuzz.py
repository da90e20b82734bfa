"""Mutated files: only typed errors may escape a reader, within seconds.

    python bench/fuzz.py FILE … [--rounds 300] [--seed 1] [--seconds 5]

Each round changes a copy of the file (bytes turned, set to extremes, cut out, doubled; the end cut off) and reads it.
For zip containers the members are changed and packed again. Exits with 1 where anything else than a document or a typed
error came out, and keeps the bytes that did it in the current folder.
"""

import argparse
import io
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.errors import FileError
from pipeline.readers import read

EXTREMES = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\0\0\0\x80", b"\x01\0\0\0", b"\xff\xff")
MEMORY = 2**30


class TooSlow(BaseException):
    """A read that takes longer than it may; no handler of a reader catches it."""


def mutate(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to eight changes, or of an old Office container up to forty."""
    if data.startswith(b"PK"):
        return _mutate_zip(data, chance)
    blob = bytearray(data)
    for _ in range(chance.randint(1, 40 if data[:2] == b"\xd0\xcf" else 8)):
        at = chance.randrange(len(blob) or 1)
        # Whole sectors of an old Office container would move: mostly its bytes are only changed in their places.
        match chance.randrange(6 if chance.random() < 0.1 or data[:2] != b"\xd0\xcf" else 3):
            case 0:
                blob[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                extreme = chance.choice(EXTREMES)
                blob[at : at + len(extreme)] = extreme
            case 2:
                other = chance.randrange(len(blob) or 1)
                blob[at : at + 16] = blob[other : other + 16]
            case 3:
                del blob[at : at + chance.randint(1, 64)]
            case 4:
                blob[at:at] = blob[at : at + chance.randint(1, 512)]
            case _:
                if chance.random() < 0.2:
                    del blob[at:]
    return bytes(blob)


def _mutate_zip(data: bytes, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        chosen = chance.choice([name for name in source.namelist() if name.endswith(".xml")])
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, mutate(content, chance) if name == chosen and content else content)
    packed = buffer.getvalue()
    return packed if chance.random() < 0.8 else mutate(b"\0" + packed, chance)[1:]


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
