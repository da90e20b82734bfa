"""``fengong eval``: how far saved records agree with a user's own labelled files."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import Struct

from pipeline.cli.chinese import reason
from pipeline.cli.console import COMPLETE, FAILED, PARTIAL, show_name, tell, tell_failure
from pipeline.cli.inputs import Input, find_records, load_record, read_bytes
from pipeline.cli.messages import pick, say
from pipeline.errors import FileError, KnowledgeError
from pipeline.evaluate import FIELDS, Gold, Report, Score, add_up, evaluate, read_gold

_HELP = pick(
    """Measure saved RECORDS against labelled files (GOLD): precision, recall and F1, field by field.

    A labelled file is a record corrected by hand, or a short form, in which only what is stated is counted:

    \b
      {"id": "plan", "region": "441700", "tasks": [
        {"number": "1", "head": "the first twenty characters after the number",
         "units": [{"name": "市财政局", "role": "lead"}], "deadlines": ["6月底前"]}]}

    More members: categories, title, measures; in a unit unit (its id), role_alt, optional; a deadline as an object
    with text, earliest, latest.

    GOLD may also be corrections.jsonl: each correction is then what its value should be.

    GOLD and RECORDS are a file each, or a folder each: gold plan.json, or one with "id": "plan",
    is compared with plan.json and with each plan.<anything>.json.

    --floor takes a field (its F1), or field.precision or field.recall, and may be given several times.

    \b
    Fields: tasks numbers categories titles measures units roles unit-ids deadlines dates regions
    Exit codes: 0 done; 1 a floor does not hold; 2 a file is unreadable, or there is nothing to compare.
    \b
    Examples:
      fengong eval gold/ outputs/
      fengong eval gold/ outputs/ --floor units=0.995 --floor tasks.recall=1 --json
    """,
    """以人工标注的文件（GOLD）衡量已保存的记录（RECORDS）：逐字段给出准确率、召回率和 F1。

    标注文件可以是人工改正过的记录，也可以是简式（只比较写明的内容）：

    \b
      {"id": "plan", "region": "441700", "tasks": [
        {"number": "1", "head": "编号之后的前二十个字",
         "units": [{"name": "市财政局", "role": "lead"}], "deadlines": ["6月底前"]}]}

    还可写明 categories、title、measures；单位的 unit（编码）、role_alt、optional；时限可写成含 text、earliest、latest
    的对象。GOLD 也可以是 corrections.jsonl，以其中的更正为准。
    GOLD 与 RECORDS 各为一个文件或一个目录：标注 plan.json（或其中 "id": "plan"）与 plan.json 及各个
    plan.<任意>.json 比较。

    --floor 后为字段（按 F1），或 字段.precision、字段.recall，可多次给出。

    \b
    字段：tasks numbers categories titles measures units roles unit-ids deadlines dates regions
    退出码：0 完成；1 低于下限；2 文件无法读取，或没有可比较的内容。
    \b
    示例：
      fengong eval gold/ outputs/
      fengong eval gold/ outputs/ --floor units=0.995 --floor tasks.recall=1 --json
    """,
)
_MEASURES = ("precision", "recall", "f1")


class Floor(Struct, frozen=True):
    """The least value that a field's measure may have."""

    name: str
    field: str
    measure: str
    least: float

    def value(self, total: dict[str, Score]) -> float | None:
        """The measure's value; None where nothing was measured."""
        score = total.get(self.field)
        found: float | None = getattr(score, self.measure) if score else None
        return found

    def holds(self, total: dict[str, Score]) -> bool:
        """True where the value was measured and is high enough."""
        value = self.value(total)
        return value is not None and value >= self.least


class Compared(Struct, frozen=True):
    """One labelled document with one record; ``record`` is None where there is none."""

    gold: str
    record: str | None
    report: Report


class _Floors(click.ParamType[Floor]):
    name = "NAME=VALUE"

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> Floor:
        """``units=0.99`` or ``tasks.recall=1``."""
        name, _, number = str(value).partition("=")
        field, _, measure = name.partition(".")
        try:
            least = float(number)
        except ValueError:
            self.fail(f"{value}: NAME=VALUE, 0 to 1", parameter, context)
        if field not in FIELDS or (measure or "f1") not in _MEASURES or not 0 <= least <= 1:
            self.fail(f"{value}: {' '.join(FIELDS)}; {' '.join(_MEASURES)}; 0 to 1", parameter, context)
        return Floor(name, field, measure or "f1", least)


@click.command("eval", help=_HELP)
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.argument("records", type=click.Path(path_type=Path, exists=True))
@click.option("--floor", "floors", multiple=True, type=_Floors(), help=pick("The least value.", "下限。"))
@click.option("--verbose", is_flag=True, help=pick("List every disagreement.", "列出每一处不一致。"))
@click.option("--json", "as_json", is_flag=True, help=pick("JSON for programs.", "输出 JSON，供程序读取。"))
def evaluation(gold: Path, records: Path, floors: tuple[Floor, ...], verbose: bool, as_json: bool) -> int:
    """Print a table for each document and for all of them together."""
    if gold.suffix == ".jsonl":
        return _evaluate_corrections(gold, records, floors, verbose, as_json)
    wanted, broken = _read_all(gold)
    found, empty = find_records([records])
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    compared: list[Compared] = []
    for pair in _pairs(wanted, found, alone=gold.is_file() and records.is_file()):
        try:
            compared.append(_compare(*pair))
        except FileError as error:
            tell_failure(show_name(pair[2].path) if pair[2] else pair[0], error)
            compared.append(_compare(pair[0], pair[1], None))
            broken = True
    return _tell_all(compared, floors, verbose, as_json, failed=broken or bool(empty))


def _tell_all(
    compared: list[Compared], floors: tuple[Floor, ...], verbose: bool, as_json: bool, *, failed: bool
) -> int:
    """Print what was compared; gives the exit code."""
    total = add_up(item.report for item in compared)
    if as_json:
        click.echo(json.dumps(_tree(compared, total, floors), ensure_ascii=False, indent=2))
    else:
        _show(compared, total, floors, verbose)
    if failed or not compared:
        return FAILED
    return COMPLETE if all(floor.holds(total) for floor in floors) else PARTIAL


def _evaluate_corrections(gold: Path, records: Path, floors: tuple[Floor, ...], verbose: bool, as_json: bool) -> int:
    """Corrections as gold: each record against those of its document."""
    from pipeline.corrections.book import read_corrections
    from pipeline.evaluate.corrected import evaluate_corrections

    try:
        book = read_corrections(gold)
    except KnowledgeError as error:
        raise click.UsageError(reason(str(error))) from error
    compared, failed = [], False
    for file in find_records([records])[0]:
        try:
            record = load_record(file.path)
        except FileError as error:
            tell_failure(show_name(file.path), error)
            failed = True
            continue
        if lines := book.of_document(record.source.sha256):
            report = evaluate_corrections(lines, record)
            compared.append(Compared(gold.name, file.target.as_posix(), report))
    return _tell_all(compared, floors, verbose, as_json, failed=failed)


def _read_all(gold: Path) -> tuple[list[tuple[str, Gold]], bool]:
    """The labelled files by their names without .json, and whether any could not be read."""
    files, empty = find_records([gold])
    for folder in empty:
        tell(say("no-records", name=show_name(folder)))
    read: list[tuple[str, Gold]] = []
    for file in files:
        try:
            value = read_gold(read_bytes(file.path))
        except FileError as error:
            tell_failure(show_name(file.path), error)
        else:
            read.append((value.id or file.target.as_posix().removesuffix(".json"), value))
    return read, len(read) < len(files) or bool(empty)


def _pairs(
    wanted: Sequence[tuple[str, Gold]], found: Sequence[Input], *, alone: bool
) -> list[tuple[str, Gold, Input | None]]:
    """Each labelled file with each of its records; a record belongs to the longest name that fits."""
    if alone:
        return [(*wanted[0], found[0])] if wanted else []
    names = {name for name, _ in wanted}
    owned: dict[str, list[Input]] = {}
    for file in found:
        name = file.target.as_posix().removesuffix(".json")
        while name not in names and "." in name:
            name = name.rpartition(".")[0]
        owned.setdefault(name, []).append(file)
    pairs: list[tuple[str, Gold, Input | None]] = []
    for name, gold in wanted:
        pairs += [(name, gold, file) for file in owned[name]] if name in owned else [(name, gold, None)]
    return pairs


def _compare(name: str, gold: Gold, file: Input | None) -> Compared:
    record = None if file is None else load_record(file.path)
    return Compared(name, None if file is None else file.target.as_posix(), evaluate(gold, record))


# ---------------------------------------------------------------- what is printed


def _show(compared: list[Compared], total: dict[str, Score], floors: Sequence[Floor], verbose: bool) -> None:
    for item in compared:
        record = item.record or pick("no record", "没有记录")
        click.echo(f"{item.gold}  ({record})")
        if item.report.allowed:
            click.echo(pick("  no tasks: allowed for this document, not counted", "  没有任务：该文件允许，不计"))
        _show_scores(item.report.scores)
        for miss in item.report.misses if verbose else ():
            click.echo(f"  {miss.field} {miss.task}\n    {pick('wanted', '应为')} {miss.expected}")
            click.echo(f"    {pick('got   ', '得到')} {miss.got}")
        click.echo()
    click.echo(pick(f"TOTAL  ({len(compared)} compared)", f"合计  （比较 {len(compared)} 份）"))
    _show_scores(total)
    for floor in floors:
        state = pick("holds", "达到") if floor.holds(total) else pick("DOES NOT HOLD", "未达到")
        click.echo(f"  {floor.name} {_decimal(floor.value(total))} >= {floor.least}: {state}")


def _show_scores(scores: dict[str, Score]) -> None:
    if not scores:
        return
    click.echo(f"  {'field':<12}{'right':>8}{'missed':>8}{'extra':>8}{'precision':>11}{'recall':>8}{'F1':>8}")
    for name in FIELDS:
        if name in scores:
            s = scores[name]
            counts = f"{s.right:>8}{s.missed:>8}{s.extra:>8}"
            click.echo(f"  {name:<12}{counts}{_decimal(s.precision):>11}{_decimal(s.recall):>8}{_decimal(s.f1):>8}")


def _decimal(share: float | None) -> str:
    """Three digits, rounded down, so that 1.000 means all."""
    return "-" if share is None else f"{int(share * 1000) / 1000:.3f}"


def _tree(compared: list[Compared], total: dict[str, Score], floors: Sequence[Floor]) -> dict[str, object]:
    documents = [
        {
            "gold": item.gold,
            "record": item.record,
            "allowed_refusal": item.report.allowed,
            "fields": _numbers(item.report.scores),
            "misses": [
                {"field": miss.field, "task": miss.task, "expected": miss.expected, "got": miss.got}
                for miss in item.report.misses
            ],
        }
        for item in compared
    ]
    held = [
        {"name": floor.name, "least": floor.least, "value": floor.value(total), "holds": floor.holds(total)}
        for floor in floors
    ]
    return {"documents": documents, "total": _numbers(total), "floors": held}


def _numbers(scores: dict[str, Score]) -> dict[str, dict[str, float | None]]:
    return {
        name: {
            "right": scores[name].right,
            "missed": scores[name].missed,
            "extra": scores[name].extra,
            "precision": scores[name].precision,
            "recall": scores[name].recall,
            "f1": scores[name].f1,
        }
        for name in FIELDS
        if name in scores
    }
