"""``fengong formats``: what can be read here, and which extra is missing."""

import click

from pipeline.cli.console import COMPLETE
from pipeline.cli.messages import pick, say

_HELP = pick(
    """List the forms of documents that can be read here, and which extra is missing for the others.

    The kind of a file is told by its bytes, not by its name.

    \b
    Example:
      fengong formats
    """,
    """列出此处能读取的文件形式，以及其余形式缺少的扩展。

    文件类型按内容而非扩展名判断。

    \b
    示例：
      fengong formats
    """,
)


@click.command(help=_HELP)
def formats() -> int:
    """A line for each form, with the command that installs what it lacks."""
    from pipeline.readers.listed import list_formats

    for item in list_formats():
        suffixes = " ".join(item.suffixes)
        line = f"{pick(*item.name)}{f'  {suffixes}' if suffixes else ''}"
        state = say("needs-extra", extra=item.extra) if item.missing else say("readable")
        click.echo(f"{line}\n  {state}")
    return COMPLETE
