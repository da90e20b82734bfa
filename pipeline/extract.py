"""THE FLOW: one input → one validated record, straight calls on one screen."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from pipeline import knowledge
from pipeline.assemble import Setting, assemble
from pipeline.context import find_context
from pipeline.contract import validate
from pipeline.errors import NoTasks
from pipeline.files import ReadableSource, read_source
from pipeline.given import GivenFacts, complete_frame, read_given
from pipeline.header import Header, label_columns, slots
from pipeline.keys import add_keys
from pipeline.ledger import keep_ledger
from pipeline.mentions import find_mentions
from pipeline.model import (
    Document,
    Frame,
    Generator,
    Issue,
    Paragraph,
    Quote,
    Record,
    Source,
    Table,
    TableSummary,
    TaskRow,
)
from pipeline.provenance import PageIndex
from pipeline.readers import read
from pipeline.rows.paragraphs import rows_of_paragraphs
from pipeline.rows.sheet import quote_cell
from pipeline.rows.table import TableRows, rows_of_table
from pipeline.rules import apply_rules
from pipeline.tasklist import explain_refusal, judge
from pipeline.text.lexicon import using
from pipeline.units import Registry, load_registry
from pipeline.version import VERSION

SCHEMA = "task-list/1"
_NOTHING = "no task table and no numbered tasks with a responsible unit."


class ListTable(Struct, frozen=True):
    """A table that is (a part of) the task list, with its header and rows."""

    table: Table
    header: Header
    found: TableRows

    def header_quotes(self) -> list[Quote]:
        """The header cells, each whole, repeated headers too."""
        rows = range(self.header.first, self.header.end)
        cells = [cell for cell in self.table.cells if cell.row in rows]
        return [quote for cell in cells if (quote := quote_cell(self.table, cell))] + list(self.found.headers)


def extract(
    source: ReadableSource,
    *,
    name: str | None = None,
    units: str | Path | None = None,
    words: str | Path | None = None,
    region: str | None = None,
    year: int | None = None,
    issued_on: str | date | None = None,
) -> Record:
    """Read one document and give its validated record. Safe to call from any number of threads.

    ``source``     a path, the bytes of the document (``bytes``, ``bytearray``, ``memoryview``), or a binary file object
    ``name``       the input's name in the record; by default the last part of the path (``document`` for bytes)
    ``units``      a CSV of your own names, aliases and decisions on units, which win over the built-in ones
    ``words``      a CSV of your own words of headers, labels and statements, beside the built-in ones
    ``region``     the place whose notice it is, by name or GB/T 2260 code, for a notice that does not state it
    ``year``       the year of dates without one, for a notice that does not state it
    ``issued_on``  the day of issue (ISO 8601), for a notice that does not state it

    What the notice states is kept, with the warning ``given-differs`` where it differs; what was filled in is listed in
    ``document.given``.

    Raises ``errors.FileError`` (``.code``, ``.advice``) where no record can be given, ``OSError`` where the path cannot
    be read, ``ValueError`` where region, year or day do not exist, and ``errors.KnowledgeError`` where a file of your
    own is broken.
    """
    data, found_name = read_source(source)
    registry = load_registry(Path(units) if units else None)
    given = read_given(registry, region, year, issued_on)
    with using(Path(words) if words else None):
        document = read(data, name or found_name or "document")
        record = record_of(document, registry, given, knowledge.version(units or None, words or None))
    validate(record)
    _log(record)
    return record


def _log(record: Record) -> None:
    import logging  # not before: it takes a tenth of a cold start

    counts = (record.source.name, record.status, len(record.tasks), len(record.issues))
    logging.getLogger("fengong").info("%s: %s, %d tasks, %d issues", *counts)


def record_of(document: Document, registry: Registry, given: GivenFacts, version: str) -> Record:
    """The record of a document, not yet validated; ``version`` is that of the knowledge in force. Raises NoTasks."""
    lists, passed, lacks = find_lists(document)
    rows = in_order(document, lists, registry)
    if not rows:
        raise NoTasks(f"{document.name} holds {_NOTHING} {lacks}".rstrip())
    places = PageIndex(document.blocks)
    headers = [quote for found in lists for quote in found.header_quotes()]
    context = find_context(document, [found.table for found in lists], headers, rows, registry)
    frame, differences = complete_frame(context.frame(places), given)
    ruled = apply_rules(rows, document, headers, places)
    assembled = assemble(ruled.rows, places, registry, _setting(document, frame))
    covers = [quote for row in rows for quote in row.covers]
    ledger = keep_ledger(document, places, assembled.tasks, headers, covers, assembled.marks + ruled.marks)
    mentions = find_mentions(document, covers, places, registry)
    issues = (*document.issues, *passed, *differences, *ruled.issues, *assembled.issues, *mentions)
    return Record(
        schema=SCHEMA,
        generator=Generator("fengong", VERSION, version),
        status="partial" if ledger.unused or any(issue.severity == "error" for issue in issues) else "complete",
        source=Source(document.name, document.media_type, document.sha256, document.size),
        document=frame,
        tables=tuple(_summary(found) for found in lists),
        tasks=add_keys(assembled.tasks),
        units=assembled.units,
        issues=issues,
        ledger=ledger,
    )


def _setting(document: Document, frame: Frame) -> Setting:
    """What the frame says of place and time, for reading names and dates."""
    region = frame.region.code if frame.region else None
    return Setting(document.sha256[:12], region, frame.year, frame.issued_on)


def find_lists(document: Document, *, with_office: bool = False) -> tuple[list[ListTable], list[Issue], str]:
    """The tables that are task lists, issues on what was passed by, and what the last such table lacks, in words.

    ``with_office``: tables of tasks and times that name nobody count too; their office is the document's own.
    """
    found: list[ListTable] = []
    issues: list[Issue] = []
    places = PageIndex(document.blocks)
    lacks = ""
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        grid = slots(block)
        header = label_columns(block, grid)
        verdict = judge(header) if header else None
        taken = verdict and (verdict.is_list or (with_office and verdict.needs_office))
        rows = rows_of_table(block, grid, header) if header and taken else None
        if header and rows and rows.rows:
            found.append(ListTable(block, header, rows))
            issues.extend(_lost_row(quote, places) for quote in rows.lost)
        else:
            lacks = explain_refusal(block, header, verdict)
            first = next(quote for cell in block.cells if (quote := quote_cell(block, cell)))
            issues.append(Issue("table-passed-by", "info", f"{lacks} It was passed by.", places.of(first)[0]))
    return found, issues, lacks


def _lost_row(quote: Quote, places: PageIndex) -> Issue:
    message = f"Row {quote.row} says who or when and has no task: {quote.text[:40]}"
    return Issue("row-without-task", "error", message, places.of(quote)[0])


def in_order(document: Document, lists: list[ListTable], registry: Registry) -> list[TaskRow]:
    """The rows of both producers in the order of the document."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    rows = rows_of_paragraphs(paragraphs, registry) + [row for found in lists for row in found.found.rows]
    order = {block.id: index for index, block in enumerate(document.blocks)}
    return sorted(rows, key=lambda row: (order[row.block], row.row))


def _summary(found: ListTable) -> TableSummary:
    return TableSummary(
        id=found.table.id,
        title=None,
        rows=found.table.rows - found.header.end,
        pages=found.table.pages,
        columns=found.header.columns,
    )
