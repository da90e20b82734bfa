"""Reading the CSV data files row by row, with the line of each row, so that a broken one is named exactly."""

import csv
from collections.abc import Iterator, Sequence

from pipeline.errors import KnowledgeError


def read_rows(
    file: str, data: bytes, columns: Sequence[str], short: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """(line number from 1, fields in the order of ``columns``) of each row; lines that begin with # are comments.

    The header must hold exactly ``columns``; a row may have ``short`` fields instead, where that is given.
    Raises KnowledgeError with file, line and reason.
    """
    rows = csv.reader(_decode(file, data).split("\n"))
    header: list[str] | None = None
    try:
        for row in rows:
            if not row or row[0].startswith("#"):
                continue
            if header is None:
                header = row
                if header != list(columns):
                    raise KnowledgeError(f"{file}:{rows.line_num}: the header must be {','.join(columns)}")
            elif len(row) == len(header) or len(row) == short:
                yield rows.line_num, row
            else:
                raise KnowledgeError(f"{file}:{rows.line_num}: {len(row)} fields where the header has {len(header)}")
    except csv.Error as error:
        raise KnowledgeError(f"{file}:{rows.line_num}: {error}") from error
    if header is None:
        raise KnowledgeError(f"{file}:1: no header line")


def _decode(file: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise KnowledgeError(f"{file}:{line}: not UTF-8 ({error.reason})") from error
