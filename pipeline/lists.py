"""The tables of a document that are task lists, as they lie or laid out anew, and what is said of the others."""

from msgspec import Struct
from msgspec.structs import replace

from pipeline.header import Header, label_columns, slots
from pipeline.layouts import TableLayout, lay_out_lists, turn, unfold_form
from pipeline.model import Column, Issue, TableSummary
from pipeline.provenance import PageIndex
from pipeline.rows.sheet import quote_cell
from pipeline.rows.table import TableRows, rows_of_table
from pipeline.rows.ticks import Legend, find_legend
from pipeline.source import Document, Quote, Table, TaskRow
from pipeline.tasklist import explain_refusal, judge


class ListTable(Struct, frozen=True):
    """A table that is (a part of) the task list: its header, rows, and the cells of its headers."""

    table: Table
    header: Header
    rows: tuple[TaskRow, ...]
    headers: tuple[Quote, ...]
    lost: tuple[Quote, ...]
    laid_out: bool = False
    unexplained: tuple[Quote, ...] = ()


class FoundLists(Struct, frozen=True):
    """The lists, issues on rows lost and tables passed by, and what the last such table lacks, in words."""

    lists: tuple[ListTable, ...]
    issues: tuple[Issue, ...]
    lacks: str


def find_lists(document: Document, *, with_office: bool = False) -> FoundLists:
    """The task lists among a document's tables.

    ``with_office``: tables of tasks and times that name nobody count too; their office is the document's own.
    """
    found: list[ListTable] = []
    issues: list[Issue] = []
    places = PageIndex(document.blocks)
    legend = find_legend(document)
    lacks = ""
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        header = label_columns(block, grid := slots(block))
        verdict = judge(header) if header else None
        layouts: list[TableLayout] = []
        confirmed = header if header and header.confirmed else None
        if confirmed:
            layouts = list(lay_out_lists(block, grid, confirmed))
        elif form := unfold_form(block):
            layouts = [form]
        elif header and verdict and (verdict.is_list or (with_office and verdict.needs_office)):
            layouts = list(lay_out_lists(block, grid, header))
        elif turned := turn(block):
            layouts = [turned]
        lists = [listed for layout in layouts if (listed := _read(block, layout, legend)).rows]
        found.extend(lists)
        issues.extend(_lost_row(quote, places) for listed in lists for quote in listed.lost)
        issues.extend(_unexplained(listed, places) for listed in lists if listed.unexplained)
        issues.extend(_laid_out(listed, places) for listed in lists if listed.laid_out)
        if not lists:
            lacks = explain_refusal(block, header, verdict)
            issues.append(_passed_by(block, lacks, places))
    return FoundLists(tuple(found), tuple(issues), lacks)


def _read(table: Table, layout: TableLayout, legend: Legend) -> ListTable:
    """The list of one layout, every quote at its place in the source."""
    found: TableRows = rows_of_table(layout.table, layout.grid, layout.header, legend)
    rows = range(layout.header.first, layout.header.end)
    cells = [cell for cell in layout.table.cells if cell.row in rows]
    headers = tuple(quote for cell in cells if (quote := quote_cell(layout.table, cell))) + found.headers
    if not layout.places:
        return ListTable(table, layout.header, found.rows, headers, found.lost, unexplained=found.unexplained)
    restored = tuple(replace(layout.restore(row), row=row.row + layout.shift) for row in found.rows)
    header = replace(layout.header, columns=tuple(_shifted(layout, column) for column in layout.header.columns))
    return ListTable(table, header, restored, layout.restore(headers), layout.restore(found.lost), laid_out=True)


def _shifted(layout: TableLayout, column: Column) -> Column:
    """A column by its index in the source; of a table turned over its columns keep the laid-out index."""
    return replace(column, index=column.index + layout.first_column)


def _lost_row(quote: Quote, places: PageIndex) -> Issue:
    message = f"Row {quote.row} says who or when and has no task: {quote.text[:40]}"
    return Issue("row-without-task", "error", message, places.of(quote)[0])


def _unexplained(found: ListTable, places: PageIndex) -> Issue:
    marks = "、".join(quote.text for quote in found.unexplained)
    message = f"No legend tells what these marks mean: {marks}. Each unit with a mark was read as responsible."
    return Issue("marks-unexplained", "warning", message, places.of(found.unexplained[0])[0])


def _laid_out(found: ListTable, places: PageIndex) -> Issue:
    message = f"Table {found.table.id} has its tasks across, side by side or as a form; it was laid out by its labels."
    return Issue("table-laid-out", "info", message, places.of(found.headers[0])[0])


def _passed_by(table: Table, lacks: str, places: PageIndex) -> Issue:
    first = next(quote for cell in table.cells if (quote := quote_cell(table, cell)))
    return Issue("table-passed-by", "info", f"{lacks} It was passed by.", places.of(first)[0])


def summarise(found: tuple[ListTable, ...]) -> tuple[TableSummary, ...]:
    """The record's ``tables``: one for each table, with the columns of all its lists."""
    summaries: dict[str, TableSummary] = {}
    for listed in found:
        before = summaries.get(listed.table.id)
        columns = (before.columns if before else ()) + listed.header.columns
        rows = listed.table.rows - listed.header.end
        summaries[listed.table.id] = TableSummary(listed.table.id, None, max(rows, 0), listed.table.pages, columns)
    return tuple(summaries.values())
