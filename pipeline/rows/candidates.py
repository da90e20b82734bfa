"""An item of running text on its way to a task: its text, and the statements in it, looked for once."""

from functools import cached_property

from pipeline.fold import Folded
from pipeline.rows.outline import Item
from pipeline.rows.statements import Found, find_loose, find_shaped, find_statements
from pipeline.source import Quote, Quotes, Remark
from pipeline.text.stops import trim
from pipeline.units.names import KnownNames


class Candidate:
    """An ``Item`` with what is found in it; ``remarks`` say how it came to be, where that is not plain.

    ``whole``: all its text belongs to it, also behind its statements; ``closed``: nothing behind its last one does.
    """

    closed = False

    def __init__(self, item: Item, known: KnownNames, remarks: tuple[Remark, ...] = (), *, whole: bool = False) -> None:
        self.item, self.known, self.remarks, self.whole = item, known, remarks, whole

    @cached_property
    def folded(self) -> Folded:
        """The item's text without its number."""
        return Folded(self.item.lines)

    @cached_property
    def starts(self) -> list[int]:
        """The offsets at which its paragraphs begin."""
        return self.folded.line_starts()

    def loosen(self) -> None:
        """Take weaker brackets for statements, where the item has none: its siblings have some."""
        loose = find_loose(self.folded.text, self.starts)
        if loose and not self.found:
            self.found = loose

    def take_shape(self) -> None:
        """Take a bracket of names of the shape of units for a statement: all of its siblings end so."""
        self.found = find_shaped(self.folded.text)

    @property
    def is_shaped(self) -> bool:
        """True if it has no statement, and ends in a bracket of several names of the shape of units."""
        return self.item.enumerator is not None and not self.found and bool(find_shaped(self.folded.text))

    @cached_property
    def found(self) -> list[Found]:
        """Its statements, in order."""
        return find_statements(self.folded.text, self.starts, self.known)

    @property
    def tail(self) -> int:
        """The characters behind its last statement, marks apart."""
        start, end = trim(self.folded.text, self.found[-1].end, len(self.folded)) if self.found else (0, 0)
        return end - start

    @property
    def family(self) -> tuple[str, Quotes]:
        """What siblings share: the kind of number, and the item above."""
        item = self.item
        return item.enumerator.kind if item.enumerator else "", item.parents[-1].number if item.parents else ()

    @property
    def names_units(self) -> bool:
        """True if some statement says who is responsible."""
        return any(piece.names_units for piece in self.found)


def touching(quotes: Quotes) -> Quotes:
    """Quotes of one block that touch, as one."""
    runs: list[list[Quote]] = []
    for quote in quotes:
        last = runs[-1][-1] if runs else None
        if last and (last.block, last.row, last.column, last.end) == (
            *(quote.block, quote.row, quote.column),
            quote.start,
        ):
            runs[-1].append(quote)
        else:
            runs.append([quote])
    return tuple(run[0] if len(run) == 1 else _joined(run) for run in runs)


def _joined(run: list[Quote]) -> Quote:
    first = run[0]
    text = "".join(quote.text for quote in run)
    return Quote(first.block, first.row, first.column, first.start, run[-1].end, text, first.ends)
