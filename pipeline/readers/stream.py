"""A stream of cells, one a line and without row marks → a table.

The header words come first, a line each; then the cells in order. What a cell looks like (a number, units, a time,
text) is held against what its column is for, and the cheapest way through the columns gives the rows: a unit list over
several lines is one cell, a row may lack its merged first cells, a band (一、…) stands alone, and text that fits no
column any more has left the table.
"""

import re

from msgspec import Struct

from pipeline.fold import HAN, fold_text
from pipeline.grid import RawCell, RawTable
from pipeline.model import ColumnRole
from pipeline.readers.ragged import class_of
from pipeline.text import enumerator
from pipeline.text.lexicon import UNIT_ROLES, rank_of, roles_of

_KEYED = re.compile(rf"{HAN}{{2,6}}[:：]")
"""分享到：, 主办：… are lines of the site around the table."""
_MOST_WORDS = 20
_FIRST_REACH = 100
_CELL_LINES = 40
_NEVER = 9.0
_LEAVE = 4.0
"""Cost of leaving the table for good, and of each line that then follows it."""
_OUTSIDE = 1.5
_GOES_ON = {"units": 0.5, "lead": 1.2}
"""Cost of a further line in the same cell: lists of units take several lines, who leads seldom does."""
_BY_CLASS: dict[str, dict[str, float]] = {
    "number": {"number": 0.0},
    "units": {"units": 0.0, "labelled": 0.0, "short": 1.5, "medium": 3.0, "time": 5.0, "long": 6.0},
    "deadline": {"time": 0.0, "labelled": 0.0, "short": 2.0, "medium": 3.0, "units": 4.0, "long": 6.0},
    "lead": {"units": 0.0, "labelled": 0.0, "short": 1.5, "medium": 3.0, "time": 5.0, "long": 6.0},
    "category": {"short": 0.5, "medium": 1.0, "units": 3.0, "time": 3.0, "long": 5.0},
    "name": {"short": 0.3, "medium": 0.3, "long": 1.0, "units": 2.5, "time": 3.0},
    "text": {"long": 0.0, "medium": 0.3, "short": 1.0, "units": 3.0, "time": 3.0},
    "brief": {"short": 0.3, "medium": 1.0, "units": 1.5, "time": 2.0, "long": 4.0, "number": 4.0},
}


class Stream(Struct, frozen=True):
    """Header words, and the cells after them."""

    header: tuple[str, ...]
    cells: tuple["Chunk", ...]


class Chunk(Struct, frozen=True):
    """The text of one cell, from its first to its last line."""

    first: int
    last: int
    text: str


class Placed(Struct, frozen=True):
    """The table that a stream gave, and the first line after it."""

    table: RawTable
    end: int


def read_stream(lines: list[str], start: int) -> Placed | None:
    """The table that a stream from a line on gives, if one begins there.

    The text is looked at in growing stretches, until the table ends in the first half of one: many small tables cost
    no more than a large one.
    """
    reach = _FIRST_REACH
    while stream := _find_stream(lines, start, reach):
        placed = _lay_out(stream)
        if len(stream.header) + len(stream.cells) < reach or placed is None:
            return placed
        if placed.end <= stream.cells[len(stream.cells) // 2].first:
            return placed
        reach *= 4
    return None


def _find_stream(lines: list[str], start: int, most: int) -> Stream | None:
    """The stream that begins at a line, if at least three lines of header words do, one of them for units."""
    if not roles_of(lines[start]):
        return None
    chunks = _chunks(lines, start, _MOST_WORDS + 1)
    header = []
    for chunk in chunks[:_MOST_WORDS]:
        if not roles_of(chunk.text) or len(fold_text(chunk.text)) > 16:
            break
        header.append(chunk.text)
    roles = {role for text in header for role in roles_of(text)}
    if len(header) < 3 or not roles & set(UNIT_ROLES) or len(chunks) <= len(header):
        return None
    return Stream(tuple(header), tuple(_chunks(lines, start, most)[len(header) :]))


def _chunks(lines: list[str], start: int, most: int) -> list[Chunk]:
    """One cell a line; where lone ``|`` lines stand between, a cell is what lies between two of them.

    Steps that count on (1.… then 2.…) are one cell. At most ``most`` cells, of which the last may be cut short.
    """
    piped = any(line.strip() == "|" for line in lines[start + 1 : start + 4])
    cells: list[list[tuple[int, str]]] = []
    opened, step = True, 0
    for index in range(start, min(len(lines), start + most * _CELL_LINES)):
        text = lines[index].strip()
        if text == "|":
            opened = True
        if not text or text == "|":
            continue
        found = enumerator.leading(fold_text(text), kinds=("digit",))
        number = found.value if found and found.end < len(fold_text(text)) else 0
        if (piped and not opened) or (number > 1 and number == step + 1):
            cells[-1].append((index, text))
        elif len(cells) == most:
            break
        else:
            cells.append([(index, text)])
        opened, step = False, number
    return [Chunk(cell[0][0], cell[-1][0], "\n".join(text for _, text in cell)) for cell in cells]


def _lay_out(stream: Stream) -> Placed | None:
    """The stream as a table; None where its cells do not go through the columns."""
    columns, wide = _columns(stream)
    path = _cheapest_path([chunk.text for chunk in stream.cells], columns)
    if not path or path[0] == len(columns) + 1:
        return None
    cells = [
        RawCell(0, index + (wide is not None and index > wide), 1, 1 + (index == wide), text)
        for index, text in enumerate(stream.header)
    ]
    rows, end = _rows(stream, path, columns)
    for number, row in enumerate(rows, 1):
        cells.extend(_row_cells(number, row, len(columns)))
    return Placed(RawTable(tuple(cells), flattened=True), end)


def _rows(stream: Stream, path: list[int], columns: list[str]) -> tuple[list[dict[int, list[str]]], int]:
    """The texts of each row by column (a band under the number of columns), and the line after the last row."""
    band, outside = len(columns), len(columns) + 1
    rows: list[dict[int, list[str]]] = []
    begins: list[int] = []
    before = band
    end = stream.cells[-1].last + 1
    for chunk, column in zip(stream.cells, path, strict=True):
        if column == outside:
            end = chunk.first
            break
        again = column == before and class_of(chunk.text) == "number"
        if not rows or band in (column, before) or column < before or again:
            rows.append({})
            begins.append(chunk.first)
        rows[-1].setdefault(column, []).append(chunk.text)
        before = column
        end = chunk.last + 1
    firm = {index for index, kind in enumerate(columns) if kind in ("number", "units", "lead", "deadline")}
    while len(rows) > 1 and not firm & rows[-1].keys():
        rows.pop()
        end = begins.pop()
    return rows, end


def _row_cells(number: int, row: dict[int, list[str]], width: int) -> list[RawCell]:
    if width in row:
        return [_cell(number, 0, width, row[width])]
    return [_cell(number, column, 1, texts) for column, texts in sorted(row.items())]


def _cell(row: int, column: int, span: int, texts: list[str]) -> RawCell:
    text = "\n".join(texts)
    return RawCell(row, column, 1, span, text, tuple(match.start() for match in re.finditer("\n", text)))


def _columns(stream: Stream) -> tuple[list[str], int | None]:
    """What each column is for, and the header cell that covers two: numbers without a header of their own."""
    kinds = [_kind_of(text) for text in stream.header]
    if "number" in kinds:
        return kinds, None
    first = [index for index, chunk in enumerate(stream.cells[:3]) if class_of(chunk.text) == "number"]
    numbered = sum(1 for chunk in stream.cells if class_of(chunk.text) == "number")
    if not first or first[0] > 1 or numbered < 2:
        return kinds, None
    return [*kinds[: first[0]], "number", *kinds[first[0] :]], 0


def _kind_of(header: str) -> str:
    role: ColumnRole = roles_of(header)[0]
    if role in UNIT_ROLES:
        return "lead" if role == "lead_units" else "units"
    if role == "title":
        return "name" if rank_of(header) == 2 else "text"
    if role in ("number", "deadline", "category"):
        return role
    return "brief" if role in ("scope", "person", "note") else "text"


def _fit(text: str, columns: list[str], *, next_number: bool) -> list[float]:
    """The cost of a cell in each column, as a band, and outside the table; the next number can only be a number."""
    if next_number and "number" in columns:
        return [0.0 if column == "number" else _NEVER for column in columns] + [_NEVER, _NEVER]
    kind = class_of(text)
    if kind != "labelled" and _KEYED.match(text):
        kind = "label"
    costs = [_BY_CLASS[column].get(kind, _NEVER) for column in columns]
    return [*costs, 0.0 if enumerator.is_band(fold_text(text)) else _NEVER, _OUTSIDE]


def _skipped(kind: str) -> float:
    """The cost of a column without a cell: a row without units or number is rarer than one without a category."""
    return {"units": 2.0, "lead": 2.0, "number": 1.5, "category": 0.3, "brief": 0.8}.get(kind, 1.6)


def _steps(columns: list[str]) -> list[list[float]]:
    """The cost of going from the column of one cell to the column of the next; then the band, then outside."""
    width = len(columns)
    gaps = [_skipped(kind) for kind in columns]
    band, outside = width, width + 1
    table = [[0.0] * (width + 2) for _ in range(width + 2)]
    for start in range(width + 2):
        rest = sum(gaps[start + 1 :]) if start < width else 0.0
        for end in range(width):
            fresh = rest + 0.4 + sum(gaps[:end])
            if start >= width:
                table[start][end] = sum(gaps[:end]) if start == band else _NEVER * 9
            elif end > start:
                table[start][end] = sum(gaps[start + 1 : end])
            elif end == start and columns[end] != "number":
                table[start][end] = min(_GOES_ON.get(columns[end], 2.5), fresh)
            else:
                table[start][end] = fresh
        table[start][band] = rest if start != outside else _NEVER * 9
        table[start][outside] = rest + _LEAVE if start != outside else 0.0
    return table


def _cheapest_path(texts: list[str], columns: list[str]) -> list[int]:
    """The column of each cell (Viterbi): linear in the cells."""
    steps = _steps(columns)
    states = range(len(columns) + 2)
    costs = [sum(_skipped(kind) for kind in columns[:state]) for state in range(len(columns))] + [0.0, _LEAVE * 3]
    back: list[list[int]] = []
    number = 0
    for index, text in enumerate(texts):
        goes_on = fold_text(text) == str(number + 1)
        number += goes_on
        fit = _fit(text, columns, next_number=goes_on)
        if index == 0:
            costs = [costs[state] + fit[state] for state in states]
            continue
        origin = [_argmin([cost + step[end] for cost, step in zip(costs, steps, strict=True)]) for end in states]
        costs = [costs[start] + steps[start][end] + fit[end] for end, start in enumerate(origin)]
        back.append(origin)
    state = _argmin(costs)
    path = [state]
    for origin in reversed(back):
        state = origin[state]
        path.append(state)
    return path[::-1]


def _argmin(values: list[float]) -> int:
    return values.index(min(values))
