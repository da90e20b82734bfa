"""Tables with commas between the cells (.csv, RFC 4180) → raw document; quoted cells may break the line.

Told from running text by its header: a row in which commas part at least two words of a list's header.
"""

import csv
import io

from pipeline.errors import Unreadable
from pipeline.grid import RawCell, RawDocument, RawParagraph, RawTable
from pipeline.readers.encoding import decode_text, looks_like_text, loss_issues
from pipeline.readers.listing import find_table, lines_of
from pipeline.text.lexicon import roles_of

_HEAD = 8192
_HEADER_REACH = 30
_FIELD_LIMIT = 1_000_000


def claims(data: bytes) -> bool:
    """True for a text near whose beginning a row of header words stands between commas."""
    head = data[:_HEAD]
    if head.count(b",") < 2 or data.startswith((b"PK", b"%PDF", b"<", b"\xef\xbb\xbf<")) or not looks_like_text(head):
        return False
    rows = _rows(_decode_head(head))[:_HEADER_REACH]
    return any(
        _is_header(row) and any(len(other) == len(row) for other in rows[at + 1 :]) for at, row in enumerate(rows)
    )


def _decode_head(head: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        text = head.decode(encoding, "ignore")
        if len(text.encode(encoding)) + 8 >= len(head):
            return text
    return head.decode("utf-8", "replace")


def _is_header(row: list[str]) -> bool:
    sentence = any(mark in cell for cell in row for mark in "。；")
    return len(row) > 2 and not sentence and sum(bool(roles_of(cell)) for cell in row if cell.strip()) >= 2


def _rows(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text.replace("\0", ""), newline="")))
    except csv.Error:
        return []


def read(data: bytes, _name: str) -> RawDocument:
    """The rows as one table, with the text above and below it. Raises Unreadable where no encoding fits."""
    decoded = decode_text(data)
    csv.field_size_limit(_FIELD_LIMIT)
    rows = _rows(decoded.text)
    if not rows:
        raise Unreadable("The quotation marks of this table do not match.")
    shown = [[cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in row] for row in rows]
    shown = [row for row in shown if any(row)]
    header, end = find_table(shown)
    blocks: tuple[RawParagraph | RawTable, ...] = (
        *lines_of(shown[:header]),
        _table(shown[header:end]),
        *lines_of(shown[end:]),
    )
    return RawDocument("text/csv", blocks, (), loss_issues(decoded))


def _table(rows: list[list[str]]) -> RawTable:
    """The table of which these are the rows, the first its header. Spans are lost in such a file, but for their traces:

    a header word with blanks to its right is over these columns too; a row that fills only the first of them fills all;
    a row of one text, and no number, in the first column is a band.
    """
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    groups = _groups(rows[0]) if rows else []
    cells: list[RawCell] = []
    for index, row in enumerate(rows):
        filled = [column for column, text in enumerate(row) if text]
        if index and filled == [0] and not row[0].isdecimal():
            cells.append(RawCell(index, 0, 1, width, row[0], _breaks(row[0])))
            continue
        for start, end in groups:
            alone = index == 0 or (row[start] != "" and not any(row[start + 1 : end]))
            stops = [end] if alone else range(start + 1, end + 1)
            for column, stop in zip(range(start, end), stops, strict=False):
                cells.append(RawCell(index, column, 1, stop - column, row[column], _breaks(row[column])))
    return RawTable(tuple(cells), flattened=True)


def _groups(header: list[str]) -> list[tuple[int, int]]:
    """The columns that each header word is over."""
    starts = [column for column, text in enumerate(header) if text or column == 0]
    return list(zip(starts, [*starts[1:], len(header)], strict=True))


def _breaks(text: str) -> tuple[int, ...]:
    return tuple(index for index, char in enumerate(text) if char == "\n")
