"""How much of a table came out: tables as rows of texts, held against the truth. White space never counts."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Tables = Sequence[Sequence[Sequence[str]]]


class Verdict(NamedTuple):
    """``whole`` of ``rows`` came out whole, ``placed`` of them with every text in its own column, in ``tables`` tables;
    ``copies``: how often the text of a merged cell was printed beyond the once that the source prints it."""

    whole: int
    placed: int
    rows: int
    tables: int
    copies: int


def squeeze(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def judge(tables: Tables, rows: Sequence[Sequence[str]], merged: Sequence[str]) -> Verdict:
    """Hold ``tables`` against the truth: ``rows`` of slots, a cell's text in the slot where it begins.

    A row is whole when all texts that begin in it, complete and each a cell of its own, stand together in one row of
    one table. What a reader shows where a merged cell goes on is not asked; a merged text printed again is a copy.
    """
    printed = [[squeeze(cell) for cell in row] for table in tables for row in table]
    wanted = [[squeeze(cell) for cell in row] for row in rows]
    bags = [Counter(row) for row in printed]
    whole = sum(any(_texts(row) <= bag for bag in bags) for row in wanted)
    placed = sum(any(_is_placed(row, found) for found in printed) for row in wanted)
    shown = Counter(cell for row in printed for cell in row)
    own = Counter(cell for row in wanted for cell in row)
    once = Counter(squeeze(cell) for cell in merged)
    copies = sum(max(0, shown[text] - max(count, own[text])) for text, count in once.items() if text)
    return Verdict(whole, placed, len(rows), len(tables), copies)


def _texts(row: Sequence[str]) -> Counter[str]:
    return Counter(cell for cell in row if cell)


def _is_placed(row: Sequence[str], found: Sequence[str]) -> bool:
    """Whether each text of the row stands in ``found`` at its own column."""
    return len(found) >= len(row) and all(cell in ("", other) for cell, other in zip(row, found, strict=False))
