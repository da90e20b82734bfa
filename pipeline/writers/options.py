"""What a user can ask of an export."""

from datetime import datetime

from msgspec import Struct

CREATED = datetime(2000, 1, 1)
"""The creation date in a workbook: always this one, so that the bytes depend on the records alone."""


class ExportOptions(Struct, frozen=True):
    """What a user can ask of any format; a format that has no use for an option ignores it."""

    unit: str | None = None
    """Keep the assignments of one unit: its printed name, full name, official name or id."""
    long: bool = False
    """One row a party instead of one row an assignment."""
