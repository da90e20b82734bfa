"""How well scans of made-up tables are read: ``python bench/scans.py [COUNT]``.

Tables of the tests' own generator are drawn at 200 dots an inch, turned by up to 2 degrees and made noisy; what is read is
compared with what is true. Writes ``results/scans.md``; exits with 1 where a floor does not hold. Needs ``fengong[ocr]``,
numpy and a Chinese font (Noto CJK).
"""

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make_scan import ScanPage, make_scan  # noqa: E402
from pipeline import FileError, Record, extract  # noqa: E402
from synthetic import tables  # noqa: E402
from synthetic.compare import said  # noqa: E402
from synthetic.model import Made, Truth  # noqa: E402
from synthetic.write_pdf import draw_pages  # noqa: E402

FLOORS = {"tasks": 98.0, "units": 97.0}
MOST_WRONG = 0.5
"""Per cent of the units and dates that are asserted."""


def count(truth: tuple[Truth, ...], found: tuple[Truth, ...], total: Counter[str]) -> None:
    """Add what one table gives: true, found and right tasks, units and dates."""
    wanted, got = Counter(task.title for task in truth), Counter(task.title for task in found)
    add(total, "tasks", wanted, got)
    for kind, of in (("units", units_of), ("dates", dates_of)):
        add(total, kind, Counter(of(truth)), Counter(of(found)))


def add(total: Counter[str], kind: str, wanted: Counter, got: Counter) -> None:  # type: ignore[type-arg]
    total[f"{kind} true"] += wanted.total()
    total[f"{kind} found"] += got.total()
    total[f"{kind} right"] += (wanted & got).total()


def units_of(tasks: tuple[Truth, ...]) -> list[tuple[int, str]]:
    """Each unit with the place of its task in the list."""
    return [(at, who.name) for at, task in enumerate(tasks) for duty in task.duties for who in duty.who]


def dates_of(tasks: tuple[Truth, ...]) -> list[tuple[int, tuple[str, str | None, str | None]]]:
    return [
        (at, when)
        for at, task in enumerate(tasks)
        for duty in task.duties
        for when in duty.when
        if when[0] != "unspecified"
    ]


def asserted(record: Record) -> list[tuple[int, str]]:
    """The units that the record asserts: resolved ones."""
    return [
        (at, party.name)
        for at, task in enumerate(record.tasks)
        for item in task.assignments
        for party in item.parties
        if party.resolution == "resolved"
    ]


def f1(total: Counter[str], kind: str) -> float:
    return 200.0 * total[f"{kind} right"] / max(total[f"{kind} true"] + total[f"{kind} found"], 1)


def draw(made: Made) -> bytes:
    return make_scan(draw_pages(made, ScanPage), made.seed)


def main(wanted: int) -> int:
    total: Counter[str] = Counter()
    rows: list[str] = []
    layouts = list(tables.LAYOUTS)
    for number in range(wanted):
        made = tables.make_table(layouts[number % len(layouts)], 100 + number)
        data = draw(made)
        began = time.process_time()
        try:
            record = extract(data, name="scan.pdf")
        except FileError as error:
            rows.append(f"| {made.layout} {made.seed} | - | {error.code} | |")
            count(made.truth, (), total)
            continue
        seconds = time.process_time() - began
        own: Counter[str] = Counter()
        count(made.truth, tuple(said(record)), own)
        total += own
        true = (
            Counter(units_of(made.truth))
            if own["tasks true"] == own["tasks found"]
            else Counter(name for _, name in units_of(made.truth))
        )
        sure = asserted(record) if own["tasks true"] == own["tasks found"] else [name for _, name in asserted(record)]
        total["asserted"] += len(sure)
        total["asserted wrong"] += (Counter(sure) - true).total()
        got = [when for when in dates_of(tuple(said(record)))]
        total["asserted"] += len(got)
        total["asserted wrong"] += (
            own["dates found"] - own["dates right"] if own["tasks true"] == own["tasks found"] else 0
        )
        marks = Counter(issue.code for issue in record.issues if issue.severity != "info")
        rows.append(
            f"| {made.layout} {made.seed} | {own['tasks right']}/{own['tasks true']} | {own['units right']}/{own['units true']}"
            f" | {own['dates right']}/{own['dates true']} | {seconds:.0f} | {dict(marks)} |"
        )
        print(rows[-1], flush=True)
    wrong = 100.0 * total["asserted wrong"] / max(total["asserted"], 1)
    head = [f"{kind} F1 {f1(total, kind):.2f}" for kind in ("tasks", "units", "dates")]
    lines = [
        "# Scans of made-up tables\n", f"{wanted} tables, 200 dpi, up to 2 degrees, noise. {'; '.join(head)};",
        f"wrong of what is asserted {wrong:.2f} % ({total['asserted wrong']} of {total['asserted']}).\n",
        "| Table | Tasks | Units | Dates | Processor seconds | Warnings |", "|---|---|---|---|---|---|", *rows,
    ]  # fmt: skip
    (ROOT / "bench" / "results" / "scans.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[1:3]))
    return int(any(f1(total, kind) < floor for kind, floor in FLOORS.items()) or wrong > MOST_WRONG)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
