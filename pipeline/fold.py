"""Folding of width, spaces and line breaks that keeps offsets: all matching runs here, raw text is never edited.

A ``Folded`` text has no white space and one form of each sign (full-width ASCII, radicals and compatibility
ideographs become the ordinary characters), and maps every stretch back to the quotes it was made from.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from pipeline.source import Quote

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Signs without ink that str.isspace() does not know; they count as blank everywhere."""

UNREAD = "\ufffd"
"""What readers put in the place of a character that is there and could not be read."""

HAN = r"[^\W\da-zA-Z_]"
"""One Han character, as a pattern: a class by negation compiles in no time, a range over 20,000 signs takes 1 ms."""

_SHORT = 400
"""Texts up to this length are folded once: cells and names come by again and again."""

_SOLID = re.compile(rf"[^\s{ZERO_WIDTH}]+")
_BLANK = re.compile(rf"[\s{ZERO_WIDTH}]+")
_RANGES = (range(0xFF01, 0xFFEF), range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))

_RADICALS = (
    "2e81=5382 2e82=4e5b 2e83=4e5a 2e84=4e59 2e85=4ebb 2e86=5182 2e87=20628 2e88=5200 2e89=5202 2e8a=535c 2e8b=353e "
    "2e8c=5c0f 2e8d=5c0f 2e8e=5140 2e8f=5c23 2e90=5c22 2e91=21bc2 2e92=5df3 2e93=5e7a 2e94=5f51 2e95=5f50 2e96=5fc4 "
    "2e97=5fc3 2e98=624c 2e99=6535 2e9b=65e1 2e9c=65e5 2e9d=6708 2e9e=6b7a 2ea0=6c11 2ea1=6c35 2ea2=6c3a 2ea3=706c "
    "2ea4=722b 2ea5=722b 2ea6=4e2c 2ea7=725b 2ea8=72ad 2ea9=738b 2eaa=24d14 2eab=76ee 2eac=793a 2ead=793b "
    "2eae=25ad7 2eaf=7cf9 2eb0=7e9f 2eb1=7f53 2eb2=7f52 2eb3=34c1 2eb4=5197 2eb5=2626b 2eb6=7f8a 2eb7=2634c "
    "2eb8=2634b 2eb9=8002 2eba=8080 2ebb=807f 2ebc=8089 2ebd=26951 2ebe=8279 2ebf=8279 2ec0=8279 2ec1=864e "
    "2ec2=8864 2ec3=8980 2ec4=897f 2ec5=89c1 2ec6=89d2 2ec7=278b2 2ec8=8ba0 2ec9=8d1d 2eca=27fb7 2ecb=8f66 "
    "2ecc=8fb6 2ecd=8fb6 2ece=8fb6 2ecf=9091 2ed0=9485 2ed1=9577 2ed2=9578 2ed3=957f 2ed4=95e8 2ed5=28e0f 2ed6=961d "
    "2ed7=96e8 2ed8=9752 2ed9=97e6 2eda=9875 2edb=98ce 2edc=98de 2edd=98df 2ede=2967f 2edf=98e0 2ee0=9963 "
    "2ee1=29810 2ee2=9a6c 2ee3=9aa8 2ee4=9b3c 2ee5=9c7c 2ee6=9e1f 2ee7=5364 2ee8=9ea6 2ee9=9ec4 2eea=9efe 2eeb=6589 "
    "2eec=9f50 2eed=6b6f 2eee=9f7f 2eef=7adc 2ef0=9f99 2ef1=9f9c 2ef2=4e80"
)
"""Radicals of U+2E80 to U+2EFF that NFKC leaves alone, and the common character of each, as code points (from Unicode's
EquivalentUnifiedIdeograph.txt). Some PDF programs write them into the text layer: their glyphs are the same."""


def _single_forms() -> dict[int, str]:
    """code point → its one-character NFKC form, for the ranges in which documents mix forms."""
    forms = ((code, unicodedata.normalize("NFKC", chr(code))) for span in _RANGES for code in span)
    table = {code: form for code, form in forms if len(form) == 1 and form != chr(code)}
    table |= {
        int(radical, 16): chr(int(common, 16)) for radical, common in (pair.split("=") for pair in _RADICALS.split())
    }
    return table | {ord("﹝"): "〔", ord("﹞"): "〕", ord("⼾"): "户", ord("∶"): ":", ord("﹒"): "."}


_FORMS = {chr(code): form for code, form in _single_forms().items()}
_ODD = re.compile("[" + "".join(f"{chr(span[0])}-{chr(span[-1])}" for span in _RANGES) + "﹝﹞∶﹒]")
"""Where a character may have another form: str.translate() would look at each one, at ten times the cost."""


def _form(odd: re.Match[str]) -> str:
    return _FORMS.get(odd[0], odd[0])


def _common(odd: re.Match[str]) -> str:
    return _FORMS.get(odd[0], odd[0]) if "\u2e80" <= odd[0] <= "\u2fdf" else odd[0]


def is_blank(char: str) -> bool:
    """True for white space and zero-width signs, which the ledger does not count."""
    return char.isspace() or char in ZERO_WIDTH


def count_ink(text: str) -> int:
    """The number of non-blank characters."""
    return len(_BLANK.sub("", text))


def solid(text: str) -> str:
    """The text without blanks."""
    return _BLANK.sub("", text)


def fold_width(text: str) -> str:
    """One form of each character; the length stays, so offsets stay."""
    return _width_of_short(text) if len(text) <= _SHORT else _ODD.sub(_form, text)


@lru_cache(maxsize=4096)
def _width_of_short(text: str) -> str:
    return _ODD.sub(_form, text)


def fold_radicals(text: str) -> str:
    """Radicals as the common characters that they look like; all else stays."""
    return _ODD.sub(_common, text)


def fold_text(text: str) -> str:
    """One form of each character and no white space: the key under which names are compared."""
    return _fold_short(text) if len(text) <= _SHORT else _BLANK.sub("", _ODD.sub(_form, text))


@lru_cache(maxsize=4096)
def _fold_short(text: str) -> str:
    return _BLANK.sub("", _ODD.sub(_form, text))


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
            raw, last = fold_width(quote.text), 0
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
