"""The values in attributes of OFD: numbers, boxes, matrices, lists of distances; nothing absurd leaves here."""

import math
from collections.abc import Iterator

from pipeline.readers.pdf.page.frame import IDENTITY, SIZE_LIMIT, Matrix

POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""
_FAR = SIZE_LIMIT / POINTS
_MOST_REPEATS = 100_000


def number(text: str | None, default: float = 0.0) -> float:
    """A finite number not beyond any page; ``default`` for all else."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    if -_FAR <= value <= _FAR:
        return value
    return default if math.isnan(value) or math.isinf(value) else math.copysign(_FAR, value)


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` numbers parted by blanks, else None."""
    words = (text or "").replace(",", " ").split()
    return tuple(number(word) for word in words) if len(words) == count else None


def matrix_of(text: str | None) -> Matrix:
    """A transformation; the identity where there is none."""
    found = numbers(text, 6)
    return IDENTITY if found is None else (found[0], found[1], found[2], found[3], found[4], found[5])


def distances(text: str | None, most: int) -> list[float]:
    """DeltaX or DeltaY: distances, and ``g n d`` for n times d; not more than ``most``."""
    if not text:
        return []
    if "g" not in text:
        return [number(word) for word in text.replace(",", " ").split(None, most)[:most]]
    words = iter(text.replace(",", " ").split())
    found: list[float] = []
    for word in words:
        if word == "g":
            count, distance = number(next(words, "")), number(next(words, ""))
            found.extend([distance] * int(max(0, min(count, most, _MOST_REPEATS))))
        else:
            found.append(number(word))
        if len(found) >= most:
            break
    return found[:most]


def is_off(value: str | None, *, default: bool = True) -> bool:
    """Is a switch such as Visible or Fill off? ``default``: what it is where it is not given."""
    return not default if value is None else value.strip().lower() in ("false", "0")


def path_points(text: str) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each subpath of AbbreviatedData, closed where it is; a curve parts a subpath in two.

    S and M begin one, L is a line, Q, B and A are curves (whose last two numbers are their end), C closes.
    """
    words = text.split()
    current: list[tuple[float, float]] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word in _STEPS:
            values = [number(item) for item in words[at : at + _STEPS[word]]]
            at += _STEPS[word]
            if len(values) < 2:
                break
            if word != "L" and len(current) > 1:
                yield current
            point = (values[-2], values[-1])
            current = [*current, point] if word == "L" and len(current) < 2 else current
            if word == "L" and current[-1] is not point:
                current.append(point)
            elif word != "L":
                current = [point]
        elif word == "C" and current:
            current.append(current[0])
    if len(current) > 1:
        yield current


_STEPS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
"""Numbers that follow each operator."""
