"""THE FLOW: one input → one validated record, straight calls on one screen."""

from pathlib import Path

from msgspec import Struct

from pipeline import knowledge
from pipeline.assemble import Setting, assemble
from pipeline.context import find_context
from pipeline.contract import validate
from pipeline.errors import NoTasks
from pipeline.header import Header, label_columns, slots
from pipeline.ledger import Accounts
from pipeline.model import Document, Generator, Issue, Paragraph, Quote, Record, Source, Table, TableSummary, TaskRow
from pipeline.places import Places
from pipeline.readers import read
from pipeline.rows.paragraphs import rows_of_paragraphs
from pipeline.rows.table import quote_cell, rows_of_table
from pipeline.rules import apply_rules
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


def extract(source: str | Path | bytes, *, name: str | None = None, units: str | Path | None = None) -> Record:
    """Read one document and give its validated record.

    ``source``  a path, or the bytes of the document
    ``name``    the input's name in the record; by default the path's last part (``document`` for bytes)
    ``units``   a CSV of your own names, aliases and decisions on units, which win over the built-in ones

    Raises ``errors.FileError`` (``.code``, ``.advice``) where no record can be given, ``OSError`` where the path cannot
    be read, and ``errors.KnowledgeError`` where the units file is broken.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or ("document" if isinstance(source, bytes) else Path(source).name)
    registry = load_registry(Path(units) if units else None)
    document = read(data, name)
    lists, passed = find_lists(document)
    rows = in_order(document, lists, registry)
    context = find_context(document, [found.table for found in lists], rows, registry)
    if not rows:
        raise NoTasks(f"{name} holds no task table and no numbered tasks with a responsible unit.")
    places = Places(document.blocks)
    headers = [quote for found in lists for quote in found.header_quotes()]
    ruled = apply_rules(rows, document, headers, places)
    frame = context.frame(places)
    setting = Setting(
        digest=document.sha256[:12],
        region=frame.region.code if frame.region else None,
        year=frame.year,
        issued_on=frame.issued_on,
    )
    assembled = assemble(ruled.rows, places, registry, setting)
    accounts = Accounts(document)
    accounts.tasks(assembled.tasks)
    accounts.headers(headers)
    for row in rows:
        accounts.items(row.covers)
    accounts.marks(assembled.marks + ruled.marks)
    ledger = accounts.close(document, places)
    issues = (*document.issues, *passed, *context.issues, *ruled.issues, *assembled.issues)
    record = Record(
        schema=SCHEMA,
        generator=Generator("fengong", VERSION, knowledge.version()),
        status="partial" if ledger.unused or any(issue.severity == "error" for issue in issues) else "complete",
        source=Source(document.name, document.media_type, document.sha256, document.size),
        document=frame,
        tables=tuple(_summary(found) for found in lists),
        tasks=assembled.tasks,
        units=assembled.units,
        issues=issues,
        ledger=ledger,
    )
    validate(record)
    return record


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
            message = f"Table {block.id} has no header of a task list (who is responsible for what); it was passed by."
            passed.append(Issue("table-passed-by", "info", message))
    return found, passed


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
