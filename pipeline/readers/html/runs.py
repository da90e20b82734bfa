"""Inline text → lines, with white space as a browser shows it."""

import re

from pipeline.fold import count_ink, fold_text
from pipeline.text.enumerator import leading
from pipeline.text.numeral import write_numeral

_SPACES = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—]")
_NUMBER_REACH = 20
"""Characters in which a line's own number stands."""


class Run:
    """The text collected since the last break."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []  # (text, white space kept)
        self._link_ink = 0
        self.marker = ""
        """A list item's number, as the browser draws it; dropped where the item brings its own."""

    def add(self, text: str, *, kept: bool = False, link: bool = False) -> None:
        self._pieces.append((text, kept))
        if link:
            self._link_ink += count_ink(text)

    @property
    def tail(self) -> str:
        """The last characters so far."""
        return "".join(text for text, _ in self._pieces[-3:])[-8:]

    def take(self) -> tuple[str, int, int]:
        """The line's text, its non-blank characters, those of them inside links; the run is empty afterwards."""
        text = _shown(self._pieces)
        ink, link_ink = count_ink(text), self._link_ink
        if ink and self.marker:
            if not leading(fold_text(text[:_NUMBER_REACH])):
                text = self.marker + text
                ink += count_ink(self.marker)
            self.marker = ""
        self._pieces, self._link_ink = [], 0
        return (text, ink, link_ink) if ink else ("", 0, 0)


def _shown(pieces: list[tuple[str, bool]]) -> str:
    """White space collapsed but for preformatted pieces."""
    if not pieces:
        return ""
    if not any(kept for _, kept in pieces):
        return _collapse("".join(text for text, _ in pieces)).strip(" ")
    parts = [text if kept else _collapse(text) for text, kept in pieces]
    return "".join(parts).rstrip()


def _collapse(text: str) -> str:
    """One space for a run of white space; none for a line break between wide characters (CSS Text 3, section 4.1.3)."""

    def shown(match: re.Match[str]) -> str:
        if "\n" not in match.group():
            return " "
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return _SPACES.sub(shown, text)


def list_marker(number: int, kind: str) -> str:
    """What a browser draws before an ordered list's item; ``kind`` is the ``type`` or ``list-style-type``."""
    if kind in ("a", "lower-alpha", "A", "upper-alpha") and 1 <= number <= 26:
        return chr((97 if kind in ("a", "lower-alpha") else 65) + number - 1) + ". "
    if "cjk" in kind or "chinese" in kind:
        return write_numeral(number, "counting") + "、"
    return f"{number}. "
