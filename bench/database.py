"""Time and memory of loading many records into one SQLite database: python bench/database.py RECORD_DIR [COUNT].

Copies of the records, each as a document of its own, are made in a temporary folder first.
"""

import json
import resource
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from pipeline.cli import run


def main(folder: Path, count: int) -> None:
    records = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))]
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            text = records[number % len(records)]
            old, new = json.loads(text)["source"]["sha256"], sha256(str(number).encode()).hexdigest()
            (Path(name) / f"{number}.json").write_text(text.replace(old, new).replace(old[:12], new[:12]))
        size = sum(path.stat().st_size for path in Path(name).glob("*.json"))
        began, used = time.monotonic(), time.process_time()
        code = run(["export", name, "-o", str(Path(name) / "all.sqlite")])
        print(f"{count} records, {size >> 20} MiB: exit {code}, {time.monotonic() - began:.1f} s of the clock,")
        print(
            f"{time.process_time() - used:.1f} s of the processor, largest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
