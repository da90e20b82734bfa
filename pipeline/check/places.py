"""What the proofs share: their result, and every place that a record names."""

from collections.abc import Iterator

from msgspec import Struct

from pipeline.model import Provenance, Record


class Proof(Struct, frozen=True):
    """What does not hold, and how much was looked at."""

    faults: tuple[str, ...]
    tasks: int = 0
    pointers: int = 0
    texts: int = 0
    """Text members that follow from their quotes."""
    quotes: int = 0
    """Places compared with the source."""


def all_places(record: Record) -> Iterator[tuple[str, Provenance]]:
    """Every place in the record, with its pointer."""
    for pointer, places in record.document.provenance.items():
        yield from ((f"/document{pointer}", place) for place in places)
    for index, task in enumerate(record.tasks):
        for pointer, places in task.provenance.items():
            yield from ((f"/tasks/{index}{pointer}", place) for place in places)
        carried = (task.inherited, *(assignment.inherited for assignment in task.assignments))
        for inherited in (item for items in carried for item in items):
            yield f"/tasks/{index}/inherited", inherited.origin
    for index, issue in enumerate(record.issues):
        if issue.provenance is not None:
            yield f"/issues/{index}", issue.provenance
    for index, unused in enumerate(record.ledger.unused):
        yield f"/ledger/unused/{index}", unused.provenance
