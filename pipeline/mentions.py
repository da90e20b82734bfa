"""What the tasks left behind: sentences and labels that name who does something, outside every task.

Inside the list, from its first task to its last, a statement that ended in no task is a loss and an error; what only
looks like a label is a warning. Outside the list such sentences are context.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import Struct

from pipeline.fold import Folded, fold_text
from pipeline.model import Issue
from pipeline.provenance import PageIndex, line_text
from pipeline.source import Block, Document, Paragraph, Quote, Quotes
from pipeline.statement.claim import read_claim
from pipeline.statement.labels import find_labels
from pipeline.text.brackets import OPEN, pairs
from pipeline.text.enumerator import Enumerator, leading
from pipeline.text.patterns import pattern
from pipeline.text.stops import SENTENCE_ENDS
from pipeline.units import Registry

_STATEMENT = partial(pattern, "statement")
_LONGEST_LABEL = 12
_LONGEST_NUMBER = 16
_REPEATED = 2
"""Times that an unknown label is repeated in a list to be reported."""


class _Left(Struct, frozen=True):
    """A stretch of a paragraph that belongs to no task; ``inside`` the list or not, ``before`` its first task."""

    folded: Folded
    inside: bool
    before: bool

    @property
    def text(self) -> str:
        return self.folded.text


def find_mentions(document: Document, items: Iterable[Quote], places: PageIndex, registry: Registry) -> Iterator[Issue]:
    """An issue for each sentence, label or bracket outside the tasks that says who does something.

    ``items``: the quotes that belong to tasks. One issue a stretch of text; an unknown label once, with its count.
    """
    left = list(_left(document, items))
    for stretch in left:
        found = _statement(stretch, registry)
        if found is None:
            continue
        place = places.of(found[0])[0]
        if stretch.inside and not _names_somebody(found, registry):
            message = f"Inside the list these words give a person, a time or a scope, and no task: {line_text(found)}"
            yield Issue("label-lost", "warning", message, place)
        elif stretch.inside:
            message = f"Inside the list these words name who does something, and no task holds them: {line_text(found)}"
            yield Issue("statement-lost", "error", message, place)
        else:
            message = "A sentence outside the list gives a unit something to do; it was not read as a task."
            yield Issue("duty-outside-list", "info", message, place)
    yield from _unknown_labels(left, places)


def _left(document: Document, items: Iterable[Quote]) -> Iterator[_Left]:
    """The stretches of the paragraphs that no task holds."""
    taken: dict[str, list[tuple[int, int]]] = {}
    for quote in items:
        taken.setdefault(quote.block, []).append((quote.start, quote.end))
    order = [index for index, block in enumerate(document.blocks) if block.id in taken]
    first = _first_point(document, order[0]) if order else 0
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        inside = bool(order) and first < index <= order[-1]
        begin = 0
        for start, end in [*sorted(taken.get(block.id, ())), (len(block.text), len(block.text))]:
            if start > begin and block.text[begin:start].strip():
                quote = Quote(block.id, None, None, begin, start, block.text[begin:start])
                within = inside and not (index == order[-1] and end == len(block.text))
                yield _Left(Folded((quote,)), within, inside and index < order[0])
            begin = max(begin, end)


def _first_point(document: Document, first: int) -> int:
    """The block before the list's first point: the first task's, or where lost points of its kind begin."""
    begin, opened = first, _opening(document.blocks[first])
    for index in range(first - 1, -1, -1):
        if opened is None or opened.value == 1:
            break
        number = _opening(document.blocks[index])
        if number and number.kind == opened.kind and number.value < opened.value:
            begin, opened = index - 1, number
    return begin


def _opening(block: Block) -> Enumerator | None:
    return leading(fold_text(block.text[:_LONGEST_NUMBER])) if isinstance(block, Paragraph) else None


def _statement(left: _Left, registry: Registry) -> Quotes | None:
    """The words that say who: a label line, a bracket, or a sentence with a known unit and a word of duty."""
    text = left.text
    if left.inside:
        for start, end in pairs(text):
            if _claims(text, start + 1, end - 1, registry):
                return left.folded.locate(start, end)
        for label in find_labels(text, 0, len(text)):
            if label.party and label.end < len(text):
                return left.folded.locate(label.start, _end_of_sentence(text, label.start))
    if left.before or not _STATEMENT("outside_duty").search(text):
        return None
    start = 0
    while start < len(text):
        end = _end_of_sentence(text, start)
        sentence = text[start:end]
        if _STATEMENT("outside_duty").search(sentence) and _names_unit(sentence, registry):
            return left.folded.locate(start, end)
        start = end + 1
    return None


def _claims(text: str, start: int, end: int, registry: Registry) -> bool:
    """True for a bracket with a statement or a label, or with a known unit and a word of duty."""
    if read_claim(text, start, end, registry) or find_labels(text, start, end):
        return True
    return bool(_STATEMENT("outside_duty").search(text, start, end)) and registry.longest_name(text, start) is not None


def _names_somebody(quotes: Quotes, registry: Registry) -> bool:
    """False for a bracket whose labels give persons, times or scopes, and no units."""
    folded = Folded(quotes)
    labels = find_labels(folded.text, 1, len(folded) - 1) if folded.text[:1] in OPEN else []
    claim = read_claim(folded.text, 1, len(folded) - 1, registry) if labels else None
    return not labels or claim is not None or any(label.party for label in labels)


def _end_of_sentence(text: str, start: int) -> int:
    return min((at for mark in SENTENCE_ENDS if (at := text.find(mark, start)) >= 0), default=len(text))


def _names_unit(sentence: str, registry: Registry) -> bool:
    starts = _STATEMENT("outside_start").finditer(sentence)
    return any(registry.longest_name(sentence, start.start()) for start in starts)


def _unknown_labels(left: list[_Left], places: PageIndex) -> Iterator[Issue]:
    """Labels inside the list that nobody knows, each once: X： at the head of a line, repeated."""
    first: dict[str, Quotes] = {}
    count: Counter[str] = Counter()
    for stretch in left:
        colon = stretch.text.find(":", 2, _LONGEST_LABEL)
        if not stretch.inside or colon < 0 or not _STATEMENT("label_like").fullmatch(stretch.text, 0, colon):
            continue
        label = stretch.text[:colon]
        count[label] += 1
        first.setdefault(label, stretch.folded.locate(0, colon + 1))
    for label, quotes in first.items():
        if count[label] >= _REPEATED:
            message = (
                f"An unknown label, {count[label]} times in the list: {label}. What follows it was read as context."
            )
            yield Issue("label-unknown", "warning", message, places.of(quotes[0])[0])
