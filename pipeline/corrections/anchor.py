"""Where a correction belongs: a task by its own words, a value by its quote. What is not certain is not found."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.corrections.line import MarkedText, TaskAnchor
from pipeline.fold import fold_text
from pipeline.model import Deadline, Party, Task
from pipeline.source import Document, Paragraph, Quote

_HEAD = 40
_LISTED = re.compile(r"/assignments/(\d+)/(parties|deadlines)/(\d+)(/[a-z_]+)?")


class TaskIndex:
    """The tasks of a record by what they say."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self._groups: dict[tuple[str, str], list[int]] = {}
        self._heads = [_head(task) for task in tasks]
        for index, task in enumerate(tasks):
            self._groups.setdefault((fold_text(task.number or ""), self._heads[index]), []).append(index)

    def anchor(self, index: int) -> TaskAnchor:
        """The anchor of the task at ``index``."""
        task, head = self.tasks[index], self._heads[index]
        alike = self._groups[fold_text(task.number or ""), head]
        body = digest_body(task)
        same = self._same(alike, _key(task), body)
        return TaskAnchor(_key(task), task.number, head, body, len(alike), (same.index(index), len(same)))

    def find(self, anchor: TaskAnchor) -> int | None:
        """The index of the one task that it means, or None.

        A number and a beginning that are the task's alone are enough; where others share them, key and all quotes
        decide, and among tasks that are equal in all of this the order, if there are as many as there were.
        """
        alike = self._groups.get((fold_text(anchor.number or ""), anchor.head), [])
        if len(alike) == 1 and anchor.alike == 1:
            return alike[0]
        same = self._same(alike, anchor.key, anchor.body)
        nth, count = anchor.same
        return same[nth] if len(same) == count else None

    def _same(self, alike: list[int], key: str, body: str) -> list[int]:
        return [at for at in alike if _key(self.tasks[at]) == key and digest_body(self.tasks[at]) == body]


def _key(task: Task) -> str:
    """The key without the number that parts it from others of the same words."""
    return (task.key or "").partition("-")[0]


def _head(task: Task) -> str:
    text = fold_text(task.title + (task.measures or ""))
    return "".join(char for char in text if char.isalnum())[:_HEAD]


def digest_body(task: Task) -> str:
    """12 hex digits over the task's quotes, in the order of its pointers, white space aside."""
    places = (place.quote for pointer in sorted(task.provenance) for place in task.provenance[pointer])
    return hashlib.sha256("\0".join(map(fold_text, places)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


class Listed(Struct, frozen=True):
    """A pointer to a party or a deadline, or to a member of it."""

    assignment: int
    kind: str
    index: int
    member: str

    @property
    def pointer(self) -> str:
        """The whole pointer."""
        return f"/assignments/{self.assignment}/{self.kind}/{self.index}{self.member}"


def read_listed(pointer: str) -> Listed | None:
    """The pointer's parts; None where it leads to something else."""
    found = _LISTED.fullmatch(pointer)
    return Listed(int(found[1]), found[2], int(found[3]), found[4] or "") if found else None


def items_of(task: Task, kind: str) -> Iterator[tuple[int, int, Party | Deadline]]:
    """Each party (``parties``) or deadline of a task, with the indexes of its assignment and its own."""
    for number, assignment in enumerate(task.assignments):
        items: Sequence[Party | Deadline] = assignment.parties if kind == "parties" else assignment.deadlines
        yield from ((number, index, item) for index, item in enumerate(items))


def quote_of(item: Party | Deadline) -> str:
    """The words of the item, as printed, without white space."""
    return fold_text(item.printed if isinstance(item, Party) else item.text)


def anchor_value(task: Task, pointer: str) -> tuple[str | None, tuple[int, int] | None]:
    """(quote, which of how many) that find the value at ``pointer`` again. Raises KeyError where nothing is there."""
    listed = read_listed(pointer)
    if listed is None:
        places = task.provenance.get(pointer, ())
        return ("".join(place.quote for place in places) or None), None
    items = list(items_of(task, listed.kind))
    own = next((item for number, index, item in items if (number, index) == (listed.assignment, listed.index)), None)
    if own is None:
        raise KeyError(pointer)
    alike = [(number, index) for number, index, item in items if quote_of(item) == quote_of(own)]
    return quote_of(own), (alike.index((listed.assignment, listed.index)), len(alike))


def find_value(task: Task, pointer: str, quote: str | None, nth: tuple[int, int] | None) -> str | None:
    """The pointer at which the value is now; None where that is not certain.

    Of several with one quote, the one at the same place counts, and only where there are as many as there were.
    """
    listed = read_listed(pointer)
    if listed is None:
        return pointer
    alike = [
        (number, index)
        for number, index, item in items_of(task, listed.kind)
        if quote_of(item) == fold_text(quote or "")
    ]
    if nth is None or len(alike) != nth[1]:
        return None
    at = alike[nth[0]]
    if len(alike) > 1 and at != (listed.assignment, listed.index):
        return None
    return Listed(at[0], listed.kind, at[1], listed.member).pointer


# ---------------------------------------------------------------- a place in the document


def anchor_text(document: Document, block: str, row: int | None, column: int | None, quote: str) -> MarkedText | None:
    """The anchor of the first ``quote`` in a paragraph or cell; None where it does not say that."""
    found = list(_occurrences(document, quote))
    for index, place in enumerate(found):
        if (place.block, place.row, place.column) == (block, row, column):
            return MarkedText(fold_text(quote), index, len(found), block, row)
    return None


def find_text(document: Document, place: MarkedText) -> Quote | None:
    """The text that the anchor means; None where it occurs more or less often than it did."""
    found = list(_occurrences(document, place.quote))
    return found[place.nth] if len(found) == place.of and place.nth < len(found) else None


def _occurrences(document: Document, quote: str) -> Iterator[Quote]:
    """The stretches of paragraphs and cells that read like ``quote``, white space and widths aside; once a cell."""
    from pipeline.fold import Folded

    wanted = fold_text(quote)
    for block in document.blocks:
        holders = (
            [(None, None, block.text, ())]
            if isinstance(block, Paragraph)
            else [(cell.row, cell.column, cell.text, cell.paragraph_ends) for cell in block.cells]
        )
        for row, column, text, ends in holders:
            if not wanted or len(text) < len(wanted) // 2 or wanted not in fold_text(text):
                continue
            folded = Folded((Quote(block.id, row, column, 0, len(text), text, tuple(ends)),))
            start = folded.text.find(wanted)
            quotes = folded.locate(start, start + len(wanted)) if start >= 0 else ()
            if quotes:
                yield Quote(
                    block.id, row, column, quotes[0].start, quotes[-1].end, text[quotes[0].start : quotes[-1].end]
                )
