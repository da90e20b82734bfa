"""One subject reads one document, in a process of its own and in its own environment: what bench/readers.py starts.

    python -P bench/subjects.py SUBJECT time WARM FILE        the last FILE read once, after WARM loaded everything
    python -P bench/subjects.py SUBJECT tables FILE           what tables it finds, as rows of texts
    python -P bench/subjects.py SUBJECT unruled FILE          the same, with the setting for tables without rulings

A subject is a pair of functions: ``run`` is timed and does what the library's own documentation shows; ``rows`` turns
what it gave into tables of rows of texts, for the judge. The answer is one line of JSON, the last one on stdout.
Only the standard library is imported here; each subject imports its library in its first run, which is not timed.
"""

import gc
import html.parser
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

BENCH = Path(__file__).parent
Rows = list[list[str]]
Tables = list[Rows]


class Subject(NamedTuple):
    """``run``: path → what the library gives. ``rows``: that → tables. ``unruled``: ``run`` for a table without
    rulings, where the library has a setting for it. ``held``: the result's size in memory is told too."""

    run: Callable[[Path], Any]
    rows: Callable[[Any], Tables]
    unruled: Callable[[Path], Any] | None = None
    held: bool = False


# ---------------------------------------------------------------- ourselves and the floors


def _read(path: Path) -> Any:
    from pipeline.readers import read

    return read(path.read_bytes(), path.name)


def _convert(path: Path) -> Any:
    from pipeline import extract

    record = extract(path)
    return record, record.to_json()


def _own_tables(document: Any) -> Tables:
    from pipeline.source import Table

    return [
        _lay_out(table.rows, table.columns, ((cell.row, cell.column, cell.text) for cell in table.cells))
        for table in document.blocks
        if isinstance(table, Table)
    ]


def _lay_out(rows: int, columns: int, cells: Iterable[tuple[int, int, str]]) -> Rows:
    """The slots of a table whose cells are (row, column, text) of their top left slots; the other slots are blank."""
    slots = [[""] * columns for _ in range(rows)]
    for row, column, text in cells:
        slots[row][column] = text
    return slots


def _walk(path: Path) -> Any:
    from floors import word_cells

    return word_cells(path.read_bytes())


def _text(path: Path) -> Any:
    from floors import pdf_text

    return pdf_text(path.read_bytes())


def _nothing(_: Any) -> Tables:
    return []


# ---------------------------------------------------------------- Word


def _docx_row_cells(path: Path) -> Tables:
    import docx

    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def _docx_table_cell(path: Path) -> Tables:
    import docx

    return [
        [[table.cell(row, column).text for column in range(len(table.columns))] for row in range(len(table.rows))]
        for table in docx.Document(str(path)).tables
    ]


def _docling(path: Path) -> Any:
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    source = InputDocument(
        path_or_stream=path, format=InputFormat.DOCX, backend=MsWordDocumentBackend, filename=path.name
    )
    return source._backend.convert()  # its Word backend alone: no pipeline, no models


def _docling_tables(document: Any) -> Tables:
    """A merged cell once, as it keeps them."""
    found = []
    for table in document.tables:
        cells = ((cell.start_row_offset_idx, cell.start_col_offset_idx, cell.text) for cell in table.data.table_cells)
        found.append(_lay_out(table.data.num_rows, table.data.num_cols, cells))
    return found


def _mammoth(path: Path) -> str:
    import mammoth

    with path.open("rb") as file:
        return str(mammoth.convert_to_html(file).value)


class _HtmlTables(html.parser.HTMLParser):
    """Tables of plain HTML: rows of (text, columns, rows) as written; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self.open: list[list[list[tuple[str, int, int]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append([])
            self.tables.append(self.open[-1])
        elif tag == "tr" and self.open:
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open:
            spans = dict(attrs)
            self.open[-1][-1].append(("", int(spans.get("colspan") or 1), int(spans.get("rowspan") or 1)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] and self.open[-1][-1]:
            text, columns, rows = self.open[-1][-1][-1]
            self.open[-1][-1][-1] = (text + data, columns, rows)


def _html_tables(text: str) -> Tables:
    parser = _HtmlTables()
    parser.feed(text)
    return [_spread(table) for table in parser.tables]


def _spread(table: list[list[tuple[str, int, int]]]) -> Rows:
    """The slots of an HTML table: a cell's text where it begins, nothing where it goes on."""
    taken: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(table):
        column = 0
        for text, columns, rows in cells:
            while (row, column) in taken:
                column += 1
            taken.update({(row + down, column + right): "" for down in range(rows) for right in range(columns)})
            taken[row, column] = text
    width = max((column for _, column in taken), default=-1) + 1
    return [[taken.get((row, column), "") for column in range(width)] for row in range(len(table))]


# ---------------------------------------------------------------- both


def _markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(path)).text_content)


def _pipe_tables(text: str) -> Tables:
    """Markdown's tables: runs of lines between pipes."""
    tables: Tables = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        cells = [cell.strip().replace("\\", "") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            tables[-1].append(cells)
    return tables


def _kreuzberg(path: Path) -> Any:
    import kreuzberg

    return kreuzberg.extract_file_sync(str(path))


def _kreuzberg_tables(result: Any) -> Tables:
    return [[list(row) for row in table.cells] for table in result.tables]


# ---------------------------------------------------------------- PDF


def _pdfplumber(path: Path, settings: dict[str, str] | None = None) -> Tables:
    import pdfplumber

    with pdfplumber.open(path) as document:
        found = [table for page in document.pages for table in page.extract_tables(settings or {})]
    return [[[cell or "" for cell in row] for row in table] for table in found]


def _pdfplumber_unruled(path: Path) -> Tables:
    return _pdfplumber(path, {"vertical_strategy": "text", "horizontal_strategy": "text"})


def _camelot(path: Path, flavor: str = "lattice") -> Any:
    import camelot

    return camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)


def _camelot_unruled(path: Path) -> Any:
    return _camelot(path, "stream")


def _camelot_tables(tables: Any) -> Tables:
    return [[list(row) for row in table.data] for table in tables]


SUBJECTS = {
    "fengong-reading": Subject(_read, _own_tables, held=True),
    "fengong-conversion": Subject(_convert, _nothing, held=True),
    "lxml-walk": Subject(_walk, _nothing),
    "pypdfium2-text": Subject(_text, _nothing),
    "python-docx-row-cells": Subject(_docx_row_cells, list),
    "python-docx-table-cell": Subject(_docx_table_cell, list),
    "docling-word": Subject(_docling, _docling_tables),
    "mammoth": Subject(_mammoth, _html_tables),
    "markitdown": Subject(_markitdown, _pipe_tables),
    "kreuzberg": Subject(_kreuzberg, _kreuzberg_tables),
    "pdfplumber": Subject(_pdfplumber, list, _pdfplumber_unruled),
    "camelot": Subject(_camelot, _camelot_tables, _camelot_unruled),
}


# ---------------------------------------------------------------- one process


def peak_memory() -> int | None:
    """Peak resident size of this process in bytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def held_memory(value: Any) -> int:
    """Bytes of all objects that a result holds, each counted once."""
    seen: set[int] = set()
    total, todo = 0, [value]
    while todo:
        thing = todo.pop()
        if id(thing) in seen or isinstance(thing, type):
            continue
        seen.add(id(thing))
        total += sys.getsizeof(thing)
        todo += gc.get_referents(thing)
    return total


def timed(subject: Subject, warm: Path, path: Path) -> dict[str, float | int | None]:
    """One reading of ``path``, after one of ``warm``: seconds by the clock and of the processor (user and system, all
    threads), peak memory of the process, and the memory that the result holds."""
    subject.run(warm)
    gc.collect()
    used, begin = time.process_time(), time.perf_counter()
    result = subject.run(path)
    wall, cpu = time.perf_counter() - begin, time.process_time() - used
    answer: dict[str, float | int | None] = {
        "wall": wall,
        "cpu": cpu,
        "peak": peak_memory(),
        "held": held_memory(result) if subject.held else None,
    }
    if isinstance(result, tuple):
        answer["json"] = len(result[1].encode())
    return answer


def main(name: str, task: str, *paths: str) -> None:
    """One line of JSON."""
    if name.startswith("fengong"):
        sys.path[:0] = [str(BENCH.parent)]  # this tree, whatever is installed
    sys.path.append(str(BENCH))
    subject, files = SUBJECTS[name], [Path(path) for path in paths]
    if task == "time":
        answer: Any = timed(subject, files[0], files[1])
    else:
        answer = subject.rows((subject.unruled if task == "unruled" and subject.unruled else subject.run)(files[0]))
    print()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
