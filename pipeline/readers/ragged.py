"""Rows of cells without spans → cells with columns: which cell of a short row is the wide one?

A converter that flattens a table keeps its cells in order and drops their spans. The columns show what they hold in
the full rows (numbers, names, long text, units, times); a short row is laid over them so that each cell stands where
such text stands.
"""

import re
from collections import Counter
from functools import lru_cache

from pipeline.fold import fold_text
from pipeline.grid import RawCell
from pipeline.text.enumerator import row_number
from pipeline.text.lexicon import UNIT_ROLES, rank_of, roles_of
from pipeline.text.patterns import pattern
from pipeline.time import says_time

Profile = dict[str, float]
"""class of text → how often a column's filled cells have it, 0 to 1"""

_WIDENED = 0.15
"""Cost of a cell that takes several columns: one wide cell is likelier than two."""
_MOST_MISSING = 16
"""In a row that lacks more cells than this the last cell takes all the rest: no merge is as wide."""
_LONGEST_LABELLED = 400
"""Characters in which a label makes a cell a statement."""
_LONGEST_NAME = 20
_LONGEST_TIME = 24


def class_of(text: str) -> str:
    """What a cell looks like: empty, number, labelled, units, time, short, medium or long."""
    return _class_of(fold_text(text))


@lru_cache(maxsize=4096)
def _class_of(folded: str) -> str:
    if not folded:
        return "empty"
    if row_number(folded) is not None:
        return "number"
    if pattern("layout", "labelled").search(folded, 0, _LONGEST_LABELLED):
        return "labelled"
    if len(folded) <= _LONGEST_TIME and (says_time(folded) or pattern("layout", "time").search(folded)):
        return "time"
    pieces = [piece for piece in re.split(r"[、,;\n]", folded) if piece]
    if pieces and sum(_names_unit(piece) for piece in pieces) * 3 >= len(pieces) * 2:
        return "units"
    return "short" if len(folded) <= 16 else "medium" if len(folded) <= 40 else "long"


def _names_unit(piece: str) -> bool:
    """A piece that ends like an organ; for endings of many other words too (站, 处) it also begins like one."""
    ended = pattern("layout", "organ").search(piece) or pattern("layout", "local_organ").search(piece)
    return len(piece) <= _LONGEST_NAME and ended is not None


Weights = dict[str, float]
"""class of text → how well it goes under a header or beside a cell, 0 to 1"""
_TEXT: Weights = {"long": 1.0, "medium": 1.0, "short": 0.5}
_NAMES: Weights = {"short": 1.0, "medium": 1.0, "empty": 1.0}
_EXPECTED: dict[str, Weights] = {
    "number": {"number": 1.0},
    "category": _NAMES,
    "title": _NAMES,
    "person": {"short": 1.0, "units": 0.5},
    "deadline": {"time": 1.0, "labelled": 1.0},
    "note": {"empty": 1.0, "short": 1.0},
} | {role: {"units": 1.0, "labelled": 1.0, "short": 0.4} for role in UNIT_ROLES}


def expected_classes(header: str) -> Weights:
    """The classes of text that stand under a header; empty where its words are not known."""
    roles = roles_of(header)
    if len(roles) > 1:
        return {"labelled": 1.0} | {name: 0.7 for role in roles for name in _EXPECTED.get(role, _TEXT)}
    if roles == ("title",) and rank_of(header) < 2:
        return {"short": 1.0, "medium": 1.0, "long": 1.0}
    return _EXPECTED.get(roles[0], _TEXT) if roles else {}


def _widening(header: str) -> float:
    """Cost of a header over several columns: names and categories are split, other columns hardly ever."""
    return _WIDENED if set(roles_of(header)) & {"category", "title"} else 4 * _WIDENED


def table_width(rows: list[list[str]]) -> int:
    """The number of columns: the largest row width that is no stray."""
    counts = Counter(len(row) for row in rows)
    firm = [width for width, count in counts.items() if count >= 2 or count * 4 >= len(rows)]
    return max(firm, default=max(counts, default=0))


def lay_out(rows: list[list[str]], *, header_rows: int = 1) -> tuple[RawCell, ...]:
    """Cells with columns for rows of any width; the first ``header_rows`` rows are read by their header words."""
    width = table_width(rows)
    profiles = _profiles(rows[header_rows:], width)
    cells: list[RawCell] = []
    header_spans: list[int] = []
    known: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(rows):
        if len(row) >= width:
            spans = [1] * len(row)
        elif index < header_rows:
            below = rows[index + 1] if index + 1 < header_rows else []
            spans = header_spans = _spans_over(row, below, width) or _header_spans(row, profiles)
        elif len(row) == 1:
            spans = [width]
        else:
            classes = tuple(class_of(text) for text in row)
            if classes not in known:
                known[classes] = _body_spans(classes, profiles, header_spans)
            spans = known[classes]
        column = 0
        for text, span in zip(row, spans, strict=True):
            cells.append(RawCell(index, column, 1, span, text, tuple(_line_feeds(text))))
            column += span
    return tuple(cells)


def _body_spans(classes: tuple[str, ...], profiles: list[Profile], header_spans: list[int]) -> list[int]:
    """The spans of a short row by what its cells look like."""
    fits: list[Weights] = [{name: 1.0} for name in classes]
    if len(fits) == len(header_spans):
        return _better(fits, profiles, header_spans)
    return _best_spans(fits, profiles, [_WIDENED] * len(fits))


def _spans_over(row: list[str], below: list[str], width: int) -> list[int]:
    """The spans of an upper header row, where the row below it shows its words: a wide cell stands over each run."""
    if len(below) != width:
        return []
    spans: list[int] = []
    for text, left in zip(below, ["", *below], strict=False):
        if text and left:
            spans[-1] += 1
        else:
            spans.append(1)
    return spans if len(spans) == len(row) else []


def _header_spans(row: list[str], profiles: list[Profile]) -> list[int]:
    """The spans of a header row by what stands under its words."""
    return _best_spans([expected_classes(text) for text in row], profiles, [_widening(text) for text in row])


def _line_feeds(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]


def _profiles(rows: list[list[str]], width: int) -> list[Profile]:
    counts: list[Counter[str]] = [Counter() for _ in range(width)]
    for row in rows:
        if len(row) == width:
            for column, text in enumerate(row):
                counts[column][class_of(text)] += 1
    return [_shares(count) for count in counts]


def _shares(count: Counter[str]) -> Profile:
    filled = sum(count.values()) - count["empty"]
    shares = {name: number / filled for name, number in count.items() if name != "empty" and filled}
    total = sum(count.values())
    return shares | {"empty": count["empty"] / total if total else 0.5}


def _mismatch(fit: Weights, profiles: list[Profile]) -> float:
    """0 (such text stands there) to 1 (never seen there), the mean over the columns a cell would take."""
    if not fit:
        return 0.5
    shares = (sum(weight * profile.get(name, 0.0) for name, weight in fit.items()) for profile in profiles)
    return sum(1 - min(1.0, share) for share in shares) / len(profiles)


def _cost(fits: list[Weights], profiles: list[Profile], spans: list[int]) -> float:
    cost, column = 0.0, 0
    for fit, span in zip(fits, spans, strict=True):
        cost += _mismatch(fit, profiles[column : column + span]) + _WIDENED * (span > 1)
        column += span
    return cost


def _better(fits: list[Weights], profiles: list[Profile], header_spans: list[int]) -> list[int]:
    """The header's own spans unless another layout fits clearly better."""
    if len(profiles) - len(fits) > _MOST_MISSING:
        return header_spans
    best = _best_spans(fits, profiles, [_WIDENED] * len(fits))
    clearly = _cost(fits, profiles, best) + 1.0 < _cost(fits, profiles, header_spans)
    return best if clearly else header_spans


def _best_spans(fits: list[Weights], profiles: list[Profile], widening: list[float]) -> list[int]:
    """The spans (they add up to the number of columns) with the least mismatch."""
    width, many = len(profiles), len(fits)
    surplus = width - many
    if surplus > _MOST_MISSING:
        return [1] * (many - 1) + [surplus + 1]
    costs: list[dict[int, float]] = [{0: 0.0}]
    back: list[dict[int, int]] = [{}]
    for index, fit in enumerate(fits):
        reached: dict[int, float] = {}
        origin: dict[int, int] = {}
        for start, cost in costs[-1].items():
            for span in range(1, surplus - (start - index) + 2):
                end = start + span
                step = cost + _mismatch(fit, profiles[start:end]) + widening[index] * (span > 1)
                if step < reached.get(end, float("inf")):
                    reached[end], origin[end] = step, start
        costs.append(reached)
        back.append(origin)
    spans: list[int] = []
    end = width
    for index in range(many, 0, -1):
        start = back[index][end]
        spans.append(end - start)
        end = start
    return spans[::-1]
