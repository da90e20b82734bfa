"""What the readers of fields and of prose hand back: a stretch of text with its reading."""

from msgspec import Struct

from pipeline.time.behaviours import Reading


class Piece(Struct, frozen=True, gc=False):
    """``start:end`` of the text and what it says; ``event`` is the place of the milestone's words in the same text.

    ``blank`` marks words that add nothing to a neighbour; ``rule`` is the rule's id, ``None`` for unknown words.
    """

    start: int
    end: int
    reading: Reading
    rule: str | None
    event: tuple[int, int] | None = None
    blank: bool = False
