"""The economic and high-tech zones of a city by their short names, from ``knowledge/zone_words.csv``."""

from functools import cache

from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows

FILE = "zone_words.csv"
COLUMNS = ("word", "kind", "organ", "example")


@cache
def _rows() -> tuple[list[str], ...]:
    return tuple(row for _, row in read_rows(FILE, read_bytes(FILE), COLUMNS))


@cache
def kinds_by_word() -> dict[str, str]:
    """How a branch names a zone of its city → the kind of zone: 高新 and 高新区 (市公安局高新分局) → 高新区."""
    return {word: kind for word, kind, _, _ in _rows()}


@cache
def kinds_by_organ() -> dict[str, str]:
    """The slug of a zone's committee → the kind of zone."""
    return {organ: kind for _, kind, organ, _ in _rows()}
