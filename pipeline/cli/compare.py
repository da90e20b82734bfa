"""``fengong compare``: last year's lists beside this year's."""

from pathlib import Path

import click

from pipeline.cli.console import COMPLETE, FAILED, Progress, tell
from pipeline.cli.ledger import load_records
from pipeline.cli.messages import language, pick, say
from pipeline.cli.output import write_stdout, written
from pipeline.compare.model import KINDS, Comparison

_HELP = pick(
    """Compare two lists, or the lists of two years: which tasks were kept, reworded, split, merged, dropped or are new;
    which units joined or left, or are the same under another name after a reform; which deadlines moved.

    Give OLD and NEW, a record or a folder of records each. Where a side is several paths, give those of the new side
    with --new. What is not certain is marked unsure: a person should look. Needs fengong[compare].

    \b
    Examples:
      fengong compare 2023/ 2024/ -o comparison.html
      fengong compare a.docx.json --new b.docx.json --new c.docx.json -o comparison.xlsx
    """,
    """对照两份或两年的清单：哪些任务保留、改写、拆分、合并、取消或新增；哪些单位加入、退出，或因机构改革更名；
    哪些时限变动。

    依次给出原清单和新清单，各为一条记录或一个目录；一方有多个路径时，新的一方用 --new 给出。
    不确定的标为待核对，请人工确认。需要 fengong[compare]。

    \b
    示例：
      fengong compare 2023/ 2024/ -o comparison.html
      fengong compare a.docx.json --new b.docx.json --new c.docx.json -o comparison.xlsx
    """,
)
_KINDS = (".json", ".xlsx", ".html")


@click.command("compare", help=_HELP)
@click.argument("paths", metavar="OLD… [NEW]", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--new",
    "newer",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help=pick("Records of the new side.", "新的一方的记录。"),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=pick(
        "File to write: .json, .xlsx or .html; default JSON on stdout.",
        "输出 .json、.xlsx 或 .html；默认 JSON 到标准输出。",
    ),
)
def comparison(paths: tuple[Path, ...], newer: tuple[Path, ...], output: Path | None) -> int:
    """Compare; the exit code is 2 if a record cannot be read."""
    if not newer and len(paths) != 2:
        raise click.UsageError(say("two-sides"))
    if output is not None and output.suffix.lower() not in _KINDS:
        raise click.UsageError(say("which-ending", names=", ".join(_KINDS)))
    sides = (paths, newer) if newer else (paths[:1], paths[1:])
    old, missed = load_records(sides[0])
    new, lost = load_records(sides[1])
    if not old or not new:
        return FAILED
    try:
        from pipeline.compare import compare
    except ImportError as error:
        package = error.name or "scipy"
        raise click.UsageError(
            say("needs-package", what="fengong compare", package=package, extra="compare")
        ) from error
    with Progress(1, line="comparing"):
        found = compare(old, new)
    _write(found, output)
    tell(say("compared", unsure=found.unsure, **{kind: found.summary[kind] for kind in KINDS}))
    return FAILED if missed or lost else COMPLETE


def _write(found: Comparison, output: Path | None) -> None:
    import msgspec

    ending = output.suffix.lower() if output else ".json"
    if ending == ".html":
        from pipeline.compare.html_file import write_html

        data = write_html(found, language())
    elif ending == ".xlsx":
        from pipeline.compare.xlsx_file import write_xlsx

        data = write_xlsx(found)
    else:
        data = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    if output is None:
        write_stdout(data)
        return
    with written(output) as out:
        out.write(data)
