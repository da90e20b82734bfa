"""Brackets: which characters open and close, which pairs a text has, and how deep a place is."""

OPEN, CLOSE = "([【〔", ")]】〕"
"""The brackets that statements and remarks are set in, on folded text."""

QUOTES_OPEN, QUOTES_CLOSE = "《〈“‘「", "》〉”’」"
"""Around titles and quoted words."""

ALL_OPEN, ALL_CLOSE = OPEN + QUOTES_OPEN, CLOSE + QUOTES_CLOSE
"""Any of them: inside, no separator parts names and no mark ends a sentence."""


def pairs(text: str) -> list[tuple[int, int]]:
    """The outermost bracket pairs, half-open; a bracket that is never closed is left out."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, char in enumerate(text):
        if char in OPEN:
            opened.append(index)
        elif char in CLOSE and opened:
            start = opened.pop()
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, index + 1))
    return found


def unclosed(text: str, start: int, end: int) -> int:
    """The index of the first bracket that opens in ``text[start:end]`` and is not closed there, or -1."""
    opened: list[int] = []
    for index in range(start, end):
        if text[index] in OPEN:
            opened.append(index)
        elif text[index] in CLOSE and opened:
            opened.pop()
    return opened[0] if opened else -1


def unwrap(text: str, start: int, end: int) -> tuple[int, int]:
    """``start, end`` without one pair of brackets around all of ``text[start:end]``."""
    if end - start > 1 and text[start] in OPEN and text[end - 1] in CLOSE and closing(text, start, end) == end - 1:
        return start + 1, end - 1
    return start, end


def closing(text: str, start: int, end: int) -> int:
    """The index at which the bracket that opens ``text[start:end]`` is closed, or -1."""
    depth = 0
    for index in range(start, end):
        depth += (text[index] in OPEN) - (text[index] in CLOSE)
        if depth == 0:
            return index
    return -1


def is_balanced(text: str) -> bool:
    """True if as many brackets close as open."""
    return sum(text.count(char) for char in ALL_OPEN) == sum(text.count(char) for char in ALL_CLOSE)
