"""The text of one page as words with their boxes, as pdfium decodes and places it."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.fold import is_blank
from pipeline.model import Box
from pipeline.readers.pdf.page.calls import address_of, get_angle, get_loose_box, make_box
from pipeline.readers.pdf.page.fonts import mend_text
from pipeline.readers.pdf.page.frame import PageFrame, turn_page
from pipeline.readers.pdf.page.slant import is_aslant, strip_slanted
from pipeline.readers.pdf.page.words import Word, make_word

SAMPLE = 32
RISE = 0.5
"""Points from the first character of a stretch to the last that may be a slant: of two at 8 degrees, in small print."""
BLANKS = "".join(char for char in map(chr, range(0x3001)) if is_blank(char)) + "\ufeff"
"""All blank characters: what is cut off at the ends of words."""
_BLANK = re.compile(r"[\x00-\x20]")
_TWICE = re.compile(r"(\S)\1")
_DENSE = 0.8
"""Of the width that characters take when set side by side: what is narrower is condensed, or printed twice."""
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_Stretch = tuple[int, int]
"""First and last index of characters on the text page."""


class TextLayer:
    """The text layer of a page, open while in a ``with`` block.

    ``decoded`` has one character for each index of the text page. ``frame`` is the reading frame, in which most
    characters are upright. ``strays`` is text at a slant, which is not among the words; it is known when these have
    been read.
    """

    def __init__(self, page: pdfium.PdfPage, box: tuple[float, float, float, float]) -> None:
        self._box = box
        self.gone = ""
        self._open(page)
        self._unsure: list[int] = []
        self.strays: tuple[str, ...] = ()
        rotation = page.get_rotation()
        turns = self._sample(rotation)
        self.frame = turn_page(box, turns.most_common(1)[0][0])
        self._uniform = len(turns) == 1 and self.frame.turn == rotation

    def __enter__(self) -> "TextLayer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._page.close()

    def _open(self, page: pdfium.PdfPage) -> None:
        self._page = page.get_textpage()
        self._raw: Any = self._page.raw
        self._text = self.decoded = mend_text(self._raw, _read_text(self._page))
        self._stretches = list(self._split_made())

    def read_again(self, page: pdfium.PdfPage, gone: str) -> None:
        """Read the text of a page from which text objects, which gave the text ``gone``, were taken."""
        self.gone += gone
        self._page.close()
        self._open(page)

    @property
    def raw(self) -> Any:
        """pdfium's text page."""
        return self._raw

    def boxes(self) -> Iterator[tuple[int, Box]]:
        """Index and box (page space: left, bottom, right, top) of every character that is not blank."""
        sides, place = make_box()
        page = address_of(self._raw)
        for index, char in enumerate(self._text):
            if not char.isspace():
                get_loose_box(page, index, place)
                left, top, right, bottom = sides
                yield index, (left, min(top, bottom), right, max(top, bottom))

    def leave_out(self, indexes: set[int]) -> list[str]:
        """Take characters out of the words; gives them in stretches."""
        if not indexes:
            return []
        chars, found, last = list(self._text), [], -2
        for index in sorted(indexes):
            if self._text[last + 1 : index].strip():
                found.append("")
            found = found or [""]
            found[-1] += chars[index]
            chars[index] = "\n"
            last = index
        self._text = "".join(chars)
        self._stretches = list(self._split_made())
        return [text for text in found if text.strip()]

    def read_words(self, cuts: Sequence[float] | None) -> tuple[list[Word], dict[int, list[Word]]]:
        """The words that are upright in the reading frame, in content order; and the others, by the turn in which
        they do. A word that crosses one of ``cuts`` (sorted x of rulings) is given character by character,
        and so are all where ``cuts`` is None."""
        found = self._place_all(cuts)
        page = address_of(self._raw)
        if any(is_aslant(get_angle(page, index)) for index in self._unsure):
            self._text, self.strays = strip_slanted(self._raw, self._text)
            self._stretches = list(self._split_made())
            found = self._place_all(cuts)
        return found

    def _place_all(self, cuts: Sequence[float] | None) -> tuple[list[Word], dict[int, list[Word]]]:
        if self._uniform:
            return self._place(self._stretches, self.frame, cuts), {}
        groups: dict[int, list[_Stretch]] = {}
        for first, last in self._stretches:
            for index in range(first, last + 1):
                groups.setdefault(self._turn_of(index), []).append((index, index))
        upright = self._place(groups.pop(self.frame.turn, []), self.frame, cuts)
        return upright, {turn: self._place(group, turn_page(self._box, turn), ()) for turn, group in groups.items()}

    def _split_made(self) -> Iterator[_Stretch]:
        """Stretches between the white space that pdfium adds where the line or the distance changes."""
        text, is_made = self._text, pdfium_c.FPDFText_IsGenerated
        start = 0
        made = [
            match.start()
            for match in _BLANK.finditer(text)
            if match.group() != " " or is_made(self._raw, match.start()) == 1
        ]
        for end in (*made, len(text)):
            piece = text[start:end]
            solid = piece.strip(BLANKS)
            if solid:
                first = start + piece.index(solid[0])
                yield first, first + len(solid) - 1
            start = end + 1

    def _sample(self, rotation: int) -> Counter[int]:
        chosen = [first for first, _ in self._stretches[:: len(self._stretches) // SAMPLE + 1]]
        return Counter(map(self._turn_of, chosen)) if chosen else Counter([rotation])

    def _turn_of(self, index: int) -> int:
        """How far the page must be turned clockwise for this character to be upright, in quarters."""
        clockwise = pdfium_c.FPDFText_GetCharAngle(self._raw, index)  # radians; negative when it is not known
        return round(-math.degrees(clockwise) / 90) % 4 * 90 if clockwise > 0 else 0

    def _place(self, stretches: list[_Stretch], frame: PageFrame, cuts: Sequence[float] | None) -> list[Word]:
        words: list[Word] = []
        locate, text, unsure = self._locator(frame), self._text, self._unsure
        for first, last in stretches:
            x0, top, x1, bottom = locate(first)
            if first == last:
                words.append(make_word((text[first], x0, top, x1, bottom)))
                unsure.append(first)
                continue
            far0, far_top, far1, far_bottom = locate(last)
            if far_top == top and far_bottom == bottom:
                on_line = x0 <= far0
            else:
                if not -RISE < far_top - top < RISE:
                    unsure.append(first)
                on_line = x0 <= far0 and far_top < (top + bottom) / 2 < far_bottom
                top, bottom = min(top, far_top), max(bottom, far_bottom)
            if (
                on_line
                and _TWICE.search(text, first, last + 1)
                and _is_dense(text[first : last + 1], far1 - x0, bottom - top)
            ):
                on_line = False  # printed several times, one over the other: each character has to be looked at
            if on_line and cuts is not None and bisect_right(cuts, x0 + 1) == bisect_right(cuts, far1 - 1):
                words.append(make_word((text[first : last + 1], x0, top, far1 if far1 > x1 else x1, bottom)))
            else:
                words.extend(make_word((text[index], *locate(index))) for index in range(first, last + 1))
        return words

    def _locator(self, frame: PageFrame) -> Any:
        """A function from a character's index to its box in ``frame``."""
        a, b, c, d, e, f = frame.matrix
        sides, place = make_box()
        page = address_of(self._raw)

        def locate_upright(index: int) -> tuple[float, float, float, float]:
            get_loose_box(page, index, place)
            left, top, right, bottom = sides
            return left + e, f - top, right + e, f - bottom

        def locate(index: int) -> tuple[float, float, float, float]:
            get_loose_box(page, index, place)
            left, top, right, bottom = sides
            x, x2 = a * left + c * bottom + e, a * right + c * top + e
            y, y2 = b * left + d * bottom + f, b * right + d * top + f
            return min(x, x2), min(y, y2), max(x, x2), max(y, y2)

        return locate if frame.turn else locate_upright


def _is_dense(text: str, width: float, height: float) -> bool:
    """Do so many characters take less width than they have side by side?"""
    return width < _DENSE * height * sum(0.5 if char < "\u0100" else 1.0 for char in text)


def _join_pair(pair: re.Match[str]) -> str:
    """A character beyond the basic plane, which takes up two indexes: itself, and a break for the second."""
    return pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le") + "\n"


def _read_text(page: pdfium.PdfTextPage) -> str:
    """One character for each index of the text page."""
    count = pdfium_c.FPDFText_CountChars(page.raw)
    text: str = page.get_text_range() if count else ""
    if len(text) != count:  # characters beyond the basic plane, or without any code
        text = "".join(chr(pdfium_c.FPDFText_GetUnicode(page.raw, index) or 1) for index in range(count))
        text = _HALF.sub("\ufffd", _PAIR.sub(_join_pair, text))
    return text.replace("\x02", "-").replace("\ufffe", "-")  # what pdfium gives for hyphens at a line's end
