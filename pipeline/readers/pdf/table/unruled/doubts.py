"""What is not certain of a page's part of a table: reported, so that no text changes its row in silence."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.readers.pdf.table.unruled.columns import ColumnLine, PageColumns
from pipeline.readers.pdf.table.unruled.spans import Span


def find_doubts(
    sheet: PageColumns,
    cuts: Sequence[float],
    spans: Sequence[Sequence[Span]],
    rows: Collection[int],
    number: int | None,
    tight: float,
) -> list[str]:
    """Texts whose place agrees with no row, that lack a number, or that may be two rows under one number.

    ``rows``: those that are asked for a number in the column ``number``. ``tight``: the widest gap inside a cell.
    """
    found = ["".join(line.text for line in span.lines) for column in spans for span in column if not span.fits]
    covered = (
        {row for span in spans[number] for row in range(span.first, span.last + 1)} if number is not None else set()
    )
    for row, (top, bottom) in enumerate(pairwise(cuts)):
        cells = sheet.between(top, bottom)
        if row in rows and number is not None and row not in covered:
            found.append(next(lines[0].text for lines in cells if lines))
        elif row in rows and _is_broken(cells, tight):
            found.append(next(lines[0].text for lines in reversed(cells) if lines))
    return found


def _is_broken(cells: Sequence[Sequence[ColumnLine]], tight: float) -> bool:
    """Do wide gaps lie beside each other in two columns? One paragraph may be apart, hardly two at one height."""
    gaps = [
        (line.bottom, below.top, column)
        for column, lines in enumerate(cells)
        for line, below in pairwise(lines)
        if below.top - line.bottom > tight
    ]
    return any(
        first[2] != second[2] and min(first[1], second[1]) - max(first[0], second[0]) > 0
        for index, first in enumerate(gaps)
        for second in gaps[index + 1 :]
    )
