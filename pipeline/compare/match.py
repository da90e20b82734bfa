"""Which tasks are one: the best pairing of all, then tasks that were split or merged, then what is left.

The thresholds were measured on lists with known changes (tests/test_compare.py, bench/compare.py).
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct, structs
from scipy.optimize import linear_sum_assignment

from pipeline.compare.model import ChangeKind
from pipeline.compare.similar import Likeness, Matrix
from pipeline.compare.texts import ComparedTask

_LEAST = 0.42
"""Below it a pair is no pair."""
_SURE, _MARGIN = 0.62, 0.12
"""A pair is certain from this score on, if no other pair of either task comes nearer than the margin."""
_HELD, _SURE_HELD = 0.62, 0.8
"""How much of a part's text the whole has at least, in a split or merge; and where that is certain."""
_MAYBE_HELD = 0.42
"""A task that is left over and of which a paired one holds this much may be a part of it: the pair is not certain."""
_FAR = 0.3
"""A task whose nearest one is not even this near is certainly new, or dropped."""


class Group(Struct, frozen=True):
    """Tasks that belong together, by their places on the two sides."""

    kind: ChangeKind
    certain: bool
    score: float
    old: tuple[int, ...]
    new: tuple[int, ...]
    nearest: int | None = None


def match_tasks(old: Sequence[ComparedTask], new: Sequence[ComparedTask], likeness: Likeness) -> list[Group]:
    """Every task of both sides in exactly one group; in the order of the new list, dropped ones after the old task
    before them."""
    scores = likeness.scores
    pairs = _pair(scores)
    splits = _find_parts(pairs, set(range(len(new))) - set(pairs.values()), likeness.new_in_old, likeness.old_in_new)
    turned = {column: row for row, column in pairs.items()}
    merges = _find_parts(turned, set(range(len(old))) - set(pairs), likeness.old_in_new.T, likeness.new_in_old.T)
    merges = {column: rows for column, rows in merges.items() if turned[column] not in splits}
    groups = []
    for row, column in pairs.items():
        rows, columns = (row, *merges.get(column, ())), (column, *splits.get(row, ()))
        groups.append(_group(old, new, likeness, tuple(sorted(rows)), tuple(sorted(columns))))
    used_old = {row for group in groups for row in group.old}
    used_new = {column for group in groups for column in group.new}
    groups += [_left(scores[row], "dropped", row) for row in range(len(old)) if row not in used_old]
    groups += [_left(scores[:, column], "new", column) for column in range(len(new)) if column not in used_new]
    groups = [
        _doubt(group, likeness, set(range(len(old))) - used_old, set(range(len(new))) - used_new) for group in groups
    ]
    return _in_order(groups, pairs)


def _doubt(group: Group, likeness: Likeness, free_old: set[int], free_new: set[int]) -> Group:
    """A pair that may be the half of a split or merge is not certain."""
    if not (group.certain and group.old and group.new):
        return group
    in_old = likeness.new_in_old[list(group.old)][:, sorted(free_new)]
    in_new = likeness.old_in_new[sorted(free_old)][:, list(group.new)]
    if max(in_old.max(initial=0), in_new.max(initial=0)) >= _MAYBE_HELD:
        return structs.replace(group, certain=False)
    return group


def _pair(scores: Matrix) -> dict[int, int]:
    """The pairing with the greatest sum of scores, without pairs that are none."""
    worth = np.where(scores >= _LEAST, scores, 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True) if worth[row, column] > 0}


def _find_parts(pairs: dict[int, int], free: set[int], held: Matrix, holds: Matrix) -> dict[int, list[int]]:
    """By whole, the free tasks that are parts of it: the whole holds them, and its own partner too, and neither holds
    all of the whole."""
    found: dict[int, list[int]] = {}
    for part in sorted(free):
        whole = int(held[:, part].argmax()) if held.shape[0] else -1
        partner = pairs.get(whole)
        if partner is None or held[whole, part] < _HELD or held[whole, partner] < _HELD:
            continue
        if holds[whole, partner] < 0.9:
            found.setdefault(whole, []).append(part)
    return found


def _group(
    old: Sequence[ComparedTask],
    new: Sequence[ComparedTask],
    likeness: Likeness,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
) -> Group:
    scores = likeness.scores
    score = float(min(scores[row, column] for row in rows for column in columns))
    if len(rows) == len(columns) == 1:
        row, column = rows[0], columns[0]
        same = old[row].text == new[column].text
        rest = max(_other(scores[row], column), _other(scores[:, column], row))
        certain = score >= _SURE and score - rest >= _MARGIN
        return Group("kept" if same else "reworded", certain, score, rows, columns)
    held = likeness.new_in_old if len(columns) > 1 else likeness.old_in_new
    least = min(float(held[row, column]) for row in rows for column in columns)
    kind: ChangeKind = "split" if len(columns) > 1 else "merged"
    return Group(kind, least >= _SURE_HELD, score, rows, columns)


def _other(scores: Matrix, but: int) -> float:
    """The best score of the others."""
    return max(float(scores[:but].max(initial=0)), float(scores[but + 1 :].max(initial=0)))


def _left(scores: Matrix, kind: ChangeKind, number: int) -> Group:
    nearest = int(scores.argmax()) if scores.size else None
    score = float(scores[nearest]) if nearest is not None else 0.0
    certain = score < _FAR
    own: tuple[tuple[int, ...], tuple[int, ...]] = ((number,), ()) if kind == "dropped" else ((), (number,))
    return Group(kind, certain, score, *own, None if certain else nearest)


def _in_order(groups: Sequence[Group], pairs: dict[int, int]) -> list[Group]:
    def key(group: Group) -> tuple[int, int, int]:
        if group.new:
            return (group.new[0], 0, 0)
        before = [pairs[row] for row in range(group.old[0]) if row in pairs]
        return (before[-1] if before else -1, 1, group.old[0])

    return sorted(groups, key=key)
