"""The Markdown that bench/readers.py writes."""

import os
import platform
from typing import Any

from judge import Verdict
from plan import CONVERSION, READING, Plan, Runs, Speed, Verdicts, holds, memory_growth, ratio

MIB = 2**20
FLOORS = ("floor: lxml walk", "floor: pypdfium2 text")


def write_report(plan: Plan, told: dict[str, Any], speed: Speed, verdicts: Verdicts, versions: dict[str, str]) -> str:
    """The whole report."""
    parts = [
        _head(told, speed, versions),
        _bounds(plan, told, speed),
        *(_speed(title(told, name), runs) for name, runs in speed.items()),
        _memory(told, speed),
        _published(verdicts),
        _failures(told, verdicts),
        _subjects(plan),
    ]
    return "\n".join(line for part in parts for line in (*part, ""))


def title(told: dict[str, Any], name: str) -> str:
    """An input's name as a reader of the report understands it."""
    kind, times = name.split("-")
    pages = told["inputs"][name]["pages"]
    rows = len(told["published"]["rows"]) * int(times)
    return f"{'PDF' if kind == 'pdf' else 'Word'} ×{times}, " + (f"{pages} pages" if pages else f"{rows} rows")


def _head(told: dict[str, Any], speed: Speed, versions: dict[str, str]) -> list[str]:
    counts = {len(runs.answers) for table in speed.values() for runs in table.values() if runs.answers}
    printed = (
        "printed from Word by LibreOffice"
        if told["printed"]
        else "printed by the tests' own PDF writer, as LibreOffice is not installed"
    )
    return [
        "# Readers side by side",
        "",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores. "
        f"Medians of {min(counts, default=0)} runs; each run is a process of its own, which first reads another "
        "document, so that imports and loading do not count, and the readers take turns. The documents are the "
        f"published table of Yangjiang and the same with its rows repeated; the longer PDF is {printed}. "
        "Made by `python bench/readers.py`.",
        "",
        "Peers, each in its own environment: " + "; ".join(versions[name] for name in sorted(versions)) + ".",
    ]


def _bounds(plan: Plan, told: dict[str, Any], speed: Speed) -> list[str]:
    lines = [
        "## What must hold",
        "",
        "Ratios of the medians by the clock, which decide; by processor time beside them, which other work on the "
        "machine disturbs less.",
        "",
        "| on | ratio | bound | measured | by processor | |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for bound in plan.bounds:
        figure = ratio(bound, speed)
        where = title(told, bound.input) if bound.input in told["inputs"] else bound.input
        limit = f"at most {bound.most:g}" if bound.most is not None else f"at least {bound.least:g}"
        shown = " | ".join(_figure(ratio(bound, speed, by)) for by in ("wall", "cpu"))
        verdict = "not measured" if figure is None else "holds" if holds(bound, figure) else "**does not hold**"
        lines.append(f"| {where} | {bound.of} / {bound.over} | {limit} | {shown} | {verdict} |")
    for subject, limit in ((READING, "at most 1"), (CONVERSION, "told only")):
        growth = memory_growth(speed, subject)
        if growth:
            verdict = "" if subject == CONVERSION else "holds" if growth[0] <= growth[1] else "**does not hold**"
            lines.append(
                f"| PDF, short to long | growth of peak memory, {subject} / growth of the record (objects and JSON) "
                f"| {limit} | {growth[0] / growth[1]:.2f} | | {verdict} |"
            )
    return lines


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _speed(heading: str, table: dict[str, Runs]) -> list[str]:
    floor = next((table[name] for name in FLOORS if name in table and table[name].answers), None)
    own = table.get(CONVERSION)
    lines = [
        f"## {heading}",
        "",
        "| reader | seconds | processor seconds | × floor | × fengong's whole conversion | peak MiB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, runs in table.items():
        if not runs.answers:
            lines.append(f"| {name} | {runs.trouble} | | | | |")
            continue
        wall = runs.median("wall")
        against = [_figure(wall / other.median("wall") if other and other.answers else None) for other in (floor, own)]
        lines.append(
            f"| {name} | {wall:.4f} | {runs.median('cpu'):.4f} | {against[0]} | {against[1]} "
            f"| {runs.median('peak') / MIB:.0f} |"
        )
    return lines


def _memory(told: dict[str, Any], speed: Speed) -> list[str]:
    lines = [
        "## Memory",
        "",
        "Peak of the process, beside what the result itself holds: the document of a reading, the record and its JSON "
        "of a conversion. Both readings begin after one of another document of eight pages.",
        "",
        "| | document | peak MiB | result MiB | JSON MiB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in ("pdf-1", "pdf-10", "word-10", "word-100"):
        for subject in (READING, CONVERSION):
            runs = speed.get(name, {}).get(subject)
            if runs and runs.answers:
                size = f"{runs.median('json') / MIB:.1f}" if "json" in runs.answers[0] else "-"
                lines.append(
                    f"| {subject} | {title(told, name)} | {runs.median('peak') / MIB:.0f} "
                    f"| {runs.median('held') / MIB:.1f} | {size} |"
                )
    return lines


def _published(verdicts: Verdicts) -> list[str]:
    lines = [
        "## What comes out of the published table",
        "",
        "It is one table of 19 tasks. A task's row is whole when the texts of all cells that begin in it stand, each "
        "complete and in a cell of its own, together in one row of one table, and in place when each of them is in its "
        "own column; white space does not count, nor does what a reader shows where a merged cell goes on. A copy is "
        "a merged cell's text given once more (of a PDF mostly the header, which every page repeats).",
        "",
        "| document | reader | whole rows | whole and in place | tables | copies of merged text |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for document in ("published Word", "published PDF", "PDF without rulings"):
        for name, verdict in verdicts.get(document, {}).items():
            if isinstance(verdict, str):
                lines.append(f"| {document} | {name} | {verdict} | | | |")
                continue
            lines.append(
                f"| {document} | {name} | {verdict.whole} of {verdict.rows} | {verdict.placed} "
                f"| {verdict.tables} | {verdict.copies} |"
            )
    return lines


def _failures(told: dict[str, Any], verdicts: Verdicts) -> list[str]:
    documents = [failure["name"] for failure in told["failures"] if failure["name"] in verdicts]
    lines = [
        "## Small documents that readers lose something of",
        "",
        "Made by `tests/peer_failures.py`, each one table; what comes out, in whole rows.",
    ]
    for suffix, heading in (("docx", "Word"), ("pdf", "PDF")):
        chosen = [
            failure["name"]
            for failure in told["failures"]
            if failure["name"] in documents and failure["path"].endswith(suffix)
        ]
        names = [*dict.fromkeys(name for document in chosen for name in verdicts[document])]
        if names:
            lines += ["", f"| {heading} | " + " | ".join(chosen) + " |", "| --- |" + " --- |" * len(chosen)]
            lines += [
                f"| {name} | " + " | ".join(_short(verdicts[document].get(name, "-")) for document in chosen) + " |"
                for name in names
            ]
    return lines


def _short(verdict: Verdict | str) -> str:
    if isinstance(verdict, str):
        return verdict
    if verdict.tables == 0:
        return "no table"
    notes = [f"{verdict.whole} of {verdict.rows}"]
    if verdict.placed < verdict.whole:
        notes.append(f"{verdict.placed} in place")
    if verdict.tables > 1:
        notes.append(f"{verdict.tables} tables")
    if verdict.copies:
        notes.append(f"{verdict.copies} copies")
    return "all" if notes == [f"{verdict.rows} of {verdict.rows}"] else ", ".join(notes)


def _subjects(plan: Plan) -> list[str]:
    return ["## Who does what", "", *(f"- {subject.name}: {subject.what}" for subject in plan.subjects)]
