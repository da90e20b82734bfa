"""``fengong batch``: archives of documents in; records, a manifest, all tasks and a report out."""

import sqlite3
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from pipeline.batch.model import Options, RunError, Summary
from pipeline.batch.sources import Root, read_roots
from pipeline.cli.chinese import reason
from pipeline.cli.console import COMPLETE, FAILED, NO_ROOM, OURS, PARTIAL, TAKEN, USAGE, show_name, tell
from pipeline.cli.inputs import tell_unmatched
from pipeline.cli.messages import language, pick, say
from pipeline.cli.reporters import JsonLog, Reporter, Screen, Tally
from pipeline.cli.workers import read_options, worker_options
from pipeline.database import DATABASES, DatabaseKind, find_database

_HELP = pick(
    """Convert whole archives: every document gets exactly one outcome, whatever it does.

    A PATH is a document, a folder, a pattern in quotes, an archive (zip, tar; 7z and rar with fengong[archives]), a URL
    (s3://bucket/folder; fengong[store]), or - for a list of paths on stdin. Each document is worked on in a process of
    its own that is ended when it takes too long or too much. OUT then holds records/, tasks.jsonl (a task a line),
    manifest.jsonl (a document a line) and report.html. A second run does only what is new or changed, or what a new
    version reads differently; Ctrl-C ends cleanly, and the same call continues from there.

    \b
    Outcomes: complete; partial; empty (no task list in it: no failure); failed (with a code);
    quarantined (it brought its process down twice).
    \b
    Exit codes: 0 all complete or empty; 1 some partial; 2 some failed or quarantined; 64 wrong usage;
    70 our fault; 74 results cannot be written; 75 another run is at work on OUT; 130 interrupted.
    \b
    Examples:
      fengong batch archive/ -o out
      fengong batch 2021.zip '2022/**/*.pdf' -o out --jobs 4
      find /srv -name '*.docx' -print0 | fengong batch - -o out
      fengong batch -o out --resume                      continue with the PATHs and options of the last run
      fengong batch -o out --only-failed --limit-time 600
    """,
    """批量转换整个档案：无论文件有何问题，每份文件恰有一个结果。

    PATH 是文件、目录、加引号的通配模式、压缩包（zip、tar；安装 fengong[archives] 后还有 7z、rar）、
    URL（s3://bucket/folder；安装 fengong[store]），或 -（从标准输入读取路径列表）。
    每份文件都在单独的进程中处理，超过时间或内存限制即被终止。
    OUT 中有 records/、tasks.jsonl（每行一项任务）、manifest.jsonl（每行一份文件）和 report.html。
    再次运行时只处理新增或改动的文件，以及新版本读法不同的文件；Ctrl-C 正常结束，重新运行同一命令即可继续。

    \b
    结果：complete 完整；partial 不完整；empty（没有任务清单，不算失败）；failed 失败（带代码）；
    quarantined 隔离（两次使进程崩溃）。
    \b
    退出码：0 全部完整或没有清单；1 部分不完整；2 部分失败或隔离；64 用法错误；70 程序自身错误；
    74 结果无法写入；75 另一次运行正在使用 OUT；130 被中断。
    \b
    示例：
      fengong batch archive/ -o out
      fengong batch 2021.zip '2022/**/*.pdf' -o out --jobs 4
      find /srv -name '*.docx' -print0 | fengong batch - -o out
      fengong batch -o out --resume                      沿用上次的 PATH 和选项继续
      fengong batch -o out --only-failed --limit-time 600
    """,
)
_EXIT = {"output": NO_ROOM, "locked": TAKEN, "engine": OURS, "missing": USAGE}


@click.command(help=_HELP)
@click.argument("paths", metavar="PATH…", nargs=-1)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=pick("Folder for everything that comes out, and for the state.", "存放结果和状态的目录。"),
)
@click.option(
    "--resume",
    is_flag=True,
    help=pick(
        "Continue the last run: its PATHs and options, where you give no others.",
        "继续上次运行：沿用其 PATH 和选项，另给的除外。",
    ),
)
@click.option(
    "--only-failed",
    is_flag=True,
    help=pick(
        "Of the last run's documents, do those again that failed or were quarantined.",
        "只重做上次失败或被隔离的文件。",
    ),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=pick("List on stdout what would be worked on; write nothing.", "只列出将要处理的文件，不写任何文件。"),
)
@click.option(
    "--prune",
    is_flag=True,
    help=pick(
        "Remove records of earlier runs that no document of this run leads to.",
        "删除以前的运行留下、本次文件已不涉及的记录。",
    ),
)
@click.option(
    "--database",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=pick(
        "Put the run's records into this database too: .sqlite, .duckdb or .parquet (a folder).",
        "同时把本次记录写入该数据库：.sqlite、.duckdb 或 .parquet（目录）。",
    ),
)
@worker_options
@click.pass_context
def batch(context: click.Context, /, paths: tuple[str, ...], output: Path, database: Path | None, **given: Any) -> int:
    """Run it; the exit code is that of the worst outcome."""
    kind = _find_database(database)
    again = given["resume"] or given["only_failed"]
    if not paths and not again:
        raise click.UsageError(say("which-inputs"))
    last = _last_options(output) if again else None
    if again and last is None and not paths:
        raise click.UsageError(say("no-last-run", name=show_name(output)))
    options = read_options(context, given, last)
    unmatched = tell_unmatched(map(Path, paths))
    roots = read_roots(paths) if paths else None
    if given["dry_run"]:
        return _plan(roots, output, options)
    code = run(roots, output, options, JsonLog() if given["json_log"] else Screen())
    if kind and database and code <= FAILED:
        code = max(code, _store(kind, output, options, database))
    return max(code, FAILED) if unmatched else code


def _find_database(path: Path | None) -> DatabaseKind | None:
    """Its kind; a package that is missing is reported before the run, not hours later."""
    if path is None:
        return None
    kind = find_database(path.suffix.lower())
    if kind is None:
        raise click.UsageError(say("which-format", names=", ".join(known.name for known in DATABASES)))
    for package in kind.packages:
        if find_spec(package) is None:
            raise click.UsageError(say("needs-package", what=kind.name, package=package, extra="database"))
    return kind


def _store(kind: DatabaseKind, output: Path, options: Options, path: Path) -> int:
    from pipeline.batch.publish import read_records
    from pipeline.cli.databases import store_records

    return store_records(kind, read_records(output, options.records), path)


def run(roots: Iterable[Root] | None, output: Path, options: Options, reporter: Reporter) -> int:
    """Run one batch and report on it; gives the exit code."""
    from pipeline.batch.run import run_batch

    try:
        with reporter:
            summary = run_batch(roots, output, options, reporter.report, language())
    except RunError as error:
        return _stop(error)
    reporter.sum_up(summary, output)
    return _exit_code(summary)


def _last_options(output: Path) -> Options | None:
    from pipeline.batch.run import last_options

    try:
        return last_options(output)
    except sqlite3.Error as error:
        raise click.UsageError(say("no-last-run", name=show_name(output))) from error


def _plan(roots: Iterable[Root] | None, output: Path, options: Options) -> int:
    """Each document that would be worked on, a line each; how many of how many on stderr."""
    from pipeline.batch.run import plan_batch

    count, total = 0, Tally()
    try:
        for job in plan_batch(roots, output, options, total.report):
            click.echo(job.path)
            count += 1
    except RunError as error:
        return _stop(error)
    tell(say("planned", count=count, total=total.total))
    return COMPLETE


def _stop(error: RunError) -> int:
    tell(say("run-stopped", message=reason(str(error))))
    tell(say("advice", advice=reason(error.advice)))
    return _EXIT[error.code]


def _exit_code(summary: Summary) -> int:
    outcomes = summary.outcomes
    if outcomes["failed"] or outcomes["quarantined"]:
        return FAILED
    return PARTIAL if outcomes["partial"] else COMPLETE
