"""Rows of a table that are no tasks: its header once more, sums (合计), remarks under the body, rows without text."""

from collections.abc import Sequence
from typing import Literal

from pipeline.fold import fold_text
from pipeline.header import Header, begun_in
from pipeline.source import Cell
from pipeline.text.lexicon import roles_of
from pipeline.text.patterns import pattern

Aside = Literal["header", "total", "remark", "blank"]
_LONGEST_HEADER = 20
_MOST_LABELS = 6
"""A row of sums opens with the word for it in one of these cells."""


def aside_of(line: Sequence[Cell], index: int, header: Header) -> Aside | None:
    """What a body row is if it is no task; None where it may be one. ``line``: the cells that own its slots."""
    begun = [(cell, fold_text(cell.text)) for cell in begun_in(line, index)]
    own = [(cell, text) for cell, text in begun if text]
    if not own:
        return "blank"
    texts = [text for _, text in own]
    if _is_header(own, header):
        return "header"
    if _is_total(texts):
        return "total"
    carried = any(cell.row != index and cell.text.strip() for cell in line)
    if not carried and pattern("headers", "remark_row").match(texts[0]) and len(own) <= 2:
        return "remark"
    return None


def _is_header(own: list[tuple[Cell, str]], header: Header) -> bool:
    """The header's own words over the same columns, or a row of nothing but header words."""
    if len(own) < 2 or any(len(text) > _LONGEST_HEADER for _, text in own):
        return False
    same = known = 0
    for cell, text in own:
        is_same = any(text == fold_text(word) for word in header.columns[cell.column].header)
        is_known = bool(roles_of(text))
        if not (is_same or is_known):
            return False
        same, known = same + is_same, known + is_known
    if same == len(own):
        return known > 0
    return same * 2 >= len(own) or (len(own) >= 3 and len(own) * 2 > len(header.columns))


def _is_total(texts: list[str]) -> bool:
    first = next((at for at, text in enumerate(texts[:_MOST_LABELS]) if pattern("headers", "total").match(text)), None)
    if first is None:
        return False
    rest = texts[:first] + texts[first + 1 :]
    return all(pattern("headers", "figures").fullmatch(text) for text in rest)
