"""The ledger: every non-blank source character is counted once, under the first account that fits.

tasks (in a span of task provenance) · headers · context (outside the list) · delimiters (inside it: punctuation,
enumerators, labels, role words) · unused. What a reader discarded keeps its reason.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.fold import ZERO_WIDTH, count_ink
from pipeline.model import Document, Ledger, Paragraph, Provenance, Quote, Task, Unused
from pipeline.places import Places

Slot = tuple[str, int | None, int | None]
"""block, row, column of a cell; row and column None for a paragraph"""

_TASK, _HEADER, _ITEM, _MARK = 1, 2, 4, 8
_OR = {flag: bytes(value | flag for value in range(256)) for flag in (_TASK, _HEADER, _ITEM, _MARK)}


def keep_ledger(
    document: Document,
    places: Places,
    tasks: Iterable[Task],
    headers: Iterable[Quote],
    items: Iterable[Quote],
    marks: Iterable[Quote],
) -> Ledger:
    """The ledger of a document: ``tasks`` with their provenance, the ``headers``, all text of the ``items`` that the
    tasks were read from, and the ``marks`` (labels, enumerators, role words) in it."""
    accounts = _Accounts(document)
    accounts.flag_tasks(tasks)
    accounts.flag(headers, _HEADER)
    accounts.flag(items, _ITEM)
    accounts.flag(marks, _MARK)
    return accounts.close(document, places)


class _Accounts:
    """Flags for each character of a document, set slot by slot."""

    def __init__(self, document: Document) -> None:
        self.texts: dict[Slot, str] = {}
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self.texts[block.id, None, None] = block.text
            else:
                self.texts.update({(block.id, cell.row, cell.column): cell.text for cell in block.cells if cell.text})
        self._flags = {slot: bytearray(len(text)) for slot, text in self.texts.items()}
        self._done: set[tuple[Slot, int, int, int]] = set()  # a merged cell is pointed at by each of its rows

    def flag_tasks(self, tasks: Iterable[Task]) -> None:
        """Mark what task provenance points at."""
        for task in tasks:
            for places in task.provenance.values():
                for place in places:
                    self._set((place.block, place.row, place.column), *place.span, _TASK)

    def flag(self, quotes: Iterable[Quote], flag: int) -> None:
        for quote in quotes:
            self._set((quote.block, quote.row, quote.column), quote.start, quote.end, flag)

    def _set(self, slot: Slot, start: int, end: int, flag: int) -> None:
        flags = self._flags.get(slot)
        key = (slot, start, end, flag)
        if flags is not None and key not in self._done:
            self._done.add(key)
            flags[start:end] = flags[start:end].translate(_OR[flag])

    def close(self, document: Document, places: Places) -> Ledger:
        """The sums, and the unused runs with their places."""
        tasks = headers = context = delimiters = 0
        unused: list[Unused] = []
        for slot, text in self.texts.items():
            loose: list[int] = []
            for index, (char, flags) in enumerate(zip(text, self._flags[slot], strict=True)):
                if char.isspace() or char in ZERO_WIDTH:
                    continue
                if flags & _TASK:
                    tasks += 1
                elif flags & _HEADER:
                    headers += 1
                elif not flags & _ITEM:
                    context += 1
                elif flags & _MARK or _is_sign(char):
                    delimiters += 1
                else:
                    loose.append(index)
            unused.extend(_unused(slot, text, start, end, places) for start, end in _runs(loose, text))
        discarded = sum(count_ink(item.text) for item in document.discarded)
        lost = sum(count_ink(item.text) for item in unused)
        return Ledger(
            characters=tasks + headers + context + delimiters + discarded + lost,
            tasks=tasks,
            headers=headers,
            context=context,
            delimiters=delimiters,
            discarded=document.discarded,
            unused=tuple(unused),
        )


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSC"


def _runs(offsets: list[int], text: str) -> Iterator[tuple[int, int]]:
    """Neighbouring offsets as stretches; blanks between them do not part a stretch."""
    start = end = -1
    for offset in offsets:
        if start >= 0 and not text[end:offset].strip():
            end = offset + 1
            continue
        if start >= 0:
            yield start, end
        start, end = offset, offset + 1
    if start >= 0:
        yield start, end


def _unused(slot: Slot, text: str, start: int, end: int, places: Places) -> Unused:
    block, row, column = slot
    place: Provenance = places.of(Quote(block, row, column, start, end, text[start:end]))[0]
    return Unused(text[start:end], place)
