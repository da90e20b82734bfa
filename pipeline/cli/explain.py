"""``fengong explain``: what a code means, and what to do."""

import click

from pipeline.cli.console import COMPLETE
from pipeline.cli.messages import pick, say, suggest

_HELP = pick(
    """Say what an issue or error code means and what to do. Without a CODE: all of them.

    \b
    Examples:
      fengong explain needs-ocr
      fengong explain
    """,
    """说明问题或错误代码的含义与处理办法。不给 CODE 时列出全部代码。

    \b
    示例：
      fengong explain needs-ocr
      fengong explain
    """,
)


@click.command(help=_HELP)
@click.argument("codes", metavar="[CODE]…", nargs=-1)
def explain(codes: tuple[str, ...]) -> int:
    """Print each code with its severity and its text in the user's language."""
    from pipeline.knowledge import read_toml

    known = read_toml("codes.toml")
    for code in codes:
        if code not in known:
            raise click.UsageError(say("unknown-code", code=code, meant=suggest(code, sorted(known))))
    for code in codes or sorted(known):
        entry = known[code]
        click.echo(f"{code} ({say('severity-' + entry['severity'])})\n  {pick(entry['en'], entry['zh'])}")
    return COMPLETE
