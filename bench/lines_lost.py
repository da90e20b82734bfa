"""How much of a list survives where a text has lost its lines: python bench/lines_lost.py FILE|FOLDER… [--verbose]

Each text file with numbered tasks is converted as it is and with its line breaks taken out; a task is equal where number,
content (title and measures by letters and digits), units with roles and times are the same. Prints a line for each list
that differs, and the share of equal tasks.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline import FileError, extract
from pipeline.model import Record, Task

Shape = tuple[str, str, tuple[tuple[str, str], ...], tuple[str, ...]]


def letters(text: str | None) -> str:
    return "".join(char for char in text or "" if char.isalnum())


def shape(task: Task) -> Shape:
    """What is compared of a task."""
    parties = tuple((letters(party.name), party.role) for item in task.assignments for party in item.parties)
    times = tuple(letters(time.text) for item in task.assignments for time in item.deadlines)
    return letters(task.number), letters(task.title) + letters(task.measures), parties, times


def read(text: str) -> Record | None:
    try:
        return extract(text.encode(), name="list.txt")
    except FileError:
        return None


def tasks(record: Record | None) -> Counter[Shape]:
    return Counter(shape(task) for task in record.tasks) if record else Counter()


def sources(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.txt")) if path.is_dir() else (path,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true", help="show the tasks that differ")
    given = parser.parse_args()
    total = equal = 0
    for path in sources(given.paths):
        text = path.read_text(encoding="utf-8-sig")
        record = read(text)
        if record is None or record.tables or any(task.number is None for task in record.tasks):
            continue  # a flattened table lives by its lines, and so does a list without numbers
        whole = tasks(record)
        joined = tasks(read("".join(text.splitlines())))
        same = (whole & joined).total()
        total, equal = total + whole.total(), equal + same
        if same < whole.total() or joined.total() > whole.total():
            print(f"{path}: {same} of {whole.total()} tasks equal, {joined.total()} without lines")
        if given.verbose:
            for sign, found in (("-", whole - joined), ("+", joined - whole)):
                for task in found:
                    print(f"   {sign} {task}"[:400])
    print(f"{equal} of {total} tasks equal: {equal / max(total, 1):.1%}")


if __name__ == "__main__":
    main()
