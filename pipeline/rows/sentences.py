"""Where a heading ends: the first sentence of a text."""

from pipeline.fold import Folded
from pipeline.text.brackets import ALL_CLOSE, ALL_OPEN
from pipeline.text.stops import SENTENCE_ENDS

_LONGEST = 2_000
"""Characters in which a heading ends, or the whole text is one."""


def first_sentence(folded: Folded, ends: frozenset[int]) -> tuple[int, int] | None:
    """(end of the title, start of the rest): the first 。；！ outside brackets and quotes, or a paragraph end."""
    depth = 0
    for index, char in enumerate(folded.text):
        if index in folded.breaks and depth <= 0 and _is_paragraph_end(folded, index, ends):
            return index, index
        if char in ALL_OPEN:
            depth += 1
        elif char in ALL_CLOSE:
            depth -= 1
        elif depth <= 0 and char in SENTENCE_ENDS:
            return (index, index + 1) if index else None
        if index > _LONGEST:
            break
    return None


def _is_paragraph_end(folded: Folded, index: int, ends: frozenset[int]) -> bool:
    before, after = folded.locate(index - 1, index)[0], folded.locate(index, index + 1)[0]
    if (before.block, before.row, before.column) != (after.block, after.row, after.column):
        return True
    return any(offset in ends for offset in range(before.end, after.start))
