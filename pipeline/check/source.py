"""A record proved against its source: every span, quote, page and box, the digest, the ledger's counts."""

from collections.abc import Iterator, Sequence

from pipeline.check.places import Proof, all_places
from pipeline.fold import count_ink
from pipeline.model import Box, Provenance, Record
from pipeline.source import Cell, Document, Paragraph, Table


def check_source(record: Record, document: Document) -> Proof:
    """Prove every span and quote, the digest, the size and the ledger's counts against the document, read again."""
    faults: list[str] = []
    for name in ("sha256", "size", "media_type"):
        stated, found = getattr(record.source, name), getattr(document, name)
        if stated != found:
            faults.append(f"/source/{name}: {stated}, but the source has {found}")
    holders = index_holders(document)
    places = list(all_places(record))
    for pointer, place in places:
        holder = holders.get((place.block, place.row, place.column))
        if holder is None:
            faults.append(f"{pointer}: the source has no {place.block} row {place.row} column {place.column}")
        else:
            faults += [f"{pointer}: {fault}" for fault in _check_place(place, holder)]
    faults += _check_counts(record, document, holders)
    return Proof(tuple(faults), quotes=len(places))


Slot = tuple[str, int | None, int | None]
Holder = Cell | Paragraph


def index_holders(document: Document) -> dict[Slot, Holder]:
    """(block, row, column) → that cell; (block, None, None) → that paragraph."""
    holders: dict[Slot, Holder] = {}
    for block in document.blocks:
        if isinstance(block, Table):
            holders.update({(block.id, cell.row, cell.column): cell for cell in block.cells})
        else:
            holders[block.id, None, None] = block
    return holders


def _check_place(place: Provenance, holder: Holder) -> Iterator[str]:
    found = holder.text[slice(*place.span)]
    if found != place.quote:
        yield f"at {place.span} the source has {found!r:.60}"
    start, end = place.span
    parts = [part for part in holder.parts if part.start < end and start < part.end]
    if place.page is not None and place.page not in {part.page for part in parts}:
        yield f"the source does not have it on page {place.page}"
    elif place.bbox is not None and not any(_same_box(place.bbox, part.bbox) for part in parts):
        yield f"the source has no such box on page {place.page}"


def _same_box(one: Box, other: Box) -> bool:
    """Equal to a tenth of a point, the contract's precision."""
    return all(abs(a - b) < 0.1 for a, b in zip(one, other, strict=True))


def _check_counts(record: Record, document: Document, holders: dict[Slot, Holder]) -> Iterator[str]:
    """The ledger's whole is the source's ink; its tasks are the ink under the spans of task provenance."""
    whole = sum(count_ink(item.text) for item in (*holders.values(), *document.discarded))
    if whole != record.ledger.characters:
        yield f"/ledger/characters: {record.ledger.characters}, but the source has {whole}"
    spans: dict[Slot, list[tuple[int, int]]] = {}
    for task in record.tasks:
        for place in (place for places in task.provenance.values() for place in places):
            spans.setdefault((place.block, place.row, place.column), []).append(place.span)
    used = sum(
        count_ink(holders[slot].text[start:end])
        for slot in spans
        if slot in holders
        for start, end in merge(spans[slot])
    )
    if used != record.ledger.tasks:
        yield f"/ledger/tasks: {record.ledger.tasks}, but the tasks' spans hold {used}"


def merge(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of half-open spans as separate spans in order."""
    union: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union
