"""``fengong corrections``: corrections as regression tests, as layouts, as a table of units."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import click

from pipeline.cli.chinese import reason
from pipeline.cli.console import COMPLETE, FAILED, PARTIAL, Progress, show_name, tell, tell_failure
from pipeline.cli.messages import pick, say
from pipeline.cli.options import units_option, words_option
from pipeline.corrections.book import CorrectionBook, read_corrections
from pipeline.corrections.outcome import Outlook, find_sources, judge_corrections, unit_rows
from pipeline.errors import FileError, KnowledgeError
from pipeline.files import write_whole

_HELP = pick(
    """Work with corrections.jsonl, which fengong review writes.

    \b
    Examples:
      fengong corrections test corrections.jsonl --source inputs/
      fengong corrections profile corrections.jsonl -o profiles/yangjiang.toml
      fengong corrections units corrections.jsonl -o our-units.csv
    """,
    """处理 corrections.jsonl（由 fengong review 写出）。

    \b
    示例：
      fengong corrections test corrections.jsonl --source inputs/
      fengong corrections profile corrections.jsonl -o profiles/yangjiang.toml
      fengong corrections units corrections.jsonl -o our-units.csv
    """,
)
_TEST_HELP = pick(
    """Run corrections as regression tests: read their documents again and say of each line whether it is needed still,
    superfluous (the program reads it so by itself) or stale (it fits no more).

    \b
    Exit codes: 0 each fits; 1 some are stale; 2 a document is not there or gave no record.
    """,
    """以更正作回归测试：重新读取各文件，逐行说明更正仍有必要、已不需要（程序已读对），还是已失效（不再符合）。

    \b
    退出码：0 全部符合；1 有失效的更正；2 有文件缺失或没有生成记录。
    """,
)
_file = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group(help=_HELP, subcommand_metavar=pick("COMMAND [ARGS]…", "命令 [参数]…"))
def corrections() -> None:
    """Hold the commands on corrections."""


@corrections.command("test", help=_TEST_HELP)
@_file
@click.option(
    "--source",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help=pick("The documents, or a folder of them.", "原文件，或其所在目录。"),
)
@units_option
@words_option
@click.option("--json", "as_json", is_flag=True, help=pick("JSON for programs.", "输出 JSON，供程序读取。"))
def test_corrections(file: Path, source: Path, units: Path | None, words: Path | None, as_json: bool) -> int:
    """Print a line for each correction and their sums."""
    book = _read(file)
    wanted = list(dict.fromkeys(line.source for line in book.lines))
    sources = find_sources(source)
    outlooks: list[Outlook] = []
    lost = 0
    with Progress(len(wanted)) as progress:
        for sha256 in wanted:
            path = sources.get(sha256)
            progress.begin(show_name(path) if path else sha256)
            found = _judge(book, file, path, sha256, units, words)
            lost += found is None
            outlooks += found or []
            progress.end()
    _show(outlooks, as_json)
    if lost:
        return FAILED
    return PARTIAL if any(item.standing == "stale" for item in outlooks) else COMPLETE


def _read(file: Path) -> CorrectionBook:
    try:
        return read_corrections(file)
    except KnowledgeError as error:
        raise click.UsageError(reason(str(error))) from error


def _judge(
    book: CorrectionBook, file: Path, path: Path | None, sha256: str, units: Path | None, words: Path | None
) -> list[Outlook] | None:
    """The outlooks of one document's corrections; None where it is not there or gave no record."""
    from pipeline.extract import extract

    if path is None:
        tell(say("no-document", sha256=sha256[:12]))
        return None
    try:
        return judge_corrections(book, extract(path, units=units, words=words, corrections=file))
    except FileError as error:
        tell_failure(show_name(path), error)
        return None


def _show(outlooks: list[Outlook], as_json: bool) -> None:
    if as_json:
        rows = [
            {"id": item.line.id, "kind": item.line.kind, "standing": item.standing, "why": item.why}
            for item in outlooks
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for item in outlooks:
        line, word = item.line, say(f"standing-{item.standing}")
        click.echo("\t".join((word, line.id, line.kind, line.pointer or "", line.quote or "")))
    sums = Counter(item.standing for item in outlooks)
    tell(say("corrections-sum", **{name: sums[name] for name in ("needed", "superfluous", "stale")}))


@corrections.command(
    "profile",
    help=pick(
        "Write the layouts that corrections confirm as a profile, for --profiles: next year's list is read so too.",
        "把更正中确认的版式写成 --profiles 可用的文件，来年的清单也会照此读取。",
    ),
)
@_file
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.toml")
def profile(file: Path, output: Path) -> int:
    """Write one ``[[layout]]`` for each header."""
    from pipeline.corrections.layouts import write_profiles

    lines = _read(file).of_layouts()
    if not lines:
        tell(say("no-layouts"))
        return COMPLETE
    with write_whole(output) as out:
        out.write(write_profiles(lines).encode())
    return COMPLETE


@corrections.command(
    "units",
    help=pick(
        "Write the names that corrections decide everywhere as a table of units, for --units.",
        "把更正中适用于所有文件的名称写成 --units 可用的单位表。",
    ),
)
@_file
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv")
def write_units(file: Path, output: Path) -> int:
    """Write a row for each name."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    sheet = csv.DictWriter(text, fieldnames=["name", "is", "note"])
    sheet.writeheader()
    sheet.writerows(unit_rows(_read(file).lines))
    with write_whole(output) as out:
        out.write(text.getvalue().encode())
    return COMPLETE
