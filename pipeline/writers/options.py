"""What a user can ask of an export."""

from datetime import datetime

from msgspec import Struct

CREATED = datetime(2000, 1, 1)
"""The creation date in a workbook: always this one, so that the bytes depend on the records alone."""


class ExportOptions(Struct, frozen=True):
    """What a user can ask of any format; a format that has no use for an option ignores it."""

    unit: str | None = None
    """Keep the assignments of these units: any spelling, an id, a slug, or several joined by 、 (see ``units``)."""
    long: bool = False
    """One row a party instead of one row an assignment."""
    events: bool = False
    """In a calendar: an event beside each to-do."""
    alarm: int = 7
    """In a calendar: how many days before a limit it reminds; 0: never."""
    paths: tuple[str, ...] = ()
    """The path of each record, in their order; empty where the records have none."""
