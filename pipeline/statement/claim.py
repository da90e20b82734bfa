"""Does a text say who is responsible? A bracket, a cell or a clause, judged by its labels, verbs and names."""

import re

from msgspec import Struct

from pipeline.fold import HAN
from pipeline.source import Label
from pipeline.statement.labels import find_labels
from pipeline.statement.notes import find_notes
from pipeline.statement.roles import TAIL_LIMIT, is_time, role_grammar, unit_like, units_share
from pipeline.text.brackets import CLOSE, OPEN
from pipeline.text.patterns import pattern
from pipeline.text.stops import trim
from pipeline.units.carry import is_named
from pipeline.units.lists import ListPiece, cut
from pipeline.units.names import KnownNames

LIMIT = 3_000
"""A bracket longer than this is text, not a statement."""
_UNITS = 0.6
"""From this share of pieces that look like units on, a list with a role word is a statement."""
_ODD = 24
"""Characters of a piece that is no unit's name and no time, yet belongs to a statement: 扬州高铁新城负责."""
_ENDS = "。;,、("
_SHORT_NAME = re.compile(rf"(?:{HAN}|[()]){{2,16}}")


class Claim(Struct, frozen=True, gc=False):
    """That a text says who is responsible, with the labels that were found in it; offsets are in the text given."""

    labels: tuple[Label, ...]


def read_claim(text: str, start: int, end: int, known: KnownNames) -> Claim | None:
    """What ``text[start:end]`` (without its brackets) claims by a label or a verb; None where it is other text."""
    if start >= end or end - start > LIMIT:
        return None
    whole = tuple(find_labels(text, start, end))
    notes = find_notes(text[start:end])
    if notes:
        _, end = trim(text, start, start + notes[0].start, _ENDS)
    labels = [label for label in whole if label.start < end]
    if any(label.party for label in labels):
        return Claim(whole)
    if labels:  # a label of the time only: who stands before it
        _, end = trim(text, start, labels[0].start, _ENDS)
    if start >= end:
        return None
    claimed = _names_doers(text, start, end, known) or (bool(labels) and units_share(text, start, end) == 1.0)
    return Claim(whole) if claimed else None


def _names_doers(text: str, start: int, end: int, known: KnownNames) -> bool:
    """True for a list of units with a role word; one odd member, or a tail that is no name, does not spoil it."""
    pieces = [piece for piece in cut(text, start, end) if not is_time(text[piece.start : piece.end])]
    if pieces and all(_is_timed(text, piece, known) for piece in pieces):
        return True
    if not any(_acts(text, piece) for piece in pieces):
        return False
    like = [unit_like(text, piece.start, piece.end) for piece in pieces]
    if sum(like) >= _UNITS * len(like):
        return True
    odd = [piece for piece, fits in zip(pieces, like, strict=True) if not fits]
    named = any(fits and _is_known(text, piece, known) for piece, fits in zip(pieces, like, strict=True))
    return named and len(odd) <= sum(like) and all(piece.end - piece.start <= _ODD for piece in odd)


def _is_timed(text: str, piece: ListPiece, known: KnownNames) -> bool:
    """True for a known unit with a time of its own: 市财政局6月底前, 市财政局（6月底前）."""
    reach = known.longest_name(text[piece.start : piece.end], 0)
    if reach is None or piece.start + reach >= piece.end:
        return False
    low, high = trim(text, piece.start + reach, piece.end, ":" + OPEN + CLOSE)
    return low < high and is_time(text[low:high])


def _acts(text: str, piece: ListPiece) -> bool:
    """True for a piece that a verb or division ends, with something before it."""
    rules = role_grammar()
    low = max(piece.start, piece.end - 2 * TAIL_LIMIT)
    found = rules.division.search(text, low, piece.end) or rules.find_verb(text, low, piece.end)
    return found is not None and (found.start() > piece.start or piece.separator != "")


def _is_known(text: str, piece: ListPiece, known: KnownNames) -> bool:
    leading = role_grammar().leading.match(text, piece.start, piece.end)
    return known.longest_name(text, leading.end() if leading else piece.start) is not None


def is_bare_list(text: str, start: int, end: int, known: KnownNames) -> bool:
    """True if ``text[start:end]`` is units, at least half of them named in full, and when they are due at most:
    （卫生部）, （市财政局，2031年6月底前）. A bare year or day is none of it: that is where a figure comes from.

    Of four or more one may be a name of another kind.
    """
    if not start < end <= start + LIMIT:
        return False
    names = [piece for piece in cut(text, start, end) if not _is_due(text[piece.start : piece.end])]
    named = sum(is_named(text, name.start, name.end, known) for name in names)
    odd = [name for name in names if not unit_like(text, name.start, name.end)]
    spared = len(odd) <= len(names) // 4 and all(name.end - name.start <= _ODD for name in odd)
    return bool(names) and named * 2 >= len(names) and (not odd or spared)


def _is_due(text: str) -> bool:
    return is_time(text) and not pattern("statement", "bare_date").search(text)


def is_name_list(text: str, start: int, end: int) -> bool:
    """True if ``text[start:end]`` is short pieces of Han characters, the last of which ends like a unit."""
    if not start < end <= start + LIMIT:
        return False
    pieces = cut(text, start, end)
    short = all(_SHORT_NAME.fullmatch(text, piece.start, piece.end) for piece in pieces)
    timed = any(is_time(text[piece.start : piece.end]) for piece in pieces)
    return bool(pieces) and short and not timed and unit_like(text, pieces[-1].start, pieces[-1].end)


def is_shaped_list(text: str, start: int, end: int) -> bool:
    """True if ``text[start:end]`` is several short names, each of which looks like a unit or a group (各村、各科室)."""
    if not start < end <= start + LIMIT:
        return False
    pieces = cut(text, start, end)
    short = all(_SHORT_NAME.fullmatch(text, piece.start, piece.end) for piece in pieces)
    return len(pieces) > 1 and short and all(_is_shaped(text, piece) for piece in pieces)


def _is_shaped(text: str, piece: ListPiece) -> bool:
    grouped = pattern("statement", "each").match(text, piece.start, piece.end)
    return bool(grouped) or (unit_like(text, piece.start, piece.end) and not is_time(text[piece.start : piece.end]))
