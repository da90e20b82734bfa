"""How alike the tasks of two sides are.

Two looks at the texts: the pairs of characters that they share, each weighted by how rare it is in both lists (so that
加强 and 建立健全 count for little), and, for the pairs that may be one, the edit distance. Category and units help.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel
from scipy.sparse import csr_array

from pipeline.compare.texts import ComparedTask, letters

Matrix: TypeAlias = Any
"""Of numpy, float32, a row an old task."""
_CANDIDATES = 12
"""Of each task, the tasks of the other side whose edit distance is looked at."""
_TEXT, _CATEGORY, _UNITS = 0.86, 0.07, 0.07
"""Weights of the three; what neither side has counts as alike."""


SAME_TITLE = 0.45
"""The least score of two tasks whose title nobody else has: enough for a pair, never for a certain one."""


class Likeness(tuple[Matrix, Matrix, Matrix]):
    """``scores`` of all pairs; ``in_old`` and ``in_new``: how much of the new (old) task's text the other one holds."""

    __slots__ = ()

    @property
    def scores(self) -> Matrix:
        return self[0]

    @property
    def new_in_old(self) -> Matrix:
        return self[1]

    @property
    def old_in_new(self) -> Matrix:
        return self[2]


def compare_texts(old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> Likeness:
    """Rows are old tasks, columns new ones."""
    weights, split = _weigh([task.text for task in (*old, *new)]), len(old)
    left, right = weights[:split], weights[split:]
    shared = _shared(left, right)
    lengths: Matrix = np.outer(_norm(left), _norm(right)).astype(np.float32)
    cosine: Matrix = (shared / np.maximum(lengths, 1e-9)).astype(np.float32)
    scores = _TEXT * _with_distance(cosine, old, new)
    scores += _CATEGORY * _compare_categories(old, new)
    scores += _UNITS * _compare_units(old, new)
    for row, column in _same_titles(old, new):
        scores[row, column] = max(scores[row, column], SAME_TITLE)
    held_in_old, held_in_new = (_held(left, right), _held(right, left).T)
    return Likeness((scores.astype(np.float32), held_in_old, held_in_new))


def _weigh(texts: Sequence[str]) -> csr_array:
    """A row a text: the weight of each pair of characters in it."""
    known: dict[str, int] = {}
    rows, columns = list[int](), list[int]()
    for row, text in enumerate(texts):
        for pair in {text[index : index + 2] for index in range(max(len(text) - 1, 1))}:
            rows.append(row)
            columns.append(known.setdefault(pair, len(known)))
    counts = np.bincount(columns, minlength=len(known))
    rarity = np.log((len(texts) + 1) / (counts + 0.5)).clip(0.05)
    values = rarity[columns].astype(np.float32)
    return csr_array((values, (rows, columns)), shape=(len(texts), max(len(known), 1)), dtype=np.float32)


def _norm(weights: csr_array) -> Matrix:
    norms: Matrix = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return norms


def _shared(left: csr_array, right: csr_array) -> Matrix:
    return np.asarray((left @ right.T).todense(), dtype=np.float32)


def _held(left: csr_array, right: csr_array) -> Matrix:
    """How much of each right text's weight is in each left text."""
    present = left.copy()
    present.data = np.ones_like(present.data)
    total = np.maximum(np.asarray(right.sum(axis=1)).ravel(), 1e-9).astype(np.float32)
    held: Matrix = _shared(present, right) / total
    return held


def _with_distance(cosine: Matrix, old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> Matrix:
    """Half the shared pairs, half the edit distance, where the pair is among the candidates of either task."""
    text = cosine * 0.5
    chosen = np.zeros(cosine.shape, dtype=bool)
    for axis, matrix in ((1, cosine), (0, cosine)):
        count = min(_CANDIDATES, matrix.shape[axis])
        best = np.argpartition(-matrix, count - 1, axis=axis).take(range(count), axis=axis)
        np.put_along_axis(chosen, best, True, axis=axis)
    chosen &= cosine > 0
    rows, columns = np.nonzero(chosen)
    ratios = process.cpdist(
        [old[int(row)].text for row in rows],
        [new[int(column)].text for column in columns],
        scorer=Indel.normalized_similarity,
    )
    text[rows, columns] += 0.5 * ratios
    return text


def _same_titles(old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> Iterator[tuple[int, int]]:
    """Pairs of tasks with one title that is once on each side."""
    left, right = (
        {title: rows[0] for title, rows in _by_title(side).items() if title and len(rows) == 1} for side in (old, new)
    )
    return ((left[title], right[title]) for title in left if title in right)


def _by_title(side: Sequence[ComparedTask]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, task in enumerate(side):
        found.setdefault(letters(task.task.title), []).append(row)
    return found


def _compare_categories(old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> Matrix:
    """Equal names are one comparison: a list has few categories."""
    left, right = ([task.category for task in side] for side in (old, new))
    first, second = (list(dict.fromkeys(side)) for side in (left, right))
    table = process.cdist(first, second, scorer=Indel.normalized_similarity, dtype=np.float32)
    rows, columns = [first.index(name) for name in left], [second.index(name) for name in right]
    return table[np.ix_(rows, columns)]


def _compare_units(old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> Matrix:
    known: dict[str, int] = {}
    sides = []
    for side in (old, new):
        pairs = [(row, known.setdefault(unit, len(known))) for row, task in enumerate(side) for unit in task.units]
        sides.append((len(side), pairs))
    left, right = (
        csr_array(
            (np.ones(len(pairs), np.float32), ([row for row, _ in pairs], [unit for _, unit in pairs])),
            shape=(count, max(len(known), 1)),
        )
        for count, pairs in sides
    )
    common = _shared(left, right)
    sizes = np.add.outer(np.asarray(left.sum(axis=1)).ravel(), np.asarray(right.sum(axis=1)).ravel())
    union = (sizes - common).astype(np.float32)
    return np.where(union > 0, common / np.maximum(union, 1), 1).astype(np.float32)
