"""``fengong ledger``: the workbook that a clerk works in, made and updated from records, and split by unit."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from pipeline.cli.console import COMPLETE, FAILED, Progress, show_name, tell, tell_failure
from pipeline.cli.inputs import find_records, load_record
from pipeline.cli.messages import pick, say
from pipeline.cli.output import keep_copy, written
from pipeline.errors import FileError
from pipeline.model import Record

_HELP = pick(
    """The ledger (督办台账) that a clerk works in: one row an assignment, kept up to date with the records.

    An update never touches what people typed: their columns, their order of rows, filters, widths, added columns, and
    cells of ours that they corrected. What it changes is listed on the sheet 变更; days, states and colours of the
    light are on the sheet 设置. Needs fengong[ledger].

    \b
    Examples:
      fengong ledger update 台账.xlsx outputs/
      fengong ledger update 台账.xlsx outputs/ --columns map.toml
      fengong ledger split 台账.xlsx -o 交办单/
    """,
    """供日常使用的督办台账：每行一项分工，随记录更新。

    更新时不触动人工填写的内容：人工栏目、行的顺序、筛选、列宽、自加的列，以及人工改正过的单元格。
    改动列在“变更”表；提前天数、状态和预警灯颜色在“设置”表。需要 fengong[ledger]。

    \b
    示例：
      fengong ledger update 台账.xlsx outputs/
      fengong ledger update 台账.xlsx outputs/ --columns map.toml
      fengong ledger split 台账.xlsx -o 交办单/
    """,
)
_UPDATE = pick(
    """Make the WORKBOOK, or bring it up to the RECORDS.

    Documents that no record is given for stay as they are. A task that a document no longer has is marked as withdrawn.
    A workbook with charts, pictures or macros, which would be lost, is first copied to NAME.kept.xlsx.

    \b
    map.toml gives an office's own headings in its order; columns that it does not name are left out:
      [columns]
      "序号" = "编号序列"
      "事项名称" = "任务事项"
      "牵头单位" = "主办单位"
      "进展情况" = "落实情况"
    """,
    """新建台账，或按记录更新台账。

    未给出记录的文件保持不变；文件中已没有的事项标为撤回。工作簿含图表、图片或宏（写出后会丢失）时，
    先另存为 名称.kept.xlsx。

    \b
    map.toml 按本单位的栏目名称和顺序书写；未列出的栏目不写：
      [columns]
      "序号" = "编号序列"
      "事项名称" = "任务事项"
      "牵头单位" = "主办单位"
      "进展情况" = "落实情况"
    """,
)
_SPLIT = pick(
    "Write a workbook a unit (交办单): the rows that it leads, is responsible for or supports.",
    "按单位拆分为交办单：该单位牵头、负责或配合的各行，每个单位一个工作簿。",
)
_COLUMNS = click.option(
    "--columns",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=pick("An office's own headings and order (TOML).", "本单位的栏目名称和顺序（TOML）。"),
)


@click.group(
    help=_HELP, options_metavar=pick("[OPTIONS]", "[选项]"), subcommand_metavar=pick("COMMAND [ARGS]…", "命令 [参数]…")
)
def ledger() -> None:
    """Hold ``update`` and ``split``."""


@ledger.command(help=_UPDATE, options_metavar=pick("[OPTIONS]", "[选项]"))
@click.argument("workbook", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("records", metavar="RECORD…", nargs=-1, required=True, type=click.Path(path_type=Path))
@_COLUMNS
def update(workbook: Path, records: tuple[Path, ...], columns: Path | None) -> int:
    """Update the workbook; the exit code is 2 if a record cannot be read."""
    from pipeline.workbook.file import open_book, save_book
    from pipeline.workbook.update import update_book
    from pipeline.workbook.wording import read_columns

    known = read_columns(columns)
    loaded, failed = load_records(records)
    try:
        with Progress(1, line="storing") as progress:
            progress.begin(show_name(workbook))
            opened = open_book(workbook)
            done = update_book(opened.book, loaded, known, date.today(), opened.heights)
            data = save_book(opened.book)
    except ImportError as error:
        raise _needs_openpyxl() from error
    except FileError as error:
        tell_failure(show_name(workbook), error)
        return FAILED
    if opened.lost:
        tell(say("parts-lost", kinds=", ".join(opened.lost)))
        keep_copy(workbook)
    with written(workbook) as out:
        out.write(data)
    counts = {name: getattr(done, name) for name in ("added", "changed", "withdrawn", "restored", "kept", "deleted")}
    tell(say("ledger-updated", name=show_name(workbook), **counts))
    for key, values in (("ledger-missing", done.missing), ("ledger-losses", done.losses)):
        if values:
            tell(say(key, names=", ".join(values)))
    if done.cut:
        tell(say("ledger-cut", count=done.cut))
    return FAILED if failed else COMPLETE


@ledger.command(help=_SPLIT, options_metavar=pick("[OPTIONS]", "[选项]"))
@click.argument("workbook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=pick("Folder for the workbooks.", "存放各单位工作簿的目录。"),
)
@_COLUMNS
def split(workbook: Path, output: Path, columns: Path | None) -> int:
    """Write the workbooks; the exit code is 2 if there is no ledger in the file."""
    from pipeline.workbook.file import open_book
    from pipeline.workbook.sheet import find_sheet
    from pipeline.workbook.split import split_ledger
    from pipeline.workbook.wording import read_columns

    try:
        book = open_book(workbook).book
    except ImportError as error:
        raise _needs_openpyxl() from error
    except FileError as error:
        tell_failure(show_name(workbook), error)
        return FAILED
    found = find_sheet(book, read_columns(columns))
    if found is None:
        tell(say("no-ledger", name=show_name(workbook)))
        return FAILED
    count = 0
    with Progress(0, line="storing") as progress:
        for unit, name, data in split_ledger(found):
            progress.begin(unit)
            with written(output / name) as out:
                out.write(data)
            count += 1
    tell(say("ledger-split", count=count, folder=show_name(output)))
    return COMPLETE


def _needs_openpyxl() -> click.UsageError:
    return click.UsageError(say("needs-package", what="fengong ledger", package="openpyxl", extra="ledger"))


def load_records(paths: Sequence[Path]) -> tuple[list[Record], int]:
    """The records in order, and how many paths gave none."""
    files, empty = find_records(paths)
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    loaded, failed = [], len(empty)
    for file in files:
        try:
            loaded.append(load_record(file.path))
        except FileError as error:
            tell_failure(show_name(file.path), error)
            failed += 1
    return loaded, failed
