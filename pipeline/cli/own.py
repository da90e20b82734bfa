"""The options that name a user's own files: units and words beside the built-in ones."""

from pathlib import Path

import click

from pipeline.cli.messages import pick

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)

units_option = click.option(
    "--units",
    type=_FILE,
    help=pick("CSV of your own units, added to the registry.", "自己的单位表（CSV），并入登记表。"),
)
words_option = click.option(
    "--words",
    type=_FILE,
    help=pick(
        "CSV of your own words of headers, labels and statements: word,role.",
        "自己的词语表（CSV）：表头、标签和责任分工用语，列为 word,role。",
    ),
)
