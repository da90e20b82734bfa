"""Where a heading ends: the title of a task whose content is one text, and on what ground it is the title."""

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.model import TitleBasis
from pipeline.source import Field
from pipeline.text import enumerator
from pipeline.text.brackets import ALL_CLOSE, ALL_OPEN
from pipeline.text.stops import SENTENCE_ENDS, trim

_LONGEST = 2_000
"""Characters in which a heading ends, or the whole text is one."""
_BEFORE_POINT = SENTENCE_ENDS + ":,、"
"""A point of a list that runs on in a line comes after one of these."""

_STEPS: tuple[enumerator.Kind, ...] = ("digit", "digit-bracket", "digit-half", "circle", "han-bracket", "han")
"""Kinds of numbers by which a list inside one text counts its points."""
_LEAD_IN_ENDS = ":,、。;"


class Titled(Struct, frozen=True):
    """The texts of a task with its title, and the ground on which that is the title."""

    texts: dict[str, Field]
    basis: TitleBasis


def find_title(texts: dict[str, Field], categories: tuple[Field, ...], basis: TitleBasis) -> Titled:
    """A single content text (``title`` without ``measures``) cut into title and measures.

    The heading or first sentence is the title, without its mark; the rest is measures. A list 1.… 2.… is never cut: its
    title is the words before it, else the problem's or the innermost category's.
    """
    if "measures" in texts or basis != "stated":
        return Titled(texts, basis)
    title = texts["title"]
    folded = Folded(title.quotes)
    ends = frozenset(quote.start + end for quote in title.quotes for end in quote.ends)
    cut = first_sentence(folded, ends)
    points = first_point(folded)
    if points is not None and (cut is None or cut[0] > points):
        _, stop = trim(folded.text, 0, points, _LEAD_IN_ENDS)
        if stop:
            return Titled(_split(texts, folded, stop, points), "lead-in")
        return _borrow(texts, categories)
    if cut is None:
        return Titled(texts, "stated")
    return Titled(_split(texts, folded, *cut), "heading" if cut[0] == cut[1] else "first-sentence")


def first_point(folded: Folded) -> int | None:
    """Where a list 1.… 2.… begins inside a text, if one does: its second number follows, of the same kind."""
    opened: dict[enumerator.Kind, int] = {}
    for found in enumerator.find_all(folded.text, _STEPS):
        if found.start and found.start not in folded.breaks and folded.text[found.start - 1] not in _BEFORE_POINT:
            continue
        if found.value == 1:
            opened.setdefault(found.kind, found.start)
        elif found.value == 2 and found.kind in opened:
            return opened[found.kind]
    return None


def _borrow(texts: dict[str, Field], categories: tuple[Field, ...]) -> Titled:
    """The title of a list without words before it: the problem, the category; without them the whole list."""
    problem = texts.get("problem")
    if problem and first_point(Folded(problem.quotes)) is None:
        return Titled({**texts, "title": _first_words(problem), "measures": texts["title"]}, "problem")
    if categories:
        return Titled({**texts, "title": categories[-1], "measures": texts["title"]}, "category")
    return Titled(texts, "stated")


def _first_words(field: Field) -> Field:
    folded = Folded(field.quotes)
    cut = first_sentence(folded, frozenset())
    return Field(folded.locate(0, cut[0]), field.origin) if cut else field


def _split(texts: dict[str, Field], folded: Folded, title_end: int, rest: int) -> dict[str, Field]:
    origin = texts["title"].origin
    split = {"title": Field(folded.locate(0, title_end), origin)}
    if rest < len(folded):
        split["measures"] = Field(folded.locate(rest, len(folded)), origin)
    return {**texts, **split}


def first_sentence(folded: Folded, ends: frozenset[int]) -> tuple[int, int] | None:
    """(end of the title, start of the rest): the first 。；！ outside brackets and quotes, or a paragraph end."""
    depth = 0
    for index, char in enumerate(folded.text):
        if index in folded.breaks and depth <= 0 and _is_paragraph_end(folded, index, ends):
            return index, index
        if char in ALL_OPEN:
            depth += 1
        elif char in ALL_CLOSE:
            depth -= 1
        elif depth <= 0 and char in SENTENCE_ENDS:
            return (index, index + 1) if index else None
        if index > _LONGEST:
            break
    return None


def _is_paragraph_end(folded: Folded, index: int, ends: frozenset[int]) -> bool:
    before, after = folded.locate(index - 1, index)[0], folded.locate(index, index + 1)[0]
    if (before.block, before.row, before.column) != (after.block, after.row, after.column):
        return True
    return any(offset in ends for offset in range(before.end, after.start))
