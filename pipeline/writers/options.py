"""What a user can ask of an export."""

from msgspec import Struct


class ExportOptions(Struct, frozen=True):
    """What a user can ask of any format; a format that has no use for an option ignores it."""

    unit: str | None = None
    """Keep the assignments of one unit: its printed name, full name, official name or id."""
    long: bool = False
    """One row a party instead of one row an assignment."""
