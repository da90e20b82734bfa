"""``fengong units``: what a name means, and why."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from pipeline.cli.console import COMPLETE
from pipeline.cli.messages import pick, say

_HELP = pick(
    """Say which unit a NAME means at a place and on a day, and why.

    \b
    Examples:
      fengong units 市市场监管局 --region 阳江市
      fengong units 市教委 --region 重庆市 --on 2015-06-01 --json
      fengong units --unknown outputs/               the names that no registry knows, most frequent first
    """,
    """说明 NAME 在某地、某日指哪个机构，依据是什么。

    \b
    示例：
      fengong units 市市场监管局 --region 阳江市
      fengong units 市教委 --region 重庆市 --on 2015-06-01 --json
      fengong units --unknown outputs/               登记表中没有的名称，按出现次数排列
    """,
)


@click.command(help=_HELP)
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option("--region", help=pick("The document's place: a name or a code.", "文件所在地区：名称或代码。"))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=pick("The document's date.", "文件日期。"))
@click.option("--json", "as_json", is_flag=True, help=pick("JSON for programs.", "输出 JSON，供程序读取。"))
@click.option(
    "--units",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=pick("CSV of your own units, added to the registry.", "自己的单位表（CSV），并入登记表。"),
)
@click.option(
    "--unknown",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help=pick("List the unknown names of these records.", "列出这些记录中未能识别的名称。"),
)
def units(
    names: tuple[str, ...],
    region: str | None,
    on: object,
    as_json: bool,
    units: Path | None,
    unknown: tuple[Path, ...],
) -> int:
    """Print one answer a name, or the unknown names of saved records."""
    if not names and not unknown:
        raise click.UsageError(say("which-names"))
    from pipeline.units.explain import explain_names, load_registry, unknown_names

    day = str(on)[:10] if on else None
    answers = unknown_names(list(unknown)) if unknown else explain_names(names, load_registry(units), region, day)
    if as_json:
        click.echo(json.dumps(answers, ensure_ascii=False, indent=2))
    else:
        _show(answers)
    return COMPLETE


def _show(answers: Sequence[Mapping[str, object]]) -> None:
    """Each answer as lines ``member: value``; what is absent is left out."""
    for answer in answers:
        for index, (member, value) in enumerate(answer.items()):
            if value not in (None, "", [], ()):
                click.echo(f"{'' if index == 0 else '  '}{member}: {_flat(value)}")


def _flat(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
