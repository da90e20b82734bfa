"""What every file of a folder gives: ``python bench/formats.py FOLDER``.

Each is converted in a process of its own, which is ended after 20 seconds of processor time or at 1.5 GB. Writes
``results/formats.md``: outcome, tasks, seconds, memory and why; exits with 1 where a file gives neither a record nor a
typed error in time, or a record without any character though the file has Han text.
"""

import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECONDS, MEMORY = 20, 1536
SCRIPT = """
import resource, sys
sys.path.insert(0, sys.argv[2])
from pipeline import FileError, extract
try:
    record = extract(sys.argv[1])
    errors = sorted({issue.code for issue in record.issues if issue.severity == "error"})
    print(record.status, len(record.tasks), record.source.media_type, record.ledger.characters, *errors, sep="\\t")
except FileError as error:
    print(error.code, 0, "-", -1, str(error)[:100].replace("\\n", " "), sep="\\t")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def convert(path: Path) -> tuple[list[str], float, int]:
    """The fields of the outcome, processor seconds, MiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(ROOT)], capture_output=True, text=True, encoding="utf-8", check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (4 * SECONDS, 4 * SECONDS)),
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = done.stdout.splitlines()
    if len(lines) < 2:
        words = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return ["crashed", "0", "-", "-1", words[:100]], seconds, 0
    return lines[0].split("\t"), seconds, int(lines[1])


def main(folder: Path) -> int:
    counts: Counter[str] = Counter()
    rows, bad = [], []
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        began = time.monotonic()
        fields, seconds, memory = convert(path)
        outcome, tasks, kind, characters, *why = fields
        counts[outcome] += 1
        if outcome in ("crashed", "internal") or seconds > SECONDS or memory > MEMORY or characters == "0":
            bad.append(path.name)
        rows.append(f"| {path.name} | {outcome} | {tasks} | {kind} | {seconds:.1f} | {memory} | {' '.join(why)} |")
        print(rows[-1], f"{time.monotonic() - began:.0f}s", flush=True)
    head = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    told = "; ".join(bad) or "none"
    lines = [
        "# What each file gives\n", f"{len(rows)} files: {head}. Beyond {SECONDS} s, {MEMORY} MiB, or untyped: {told}.\n",
        "| File | Outcome | Tasks | Kind | Processor seconds | MiB | Why |", "|---|---|---|---|---|---|---|", *rows,
    ]  # fmt: skip
    (ROOT / "bench" / "results" / "formats.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(lines[1])
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
