"""What is said of corrections that do not land, and what values are read against."""

from msgspec import Struct

from pipeline.corrections.line import Correction
from pipeline.model import Issue, Provenance


class ReadingPlace(Struct, frozen=True):
    """What values are read against: the document's place and year, the day it was issued on."""

    region: str | None
    year: int | None
    issued_on: str | None

    @property
    def moment(self) -> str | None:
        """The day, or the year, on which names are read."""
        return self.issued_on or (str(self.year) if self.year else None)


def stale(line: Correction, why: str, place: Provenance | None = None) -> Issue:
    """A correction that no longer fits."""
    return Issue("correction-stale", "warning", f"Correction {line.id} ({_say(line)}) was not applied: {why}.", place)


def superfluous(line: Correction, place: Provenance | None = None) -> Issue:
    """A correction that the program no longer needs."""
    message = f"Correction {line.id} ({_say(line)}) is not needed: the program reads it so by itself."
    return Issue("correction-superfluous", "info", message, place)


def _say(line: Correction) -> str:
    words = (line.quote or "")[:40] or (
        line.task.head[:20] if line.task else line.place.quote[:40] if line.place else ""
    )
    return " ".join(filter(None, (line.kind, line.pointer or "", words)))
