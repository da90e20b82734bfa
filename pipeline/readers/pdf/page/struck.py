"""Text that is struck out: a line is drawn through it, or a reviewer's annotation strikes it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipeline.model import Box
from pipeline.readers.pdf.page.characters import TextLayer
from pipeline.readers.pdf.page.frame import map_box
from pipeline.readers.pdf.page.sketch import Ruling
from pipeline.readers.pdf.page.words import Word

_HIGH, _LOW = 0.3, 0.72
"""Of a character's height from its top: a line between these goes through it, others are above or below it."""
_BEYOND = 1.0
"""Of a character's height: how far a line may reach beyond the text that it strikes."""
_CORNER = 1.5
"""Points: a line that ends so near to one across it is the border of a cell."""


def find_strokes(words: Sequence[Word], horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[Ruling]:
    """The rulings that go through words, and neither border a cell nor reach far beyond the words."""
    rulings = sorted(horizontal)
    heights = [ruling.at for ruling in rulings]
    crossed: dict[Ruling, list[Word]] = {}
    for word in words:
        _, x0, top, x1, bottom = word
        height = bottom - top
        first = bisect_left(heights, top + _HIGH * height)
        while first < len(rulings) and heights[first] < top + _LOW * height:
            if rulings[first].start < x1 and x0 < rulings[first].end:
                crossed.setdefault(rulings[first], []).append(word)
            first += 1
    return [ruling for ruling, found in crossed.items() if _strikes(ruling, found, vertical)]


def _strikes(ruling: Ruling, words: Sequence[Word], vertical: Sequence[Ruling]) -> bool:
    reach = _BEYOND * max(word.height for word in words)
    if ruling.start < min(word.x0 for word in words) - reach or ruling.end > max(word.x1 for word in words) + reach:
        return False
    return not any(
        min(abs(line.at - ruling.start), abs(line.at - ruling.end)) < _CORNER
        and line.start - _CORNER < ruling.at < line.end + _CORNER
        for line in vertical
    )


def struck_by(layer: TextLayer, strokes: Iterable[Ruling], boxes: Iterable[Box]) -> set[int]:
    """The indexes of the characters that lines go through (reading frame), or that lie in boxes (page space)."""
    places = [(index, map_box(box, layer.frame.matrix)) for index, box in layer.boxes()]
    found: set[int] = set()
    for ruling in strokes:
        for index, (x0, top, x1, bottom) in places:
            height = bottom - top
            through = top + _HIGH * height < ruling.at < top + _LOW * height
            if through and ruling.start <= (x0 + x1) / 2 <= ruling.end:
                found.add(index)
    for box in boxes:
        left, high, right, low = map_box(box, layer.frame.matrix)
        found.update(
            index
            for index, (x0, top, x1, bottom) in places
            if left <= (x0 + x1) / 2 <= right and high <= (top + bottom) / 2 <= low
        )
    return found
