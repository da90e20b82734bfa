"""Quotes → provenance and text members: the place of a value, and how its words are joined."""

import re

from msgspec.structs import replace

from pipeline.fold import cut_quote, fold_width, is_blank, solid
from pipeline.model import Provenance
from pipeline.source import Block, Paragraph, Part, Quote, Quotes
from pipeline.text.enumerator import LISTS, leading
from pipeline.text.stops import SENTENCE_ENDS

_PARAGRAPH_ENDS = SENTENCE_ENDS + "?:"
_LATIN = re.compile(r"[A-Za-z0-9]")


class PageIndex:
    """The pages and boxes of a document's cells and paragraphs, by their place."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self._parts: dict[tuple[str, int | None, int | None], tuple[Part, ...]] = {}
        for block in blocks:
            if isinstance(block, Paragraph):
                if block.parts:
                    self._parts[block.id, None, None] = block.parts
            else:
                self._parts.update(
                    {(block.id, cell.row, cell.column): cell.parts for cell in block.cells if cell.parts}
                )

    def of(self, quote: Quote) -> tuple[Provenance, ...]:
        """The place of a quote: one provenance, or one for each page that it stands on."""
        parts = self._parts.get((quote.block, quote.row, quote.column))
        if parts is None:
            return (_provenance(quote, None),)
        touched = [part for part in parts if part.start < quote.end and quote.start < part.end]
        if len(touched) < 2:
            return (_provenance(quote, touched[0] if touched else None),)
        found = []
        for part in touched:
            low, high = max(part.start, quote.start) - quote.start, min(part.end, quote.end) - quote.start
            while high > low and is_blank(quote.text[high - 1]):
                high -= 1
            if high > low:
                found.append(_provenance(cut_quote(quote, low, high), part))
        return tuple(found)

    def of_all(self, quotes: Quotes) -> tuple[Provenance, ...]:
        """The places of several quotes, in order."""
        if len(quotes) == 1:
            return self.of(quotes[0])
        return tuple(place for quote in quotes for place in self.of(quote))


def _provenance(quote: Quote, part: Part | None) -> Provenance:
    span = (quote.start, quote.end)
    if part is None:
        return Provenance(quote.block, quote.row, quote.column, span, quote.text)
    place = Provenance(quote.block, quote.row, quote.column, span, quote.text, part.page, part.bbox)
    if not part.certainty:
        return place
    low, high = max(quote.start - part.start, 0), max(quote.end - part.start, 0)
    return replace(place, basis="ocr", certainty=min(part.certainty[low:high], default=1.0))


def solid_text(quotes: Quotes) -> str:
    """The words without any white space: the form of names."""
    return "".join(solid(quote.text) for quote in quotes)


def line_text(quotes: Quotes) -> str:
    """A short member: line breaks joined, a space only between Latin words."""
    return _join(quotes, keep_paragraphs=False)


def names_text(quotes: Quotes) -> str:
    """Names of persons: those of different cells, or apart in one text, are joined by 、."""
    groups: list[list[Quote]] = []
    for quote in quotes:
        last = groups[-1][-1] if groups else None
        beside = last and (last.block, last.row, last.column, last.end) == (*_slot(quote), quote.start)
        groups[-1].append(quote) if beside else groups.append([quote])
    return "、".join(line_text(tuple(group)) for group in groups)


def _slot(quote: Quote) -> tuple[str, int | None, int | None]:
    return quote.block, quote.row, quote.column


def long_text(quotes: Quotes) -> str:
    """A long member: a line feed stays before an enumerator, or where the format ends a paragraph after 。；！？：."""
    return _join(quotes, keep_paragraphs=True)


def _join(quotes: Quotes, *, keep_paragraphs: bool) -> str:
    """Lines put together; a paragraph also ends where the next quote stands in another paragraph or cell."""
    if len(quotes) == 1 and "\n" not in quotes[0].text:
        return quotes[0].text.strip()
    pieces: list[str] = []
    before: tuple[str, int | None, int | None] | None = None
    for quote in quotes:
        slot = (quote.block, quote.row, quote.column)
        ended = slot != before
        ends = frozenset(quote.ends)
        offset = 0
        for line in quote.text.split("\n"):
            text = line.strip()
            if text and pieces:
                pieces.append(_between(pieces[-1], text, ended=ended, keep=keep_paragraphs))
            if text:
                pieces.append(text)
                ended = False
            offset += len(line)
            ended = ended or offset in ends
            offset += 1
        before = slot
    return "".join(pieces)


def _between(before: str, after: str, *, ended: bool, keep: bool) -> str:
    if keep and (leading(fold_width(after), kinds=LISTS) or (ended and fold_width(before[-1]) in _PARAGRAPH_ENDS)):
        return "\n"
    return " " if _LATIN.match(before[-1]) and _LATIN.match(after) else ""
