"""Where the header of a table without rulings stands: the line with the most header words."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.lexicon import roles_of
from pipeline.readers.pdf.lines import TextLine

FEWEST = 3
"""Header words that a line needs to be taken for a header."""
_STACK = 2
"""Further lines that one header word may take: 牵头 over 单位."""


class HeaderLine(Struct, frozen=True):
    """The main line of a header: its height, its reach across the page, and the words on it with their roles."""

    middle: float
    size: float
    x0: float
    x1: float
    words: tuple[TextLine, ...]
    roles: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        return "\t".join(word.text for word in self.words)


def find_header(stretches: Sequence[TextLine]) -> HeaderLine | None:
    """The first line of a page, from the top, that reads like a header; ``stretches`` from top to bottom."""
    rows = _rows(stretches)
    for index, row in enumerate(rows):
        roles = [_roles(word, rows[index + 1 : index + 1 + 2 * _STACK]) for word in row]
        known = sum(1 for found in roles if found)
        if known >= FEWEST and known * 2 >= len(row):
            middle = sum(word.top + word.bottom for word in row) / 2 / len(row)
            return HeaderLine(
                middle, row[0].size, row[0].x0, row[-1].x1, tuple(row), tuple(map(tuple, roles))
            )
    return None


def _rows(stretches: Sequence[TextLine]) -> list[list[TextLine]]:
    rows: list[list[TextLine]] = []
    for line in stretches:
        middle = (line.top + line.bottom) / 2
        first = rows[-1][0] if rows else None
        if first is not None and middle <= (first.top + first.bottom) / 2 + 0.3 * first.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.x0)
    return rows


def _roles(word: TextLine, below: Sequence[Sequence[TextLine]]) -> tuple[str, ...]:
    """The roles of a word, alone or with the lines right below it."""
    text, last = word.text, word
    found = roles_of(text)
    for row in below:
        if found:
            break
        under = [line for line in row if line.x0 < last.x1 and line.x1 > last.x0]
        if len(under) == 1 and under[0].top - last.bottom < last.size:
            text, last = text + under[0].text, under[0]
            found = roles_of(text)
    return found
