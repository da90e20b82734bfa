"""Time and memory of a ledger of many rows, made and then updated: python bench/ledger.py RECORD [ROWS]."""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from msgspec import structs

from pipeline import Record
from pipeline.workbook.file import open_book, save_book
from pipeline.workbook.update import update_book
from pipeline.workbook.wording import read_columns


def main(path: Path, rows: int) -> None:
    record = Record.from_json(path.read_bytes())
    tasks = []
    while sum(len(task.assignments) for task in tasks) < rows:
        number = len(tasks)
        task = record.tasks[number % len(record.tasks)]
        tasks.append(structs.replace(task, key=f"{number:012}", id=f"{record.source.sha256[:12]}/t1/{number}"))
    record = structs.replace(record, tasks=tuple(tasks))
    changed = structs.replace(record, tasks=tuple(structs.replace(task, target="改过的目标") for task in tasks))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.xlsx"
        for name, item in (("made", record), ("updated, a cell in every row", changed)):
            began, used = time.monotonic(), time.process_time()
            opened = open_book(file)
            done = update_book(opened.book, [item], read_columns(), date(2023, 1, 1), opened.heights)
            file.write_bytes(save_book(opened.book))
            print(f"{name}: {done.added} added, {done.changed} changed, {time.monotonic() - began:.1f} s of the clock,")
            print(f"  {time.process_time() - used:.1f} s of the processor, {file.stat().st_size >> 20} MiB")
    print(f"largest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20_000)
