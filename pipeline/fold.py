"""Folding of width, spaces and line breaks that keeps offsets: all matching runs here, raw text is never edited.

A ``Folded`` text has no white space and one form of each sign (full-width ASCII, Kangxi radicals and compatibility
ideographs become the ordinary characters), and maps every stretch back to the quotes it was made from.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pipeline.model import Quote

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Signs without ink that str.isspace() does not know; they count as blank everywhere."""

UNREAD = "\ufffd"
"""What readers put in the place of a character that is there and could not be read."""

HAN = r"[^\W\da-zA-Z_]"
"""One Han character, as a pattern: a class by negation compiles in no time, a range over 20,000 signs takes 1 ms."""

_SOLID = re.compile(rf"[^\s{ZERO_WIDTH}]+")
_RANGES = (range(0xFF01, 0xFFEF), range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))


def _single_forms() -> dict[int, str]:
    """code point → its one-character NFKC form, for the ranges in which documents mix forms."""
    forms = ((code, unicodedata.normalize("NFKC", chr(code))) for span in _RANGES for code in span)
    table = {code: form for code, form in forms if len(form) == 1 and form != chr(code)}
    return table | {ord("﹝"): "〔", ord("﹞"): "〕", ord("⼾"): "户", ord("∶"): ":", ord("﹒"): "."}


_FORMS = _single_forms()


def is_blank(char: str) -> bool:
    """True for white space and zero-width signs, which the ledger does not count."""
    return char.isspace() or char in ZERO_WIDTH


def count_ink(text: str) -> int:
    """The number of non-blank characters."""
    return sum(len(run) for run in _SOLID.findall(text))


def solid(text: str) -> str:
    """The text without blanks."""
    return "".join(_SOLID.findall(text))


def fold_width(text: str) -> str:
    """One form of each sign; the length stays, so offsets stay."""
    return text.translate(_FORMS)


def fold_text(text: str) -> str:
    """One form of each sign and no white space: the key under which names are compared."""
    return "".join(_SOLID.findall(text.translate(_FORMS)))


def cut_quote(quote: Quote, low: int, high: int) -> Quote:
    """``quote.text[low:high]`` as a quote of its own."""
    start, ends = quote.start, quote.ends
    if ends:
        ends = tuple(end - low for end in ends[bisect_left(ends, low) : bisect_left(ends, high)])
    return Quote(quote.block, quote.row, quote.column, start + low, start + high, quote.text[low:high], ends)


def strip_quote(quote: Quote) -> Quote | None:
    """The quote without blanks at its ends, or None where nothing is left."""
    if quote.text and not is_blank(quote.text[0]) and not is_blank(quote.text[-1]):
        return quote
    runs = _SOLID.search(quote.text)
    if runs is None:
        return None
    high = len(quote.text)
    while is_blank(quote.text[high - 1]):
        high -= 1
    return cut_quote(quote, runs.start(), high)


class Folded:
    """The folded text of some quotes, in order.

    ``text``    what the parsers match on
    ``breaks``  offsets in ``text`` before which the source breaks the line (or begins another quote)
    ``gaps``    offsets before which the source has other white space
    """

    __slots__ = ("_quotes", "_runs", "_starts", "breaks", "gaps", "text")

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._quotes = tuple(quotes)
        runs: list[tuple[int, int]] = []  # (quote index, offset in the quote's text)
        starts: list[int] = []
        words: list[str] = []
        breaks: set[int] = set()
        gaps: set[int] = set()
        length = 0
        for index, quote in enumerate(self._quotes):
            raw, last = quote.text.translate(_FORMS), 0
            for match in _SOLID.finditer(raw):
                if length:
                    broken = not runs or runs[-1][0] != index or "\n" in raw[last : match.start()]
                    (breaks if broken else gaps).add(length)
                runs.append((index, match.start()))
                starts.append(length)
                words.append(match.group())
                length += match.end() - match.start()
                last = match.end()
        self.text = "".join(words)
        self.breaks = frozenset(breaks)
        self.gaps = frozenset(gaps)
        self._runs = runs
        self._starts = starts

    def __len__(self) -> int:
        return len(self.text)

    def locate(self, start: int, end: int) -> tuple[Quote, ...]:
        """The quotes that ``text[start:end]`` was made from, one for each source quote it touches."""
        if not 0 <= start < end <= len(self.text):
            return ()
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        if first == last:  # mostly: a name, a date
            index, offset = self._runs[first]
            low = offset + start - self._starts[first]
            return (cut_quote(self._quotes[index], low, low + end - start),)
        found: list[Quote] = []
        bounds: dict[int, tuple[int, int]] = {}
        for run in range(first, last + 1):
            index, offset = self._runs[run]
            run_end = self._starts[run + 1] if run + 1 < len(self._starts) else len(self.text)
            low = offset + max(start - self._starts[run], 0)
            high = offset + min(end, run_end) - self._starts[run]
            bounds[index] = (bounds[index][0] if index in bounds else low, high)
        for index, (low, high) in bounds.items():
            found.append(cut_quote(self._quotes[index], low, high))
        return tuple(found)

    def line_starts(self) -> list[int]:
        """The offset in ``text`` at which each quote with ink begins."""
        starts: list[int] = []
        for position, (index, _) in enumerate(self._runs):
            if position == 0 or self._runs[position - 1][0] != index:
                starts.append(self._starts[position])
        return starts

    def part(self, start: int, end: int) -> "Folded":
        """``text[start:end]`` as a folded text of its own."""
        return Folded(self.locate(start, end))
