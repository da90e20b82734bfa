"""``fengong serve``: the same over HTTP, for other programs."""

from pathlib import Path
from typing import Any

import click

from pipeline.batch.model import Limits, Options
from pipeline.cli.console import COMPLETE, NO_ROOM, USAGE, tell
from pipeline.cli.messages import pick, say
from pipeline.cli.options import check_given, given_options

_HELP = pick(
    """Serve conversions over HTTP: POST a document to /v1/records, get its record.

    Large documents go to /v1/jobs and are asked about later; /v1/units says what a name means, /v1/codes what a code
    means, /openapi.json describes it all, /healthz and /metrics (Prometheus) watch it. Each document is worked on in a
    process of its own, as in fengong batch. Errors are application/problem+json (RFC 9457). There is no log-in and no
    TLS: put a proxy before it where others can reach it. SIGTERM finishes what runs. Needs fengong[serve].

    \b
    Examples:
      fengong serve --port 8080
      curl --data-binary @plan.docx 'http://127.0.0.1:8080/v1/records?name=plan.docx'
    """,
    """通过 HTTP 提供转换服务：把文件 POST 到 /v1/records，得到记录。

    大文件交给 /v1/jobs，稍后查询；/v1/units 说明名称所指，/v1/codes 说明代码含义，/openapi.json 描述全部接口，
    /healthz 和 /metrics（Prometheus）用于监控。每份文件在单独的进程中处理，与 fengong batch 相同。
    错误为 application/problem+json（RFC 9457）。没有登录和 TLS：他人可访问时，请在前面设置代理。
    收到 SIGTERM 后完成正在处理的请求再退出。需要 fengong[serve]。

    \b
    示例：
      fengong serve --port 8080
      curl --data-binary @plan.docx 'http://127.0.0.1:8080/v1/records?name=plan.docx'
    """,
)
_DEFAULT = Limits()


@click.command("serve", help=_HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=pick("Address to serve on.", "提供服务的地址。"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help=pick("Port; 0: any free one.", "端口；0 为任选。"),
)
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=0,
    help=pick("Worker processes; 0: one for each processor.", "工作进程数；0 为每个处理器一个。"),
)
@click.option(
    "--waiting",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    help=pick("Documents that may wait; more are told to come again (503).", "可排队的文件数；超出时回复 503。"),
)
@click.option(
    "--limit-time",
    "seconds",
    type=click.IntRange(0),
    default=_DEFAULT.seconds,
    show_default=True,
    help=pick("Seconds a document may take; 0: no limit.", "单个文件的时间上限（秒）；0 为不限。"),
)
@click.option(
    "--limit-memory",
    "memory",
    type=click.IntRange(0),
    default=_DEFAULT.memory,
    show_default=True,
    help=pick("MiB a worker may take; 0: no limit.", "单个进程的内存上限（MiB）；0 为不限。"),
)
@click.option(
    "--limit-size",
    "size",
    type=click.IntRange(1),
    default=64,
    show_default=True,
    help=pick("MiB a document may have.", "文件大小上限（MiB）。"),
)
@given_options
def serve_command(**given: Any) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    try:
        from pipeline.service.serve import serve
    except ImportError as error:
        tell(say("no-serve", name=error.name))
        return USAGE
    own = {name: _absolute(value) for name, value in check_given(given).items()}
    limits = Limits(seconds=given["seconds"], memory=given["memory"], size=given["size"])
    options = Options(jobs=given["jobs"], limits=limits, **own)
    try:
        serve(options, given["host"], given["port"], given["waiting"], click.echo)
    except OSError as error:
        tell(say("no-listen", host=given["host"], port=given["port"], reason=error.strerror or error))
        return NO_ROOM
    return COMPLETE


def _absolute(value: Any) -> Any:
    return str(value.absolute()) if isinstance(value, Path) else value
