"""``fengong review``: each value beside its source, in the browser of this machine."""

import getpass
from pathlib import Path
from typing import Any

import click

from pipeline.cli.console import COMPLETE, USAGE, show_name, tell
from pipeline.cli.inputs import find_records
from pipeline.cli.messages import language, pick, say
from pipeline.cli.options import profiles_option, units_option, words_option

_HELP = pick(
    """Open RECORDS (or the OUT folder of convert or batch) in the browser: left the source, right the tasks.

    What is uncertain comes first. A click on a value shows its place, a click on a place its values; j and k go on, e
    corrects, u chooses the unit, ? shows all keys. Corrections go to corrections.jsonl beside the records, one a line,
    and hold for every later run with --corrections. The page is served on 127.0.0.1 only; the address has a token, and
    nothing leaves this machine. Needs fengong[review].

    \b
    Examples:
      fengong review outputs/ --source inputs/
      fengong review out --source archive/ --corrections mine.jsonl --by 李工
    """,
    """在浏览器中核对 RECORDS（或 convert、batch 的输出目录）：左边是原文，右边是任务。

    不确定的内容排在最前。点击值显示出处，点击出处显示其值；j、k 前后移动，e 更正，u 选择机构，? 显示全部按键。
    更正逐行写入记录旁的 corrections.jsonl，以后用 --corrections 运行时一直有效。页面只在 127.0.0.1 提供，
    地址带有令牌，任何内容都不会离开本机。需要 fengong[review]。

    \b
    示例：
      fengong review outputs/ --source inputs/
      fengong review out --source archive/ --corrections mine.jsonl --by 李工
    """,
)


@click.command(help=_HELP)
@click.argument(
    "records", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="OUT|RECORDS…"
)
@click.option(
    "--source",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help=pick("The documents, or a folder of them.", "原文件，或其所在目录。"),
)
@click.option(
    "--corrections",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=pick("Where corrections are kept; beside the records by default.", "更正的存放文件，默认在记录旁。"),
)
@click.option("--by", help=pick("Who corrects; your user name by default.", "更正人，默认为用户名。"))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help=pick("Port; any free one by default.", "端口，默认任选。")
)
@click.option("--no-browser", is_flag=True, help=pick("Only print the address.", "只显示地址，不打开浏览器。"))
@units_option
@words_option
@profiles_option
def review(records: tuple[Path, ...], source: tuple[Path, ...], **given: Any) -> int:
    """Serve the page until Ctrl-C."""
    try:
        from pipeline.review.desk import Desk
        from pipeline.review.reread import OwnFiles
        from pipeline.review.serve import serve_review
        from pipeline.review.shelf import Shelf
    except ImportError as error:
        tell(say("no-review", name=error.name))
        return USAGE
    from pipeline.corrections.outcome import find_sources

    files, empty = find_records(records)
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    if not files:
        raise click.UsageError(say("nothing-to-review"))
    home = records[0] if records[0].is_dir() else records[0].parent
    corrections = given["corrections"] or home / "corrections.jsonl"
    sources = {sha256: path for folder in source for sha256, path in find_sources(folder).items()}
    own = OwnFiles(given["units"], given["words"], given["profiles"])
    shelf = Shelf([(file.target.as_posix(), file.path) for file in files], sources, corrections, own)
    desk = Desk(shelf, given["by"] or getpass.getuser(), given["units"] or home / "units.csv")
    serve_review(shelf, desk, language(), given["port"], lambda address: _open(address, not given["no_browser"]))
    return COMPLETE


def _open(address: str, wanted: bool) -> None:
    click.echo(address)
    tell(say("reviewing"))
    if wanted:
        click.launch(address)
