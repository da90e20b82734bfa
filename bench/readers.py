"""Ourselves and other readers side by side: speed, memory, and what comes out of a table.

    python bench/readers.py                 all of it; some twenty minutes, and some more where nothing is installed yet
    python bench/readers.py --quick         small documents, three runs: does all work? Two or three minutes
    python bench/readers.py --only docling  ourselves, the floors and the readers whose name begins so

Each peer of bench/peers.toml gets a virtual environment in a cache folder outside the tree (``--environments``); one that
cannot be installed, or breaks, or takes longer than ``--limit`` seconds, is reported as such. Writes ``readers.md`` and
``readers.svg`` into bench/results (with --quick or --only, only where ``-o`` names a folder). Exit code 1 where a bound
does not hold, 130 when interrupted.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from environments import NotInstalled, default_folder, prepare, versions
from judge import Verdict, judge
from plan import READING, Plan, Runs, Speed, Subject, Verdicts, holds, load_plan, memory_growth, ratio
from report import title, write_report

BENCH = Path(__file__).parent
RESULTS = BENCH / "results"
OWN = Path(sys.executable)
Pythons = dict[str, Path | str]
"""subject → the Python that it runs in, or why it has none"""


class Failed(Exception):
    """A subject's process gave no answer; the text says why, in one line."""


def ask(python: Path, subject: Subject, task: str, paths: Iterable[str], limit: float) -> Any:
    """One process of a subject: its answer. Raises Failed."""
    command = [str(python), "-P", str(BENCH / "subjects.py"), subject.run, task, *paths]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=limit, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"more than {limit:.0f} s") from error
    if done.returncode != 0:
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:] or [f"exit code {done.returncode}"]
        raise Failed(f"breaks: {last[0].strip()[:120]}".replace("|", "/"))
    return json.loads(done.stdout.splitlines()[-1])


def make_documents(folder: Path, quick: bool) -> dict[str, Any]:
    """What bench/documents.py wrote."""
    print("making the documents", file=sys.stderr)
    subprocess.run([str(OWN), str(BENCH / "documents.py"), str(folder), *(["--quick"] if quick else [])], check=True)
    told: dict[str, Any] = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    return told


def find_pythons(plan: Plan, subjects: list[Subject], folder: Path) -> tuple[Pythons, dict[str, str]]:
    """Where each subject runs, environments made where they are missing; and what is installed in them."""
    places: dict[str, Path | str] = {}
    installed = {}
    for name in dict.fromkeys(subject.environment for subject in subjects if subject.environment):
        try:
            python = prepare(folder, name, plan.environments[name])
        except NotInstalled as error:
            print(f"{name}: cannot be installed: {error}", file=sys.stderr)
            places[name] = installed[name] = f"{name} cannot be installed here"
        else:
            places[name], installed[name] = python, versions(python, plan.environments[name])
    return {
        subject.name: places[subject.environment] if subject.environment else OWN for subject in subjects
    }, installed


def measure(subjects: list[Subject], pythons: Pythons, told: dict[str, Any], runs: int, limit: float) -> Speed:
    """Each subject on each input that it reads; within an input the subjects take turns."""
    speed: Speed = {}
    for name in [name for name in ("word-1", "word-10", "word-100", "pdf-1", "pdf-10") if name in told["inputs"]]:
        suffix = "pdf" if name.startswith("pdf") else "docx"
        warm = told["inputs"]["warm-pdf" if suffix == "pdf" else "warm"]["path"]
        table = {subject.name: Runs([]) for subject in subjects if suffix in subject.reads}
        for turn in range(runs):
            print(f"{title(told, name)}: run {turn + 1} of {runs}", file=sys.stderr)
            for subject in [subject for subject in subjects if subject.name in table]:
                table[subject.name] = _once(
                    table[subject.name], subject, pythons[subject.name], (warm, told["inputs"][name]["path"]), limit
                )
        speed[name] = table
    return speed


def _once(so_far: Runs, subject: Subject, python: Path | str, paths: tuple[str, str], limit: float) -> Runs:
    """One more run; a subject in trouble is not asked again, and its runs do not count."""
    if so_far.trouble:
        return so_far
    if isinstance(python, str):
        return Runs([], python)
    try:
        return Runs([*so_far.answers, ask(python, subject, "time", paths, limit)])
    except Failed as error:
        return Runs([], str(error))


def compare(subjects: list[Subject], pythons: Pythons, told: dict[str, Any], limit: float) -> Verdicts:
    """What comes out of the published table and of the small documents."""
    published, inputs = told["published"], told["inputs"]
    tests = [
        ("published Word", "tables", inputs["word-1"]["path"], published),
        ("published PDF", "tables", inputs["pdf-1"]["path"], published),
        *((failure["name"], "tables", failure["path"], failure) for failure in told["failures"]),
    ]
    if published["borderless"]:
        tests.append(("PDF without rulings", "unruled", published["borderless"], published))
    print("comparing what comes out", file=sys.stderr)
    return {
        name: {
            subject.name: _verdict(subject, pythons[subject.name], task, path, truth, limit)
            for subject in subjects
            if path.rpartition(".")[2] in subject.reads and subject.finds_tables
        }
        for name, task, path, truth in tests
    }


def _verdict(
    subject: Subject, python: Path | str, task: str, path: str, truth: dict[str, Any], limit: float
) -> Verdict | str:
    if isinstance(python, str):
        return python
    try:
        return judge(ask(python, subject, task, [path], limit), truth["rows"], truth["merged"])
    except Failed as error:
        return str(error)


def plot(plan: Plan, environments: Path, told: dict[str, Any], speed: Speed, path: Path) -> None:
    """The picture; where matplotlib cannot be had, a line on stderr says so."""
    figures = {
        title(told, name): [(subject, runs.median("wall")) for subject, runs in table.items() if runs.answers]
        for name, table in speed.items()
    }
    try:
        python = prepare(environments, "plot", plan.environments["plot"])
    except NotInstalled as error:
        print(f"no plot: {error}", file=sys.stderr)
        return
    subprocess.run([str(python), str(BENCH / "plot.py"), str(path)], input=json.dumps(figures), text=True, check=True)


def chosen_subjects(plan: Plan, only: list[str]) -> list[Subject]:
    """Ourselves, the floors, and the peers that ``only`` names (all where it names none)."""
    return [
        subject
        for subject in plan.subjects
        if not only or not subject.environment or subject.name.startswith(tuple(only))
    ]


def all_hold(plan: Plan, speed: Speed) -> bool:
    """Whether every bound that was measured holds."""
    figures = [(bound, ratio(bound, speed)) for bound in plan.bounds]
    growth = memory_growth(speed, READING)
    return all(figure is None or holds(bound, figure) for bound, figure in figures) and (
        growth is None or growth[0] <= growth[1]
    )


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    lines = (__doc__ or "").splitlines()
    parser = argparse.ArgumentParser(
        description=lines[0], epilog="\n".join(lines[1:]), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="leave out Word ×100 and PDF ×10; three runs")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this peer; may be repeated")
    parser.add_argument("--runs", type=int, help="timed runs of each reader on each document (5; with --quick 3)")
    parser.add_argument("--limit", type=float, default=90.0, help="seconds that a process may take (90)")
    parser.add_argument(
        "--environments", type=Path, default=default_folder(), metavar="DIR", help=f"default: {default_folder()}"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="write readers.md and readers.svg here")
    return parser.parse_args()


def main() -> int:
    """Prepare, measure, compare, write; what the module says."""
    options, plan = parse_arguments(), load_plan()
    subjects = chosen_subjects(plan, options.only)
    pythons, installed = find_pythons(plan, subjects, options.environments.expanduser().absolute())
    with tempfile.TemporaryDirectory() as folder:
        told = make_documents(Path(folder), options.quick)
        verdicts = compare(subjects, pythons, told, options.limit)
        speed = measure(subjects, pythons, told, options.runs or (3 if options.quick else 5), options.limit)
    text = write_report(plan, told, speed, verdicts, installed)
    print(text)
    output = options.output or (None if options.quick or options.only else RESULTS)
    if output:
        output.mkdir(parents=True, exist_ok=True)
        (output / "readers.md").write_text(text, encoding="utf-8")
        plot(plan, options.environments.expanduser().absolute(), told, speed, output / "readers.svg")
    return 0 if all_hold(plan, speed) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
