"""Plain text → raw document: paragraphs, and tables in the ways that text carries them.

Dialects, each recognised by its own mark:

- *flattened*: a Word-to-text converter's output: a tab opens a cell, a line without a tab continues it, a cell that
  continues a vertical merge is empty, a horizontally merged row has fewer cells;
- *tab-separated*: one row a line, cells parted by tabs;
- *piped*: one row a line, cells parted by ``|``; Markdown's rule line of dashes is dropped;
- *aligned*: one row a line, cells parted by two or more spaces;
- *one cell per line*: header words on lines of their own, then the cells; also with lone ``|`` lines between them.
"""

import re

from pipeline.fold import fold_text
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.encoding import decode_text, loss_issues
from pipeline.readers.encoding import looks_like_text as claims
from pipeline.readers.markdown import is_markdown, take_off_marks
from pipeline.readers.ragged import class_of, lay_out, table_width
from pipeline.readers.stream import read_stream
from pipeline.text.enumerator import is_band
from pipeline.text.lexicon import roles_of
from pipeline.text.patterns import pattern

__all__ = ["claims", "read"]

_LONGEST_NUMBER = 60
"""Characters of a line that may be a page number."""
_BARE_NUMBER = re.compile(r"\s*\d{1,4}\s*")
_RULE_CHARACTERS = re.compile(r"[\s|:：+-]*")
_ROW_NUMBER = re.compile(r"\s*[(（]?[A-Za-z]?\d{1,4}[)）.．、]?\s*")


def read(data: bytes, name: str) -> RawDocument:
    """Paragraphs and tables of a text file; ``name`` may say that it is Markdown.

    Raises Unreadable where no encoding fits the bytes.
    """
    decoded = decode_text(data)
    lines = re.split(r"\r\n|\n|\r", decoded.text.replace("\0", ""))
    issues = loss_issues(decoded)
    lines, struck = _take_off_marks(lines) if is_markdown(name, lines) else (lines, [])
    lines, discarded = _drop_page_numbers(lines)
    blocks: list[RawParagraph | RawTable] = []
    start = 0
    while start < len(lines):
        end, found = _next_block(lines, start)
        blocks.extend(found)
        start = end
    if struck:
        message = f"Text that is struck out was not read: {'、'.join(struck)[:60]}"
        issues += (Issue("struck-out", "info", message),)
        discarded.extend(Discarded("struck", text) for text in struck)
    return RawDocument("text/plain", tuple(blocks), tuple(discarded), issues)


def _take_off_marks(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of Markdown as they are shown, and what is struck out in them."""
    shown = [take_off_marks(line) for line in lines]
    return [line for line, _ in shown], [text for _, struck in shown for text in struck]


def _drop_page_numbers(lines: list[str]) -> tuple[list[str], list[Discarded]]:
    """Page numbers between dashes are dropped wherever they are; bare numbers only at the end of the text."""
    kept: list[str] = []
    discarded: list[Discarded] = []
    for line in lines:
        short = len(line) <= _LONGEST_NUMBER and fold_text(line)
        if short and pattern("layout", "page_number").fullmatch(short):
            discarded.append(Discarded("page-number", line.strip()))
        else:
            kept.append(line)
    tail = len(kept)
    while (
        tail and "\t" not in kept[tail - 1] and (not kept[tail - 1].strip() or _BARE_NUMBER.fullmatch(kept[tail - 1]))
    ):
        tail -= 1
    discarded.extend(Discarded("page-number", line.strip()) for line in kept[tail:] if line.strip())
    return kept[:tail], discarded


def _next_block(lines: list[str], start: int) -> tuple[int, list[RawParagraph | RawTable]]:
    """The block that begins at a line, and the line after it."""
    line = lines[start]
    if line.startswith("\t"):
        return _flattened(lines, start)
    if "\t" in line.strip():
        end = _run(lines, start, "\t", 1)
        rows = [_unband([cell.strip() for cell in text.split("\t")]) for text in lines[start:end] if text.strip()]
        if end - start > 1 and table_width(rows) > 1:
            return end, [_table(rows)]
    if line.count("|") >= 2 or _is_rule(line):
        end = _run(lines, start, "|", 2)
        bordered = line.lstrip().startswith("|")
        rows = [_unband(_piped_cells(text, bordered=bordered)) for text in lines[start:end] if not _is_rule(text)]
        if len(rows) > 1:
            return end, [_piped(rows)]
    if len(_spaced_cells(line)) > 2 and _is_header(_spaced_cells(line)):
        end = _spaced_end(lines, start)
        if end - start > 1:
            return end, [_table([_spaced_cells(text) for text in lines[start:end] if text.strip()])]
    placed = read_stream(lines, start)
    if placed:
        return placed.end, [placed.table]
    return start + 1, [RawParagraph(line)]


def _is_rule(line: str) -> bool:
    """Markdown's line under a header: nothing but dashes, rules and colons."""
    return "-" in line and _RULE_CHARACTERS.fullmatch(line) is not None


def _run(lines: list[str], start: int, mark: str, least: int) -> int:
    """The line after the run of lines that contain `mark` at least `least` times, blank lines and bands between them
    included."""
    end = last = start
    while end < len(lines):
        if lines[end].count(mark) >= least:
            last = end
        elif lines[end].strip() and not (is_band(fold_text(lines[end])) and _goes_on(lines, end, mark, least)):
            break
        end += 1
    return last + 1


def _goes_on(lines: list[str], index: int, mark: str, least: int) -> bool:
    """True if one of the next three lines that has text belongs to the run as well."""
    following = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
    return following.count(mark) >= least


def _unband(row: list[str]) -> list[str]:
    """A row of one text and empty cells is a band: one cell over all columns."""
    alone = len(row) > 1 and row[0] and not any(row[1:]) and not _ROW_NUMBER.fullmatch(row[0])
    return row[:1] if alone else row


def _spaced_cells(line: str) -> list[str]:
    """Cells parted by two or more spaces, or by one full-width space."""
    return re.split(r" {2,}|\u3000+", line.strip(" \u3000"))


def _spaced_end(lines: list[str], start: int) -> int:
    """The line after the last row: rows have at least two cells, the first of them a number."""
    end = start + 1
    while end < len(lines):
        cells = _spaced_cells(lines[end])
        if lines[end].strip() and (len(cells) < 2 or not _ROW_NUMBER.fullmatch(cells[0])):
            break
        end += 1
    return end


def _piped_cells(line: str, *, bordered: bool) -> list[str]:
    """The cells of one line; ``bordered`` tables begin each line with a rule, others with a cell."""
    text = line.strip()
    text = text[1:] if bordered and text.startswith("|") else text
    text = text[:-1] if text.endswith("|") else text
    return [
        re.sub(r"<br\s*/?>", "\n", cell.replace("\0", "|").strip()) for cell in text.replace("\\|", "\0").split("|")
    ]


def _table(rows: list[list[str]]) -> RawTable:
    return RawTable(lay_out(rows, header_rows=_header_rows(rows)), flattened=True)


def _piped(rows: list[list[str]]) -> RawTable:
    """A piped table; where a merged first cell was dropped, the row is shifted left and filled up at its end."""
    header = _header_rows(rows)
    model = next((row for row in rows[header:] if all(row)), None)
    mended = rows[:header]
    for row in rows[header:]:
        while model and len(row) > 1 and not row[-1] and _lost_first_cell(row, model):
            row = ["", *row[:-1]]
        mended.append(row)
    return _table(mended)


def _lost_first_cell(row: list[str], model: list[str]) -> bool:
    """True if the row fits the first full row when moved one column to the right, and does not without moving."""
    if len(row) != len(model) or row[0] == "":
        return False
    if class_of(model[0]) == "number":
        return class_of(row[0]) != "number"
    here = sum(class_of(a) == class_of(b) for a, b in zip(row, model, strict=True))
    moved = sum(class_of(a) == class_of(b) for a, b in zip(row[:-1], model[1:], strict=True))
    return moved > here


def _header_rows(rows: list[list[str]]) -> int:
    """How many rows the header takes: the first with two known words, and those below of which every word is known."""
    known = [sum(1 for cell in row if roles_of(cell)) for row in rows[:6]]
    first = next((index for index, count in enumerate(known) if count >= 2), None)
    if first is None:
        return 0
    end = first + 1
    while end < len(known) and known[end] >= 2 and known[end] == sum(1 for cell in rows[end] if cell):
        end += 1
    return end


def _flattened(lines: list[str], start: int) -> tuple[int, list[RawParagraph | RawTable]]:
    """The tables and the paragraphs between them in a run of flattened lines, to the end of the text."""
    groups = _groups(lines, start)
    rows = _join_groups(groups)
    blocks: list[RawParagraph | RawTable] = []
    table: list[list[str]] = []
    for index, row in enumerate(rows):
        row, after = _cut_tail(row, last=index + 1 == len(rows) or _is_header(rows[index + 1]))
        if table and _is_header(row):
            blocks.append(_table(table))
            table = []
        table.append(row)
        if after:
            blocks.append(_table(table))
            table = []
            blocks.extend(RawParagraph(line) for line in after)
    if table:
        blocks.append(_table(table))
    return len(lines), blocks


def _is_header(row: list[str]) -> bool:
    return len(row) > 1 and sum(1 for cell in row if roles_of(cell)) * 3 >= len(row) * 2


def _groups(lines: list[str], start: int) -> list[list[str]]:
    """Cells in groups: a blank line before a tab begins a group, which may be a row or a part of one."""
    groups: list[list[list[str]]] = []
    blank = True
    for line in lines[start:]:
        first, *further = line.split("\t")
        if not line.startswith("\t"):
            groups[-1][-1].append(first)
        elif blank:
            groups.append([])
        groups[-1].extend([cell] for cell in further)
        blank = "\t" not in line and not line.strip()
    return [["\n".join(cell).strip("\n \t\u3000") for cell in group] for group in groups]


def _join_groups(groups: list[list[str]]) -> list[list[str]]:
    """Groups → rows: a cell that ends in blank lines broke its row in two; the parts fill one row exactly."""
    width = table_width(groups)
    numbered = sum(1 for group in groups if _ROW_NUMBER.fullmatch(group[0])) * 2 > len(groups)
    rows: list[list[str]] = []
    for group in groups:
        before = rows[-1] if rows else None
        if before is not None and len(before) + len(group) <= width and not _ROW_NUMBER.fullmatch(group[0]):
            begun = _ROW_NUMBER.fullmatch(before[0]) is not None
            if (begun and numbered) or len(before) + len(group) == width:
                before.extend(group)
                continue
        rows.append(list(group))
    return rows


def _cut_tail(row: list[str], *, last: bool) -> tuple[list[str], list[str]]:
    """A table's last row without the paragraphs that follow it, and these: text behind a full stop and a blank line."""
    if not last:
        return row, []
    head, gap, tail = row[-1].partition("\n\n")
    behind = gap and pattern("layout", "after_table").match(fold_text(tail[:_LONGEST_NUMBER]))
    if not behind and not (gap and head.rstrip().endswith(("。", "）", ")", "；"))):
        return row, []
    return [*row[:-1], head.rstrip()], [line for line in tail.split("\n") if line.strip()]
