"""``fengong watch``: what is dropped into a folder is converted as it comes."""

from pathlib import Path
from typing import Any

import click

from pipeline.cli.batch import run
from pipeline.cli.console import COMPLETE, FAILED, show_name, tell
from pipeline.cli.messages import pick, say
from pipeline.cli.reporters import Announcer, JsonLog
from pipeline.cli.workers import read_options, worker_options

_HELP = pick(
    """Convert documents as they are dropped into a folder, until Ctrl-C.

    First the folder is brought up to date as ``fengong batch`` does; then each new or changed document is converted
    when it has been at rest for a second. OUT holds what batch leaves there, kept up to date.
    Needs fengong[watch].

    \b
    Examples:
      fengong watch inbox/ -o out
    """,
    """监视目录，文件放入后即转换，直到按 Ctrl-C。

    先像 fengong batch 一样处理目录中已有的文件；此后，新增或改动的文件静止一秒后即转换。
    OUT 中的内容与 batch 相同，并随时更新。需要 fengong[watch]。

    \b
    示例：
      fengong watch inbox/ -o out
    """,
)
_AT_REST = 1000
"""Milliseconds without any change before documents are looked at: a large file is copied in steps."""
_LONGEST_WAIT = 60_000
_FIRST_LOOK = 200
"""Milliseconds until what is there already is looked at: from then on nothing is missed."""


@click.command(help=_HELP)
@click.argument(
    "folders", metavar="DIR…", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=pick("Folder for everything that comes out, and for the state.", "存放结果和状态的目录。"),
)
@worker_options
@click.pass_context
def watch(context: click.Context, /, folders: tuple[Path, ...], output: Path, **given: Any) -> int:
    """A batch over the folders, and another one whenever something changed in them."""
    from pipeline.batch.sources import read_roots

    try:
        from watchfiles import watch as changes
    except ImportError as error:
        raise click.UsageError(say("no-watchfiles")) from error
    options = read_options(context, given)
    roots = list(read_roots(map(str, folders)))
    reporter = JsonLog() if given["json_log"] else Announcer()
    own = output.absolute()
    tell(say("watching", names=", ".join(map(show_name, folders))))
    code = None
    for found in changes(
        *folders,
        watch_filter=lambda _, path: not Path(path).absolute().is_relative_to(own),
        step=_AT_REST,
        debounce=_LONGEST_WAIT,
        rust_timeout=_FIRST_LOOK,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if found or code is None:
            code = run(roots, output, options, reporter)
            if code > FAILED:
                return code
    return COMPLETE
