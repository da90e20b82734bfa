"""``fengong report``: the records at a glance."""

from pathlib import Path

import click

from pipeline.cli.console import COMPLETE, FAILED
from pipeline.cli.ledger import load_records
from pipeline.cli.messages import language, pick
from pipeline.cli.output import write_stdout, written

_HELP = pick(
    """One page from saved records: tasks by unit and role, deadlines over the year, categories, what is uncertain.

    The page is one file without network, and prints on A4.

    \b
    Example:
      fengong report outputs/ -o report.html
    """,
    """由记录生成一页概览：各单位任务（按角色）、各月到期、事项类别、待核对内容。

    单个文件，不需要网络，可按 A4 打印。

    \b
    示例：
      fengong report outputs/ -o report.html
    """,
)


@click.command(help=_HELP)
@click.argument("records", metavar="RECORD…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=pick("File to write; default stdout.", "输出文件；默认为标准输出。"),
)
def report(records: tuple[Path, ...], output: Path | None) -> int:
    """Write the page; the exit code is 2 if a record cannot be read."""
    from pipeline.overview.page import write_page

    loaded, failed = load_records(records)
    if not loaded:
        return FAILED
    data = write_page(loaded, language())
    if output is None:
        write_stdout(data)
    else:
        with written(output) as out:
            out.write(data)
    return FAILED if failed else COMPLETE
