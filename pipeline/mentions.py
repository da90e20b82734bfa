"""Sentences outside the list that give units something to do: they stay context, and are reported."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from pipeline.fold import Folded
from pipeline.model import Document, Issue, Paragraph, Quote
from pipeline.provenance import PageIndex
from pipeline.text.patterns import pattern
from pipeline.units import Registry

_DUTY = partial(pattern, "statement")
_SENTENCE = r"[^。;!]+"


def find_mentions(document: Document, items: Iterable[Quote], places: PageIndex, registry: Registry) -> Iterator[Issue]:
    """An info issue for each paragraph outside the tasks with a sentence in which a known unit has a duty.

    ``items``: the quotes that belong to tasks.
    """
    inside = {quote.block for quote in items}
    for block in document.blocks:
        if not isinstance(block, Paragraph) or block.id in inside or not _DUTY("outside_duty").search(block.text):
            continue
        folded = Folded((Quote(block.id, None, None, 0, len(block.text), block.text),))
        for sentence in re.finditer(_SENTENCE, folded.text):
            if _DUTY("outside_duty").search(sentence.group()) and _names_unit(sentence.group(), registry):
                place = places.of(folded.locate(*sentence.span())[0])[0]
                message = "A sentence outside the list gives a unit something to do; it was not read as a task."
                yield Issue("duty-outside-list", "info", message, place)
                break


def _names_unit(sentence: str, registry: Registry) -> bool:
    return any(registry.longest_name(sentence, start.start()) for start in _DUTY("outside_start").finditer(sentence))
