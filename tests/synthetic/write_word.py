"""A made-up list as a Word file: merges as the format has them, a paragraph for each line of a cell."""

from html import escape

from make_word import make_docx, p, tbl, tc, tr
from synthetic.model import Cell, Made, Sheet


def write_word(made: Made) -> bytes:
    """Paragraphs, the table, paragraphs."""
    body = [p(escape(line)) for line in made.before]
    if made.sheet:
        body.append(_table(made.sheet))
    return make_docx("".join([*body, *(p(escape(line)) for line in made.after)]))


def _table(sheet: Sheet) -> str:
    height = max(cell.row + cell.rows for cell in sheet.cells)
    lines: list[list[tuple[int, str]]] = [[] for _ in range(height)]
    for cell in sheet.cells:
        for row in range(cell.row, cell.row + cell.rows):
            lines[row].append((cell.column, _cell(cell, row)))
    return tbl(*(tr(*(markup for _, markup in sorted(line))) for line in lines))


def _cell(cell: Cell, row: int) -> str:
    merge = "" if cell.rows == 1 else "restart" if row == cell.row else "continue"
    text = cell.text if row == cell.row else ""
    return tc("".join(p(escape(line)) for line in text.split("\n")), span=cell.columns, merge=merge)
