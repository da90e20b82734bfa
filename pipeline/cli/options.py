"""Options that several commands have, the same everywhere."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.cli.chinese import reason
from pipeline.cli.messages import pick
from pipeline.readers.ocr.choice import CHOICES

_Command = TypeVar("_Command", bound=Callable[..., Any])

units_option = click.option(
    "--units",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=pick(
        "Table of your own units (csv, tsv, xlsx), added to the registry.",
        "自己的单位表（csv、tsv、xlsx），并入登记表。",
    ),
)
words_option = click.option(
    "--words",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=pick(
        "CSV of your own words of headers, labels and statements: word,role.",
        "自己的词语表（CSV）：表头、标签和责任分工用语，列为 word,role。",
    ),
)
corrections_option = click.option(
    "--corrections",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=pick(
        "Corrections (corrections.jsonl) to lay over what is read; fengong review writes them.",
        "人工更正文件（corrections.jsonl），读取后应用；由 fengong review 写出。",
    ),
)
profiles_option = click.option(
    "--profiles",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True),
    help=pick(
        "Layouts that you confirmed (a TOML file, or a folder of them): what the columns of a list mean.",
        "已确认的版式（一个 TOML 文件，或其目录）：清单各列的含义。",
    ),
)
ocr_option = click.option(
    "--ocr",
    type=click.Choice(CHOICES),
    default="auto",
    show_default=True,
    help=pick(
        "Recognise text on pages that are pictures: auto; never; always, also over what another recognition left"
        " (needs fengong[ocr]).",
        "识别图片页上的文字：auto 自动；never 不识别；always 已有他人识别文字的页也重新识别（需要 fengong[ocr]）。",
    ),
)
GIVEN = ("units", "words", "region", "year", "issued_on", "corrections", "profiles")
"""The options of ``given_options``, as ``extract`` names them."""
_GIVEN = (
    click.option(
        "--region",
        metavar="NAME|CODE",
        help=pick(
            "Place of notices that do not state it; what they state is kept.",
            "文件未写明所在地区时采用的地区（名称或代码）；文件写明的以文件为准。",
        ),
    ),
    click.option(
        "--year",
        type=int,
        metavar="YEAR",
        help=pick("Year of notices that do not state it.", "文件未写明年份时采用的年份。"),
    ),
    click.option(
        "--issued-on",
        metavar="DATE",
        help=pick(
            "Day of issue (2021-06-30) of notices that do not state it.",
            "文件未写明印发日期时采用的日期（如 2021-06-30）。",
        ),
    ),
)


def given_options(command: _Command) -> _Command:
    """The options for what a notice does not state of itself, and for a user's own files."""
    for option in (ocr_option, *reversed(_GIVEN), profiles_option, corrections_option, words_option, units_option):
        command = option(command)
    return command


def check_given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The options as ``extract`` takes them. Raises UsageError for a place, year or day that does not exist."""
    given = {name: values[name] for name in GIVEN}
    if any(given[name] is not None for name in ("region", "year", "issued_on")):
        from pipeline.given import read_given
        from pipeline.units import load_registry

        registry = load_registry(Path(given["units"]) if given["units"] else None)
        try:
            read_given(registry, given["region"], given["year"], given["issued_on"])
        except ValueError as error:
            raise click.UsageError(reason(str(error))) from error
    return given
