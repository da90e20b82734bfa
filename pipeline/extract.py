"""THE FLOW: one input → one validated record, straight calls on one screen."""

from pathlib import Path

from msgspec import Struct

from pipeline import knowledge
from pipeline.assemble import Setting, assemble
from pipeline.context import find_context
from pipeline.contract import validate
from pipeline.errors import NoTasks
from pipeline.header import Header, label_columns, slots
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
from pipeline.rows.table import rows_of_table
from pipeline.rules import apply_rules
from pipeline.text.lexicon import using
from pipeline.units import Registry, load_registry
from pipeline.version import VERSION

SCHEMA = "task-list/1"


class ListTable(Struct, frozen=True):
    """A table that is (a part of) the task list, with its header and rows."""

    table: Table
    header: Header
    rows: tuple[TaskRow, ...]

    def header_quotes(self) -> list[Quote]:
        """The header cells, each whole."""
        rows = range(self.header.first, self.header.end)
        cells = [cell for cell in self.table.cells if cell.row in rows]
        return [quote for cell in cells if (quote := quote_cell(self.table, cell))]


def extract(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    units: str | Path | None = None,
    words: str | Path | None = None,
) -> Record:
    """Read one document and give its validated record.

    ``source``  a path, or the bytes of the document
    ``name``    the input's name in the record; by default the path's last part (``document`` for bytes)
    ``units``   a CSV of your own names, aliases and decisions on units, which win over the built-in ones
    ``words``   a CSV of your own words of headers, labels and statements, beside the built-in ones

    Raises ``errors.FileError`` (``.code``, ``.advice``) where no record can be given, ``OSError`` where the path cannot
    be read, and ``errors.KnowledgeError`` where a file of your own is broken.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or ("document" if isinstance(source, bytes) else Path(source).name)
    with using(Path(words) if words else None):
        registry = load_registry(Path(units) if units else None)
        record = record_of(read(data, name), registry, knowledge.version(units or None, words or None))
    validate(record)
    return record


def record_of(document: Document, registry: Registry, version: str) -> Record:
    """The record of a document, not yet validated; ``version`` is that of the knowledge in force. Raises NoTasks."""
    lists, passed = find_lists(document)
    rows = in_order(document, lists, registry)
    if not rows:
        raise NoTasks(f"{document.name} holds no task table and no numbered tasks with a responsible unit.")
    places = PageIndex(document.blocks)
    headers = [quote for found in lists for quote in found.header_quotes()]
    context = find_context(document, [found.table for found in lists], headers, rows, registry)
    frame = context.frame(places)
    ruled = apply_rules(rows, document, headers, places)
    assembled = assemble(ruled.rows, places, registry, _setting(document, frame))
    covers = [quote for row in rows for quote in row.covers]
    ledger = keep_ledger(document, places, assembled.tasks, headers, covers, assembled.marks + ruled.marks)
    mentions = find_mentions(document, covers, places, registry)
    issues = (*document.issues, *passed, *ruled.issues, *assembled.issues, *mentions)
    return Record(
        schema=SCHEMA,
        generator=Generator("fengong", VERSION, version),
        status="partial" if ledger.unused or any(issue.severity == "error" for issue in issues) else "complete",
        source=Source(document.name, document.media_type, document.sha256, document.size),
        document=frame,
        tables=tuple(_summary(found) for found in lists),
        tasks=assembled.tasks,
        units=assembled.units,
        issues=issues,
        ledger=ledger,
    )


def _setting(document: Document, frame: Frame) -> Setting:
    """What the frame says of place and time, for reading names and dates."""
    region = frame.region.code if frame.region else None
    return Setting(document.sha256[:12], region, frame.year, frame.issued_on)


def find_lists(document: Document) -> tuple[list[ListTable], list[Issue]]:
    """The tables that are task lists, and an info issue for each table passed by."""
    found: list[ListTable] = []
    passed: list[Issue] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        grid = slots(block)
        header = label_columns(block, grid)
        rows = rows_of_table(block, grid, header) if header and header.is_task_list else []
        if header and rows:
            found.append(ListTable(block, header, tuple(rows)))
        else:
            passed.append(_passed_by(block))
    return found, passed


def _passed_by(table: Table) -> Issue:
    first = next(quote for cell in table.cells if (quote := quote_cell(table, cell)))
    message = f"Table {table.id} has no header of a task list (who is responsible for what); it was passed by."
    return Issue("table-passed-by", "info", message, PageIndex(()).of(first)[0])


def in_order(document: Document, lists: list[ListTable], registry: Registry) -> list[TaskRow]:
    """The rows of both producers in the order of the document."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    rows = rows_of_paragraphs(paragraphs, registry) + [row for found in lists for row in found.rows]
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
