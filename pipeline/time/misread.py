"""Digits that recognition took for letters: 2O24年l2月底 is read as 2024年12月底, and marked."""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pipeline.time.behaviours import TimePiece
from pipeline.time.grammar import compiled, time_grammar


def replace_letters(text: str) -> tuple[str, list[int]]:
    """The text with digits for the letters inside its dates, offsets unchanged, and where they were."""
    known = time_grammar()
    if not any(letter in text for letter in known.letters):
        return text, []
    places: list[int] = []

    def digits(match: re.Match[str]) -> str:
        places.extend(match.start() + at for at, char in enumerate(match.group()) if char in known.letters)
        return "".join(known.letters.get(char, char) for char in match.group())

    return compiled(known.misread).sub(digits, text), places


def mark_letters(pieces: Iterable[TimePiece], places: list[int]) -> Iterator[TimePiece]:
    """The pieces; those that were read over a letter say so."""
    for piece in pieces:
        over = any(piece.start <= place < piece.end for place in places)
        yield replace(piece, trouble="misread") if over and piece.trouble is None else piece
