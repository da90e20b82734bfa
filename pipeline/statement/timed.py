"""Units with a time of their own, without labels: 市财政局6月底前; 市财政局（6月底前）; 市财政局：6月底前."""

from collections.abc import Iterator

from msgspec import Struct

from pipeline.text.brackets import CLOSE, OPEN
from pipeline.text.stops import trim
from pipeline.time import says_time
from pipeline.units.lists import ListPiece
from pipeline.units.names import REACH, KnownNames

_MARKS = ":" + OPEN + CLOSE


class TimedPiece(Struct, frozen=True, gc=False):
    """A piece of a list: the part that names units, and the span of the time that it brings along."""

    names: ListPiece
    time: tuple[int, int] | None = None


def part_times(text: str, piece: ListPiece, known: KnownNames, seams: frozenset[int]) -> Iterator[TimedPiece]:
    """The piece, parted where a known name is followed by a time; ``seams``: where the source has white space."""
    start, separator = piece.start, piece.separator
    while start < piece.end:
        found = _timed(text, start, piece.end, known, seams)
        if found is None:
            break
        name, time, end = found
        yield TimedPiece(ListPiece(start, name, separator), time)
        start, separator = end, ","
    if start < piece.end:
        yield TimedPiece(ListPiece(start, piece.end, separator))


def _timed(
    text: str, start: int, end: int, known: KnownNames, seams: frozenset[int]
) -> tuple[int, tuple[int, int], int] | None:
    """The end of the name at ``start``, the span of the time behind it, and where the next name begins."""
    reach = known.longest_name(text[start : min(end, start + REACH)], 0)
    name = start + reach if reach else end
    if name >= end - 1:
        return None
    stops = [end, *(seam for seam in sorted(seams) if name + 1 < seam < end)]
    for stop in stops:
        low, high = trim(text, name, stop, _MARKS + "、,;")
        if low < high and says_time(text[low:high]) and (stop == end or known.longest_name(text, stop) is not None):
            return name, (low, high), stop
    return None
