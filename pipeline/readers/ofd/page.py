"""The objects of one page → ``PageReading``, the value that the floors of the PDF reader work on."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import Discarded, Issue
from pipeline.readers.ofd.objects import PageObjects
from pipeline.readers.pdf.page.frame import Matrix, PageFrame, between, map_box, turn_page
from pipeline.readers.pdf.page.lines import PageLine, group_lines
from pipeline.readers.pdf.page.overlay import LineLosses, part_overlays
from pipeline.readers.pdf.page.reading import PageReading
from pipeline.readers.pdf.page.runs import PlacedRun, place_runs
from pipeline.readers.pdf.page.sketch import Ruling, Sketch

_SHOWN = 80
"""Characters of the text that a message quotes."""


class OfdPage(Struct, frozen=True):
    """A page without its upright words, and the runs that these are cut from, as often as they are asked for."""

    blank: PageReading
    runs: tuple[PlacedRun, ...]
    cuts: tuple[float, ...]

    def read(self, edges: Sequence[float] | None = ()) -> PageReading:
        """The page with the words that cross a ruling or one of ``edges``, or all (None), character by character."""
        cuts = None if edges is None else sorted({*self.cuts, *edges})
        words, over = part_overlays(place_runs(self.runs, cuts))
        return replace(self.blank, words=words, strays=(*self.blank.strays, *over))


def make_page(number: int, width: float, height: float, objects: PageObjects) -> OfdPage:
    """The page ``number``, of this size in points."""
    objects.string_dots()
    turns: Counter[int] = Counter()
    for item in objects.glyphs:
        if item.turn is not None:
            turns[item.turn] += len(item.run.text)
    turn = turns.most_common(1)[0][0] if turns else 0
    shown, frame = _frame(width, height, 0), _frame(width, height, turn)
    sketch = objects if turn == 0 else _turn_sketch(objects, between(shown, frame))
    losses = LineLosses()
    aside = [line for other in turns if other != turn for line in _aside(objects, other, shown, frame, losses)]
    blank = PageReading(
        number=number,
        frame=frame,
        words=[],
        aside=sorted(aside, key=lambda line: (line.top, line.x0)),
        horizontal=sketch.horizontal,
        vertical=sketch.vertical,
        shades=sketch.shades,
        to_shown=between(frame, shown),
        decoded="".join([*objects.unseen, *(item.run.text for item in objects.glyphs)]),
        discarded=(*(Discarded("hidden", text) for text in objects.unseen), *losses.discarded()),
        strays=(*(item.run.text for item in objects.glyphs if item.turn is None), *losses.covered),
        picture=_covered(objects, width * height),
        issues=_report_unseen(number, objects.unseen),
    )
    return OfdPage(blank, _turned(objects, turn, between(shown, frame)), tuple(sketch.cuts()))


def _frame(width: float, height: float, turn: int) -> PageFrame:
    """The frame of a page that is turned; a page's own space has its origin at the bottom left."""
    return turn_page((0.0, 0.0, width, height), turn)


def _turned(objects: PageObjects, turn: int, matrix: Matrix) -> tuple[PlacedRun, ...]:
    """The runs that are upright when the page is turned so, with their boxes in that frame."""
    chosen = (item.run for item in objects.glyphs if item.turn == turn)
    if turn == 0:
        return tuple(chosen)
    return tuple(PlacedRun(text, [map_box(box, matrix) for box in boxes]) for text, boxes in chosen)


def _aside(objects: PageObjects, turn: int, shown: PageFrame, frame: PageFrame, losses: LineLosses) -> list[PageLine]:
    """The lines of text that is upright when the page is turned so, with their boxes in the reading frame."""
    own = _frame(shown.width, shown.height, turn)
    lines = []
    for line in group_lines(place_runs(_turned(objects, turn, between(shown, own)), ()), losses):
        x0, top, x1, bottom = map_box((line.x0, line.top, line.x1, line.bottom), between(own, frame))
        lines.append(PageLine(line.text, x0, top, x1, bottom))
    return lines


def _turn_sketch(sketch: Sketch, matrix: Matrix) -> Sketch:
    """The rulings and boxes of a sketch in another frame."""
    turned = Sketch()
    turned.shades = [map_box(box, matrix) for box in sketch.shades]
    boxes = [(start, at, end, at) for at, start, end in sketch.horizontal]
    boxes += [(at, start, at, end) for at, start, end in sketch.vertical]
    for x0, top, x1, bottom in (map_box(box, matrix) for box in boxes):
        if bottom - top < x1 - x0:
            turned.horizontal.append(Ruling((top + bottom) / 2, x0, x1))
        else:
            turned.vertical.append(Ruling((x0 + x1) / 2, top, bottom))
    return turned


def _covered(objects: PageObjects, area: float) -> float:
    """The share of the page that its pictures cover."""
    return sum((x1 - x0) * (bottom - top) for _, (x0, top, x1, bottom) in objects.pictures) / max(area, 1.0)


def _report_unseen(number: int, texts: Sequence[str]) -> tuple[Issue, ...]:
    if not texts:
        return ()
    message = f"Page {number} holds text that it does not show; it was left out: {'; '.join(texts)[:_SHOWN]}"
    return (Issue("text-not-shown", "warning", message),)
