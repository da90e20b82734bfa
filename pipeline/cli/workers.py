"""The options of commands that hand documents to worker processes: ``batch`` and ``watch``."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from msgspec import structs

from pipeline.batch.model import Options
from pipeline.cli.messages import pick
from pipeline.cli.options import GIVEN, check_given, given_options

_DEFAULT = Options()
_LIMITS = {"limit_time": "seconds", "limit_memory": "memory", "limit_pages": "pages", "limit_size": "size"}
_Command = TypeVar("_Command", bound=Callable[..., Any])


_OPTIONS = (
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(0),
        default=0,
        show_default=pick("0: as many as there are processors, here or in the cluster", "0：本机或集群的处理器个数"),
        help=pick("Worker processes.", "工作进程数。"),
    ),
    click.option("--gzip", is_flag=True, help=pick("Compress records and tasks.jsonl.", "压缩记录和 tasks.jsonl。")),
    click.option(
        "--limit-time",
        type=click.IntRange(0),
        default=_DEFAULT.limits.seconds,
        show_default=True,
        help=pick(
            "Seconds a document may take, of the clock and of processor time; 0: no limit.",
            "单个文件的时限（秒，时钟时间与处理器时间）；0 为不限。",
        ),
    ),
    click.option(
        "--limit-memory",
        type=click.IntRange(0),
        default=_DEFAULT.limits.memory,
        show_default=True,
        help=pick(
            "MiB of address space of a worker process (not on Windows); 0: no limit.",
            "工作进程的地址空间上限（MiB，Windows 上无效）；0 为不限。",
        ),
    ),
    click.option(
        "--limit-pages",
        type=click.IntRange(0),
        default=_DEFAULT.limits.pages,
        show_default=True,
        help=pick("Pages a PDF may have; 0: no limit but our own.", "PDF 的页数上限；0 为只受程序自身限制。"),
    ),
    click.option(
        "--limit-size",
        type=click.IntRange(0),
        default=_DEFAULT.limits.size,
        show_default=True,
        help=pick("MiB a file may have; 0: no limit.", "文件大小上限（MiB）；0 为不限。"),
    ),
    click.option(
        "--recycle",
        type=click.IntRange(1),
        default=_DEFAULT.recycle,
        show_default=True,
        help=pick(
            "Hand-outs, of one document or up to eight small ones, after which a worker process is replaced.",
            "工作进程领取多少次文件后更换（每次一份，或至多八份小文件）。",
        ),
    ),
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default=_DEFAULT.engine,
        show_default=True,
        help=pick(
            "Where the workers are: this machine, or an existing Ray cluster (RAY_ADDRESS; needs fengong[ray]).",
            "工作进程所在：本机，或已有的 Ray 集群（RAY_ADDRESS；需要 fengong[ray]）。",
        ),
    ),
    click.option(
        "--records",
        metavar="DIR|URL",
        help=pick(
            "Where the records go instead of OUT/records: a folder, or s3://…, gs://…, az://… (fengong[store]).",
            "记录的存放处，代替 OUT/records：目录，或 s3://…、gs://…、az://…（fengong[store]）。",
        ),
    ),
    click.option(
        "--json-log",
        is_flag=True,
        help=pick("Write each event as a line of JSON on stderr.", "在标准错误上以 JSON 逐行记录。"),
    ),
)


def worker_options(command: _Command) -> _Command:
    """The options of this module, on top of a command's own."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return given_options(command)


def read_options(context: click.Context, given: Mapping[str, Any], last: Options | None = None) -> Options:
    """What was given on the command line; for the rest what the ``last`` run had, or the defaults."""
    base = last or _DEFAULT
    chosen = {name: value for name, value in given.items() if last is None or _is_chosen(context, name)}
    for name in ("units", "words", "corrections", "profiles"):
        if chosen.get(name):
            chosen[name] = str(Path(chosen[name]).absolute())
    from pipeline.batch.buckets import is_url

    if chosen.get("records") and not is_url(chosen["records"]):
        chosen["records"] = str(Path(chosen["records"]).absolute())
    check_given({name: chosen.get(name, getattr(base, name)) for name in GIVEN})
    own = {name: chosen[name] for name in Options.__struct_fields__ if name in chosen}
    limits = {field: chosen[name] for name, field in _LIMITS.items() if name in chosen}
    return structs.replace(base, **own, limits=structs.replace(base.limits, **limits))


def _is_chosen(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) not in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
