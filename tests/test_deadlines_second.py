"""Two lists of time limits of our own wording, with the truth written first: dates in sentences, and unlisted kinds."""

from pathlib import Path

from pipeline.fold import fold_text
from pipeline.time import TimePiece, find_deadlines, read_clock, read_deadlines

LISTS = Path(__file__).parent / "deadlines"
CLOCK = read_clock(2031, "2031-03-01")


def rows(name: str) -> list[list[str]]:
    lines = (LISTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def end(piece: TimePiece) -> str:
    return "R" if piece.kind == "recurring" else str(piece.last)


def kind(piece: TimePiece) -> str:
    if piece.kind == "recurring":
        return "R"
    dates = f" {piece.first or ''}..{piece.last or ''}" if piece.first or piece.last else ""
    return piece.kind + dates


def test_dates_in_sentences() -> None:
    right = wrong = missed = 0
    for _, text, ends in rows("prose_second"):
        wanted = set() if ends == "-" else set(ends.split(" | "))
        found = {end(piece) for piece in find_deadlines(fold_text(text), CLOCK)}
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    assert len(rows("prose_second")) == 300
    assert right / (right + wrong) >= 0.99
    assert right / (right + missed) >= 0.95


def test_kinds_that_nobody_listed() -> None:
    """What is not read right is at least no date: unspecified, so that it is reported."""
    misses = []
    for number, text, ends in rows("unlisted"):
        pieces = read_deadlines(fold_text(text), CLOCK)
        if " | ".join(map(kind, pieces)) != ends:
            misses.append(number)
            assert all(piece.kind == "unspecified" for piece in pieces), text
    assert len(misses) <= 3, misses
