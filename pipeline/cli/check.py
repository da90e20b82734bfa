"""``fengong check``: records proved in themselves and against their sources."""

from pathlib import Path

import click

from pipeline.check.places import Proof
from pipeline.check.record import check_record
from pipeline.cli.console import COMPLETE, FAILED, PARTIAL, Progress, show_name, tell, tell_failure
from pipeline.cli.inputs import Input, find_records, load_record, read_bytes
from pipeline.cli.messages import pick, say
from pipeline.cli.options import words_option
from pipeline.errors import FileError, Unreadable
from pipeline.model import Record

_HELP = pick(
    """Prove saved records: the schema, every pointer, every text against its quotes, the ledger's sum.

    With --source the document is read again, and every span and quote is compared with it, as are the digest, the size
    and the ledger's counts. --source is the document of one record, or the folder that holds the documents. Records
    made with --words are proved with the same --words.

    \b
    Exit codes: 0 all hold; 1 some do not; 2 some are no records, or their source cannot be read.
    \b
    Examples:
      fengong check outputs/
      fengong check plan.docx.json --source plan.docx
      fengong check outputs/ --source inputs/
    """,
    """核实已保存的记录：模式、每个指针、每处文字与引文、账目合计。

    加 --source 时重新读取原文，逐一核对位置与引文，以及摘要、大小和账目。
    --source 是一条记录的原文件，或存放原文件的目录。用 --words 生成的记录，核实时也要给出同一个 --words。

    \b
    退出码：0 全部符合；1 部分不符合；2 部分不是记录，或原文件无法读取。
    \b
    示例：
      fengong check outputs/
      fengong check plan.docx.json --source plan.docx
      fengong check outputs/ --source inputs/
    """,
)
_FAULTS_SHOWN = 20


@click.command(help=_HELP)
@click.argument("records", metavar="RECORD…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--source",
    type=click.Path(path_type=Path, exists=True),
    help=pick("The document, or the folder of the documents.", "原文件，或存放原文件的目录。"),
)
@words_option
def check(records: tuple[Path, ...], source: Path | None, words: Path | None) -> int:
    """Print one line for each record that holds, and the faults of the others."""
    files, empty = find_records(records)
    if source is not None and source.is_file() and len(files) != 1:
        raise click.UsageError(say("which-source"))
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    codes = {FAILED} if empty else {COMPLETE}
    with Progress(len(files)) as progress:
        for file in files:
            progress.begin(show_name(file.path))
            codes.add(_check_one(file, source, words))
            progress.end()
    return max(codes)


def _check_one(file: Input, source: Path | None, words: Path | None) -> int:
    name = show_name(file.path)
    try:
        record = load_record(file.path)
        proof = check_record(record)
        origin = None if source is None else _find_source(record, file, source)
        proven = None if origin is None else _check_against(record, origin, words)
    except FileError as error:
        tell_failure(name, error)
        return FAILED
    return _report(name, proof, proven, origin)


def _find_source(record: Record, file: Input, source: Path) -> Path:
    """The file itself; in a folder the record's own path without .json, else the name in the record."""
    if source.is_file():
        return source
    for path in (source / file.target.with_suffix(""), source / record.source.name):
        if path.is_file():
            return path
    raise Unreadable(say("no-source", source=show_name(source)), advice="Give the document itself with --source.")


def _check_against(record: Record, origin: Path, words: Path | None) -> Proof:
    """The document is read with the words that the record was made with: they show a reader where tables are."""
    from pipeline.check.source import check_source
    from pipeline.readers import read
    from pipeline.text.lexicon import using

    with using(words):
        return check_source(record, read(read_bytes(origin), record.source.name))


def _report(name: str, proof: Proof, proven: Proof | None, origin: Path | None) -> int:
    faults = proof.faults + (proven.faults if proven else ())
    if faults:
        click.echo(say("check-bad", name=name, count=len(faults)))
        for fault in faults[:_FAULTS_SHOWN]:
            click.echo(f"  {fault}")
        return PARTIAL
    line = say("check-good", name=name, tasks=proof.tasks, pointers=proof.pointers, texts=proof.texts)
    if proven is not None and origin is not None:
        line += say("check-source", quotes=proven.quotes, source=show_name(origin))
    click.echo(line)
    return COMPLETE
