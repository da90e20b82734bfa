"""``fengong mcp``: the tools for language models, over stdin and stdout."""

from pathlib import Path

import click

from pipeline.batch.model import Options
from pipeline.cli.console import COMPLETE, USAGE, tell
from pipeline.cli.messages import pick, say
from pipeline.cli.options import units_option, words_option

_HELP = pick(
    """Serve tools for language models (Model Context Protocol) on stdin and stdout.

    Tools: extract_tasks (a document of --folder), resolve_unit, explain_code, and with --records find_tasks. Only files
    in the given folders are read; each document is worked on in a process of its own. Needs fengong[mcp].

    \b
    Example of a client's settings:
      {"command": "fengong", "args": ["mcp", "--folder", "/srv/lists", "--records", "/srv/out"]}
    """,
    """以 Model Context Protocol 在标准输入输出上为大语言模型提供工具。

    工具：extract_tasks（读取 --folder 中的文件）、resolve_unit、explain_code；给出 --records 时还有 find_tasks。
    只读取给定目录中的文件，每份文件在单独的进程中处理。需要 fengong[mcp]。

    \b
    客户端设置示例：
      {"command": "fengong", "args": ["mcp", "--folder", "/srv/lists", "--records", "/srv/out"]}
    """,
)


@click.command("mcp", help=_HELP)
@click.option(
    "--folder",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=pick("Where documents may be read; here by default.", "可读取文件的目录，默认为当前目录。"),
)
@click.option(
    "--records",
    type=click.Path(path_type=Path, exists=True),
    help=pick("Records to search: a folder, or a SQLite database.", "供查找的记录：目录，或 SQLite 数据库。"),
)
@units_option
@words_option
def mcp_command(folders: tuple[Path, ...], records: Path | None, units: Path | None, words: Path | None) -> int:
    """Serve until stdin ends."""
    try:
        from pipeline.agents.server import run_server
    except ImportError as error:
        tell(say("no-mcp", name=error.name))
        return USAGE
    own = [str(path.absolute()) if path else None for path in (units, words)]
    options = Options(jobs=1, units=own[0], words=own[1])
    run_server(folders or (Path.cwd(),), records, options)
    return COMPLETE
