"""``fengong convert``: documents in, one record each."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from pipeline.cli.console import COMPLETE, FAILED, OURS, PARTIAL, Progress, show_name, tell, tell_failure
from pipeline.cli.inputs import Input, Inputs, find_inputs, name_input, read_bytes, tell_unmatched
from pipeline.cli.messages import pick, say
from pipeline.cli.options import check_given, given_options
from pipeline.cli.output import OutputError, Target, ToFile, ToFolder, ToStdout
from pipeline.errors import FileError, Internal, KnowledgeError, NoTasks
from pipeline.fold import count_ink
from pipeline.model import Record
from pipeline.readers import SUFFIXES
from pipeline.readers.ocr.choice import choosing

if TYPE_CHECKING:
    from pipeline.cli.together import Together

_HELP = pick(
    """Convert documents to JSON records.

    A PATH is a document, a pattern in quotes, - for stdin, or a folder, which is searched with its sub-folders. One
    document without -o is written to stdout; with -o each record is a file named by the whole input name
    (plan.docx.json). A document that cannot be converted is named on stderr with a code and advice; the others are
    still done.

    \b
    Examples:
      fengong convert plan.docx                     the record on stdout
      fengong convert inputs/ -o outputs/           all documents of a folder
      fengong convert a.pdf b.txt -o out --units our-units.csv
      fengong convert a.docx --words our-words.csv
      fengong convert 通知.docx 附件1.xlsx --together -o out
    """,
    """把文件转换为 JSON 记录。

    PATH 是文件、加引号的通配模式、-（标准输入）或目录，目录会连同子目录一起查找。
    只有一份文件且没有 -o 时，记录写到标准输出；有 -o 时，
    每条记录为一个文件，以完整的输入文件名命名（plan.docx.json）。不能转换的文件会在标准错误中列出代码和处理办法，其余文件照常转换。

    \b
    示例：
      fengong convert plan.docx                     记录写到标准输出
      fengong convert inputs/ -o outputs/           转换整个目录
      fengong convert a.pdf b.txt -o out --units our-units.csv
      fengong convert a.docx --words our-words.csv
      fengong convert 通知.docx 附件1.xlsx --together -o out
    """,
)
_NAMES_SHOWN = 8


class Outcome(Struct, frozen=True):
    """What became of one input: its error, or what its record holds (the record itself is not kept)."""

    input: Input
    error: FileError | None = None
    partial: bool = False
    tasks: int = 0
    unused: int = 0
    """Non-blank characters."""
    severities: tuple[str, ...] = ()
    error_codes: tuple[str, ...] = ()


@click.command(help=_HELP)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=pick(
        "Folder for the records; made if it is not there. For one document also a file: name.json.",
        "存放记录的目录，不存在则创建；只有一份文件时也可以是文件（如 名称.json）。",
    ),
)
@click.option(
    "--together",
    is_flag=True,
    help=pick(
        "The PATHs are a covering notice and its attachments: what these do not state is taken from it.",
        "所给文件是一份印发通知及其附件：附件未写明的发文机关、文号、日期和地区取自通知。",
    ),
)
@given_options
@click.pass_obj
def convert(debug: bool, /, paths: tuple[Path, ...], output: Path | None, together: bool, **values: Any) -> int:
    """Convert each input on its own; the exit code is that of the worst that happened."""
    given = check_given(values)
    unmatched = tell_unmatched(paths)
    inputs = find_inputs(paths)
    target = _choose_target(output, many=len(inputs.files) > 1 or any(path.is_dir() for path in paths))
    _tell_passed_by(inputs)
    given["ocr"] = values["ocr"]
    family = _find_family(inputs, given) if together else None
    outcomes = []
    with target, Progress(len(inputs.files)) as progress:
        for item in inputs.files:
            progress.begin(show_name(item.path))
            with choosing(values["ocr"], _page_teller(progress, item)):
                outcomes.append(_convert_one(item, target, given, debug, family))
            progress.end()
    outcomes = [outcome for outcome in outcomes if not _is_only_cover(outcome, family)]
    for outcome in outcomes:
        _tell_outcome(outcome)
    _tell_summary(outcomes)
    return max(_exit_code(outcomes, inputs), FAILED if unmatched else COMPLETE)


def _find_family(inputs: Inputs, given: Mapping[str, Any]) -> "Together":
    """The notices among the inputs; where several compete, that is told."""
    from pipeline.cli.together import Together

    with choosing(given["ocr"]):
        family = Together(inputs.files, given)
    if names := family.competing():
        tell(say("notices-compete", names="、".join(names)))
    return family


def _is_only_cover(outcome: Outcome, family: "Together | None") -> bool:
    """Is an input a notice without a list of its own, which is no failure here? It is told."""
    found = family is not None and family.is_notice(outcome.input) and isinstance(outcome.error, NoTasks)
    if found:
        tell(say("covers", name=show_name(outcome.input.path)))
    return found


def _page_teller(progress: Progress, item: Input) -> Callable[[int, int], None]:
    """What shows which page is being recognised."""
    return lambda page, pages: progress.begin(say("page", name=show_name(item.path), page=page, pages=pages))


def _convert_one(
    item: Input, target: Target, given: Mapping[str, Any], debug: bool, family: "Together | None" = None
) -> Outcome:
    """Read, extract and write one file. No error leaves here, so that the other files are still done."""
    from pipeline.extract import extract

    try:
        data, name = read_bytes(item.path), show_name(name_input(item.path))
        record = family.extract(item, extract, data, name, given) if family else extract(data, name=name, **given)
        target.write(record, item.target)
    except FileError as error:
        return Outcome(item, error)
    # Not this file's trouble: no other file would fare better.
    except (BrokenPipeError, KnowledgeError, OutputError, click.UsageError):
        raise
    except Exception as error:  # noqa: BLE001  one file's accident must not take the others with it
        if debug:
            import traceback

            traceback.print_exc()
        return Outcome(item, Internal(f"{type(error).__name__}: {error}"))
    return _sum_up(item, record)


def _sum_up(item: Input, record: Record) -> Outcome:
    return Outcome(
        item,
        partial=record.status == "partial",
        tasks=len(record.tasks),
        unused=sum(count_ink(unused.text) for unused in record.ledger.unused),
        severities=tuple(issue.severity for issue in record.issues),
        error_codes=tuple(issue.code for issue in record.issues if issue.severity == "error"),
    )


def _choose_target(output: Path | None, many: bool) -> Target:
    """stdout, a file or a folder, as -o says. Raises UsageError where several records would go to one."""
    if output is None:
        if many:
            raise click.UsageError(say("one-to-stdout"))
        return ToStdout()
    is_file = output.is_file() or (output.suffix.lower() == ".json" and not output.is_dir())
    if is_file and many:
        raise click.UsageError(say("many-to-file", name=show_name(output)))
    return ToFile(output) if is_file else ToFolder(output)


def _tell_passed_by(inputs: Inputs) -> None:
    for folder in inputs.empty:
        tell(say("no-inputs", name=show_name(folder), suffixes=" ".join(SUFFIXES)))
    if inputs.skipped:
        names = [show_name(path) for path in inputs.skipped[:_NAMES_SHOWN]]
        more = ["…"] if len(inputs.skipped) > _NAMES_SHOWN else []
        tell(say("skipped", count=len(inputs.skipped), names=", ".join(names + more)))


def _tell_outcome(outcome: Outcome) -> None:
    name, codes = show_name(outcome.input.path), outcome.error_codes
    if outcome.error is not None:
        tell_failure(name, outcome.error)
    elif outcome.partial:
        listed = ", ".join(sorted(set(codes))) or "-"
        tell(say("partial", name=name, unused=outcome.unused, errors=len(codes), codes=listed))


def _tell_summary(outcomes: list[Outcome]) -> None:
    severities = Counter(severity for outcome in outcomes for severity in outcome.severities)
    tell(
        say(
            "summary",
            records=sum(outcome.error is None for outcome in outcomes),
            inputs=len(outcomes),
            partial=sum(outcome.partial for outcome in outcomes),
            tasks=sum(outcome.tasks for outcome in outcomes),
            **{name: severities[name] for name in ("error", "warning", "info")},
        )
    )


def _exit_code(outcomes: list[Outcome], inputs: Inputs) -> int:
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    if any(isinstance(error, Internal) for error in errors):
        return OURS
    if errors or inputs.empty:
        return FAILED
    return PARTIAL if any(outcome.partial for outcome in outcomes) else COMPLETE
