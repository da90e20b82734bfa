"""``fengong``: arguments in, exit code out. One command, one file; this module holds them together."""

import gc
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from pipeline.cli import console
from pipeline.cli.chinese import reason
from pipeline.cli.messages import language, pick, say, suggest
from pipeline.cli.output import OutputError
from pipeline.errors import KnowledgeError
from pipeline.version import VERSION

COMMANDS = {
    "convert": "convert",
    "batch": "batch",
    "watch": "watch",
    "export": "export",
    "ledger": "ledger",
    "compare": "comparison",
    "report": "report",
    "check": "check",
    "units": "units",
    "eval": "evaluation",
    "review": "review",
    "serve": "serve_command",
    "mcp": "mcp_command",
    "corrections": "corrections",
    "formats": "formats",
    "explain": "explain",
}
"""Each command's module in this folder and the function in it; a module is imported when its command is asked for."""

_OWN_FILES = ("--units", "--words", "--corrections", "--profiles", "--columns")
"""Options for files of the user's own: what is broken there is no fault of ours."""

_HELP = pick(
    """Turn Chinese government task lists (任务分工表) into JSON that a program can trust.

    \b
    Examples:
      fengong convert inputs/ -o outputs/            one record for each document
      fengong batch archive/ -o out                  thousands: isolated, resumable, with a report
      fengong watch inbox/ -o out                    convert what is dropped in
      fengong export outputs/ --to xlsx -o 分工.xlsx  a workbook from the records
      fengong ledger update 台账.xlsx outputs/        a ledger that people work in
      fengong compare 2023/ 2024/ -o comparison.html what changed since last year
      fengong check outputs/ --source inputs/        prove every quote against the documents
      fengong units 市市场监管局 --region 阳江市       what a name means, and why
      fengong eval gold/ outputs/                    precision and recall on your own labelled files
      fengong serve --port 8080                      the same over HTTP, for other programs
      fengong mcp --folder inputs/ --records out     tools for language models
      fengong review outputs/ --source inputs/       each value beside its source; correct it in seconds
      fengong corrections test c.jsonl --source in/  your corrections as regression tests
      fengong explain needs-ocr                      what a code means, and what to do

    \b
    Exit codes: 0 all complete; 1 some records are partial; 2 some inputs gave no record;
    64 wrong usage; 70 our fault; 74 results cannot be written; 75 another run is at work there; 130 interrupted.
    """,
    """把政府任务分工表转换为程序可以信赖的 JSON。

    \b
    示例：
      fengong convert inputs/ -o outputs/            每份文件生成一条记录
      fengong batch archive/ -o out                  成千上万份：逐份隔离、可继续、有报告
      fengong watch inbox/ -o out                    转换放入目录的文件
      fengong export outputs/ --to xlsx -o 分工.xlsx  由记录生成工作簿
      fengong ledger update 台账.xlsx outputs/        供日常填写的督办台账
      fengong compare 2023/ 2024/ -o comparison.html 与上年清单对照
      fengong check outputs/ --source inputs/        与原文逐条核对引文
      fengong units 市市场监管局 --region 阳江市       名称指哪个机构，依据是什么
      fengong eval gold/ outputs/                    以自己标注的文件计算准确率与召回率
      fengong serve --port 8080                      通过 HTTP 供其他程序使用
      fengong mcp --folder inputs/ --records out     供大语言模型使用的工具
      fengong review outputs/ --source inputs/       对照原文核对并更正
      fengong corrections test c.jsonl --source in/  以人工更正作回归测试
      fengong explain needs-ocr                      代码的含义与处理办法

    \b
    退出码：0 全部完整；1 部分记录不完整；2 部分输入没有生成记录；
    64 用法错误；70 程序自身错误；74 结果无法写入；75 另一次运行正在使用输出目录；130 被中断。
    """,
)


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"fengong {VERSION}")
        context.exit()


class Commands(click.Group):
    """The commands of ``COMMANDS``, imported one by one: a conversion need not load what export needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  as click has it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  as click has it
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"pipeline.cli.{cmd_name}"), COMMANDS[cmd_name])
        command.options_metavar = pick("[OPTIONS]", "[选项]")
        if language() == "zh":
            from pipeline.cli.helppage import first_sentence

            command.short_help = first_sentence(command.help or "")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the commands that a wrong one may mean: click knows only those that are imported."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(say("unknown-command", name=name, meant=suggest(name, COMMANDS)), ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    help=_HELP,
    options_metavar=pick("[OPTIONS]", "[选项]"),
    subcommand_metavar=pick("COMMAND [ARGS]…", "命令 [参数]…"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help=pick("Show the version.", "显示版本。"),
)
@click.option("--debug", is_flag=True, help=pick("Show the traceback of an internal error.", "显示内部错误的调用栈。"))
@click.pass_context
def fengong(context: click.Context, debug: bool) -> None:
    """Hold the options that all commands share."""
    context.obj = debug


def run(arguments: list[str] | None = None) -> int:
    """Run one command line and give its exit code; nothing is raised."""
    console.use_utf8()
    # The registry is a million small long-lived objects; collecting them finds nothing.
    gc.set_threshold(1_000_000, 20, 20)
    arguments = _debug_first(sys.argv[1:] if arguments is None else arguments)
    if language() == "zh":
        from pipeline.cli.chinese import teach_click

        teach_click()
    try:
        return int(fengong.main(arguments, prog_name="fengong", standalone_mode=False) or 0)
    except click.UsageError as error:
        error.show()
        return console.USAGE
    except KnowledgeError as error:
        console.tell(f"fengong: {reason(str(error))}")
        return console.USAGE if any(word.startswith(_OWN_FILES) for word in arguments) else console.OURS
    except OutputError as error:
        console.tell(f"fengong: {say('no-write', reason=error)}")
        return console.NO_ROOM
    except (click.Abort, KeyboardInterrupt):
        console.tell(say("interrupted"))
        return console.INTERRUPTED
    except SystemExit:  # click's answer when the reader of our stdout has gone: there is nobody to report to
        return console.INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last line of defence: an exit code instead of a traceback
        if "--debug" in arguments:
            import traceback

            traceback.print_exc()
        console.tell(say("failed", name="fengong", code="internal", message=f"{type(error).__name__}: {error}"))
        console.tell(say("fault-ours"))
        return console.OURS


def _debug_first(arguments: list[str]) -> list[str]:
    """--debug holds wherever it is given: the message that asks for it does not say where."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    rest = [word for word in arguments[:end] if word != "--debug"]
    return [*["--debug"] * (len(rest) < end), *rest, *arguments[end:]]


def main() -> NoReturn:
    """The console script."""
    console.leave_ascii()
    signal.signal(signal.SIGTERM, _stop)
    code = run()
    gc.freeze()  # the process ends: a last collection would only free what is freed anyway
    sys.exit(code)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM unwinds like Ctrl-C, so that no draft of a file stays behind."""
    raise KeyboardInterrupt
