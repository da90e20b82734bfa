"""Matrices: units as column headings, and a mark in each row under those that take part (★ √); a legend gives roles."""

from collections.abc import Iterable

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.model import PartyRole
from pipeline.source import Document, Paragraph, Quote, Quotes
from pipeline.text.lexicon import lexicon
from pipeline.text.patterns import pattern

_LONGEST = 200
"""Characters of a paragraph or cell in which a legend is looked for."""


class Sign(Struct, frozen=True):
    """What a mark means, and the words of the legend that say so."""

    role: PartyRole
    quotes: Quotes


Legend = dict[str, Sign]


def find_legend(document: Document) -> Legend:
    """The meaning of each mark that some short text of the document explains: ★为牵头单位，√为配合单位."""
    found: Legend = {}
    for quote in _short_texts(document):
        folded = Folded((quote,))
        for match in pattern("headers", "legend").finditer(folded.text):
            role = lexicon().verb(match["role"])
            if role:
                found.setdefault(match["sign"], Sign(role, folded.locate(*match.span())))
    return found


def _short_texts(document: Document) -> Iterable[Quote]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if len(block.text) <= _LONGEST:
                yield Quote(block.id, None, None, 0, len(block.text), block.text)
        else:
            for cell in block.cells:
                if len(cell.text) <= _LONGEST and pattern("headers", "legend").search(cell.text):
                    yield Quote(block.id, cell.row, cell.column, 0, len(cell.text), cell.text)
