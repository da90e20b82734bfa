"""A made-up list as text: as a converter flattens a table, with bars, as Markdown, one cell a line, on one line."""

from synthetic.model import Cell, Made, Sheet


def write_flattened(made: Made) -> bytes:
    """The seed's dialect: a tab opens a cell, a blank line ends a row; what merges hide is an empty cell (down) or no
    cell at all (across); page numbers trail."""
    lines = [*made.before, ""]
    if made.sheet:
        for row in _rows(made.sheet):
            lines += ["\t" + text for text in row] + [""]
    lines += [*made.after, *(["", "2", "", "— 3 —"] if made.sheet else [])]
    return "\n".join(lines).encode()


def write_pipes(made: Made) -> bytes:
    """Cells between bars."""
    return _barred(made, "{}", rule=False)


def write_markdown(made: Made) -> bytes:
    """A Markdown table: bars outside too, a rule under the header; line breaks as <br>."""
    return _barred(made, "| {} |", rule=True)


def write_one_line(made: Made) -> bytes:
    """A notice whose line breaks were lost; its closing sentence is left out, for nothing would part it from the item."""
    return "".join(made.before[:-1]).encode()


def write_crlf(made: Made) -> bytes:
    """A notice as a Windows program saves it, indented by two wide spaces."""
    return "\r\n".join("　　" + line for line in made.before).encode("gb18030")


def _barred(made: Made, frame: str, *, rule: bool) -> bytes:
    lines = [*made.before, ""]
    if made.sheet:
        width = _width(made.sheet)
        for index, row in enumerate(_rows(made.sheet, widen=True)):
            lines.append(frame.format(" | ".join(text.replace("\n", "<br>") for text in row)))
            if rule and index + 1 == made.sheet.header:
                lines.append("|" + " --- |" * width)
    return "\n".join([*lines, *made.after]).encode()


def _width(sheet: Sheet) -> int:
    return max(cell.column + cell.columns for cell in sheet.cells)


def _rows(sheet: Sheet, *, widen: bool = False) -> list[list[str]]:
    """The texts of each row. ``widen``: a cell over several columns leaves the others empty instead of out."""
    height = max(cell.row + cell.rows for cell in sheet.cells)
    grid: list[dict[int, str]] = [{} for _ in range(height)]
    for cell in sheet.cells:
        for row, column in _slots(cell):
            hidden = column > cell.column
            if not hidden or widen:
                grid[row][column] = cell.text if (row, column) == (cell.row, cell.column) else ""
    return [[line[column] for column in sorted(line)] for line in grid]


def _slots(cell: Cell) -> list[tuple[int, int]]:
    rows, columns = range(cell.row, cell.row + cell.rows), range(cell.column, cell.column + cell.columns)
    return [(row, column) for row in rows for column in columns]


def write_cells(made: Made) -> bytes:
    """One cell a line, a blank line between: what is left when a page is copied as text."""
    lines = [*made.before]
    if made.sheet:
        lines += [text for row in _rows(made.sheet) for text in row if text]
    return "\n\n".join([*lines, *made.after]).encode()
