"""Where the header of a table without rulings is: the lines with the most header words."""

import re
from collections.abc import Sequence

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.model import ColumnRole
from pipeline.readers.pdf.page.lines import PageLine
from pipeline.text.lexicon import roles_of, without_remarks

FEWEST = 3
"""Header words that a header needs."""
_SENTENCE = re.compile("[，。；：]|、.*、")
_LONGEST = 12
"""Characters of a header word, without remarks in brackets."""
_TALL = 2.6
"""Lines that the words of one header may be apart: some take two lines, others are centred beside them."""


class HeaderWord(Struct, frozen=True):
    """One header cell's text: its box and its roles."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    roles: tuple[ColumnRole, ...]


class HeaderLine(Struct, frozen=True):
    """A header: the height of its middle, the height of a line, its words from left to right."""

    middle: float
    size: float
    words: tuple[HeaderWord, ...]

    @property
    def text(self) -> str:
        return "\t".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)


def find_header(stretches: Sequence[PageLine]) -> HeaderLine | None:
    """The first lines of a page, from the top, that read like a header; ``stretches`` from top to bottom."""
    rows = _rows(stretches)
    for index, row in enumerate(rows):
        if len(row) < 2 and not (index + 1 < len(rows) and len(rows[index + 1]) > 1):
            continue
        best: tuple[int, list[HeaderWord]] | None = None
        near: list[PageLine] = []
        for below in rows[index:]:
            if _middle(below[0]) > _middle(row[0]) + _TALL * row[0].size:
                break
            near += below
            words = _stack(near)
            known = sum(1 for word in words if word.roles)
            upper = [word for word in words if word.top <= row[0].bottom]
            if 2 * sum(1 for word in upper if word.roles) < len(upper):
                continue  # a title above
            if known >= FEWEST and known * 2 >= len(words) and (best is None or 2 * known - len(words) > best[0]):
                best = 2 * known - len(words), words
        if best is not None:
            words = best[1]
            middle = (min(word.top for word in words) + max(word.bottom for word in words)) / 2
            return HeaderLine(middle, row[0].size, tuple(words))
    return None


def _middle(line: PageLine) -> float:
    return (line.top + line.bottom) / 2


def _rows(stretches: Sequence[PageLine]) -> list[list[PageLine]]:
    rows: list[list[PageLine]] = []
    for line in stretches:
        if rows and _middle(line) <= _middle(rows[-1][0]) + 0.3 * rows[-1][0].size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _stack(lines: Sequence[PageLine]) -> list[HeaderWord]:
    """Lines right below each other as one word (牵头 over 单位), where that is a header word and the first is none."""
    words: list[HeaderWord] = []
    for line in sorted(lines, key=lambda item: item.top):
        above = [index for index, word in enumerate(words) if word.x0 < line.x1 and line.x0 < word.x1]
        roles = _roles(line.text)
        if len(above) == 1 and not words[above[0]].roles:
            word = words[above[0]]
            joined = _roles(word.text + line.text)
            if line.top - word.bottom < line.size and joined:
                words[above[0]] = HeaderWord(
                    word.text + line.text, min(word.x0, line.x0), word.top, max(word.x1, line.x1), line.bottom, joined
                )
                continue
        words.append(HeaderWord(line.text, line.x0, line.top, line.x1, line.bottom, roles))
    return sorted(words, key=lambda word: (word.x0, word.top))


def _roles(text: str) -> tuple[ColumnRole, ...]:
    """The roles of a header word; a long text or one with the marks of a sentence is none, whatever it ends with."""
    long = len(without_remarks(fold_text(text))) > _LONGEST
    return () if long or _SENTENCE.search(text) else roles_of(text)
