"""``fengong units``: what a name means, and why."""

import csv
import io
import json
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import click

from pipeline.cli.chinese import reason
from pipeline.cli.console import COMPLETE, tell
from pipeline.cli.messages import pick, say
from pipeline.cli.options import units_option
from pipeline.errors import KnowledgeError

_HELP = pick(
    """Say which unit a NAME means at a place and on a day, and why.

    \b
    Examples:
      fengong units 市市场监管局 --region 阳江市
      fengong units 市教委 --region 重庆市 --on 2015-06-01 --json
      fengong units --unknown outputs/ > names.csv   the names that are not known, most frequent first; once the
                                                     column "is" is filled in, a file for --units
      fengong units --review outputs/ > names.csv    also names that are ambiguous, or whose unit is only likely
      fengong units --slugs 税务                      the organs whose names contain 税务, for the column "is"
    """,
    """说明 NAME 在某地、某日指哪个机构，依据是什么。

    \b
    示例：
      fengong units 市市场监管局 --region 阳江市
      fengong units 市教委 --region 重庆市 --on 2015-06-01 --json
      fengong units --unknown outputs/ > names.csv   登记表中没有的名称，按出现次数排列；填写 is 列后可作 --units 文件
      fengong units --review outputs/ > names.csv    另含有歧义的名称，以及机构或全称尚不确定的名称
      fengong units --slugs 税务                      名称含“税务”的机构编号，供填写 is 列
    """,
)


@click.command(help=_HELP)
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option("--region", help=pick("The document's place: a name or a code.", "文件所在地区：名称或代码。"))
@click.option(
    "--on",
    callback=lambda _context, _option, text: _check_date(text),
    help=pick("The document's date; a month or a year will do.", "文件日期；年月或年份亦可。"),
)
@click.option("--json", "as_json", is_flag=True, help=pick("JSON for programs.", "输出 JSON，供程序读取。"))
@units_option
@click.option(
    "--unknown",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help=pick("List the unknown names of these records.", "列出这些记录中未能识别的名称。"),
)
@click.option(
    "--review",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help=pick("List the names of these records that a person should look at.", "列出这些记录中需要人工核对的名称。"),
)
@click.option(
    "--slugs",
    is_flag=True,
    help=pick("List organs by their slugs; NAMEs are words to look for.", "列出机构编号；NAME 为要查找的词。"),
)
def units(
    names: tuple[str, ...],
    region: str | None,
    on: str | None,
    as_json: bool,
    units: Path | None,
    unknown: tuple[Path, ...],
    review: tuple[Path, ...],
    slugs: bool,
) -> int:
    """Print one answer a name, or the unknown or doubtful names of saved records."""
    if slugs:
        return _list_slugs(names, units, as_json)
    if bool(names) + bool(unknown) + bool(review) != 1 and not _all_records(names, unknown, review):
        raise click.UsageError(say("which-names"))
    from pipeline.units.explain import explain_names, load_registry
    from pipeline.units.review import review_names, unknown_names

    try:
        if unknown or review:
            answers = (unknown_names if unknown else review_names)([*unknown, *review, *map(Path, names)])
        else:
            answers = explain_names(names, load_registry(units), region, on)
    except KnowledgeError as error:  # the place, the records and the CSV are the user's
        raise click.UsageError(reason(str(error))) from error
    if as_json:
        click.echo(json.dumps(answers, ensure_ascii=False, indent=2))
    elif unknown or review:
        _show_work_list(answers)
    else:
        for answer in answers:
            _show_answer(answer)
    return COMPLETE


def _list_slugs(words: tuple[str, ...], units: Path | None, as_json: bool) -> int:
    """An organ a line: its slug, its kind, its names with ○○ where the place is."""
    from pipeline.units.explain import list_slugs, load_registry

    rows = list_slugs(load_registry(units), words)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return COMPLETE
    for row in rows:
        names = "、".join(re.sub(r"\{\w?\}", "○○", name) for name in cast(list[str], row["names"]))
        click.echo(f"{row['slug']}\t{row['kind']}\t{names}")
    if not rows:
        tell(say("no-slugs", words="、".join(words)))
    return COMPLETE


def _all_records(names: tuple[str, ...], unknown: tuple[Path, ...], review: tuple[Path, ...]) -> bool:
    """True for --review A B C: what stands behind the first record is more records."""
    return bool(unknown) != bool(review) and all(Path(name).exists() for name in names)


def _check_date(text: str | None) -> str | None:
    """The date as given, if it is a day, a month or a year."""
    for form in ("%Y-%m-%d", "%Y-%m", "%Y") if text else ():
        with suppress(ValueError):
            datetime.strptime(text or "", form)
            return text
    if text:
        raise click.BadParameter("2021-06-30, 2021-06, 2021")
    return None


def _show_work_list(rows: Sequence[Mapping[str, object]]) -> None:
    """A CSV that --units takes once its column ``is`` is filled in; with a BOM for Excel when it goes to a file."""
    if not rows:
        tell(say("nothing-to-do"))
        return
    text = io.StringIO("" if sys.stdout.isatty() else "\ufeff")
    text.seek(0, io.SEEK_END)
    sheet = csv.DictWriter(text, fieldnames=list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    click.echo(text.getvalue(), nl=False)


def _show_answer(answer: Mapping[str, Any]) -> None:
    """The name and what became of it, the unit or the candidates, and the steps that led there."""
    unit = answer["unit"]
    kind = say(f"is-{answer['resolution']}")
    click.echo(f"{answer['name']}: {kind}" + (f" → {unit['name']} ({unit['id']})" if unit else ""))
    if unit and (unit["valid_from"] or unit["valid_until"]):
        since, until = unit["valid_from"] or "…", unit["valid_until"] or "…"
        click.echo(f"  {since} – {until}" + (f" → {unit['successor']}" if unit["successor"] else ""))
    if answer["candidates"]:
        click.echo(f"  {pick('candidates', '候选')}: {'、'.join(answer['candidates'])}")
    for step in answer["steps"]:
        click.echo(f"  - {reason(step)}")
