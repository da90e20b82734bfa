"""A made-up list as a PDF or an OFD: a ruled table over as many pages as it needs, or lines of running text."""

from collections.abc import Callable
from random import Random
from typing import Any

from make_ofd import OfdPage, make_ofd
from make_pdf import A4, A4_WIDE, PdfPage, lay_out, make_pdf, wrap
from synthetic.model import Made, Sheet

_LEFT, _TOP, _LEADING, _WIDTH, _LINES = 60.0, 70.0, 20.0, 480.0, 34
_SIZE = 10.0
_Make = Callable[[tuple[float, float]], Any]


def write_pdf(made: Made) -> bytes:
    """Rows and merged cells are cut wherever a page ends; each page repeats the header."""
    return make_pdf(draw_pages(made, PdfPage))


def write_ofd(made: Made) -> bytes:
    """The same pages as an OFD."""
    return make_ofd(draw_pages(made, OfdPage))


def draw_pages(made: Made, make: _Make) -> list[Any]:
    return _table_pages(made, made.sheet, make) if made.sheet else _text_pages(made.before, make)


def _table_pages(made: Made, sheet: Sheet, make: _Make) -> list[Any]:
    columns = max(cell.column + cell.columns for cell in sheet.cells)
    cells = [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in sheet.cells]
    widths = [762.0 / columns] * columns
    slots = Random(made.seed).randint(17, 28)
    pages = lay_out(cells, widths, size=A4_WIDE, slots=slots, header=sheet.header, top=100.0, make=make)
    for index, line in enumerate(made.before):
        pages[0].text(300.0, 40.0 + 22 * index, line, 14)
    for index, line in enumerate(made.after):
        pages[-1].text(40.0, 530.0 + 18 * index, line, _SIZE)
    return pages


def _text_pages(lines: tuple[str, ...], make: _Make) -> list[Any]:
    """Each paragraph indented by two characters and broken where the line is full."""
    printed: list[tuple[float, str]] = []
    for line in lines:
        first, *rest = wrap("　　" + line, _WIDTH)
        printed.append((_LEFT, first))
        printed += [(_LEFT, text) for text in rest]
    pages: list[Any] = []
    for start in range(0, len(printed), _LINES):
        page = make(A4)
        for index, (left, text) in enumerate(printed[start : start + _LINES]):
            indent = (len(text) - len(text.lstrip("　"))) * _SIZE
            page.text(left + indent, _TOP + index * _LEADING, text.lstrip("　"), _SIZE)
        page.text(280.0, 800.0, f"— {len(pages) + 1} —")
        pages.append(page)
    return pages
