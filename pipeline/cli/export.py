"""``fengong export``: saved records in, one file for other tools out."""

import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import click

from pipeline.cli.console import COMPLETE, FAILED, show_name, tell, tell_failure
from pipeline.cli.inputs import find_records, load_record
from pipeline.cli.messages import pick, say
from pipeline.cli.output import keep_workbook, write_stdout, written
from pipeline.database import DATABASES, DatabaseKind, find_database
from pipeline.errors import FileError
from pipeline.model import Record
from pipeline.writers import WRITERS, Writer, find_writer
from pipeline.writers.options import ExportOptions

_HELP = pick(
    """Write saved records as one file: csv, jsonl, xlsx, json, ics (calendar), jsonld; or put them into a database.

    csv and xlsx have one row an assignment, with the parties of a role joined by 、; with --long one row a party.
    A database is sqlite, duckdb or parquet (docs/database.md). It keeps what it has: a document that is exported
    again replaces its own rows.

    \b
    Examples:
      fengong export outputs/ --to xlsx -o 分工.xlsx
      fengong export outputs/ -o 市公安局.xlsx --unit 市公安局
      fengong export a.docx.json --to csv --long > parties.csv
      fengong export outputs/ -o 市公安局.ics --unit 市公安局 --alarm 10
      fengong export outputs/ -o 分工.sqlite
    """,
    """把已保存的记录导出为一个文件：csv、jsonl、xlsx、json、ics（日历）或 jsonld；或写入数据库。

    csv 和 xlsx 每行一项分工，同一角色的单位以“、”连接；加 --long 时每行一个单位。
    数据库为 sqlite、duckdb 或 parquet（见 docs/database.md），保留已有内容：同一份文件再次导出时只替换该文件的行。

    \b
    示例：
      fengong export outputs/ --to xlsx -o 分工.xlsx
      fengong export outputs/ -o 市公安局.xlsx --unit 市公安局
      fengong export a.docx.json --to csv --long > parties.csv
      fengong export outputs/ -o 市公安局.ics --unit 市公安局 --alarm 10
      fengong export outputs/ -o 分工.sqlite
    """,
)


@click.command(help=_HELP)
@click.argument("records", metavar="RECORD…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "kind",
    type=click.Choice([kind.name for kind in (*WRITERS, *DATABASES)]),
    help=pick("Format; by default the suffix of -o.", "格式；不给时由 -o 的扩展名决定。"),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=pick("File to write (parquet: folder); default stdout.", "输出文件（parquet 为目录）；默认为标准输出。"),
)
@click.option(
    "--unit",
    help=pick(
        "Keep these units' rows: any spelling (市公安局), an id (441700/public-security), or several joined by 、.",
        "只保留这些单位的行：任何写法（市公安局）、编号（441700/public-security），多个以“、”连接。",
    ),
)
@click.option(
    "--events",
    is_flag=True,
    help=pick("ics: an event beside each to-do.", "ics：每个待办之外另写一个日程。"),
)
@click.option(
    "--alarm",
    type=click.IntRange(0),
    default=7,
    show_default=True,
    help=pick("ics: days before the deadline to remind; 0: never.", "ics：提前多少天提醒；0 为不提醒。"),
)
@click.option("--long", is_flag=True, help=pick("One row a party.", "每行一个单位。"))
def export(
    records: tuple[Path, ...],
    kind: str | None,
    output: Path | None,
    unit: str | None,
    events: bool,
    alarm: int,
    long: bool,
) -> int:
    """Write all records that can be read; the exit code is 2 if one cannot."""
    if database := _choose_database(kind, output):
        return _store(database, records, output, narrowed=unit is not None or long)
    writer = _choose(kind, output)
    loaded, paths, failed = _load(records)
    if unit is not None and not _names(loaded, unit):
        from pipeline.writers.units import nearest_names

        tell(say("no-rows", unit=unit, names="、".join(nearest_names(loaded, unit)) or "-"))
    if loaded:
        _write(
            writer, loaded, output, ExportOptions(unit=unit, long=long, paths=tuple(paths), events=events, alarm=alarm)
        )
    return FAILED if failed else COMPLETE


def _choose_database(kind: str | None, output: Path | None) -> DatabaseKind | None:
    return find_database(kind or (output.suffix.lower() if output else ""))


def _store(kind: DatabaseKind, records: Sequence[Path], output: Path | None, narrowed: bool) -> int:
    from pipeline.cli.databases import store_files

    if output is None:
        raise click.UsageError(say("no-file-given", kind=kind.name))
    if narrowed:
        raise click.UsageError(say("whole-database", kind=kind.name))
    files, empty = find_records(records)
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    code = store_files(kind, files, output) if files else COMPLETE
    return FAILED if empty else code


def _choose(kind: str | None, output: Path | None) -> Writer:
    names = {writer.name for writer in WRITERS}
    if output is not None and output.is_dir():
        raise click.UsageError(say("is-folder", name=show_name(output)))
    name = kind or (output.suffix.lower().removeprefix(".") if output else "")
    if name not in names:
        raise click.UsageError(say("which-format", names=", ".join(sorted(names | {kind.name for kind in DATABASES}))))
    writer = find_writer(name)
    if writer.binary and output is None and sys.stdout.isatty():
        raise click.UsageError(say("to-screen", kind=name))
    return writer


def _load(paths: Sequence[Path]) -> tuple[list[Record], list[str], int]:
    """The records in order, the path of each, and how many paths gave none."""
    files, empty = find_records(paths)
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    loaded, found, failed = [], [], len(empty)
    for file in files:
        try:
            loaded.append(load_record(file.path))
            found.append(show_name(file.path))
        except FileError as error:
            tell_failure(show_name(file.path), error)
            failed += 1
    return loaded, found, failed


def _names(records: Sequence[Record], unit: str) -> bool:
    from pipeline.writers.rows import keep_tasks

    return any(keep_tasks(record, unit).tasks for record in records)


def _write(writer: Writer, records: Sequence[Record], output: Path | None, options: ExportOptions) -> None:
    buffer = BytesIO()
    try:
        writer.write(records, buffer, options)
    except ImportError as error:
        package = error.name or writer.name
        raise click.UsageError(say("needs-package", what=writer.name, package=package, extra="calendar")) from error
    if writer.name == "ics":
        from pipeline.writers.ics import count_undated

        if count := count_undated(records, options):
            tell(say("undated", count=count))
    if output is None:
        write_stdout(buffer.getvalue())
        return
    keep_workbook(output)
    with written(output) as out:
        out.write(buffer.getvalue())
