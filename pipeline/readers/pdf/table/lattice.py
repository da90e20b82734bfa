"""Rulings → cells → tables.

The rules are those of pdfplumber's TableFinder (snap, join, intersect, smallest closed cell, cells that share corners
are one table), which takes them from Anssi Nurminen's master's thesis; here they run on indexed rulings, so that the
cost follows the number of crossings and a page drawn as graph paper does not stall the reader.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby, islice, pairwise
from operator import itemgetter

from msgspec import Struct

from pipeline.model import Box
from pipeline.readers.pdf.page.sketch import Ruling

SNAP = 3.0
"""Points: rulings nearer than this are one, breaks shorter than this are closed, corners may miss by this."""
SHORTEST = 3.0
OPEN = 12.0
"""Points: a ruling that goes on for more than this beyond the last crossing one has an open cell at its end."""
CROSSING_LIMIT = 100_000
_STEP_LIMIT = 4_000_000
_START, _END = 1, 2
"""Places of the ends in a ruling."""
_Point = tuple[float, float]


class Lattice(Struct, frozen=True):
    """The closed cells of each table on a page, tables from top to bottom. ``overfull``: more rulings than are read."""

    tables: tuple[tuple[Box, ...], ...] = ()
    overfull: bool = False


def find_tables(horizontal: list[Ruling], vertical: list[Ruling], *, close: bool = True) -> Lattice:
    """The tables that these rulings draw; a lone box is no table.

    ``close``: outer borders that are not drawn are added where the rulings across end on one line.
    """
    rows, columns = merge_lines(horizontal), merge_lines(vertical)
    if close:
        rows, columns = _close_sides(rows, columns), _close_sides(columns, rows)
        added = _close_ends(rows, columns)
        rows = merge_lines([*rows, *added]) if added else rows
    crossings = _cross(rows, columns)
    if crossings is None:
        return Lattice(overfull=True)
    cells = _close_cells(crossings)
    if cells is None:
        return Lattice(overfull=True)
    return Lattice(tuple(group for group in _group_cells(cells) if len(group) > 1))


def _close_sides(lines: list[Ruling], across: list[Ruling]) -> list[Ruling]:
    """``lines`` and the outer ones that are missing: where three rulings of ``across`` or more begin, or end, at one
    place and ``lines`` cross them, but none does so there. A missing one is as long as those that cross."""
    added: list[Ruling] = []
    for end in (_START, _END):
        for group in _by_end(across, end):
            side, low, high = group[0][end], min(group).at, max(group).at
            beside = [line for line in lines if line.start < high and line.end > low]
            if len(group) < 3 or any(abs(line.at - side) <= SNAP for line in beside):
                continue
            begin, stop = min(line.start for line in group), max(line.end for line in group)
            crossing = [line for line in beside if begin - SNAP <= line.at <= stop + SNAP]
            if crossing and all(abs(line.at - side) >= OPEN for line in crossing):
                first, last = min(line.start for line in crossing), max(line.end for line in crossing)
                added.append(Ruling(side, min(low, first), max(high, last)))
    return [*lines, *added]


def _by_end(lines: list[Ruling], end: int) -> Iterable[list[Ruling]]:
    """Rulings that start (``end`` _START), or end (_END), at about one place, together."""
    places: dict[float, list[Ruling]] = defaultdict(list)
    for line in lines:
        places[round(line[end] / SNAP)].append(line)
    return places.values()


def _close_ends(rows: list[Ruling], columns: list[Ruling]) -> list[Ruling]:
    """Rulings that are missing between two vertical ones which end side by side, while they go on beyond either: the
    lower border of a merged cell that a page break cuts, which some programs leave open."""
    found: list[Ruling] = []
    for end in (_START, _END):
        for group in _by_end(columns, end):
            near = [line for line in rows if abs(line.at - group[0][end]) <= 2 * SNAP]
            for left, right in pairwise(sorted(group)):
                if any(line.start < right.at - SNAP and line.end > left.at + SNAP for line in near):
                    continue
                height = left[end]
                beside = any(abs(line.end - left.at) <= SNAP or abs(line.start - right.at) <= SNAP for line in near)
                if beside and not any(
                    left.at < line.at < right.at and line.start < height < line.end for line in columns
                ):
                    found.append(Ruling(height, left.at, right.at))
    return found


def merge_lines(lines: list[Ruling]) -> list[Ruling]:
    """Rulings on nearly the same position moved to their mean place and joined where they touch; short ones dropped."""
    merged: list[Ruling] = []
    for cluster in _clusters(sorted(lines)):
        at = sum(line.at for line in cluster) / len(cluster)
        begin, end = None, 0.0
        for _, low, high in sorted(cluster, key=itemgetter(_START)):
            if begin is None:
                begin, end = low, high
            elif low <= end + SNAP:
                end = max(end, high)
            else:
                merged.append(Ruling(at, begin, end))
                begin, end = low, high
        if begin is not None:
            merged.append(Ruling(at, begin, end))
    return [line for line in merged if line.end - line.start >= SHORTEST]


def _clusters(lines: list[Ruling]) -> list[list[Ruling]]:
    clusters: list[list[Ruling]] = []
    last = float("-inf")
    for line in lines:
        if line.at <= last + SNAP:
            clusters[-1].append(line)
        else:
            clusters.append([line])
        last = line.at
    return clusters


def _cross(rows: list[Ruling], columns: list[Ruling]) -> dict[_Point, tuple[set[int], set[int]]] | None:
    """Where rulings cross: point → the vertical and horizontal rulings through it. None when there are too many."""
    crossings: dict[_Point, tuple[set[int], set[int]]] = {}
    order = sorted(range(len(rows)), key=lambda index: rows[index].at)
    tops = [rows[index].at for index in order]
    tried = 0
    for number, (x, top, bottom) in enumerate(columns):
        first, last = bisect_left(tops, top - SNAP), bisect_right(tops, bottom + SNAP)
        tried += last - first
        if tried > _STEP_LIMIT or len(crossings) > CROSSING_LIMIT:
            return None
        for index in order[first:last]:
            y, x0, x1 = rows[index]
            if x0 - SNAP <= x <= x1 + SNAP:
                through = crossings.setdefault((x, y), (set(), set()))
                through[0].add(number)
                through[1].add(index)
    return crossings


def _close_cells(crossings: dict[_Point, tuple[set[int], set[int]]]) -> list[Box] | None:
    """For each crossing the smallest closed rectangle whose top left corner it is."""
    by_x: dict[float, list[float]] = defaultdict(list)
    by_y: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(crossings):
        by_x[x].append(y)
        by_y[y].append(x)
    steps = _STEP_LIMIT
    cells: list[Box] = []
    for x, y in sorted(crossings):
        down, right = crossings[x, y]
        below, beside = by_x[x], by_y[y]
        start = bisect_right(beside, x)
        found = False
        for low in islice(below, bisect_right(below, y), None):
            across, through = crossings[x, low][1], crossings[x, low][0]
            if found or down.isdisjoint(through):
                break  # rulings are joined, so a ruling that has ended does not go on further down
            for far in islice(beside, start, None):
                steps -= 1
                if right.isdisjoint(crossings[far, y][1]):
                    break
                if _is_corner(crossings, far, y, low, across):
                    cells.append((x, y, far, low))
                    found = True
                    break
        if steps < 0:
            return None
    return cells


def _is_corner(
    crossings: dict[_Point, tuple[set[int], set[int]]], x: float, top: float, bottom: float, across: set[int]
) -> bool:
    corner = crossings.get((x, bottom))
    return corner is not None and not across.isdisjoint(corner[1]) and not corner[0].isdisjoint(crossings[x, top][0])


def _group_cells(cells: list[Box]) -> list[tuple[Box, ...]]:
    """Cells that share corners, directly or through others, together; groups from top to bottom."""
    leader = list(range(len(cells)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    owner: dict[_Point, int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            leader[find(index)] = find(owner.setdefault(corner, index))
    order = sorted(range(len(cells)), key=find)
    groups = [tuple(cells[index] for index in group) for _, group in groupby(order, key=find)]
    return sorted(groups, key=lambda group: min((top, x0) for x0, top, _, _ in group))
