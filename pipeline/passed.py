"""Numbered items that stand beside tasks and name nobody: told, for a lost statement looks just so."""

from collections.abc import Iterable, Iterator

from pipeline.model import Issue
from pipeline.provenance import PageIndex, line_text
from pipeline.rows.outline import Item, read_items
from pipeline.source import Document, Paragraph, Quote, Quotes

_LEAST = 2
"""Tasks among the items of one kind under one heading, for the others to be told."""
_SHARE = 3
"""One in so many of them must be a task: else the tasks are the exception."""
_SHOWN = 8
"""Numbers that a message shows."""


def find_passed(document: Document, taken: Iterable[Quote], places: PageIndex) -> Iterator[Issue]:
    """An issue for each run of siblings of which some are tasks and others not. ``taken``: what belongs to tasks."""
    spans: dict[str, list[Quote]] = {}
    for quote in taken:
        spans.setdefault(quote.block, []).append(quote)
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    if not any(paragraph.id in spans for paragraph in paragraphs):
        return
    for family in _families(read_items(paragraphs)):
        tasks = sum(_is_taken((item,), spans) for item, _ in family)
        passed = [item for item, inner in family if not _is_taken((item, *inner), spans)]
        if passed and tasks >= _LEAST and tasks * _SHARE >= len(family):
            numbers = "、".join(line_text(item.number) for item in passed[:_SHOWN])
            message = (
                f"{tasks} of {len(family)} items beside each other are tasks; in {numbers} no unit was read: context."
            )
            yield Issue("items-passed", "warning", message, places.of(passed[0].number[0])[0])


def _families(items: Iterable[Item]) -> Iterator[list[tuple[Item, list[Item]]]]:
    """The numbered items of one kind under one heading, each with the items below it."""
    families: dict[tuple[str, Quotes], list[tuple[Item, list[Item]]]] = {}
    above: list[tuple[Item, list[Item]]] = []
    for item in items:
        above = [entry for entry in above if entry[0].number in [parent.number for parent in item.parents]]
        for _, inner in above:
            inner.append(item)
        if item.enumerator is None:
            continue
        entry: tuple[Item, list[Item]] = (item, [])
        heading = item.parents[-1].number if item.parents else ()
        families.setdefault((item.enumerator.kind, heading), []).append(entry)
        above.append(entry)
    yield from families.values()


def _is_taken(items: Iterable[Item], spans: dict[str, list[Quote]]) -> bool:
    return any(
        quote.start < line.end and line.start < quote.end
        for item in items
        for line in (*item.number, *item.lines)
        for quote in spans.get(line.block, ())
    )
