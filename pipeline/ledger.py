"""The ledger: every non-blank source character is counted once, under the first account that fits.

tasks (in a span of task provenance) · headers · context (outside the list) · delimiters (inside it: punctuation,
enumerators, labels, role words) · unused. What a reader discarded keeps its reason.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate

from pipeline.fold import ZERO_WIDTH, count_ink
from pipeline.model import Ledger, Task, Unused
from pipeline.provenance import PageIndex
from pipeline.source import Document, Paragraph, Quote

Slot = tuple[str, int | None, int | None]
"""block, row, column of a cell; row and column None for a paragraph"""

_TASK, _HEADER, _ITEM, _MARK = 1, 2, 4, 8
_OR = {flag: bytes(value | flag for value in range(256)) for flag in (_TASK, _HEADER, _ITEM, _MARK)}
_CONTEXT, _UNUSED = 16, 32
"""Accounts, as _TASK, _HEADER and _MARK are; 0 is that of characters without ink."""
_BLANKS = re.compile(rf"[\s{ZERO_WIDTH}]+")
_FIRST = bytes(
    value & _TASK or value & _HEADER or (value & _MARK or _UNUSED if value & _ITEM else _CONTEXT)
    for value in range(256)
)
"""The account of a character with ink by its flags."""
_LOOSE = re.compile(bytes([_UNUSED]) + b"+")
_SHORT = 40
"""Spans up to this length are marked again rather than looked up in `done`."""


def keep_ledger(
    document: Document,
    places: PageIndex,
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
    """Flags for each character of a document, cell by cell in one row of bytes."""

    def __init__(self, document: Document) -> None:
        self.texts: dict[Slot, str] = {}
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self.texts[block.id, None, None] = block.text
            else:
                self.texts.update({(block.id, cell.row, cell.column): cell.text for cell in block.cells if cell.text})
        ends = [0, *accumulate(map(len, self.texts.values()))]
        self._starts = dict(zip(self.texts, ends, strict=False))
        self._flags = bytearray(ends[-1])

    def flag_tasks(self, tasks: Iterable[Task]) -> None:
        """Mark what task provenance points at."""
        found = (place for task in tasks for places in task.provenance.values() for place in places)
        self._mark((((place.block, place.row, place.column), *place.span) for place in found), _TASK)

    def flag(self, quotes: Iterable[Quote], flag: int) -> None:
        self._mark((((quote.block, quote.row, quote.column), quote.start, quote.end) for quote in quotes), flag)

    def _mark(self, spans: Iterable[tuple[Slot, int, int]], flag: int) -> None:
        flags, added = self._flags, _OR[flag]
        done: set[tuple[int, int]] = set()  # a merged cell is pointed at by each of its rows
        for slot, start, end in spans:
            base = self._starts.get(slot)
            if base is None:
                continue
            start, end = base + start, base + end
            if end - start > _SHORT:
                if (start, end) in done:
                    continue
                done.add((start, end))
            flags[start:end] = flags[start:end].translate(added)

    def close(self, document: Document, places: PageIndex) -> Ledger:
        """The sums, and the unused runs with their places."""
        accounts = _settle("".join(self.texts.values()), self._flags)
        sums = {account: accounts.count(account) for account in (_TASK, _HEADER, _CONTEXT, _MARK, _UNUSED)}
        discarded = sum(count_ink(item.text) for item in document.discarded)
        return Ledger(
            characters=sum(sums.values()) + discarded,
            tasks=sums[_TASK],
            headers=sums[_HEADER],
            context=sums[_CONTEXT],
            delimiters=sums[_MARK],
            discarded=document.discarded,
            unused=tuple(self._unused(accounts, places)) if sums[_UNUSED] else (),
        )

    def _unused(self, accounts: bytearray, places: PageIndex) -> Iterator[Unused]:
        for slot, base in self._starts.items():
            text = self.texts[slot]
            for start, end in _runs(accounts[base : base + len(text)], text):
                block, row, column = slot
                place = places.of(Quote(block, row, column, start, end, text[start:end]))[0]
                yield Unused(text[start:end], place)


def _settle(text: str, flags: bytearray) -> bytearray:
    """The account of each character: the flag that counts first, 0 for those without ink."""
    accounts = flags.translate(_FIRST)
    for blank in _BLANKS.finditer(text):
        start, end = blank.span()
        accounts[start:end] = bytes(end - start)
    index = accounts.find(_UNUSED)
    while index >= 0:
        if _is_punctuation(text[index]):
            accounts[index] = _MARK
        index = accounts.find(_UNUSED, index + 1)
    return accounts


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSC"


def _runs(accounts: bytearray, text: str) -> Iterator[tuple[int, int]]:
    """Neighbouring unused characters as stretches; blanks between them do not part a stretch."""
    start = end = -1
    for run in _LOOSE.finditer(accounts):
        if start >= 0 and not text[end : run.start()].strip():
            end = run.end()
            continue
        if start >= 0:
            yield start, end
        start, end = run.span()
    if start >= 0:
        yield start, end
