"""Public files of other producers, where they are at hand: cell for cell what pdfplumber and python-docx see."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.grid import RawTable
from pipeline.readers.docx import read as read_docx

SHARED = Path(__file__).parents[2] / "shared"
PDFS = sorted([*SHARED.glob("corpus/files/*.pdf"), *SHARED.glob("seed/*.pdf")])
DOCX = sorted([*SHARED.glob("corpus/files/*.docx"), *SHARED.glob("seed/*.docx")])
PAGES = 12
"""Of each file: pdfplumber needs a second for a full page."""
NEAR = 2.0
"""Points by which the corners of a cell may differ."""
Placed = tuple[float, float, float, float, str]
Grid = set[tuple[int, int, int, int, str]]


def squeeze(text: str | None) -> str:
    return "".join((text or "").split())


def our_cells(document: Any, index: int) -> list[Placed] | None:
    """The cells of a page's ruled tables, as the page is shown; None for a page that its text cannot be trusted on."""
    from pipeline.readers.pdf.page.doubt import doubt_page
    from pipeline.readers.pdf.page.frame import map_box
    from pipeline.readers.pdf.page.page import read_page
    from pipeline.readers.pdf.table.cut import cut_page

    page = read_page(document, index)
    if doubt_page(page) is not None:
        return None
    return [
        (*map_box(cell.box, page.to_shown), squeeze("".join(line.text for line in cell.lines)))
        for table in cut_page(page).tables
        for cell in table.cells
    ]


def their_cells(page: Any) -> Iterator[Placed]:
    """pdfplumber's tables of more than one cell that hold text; cells are cut to the page."""
    for table in page.find_tables():
        boxes = [(max(x0, 0), max(y0, 0), min(x1, page.width), min(y1, page.height)) for x0, y0, x1, y1 in table.cells]
        cells = [(*box, squeeze(page.crop(box).extract_text())) for box in boxes]
        if len(cells) > 1 and any(cell[4] for cell in cells):
            yield from cells


def is_same(one: Placed, other: Placed) -> bool:
    corners = zip(one[:4], other[:4], strict=True)
    return one[4] == other[4] and all(abs(mine - yours) <= NEAR for mine, yours in corners)


def unmatched(cells: list[Placed], others: list[Placed]) -> list[Placed]:
    return [cell for cell in cells if not any(is_same(cell, other) for other in others)]


@pytest.mark.hostile
@pytest.mark.skipif(not PDFS, reason="the public samples are not beside the project")
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_ruled_tables_are_those_of_pdfplumber(path: Path) -> None:
    import pdfplumber
    import pypdfium2

    document = pypdfium2.PdfDocument(path.read_bytes())
    with pdfplumber.open(path) as other:
        for index in range(min(len(document), PAGES)):
            ours = our_cells(document, index)
            if ours is None:
                continue
            theirs = list(their_cells(other.pages[index]))
            found = (index + 1, unmatched(ours, theirs), unmatched(theirs, ours))
            assert found == (index + 1, [], [])
    document.close()


def grid_of(table: Any) -> Grid:
    """The cells of a table by its own marks, as python-docx reads them: row, column, spans, text."""
    open_cells: dict[int, list[Any]] = {}
    cells: list[list[Any]] = []
    for row, line in enumerate(table._tbl.tr_lst):
        for cell in line.tc_lst:
            column, merge = cell.grid_offset, cell.vMerge
            if merge == "continue" and column in open_cells:
                open_cells[column][2] += 1
                continue
            text = "".join(run.text for run in cell.iter(f"{{{cell.nsmap['w']}}}t"))
            cells.append([row, column, 1, cell.grid_span, squeeze(text)])
            open_cells[column] = cells[-1]
    return {(row, column, down, wide, text) for row, column, down, wide, text in cells}


@pytest.mark.skipif(not DOCX, reason="the public samples are not beside the project")
@pytest.mark.parametrize("path", DOCX, ids=lambda path: path.stem)
def test_word_tables_are_those_of_python_docx(path: Path) -> None:
    from docx import Document

    ours = [
        {(cell.row, cell.column, cell.row_span, cell.column_span, squeeze(cell.text)) for cell in block.cells}
        for block in read_docx(path.read_bytes(), path.name).blocks
        if isinstance(block, RawTable)
    ]
    assert ours == [grid_of(table) for table in Document(str(path)).tables]
