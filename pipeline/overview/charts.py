"""Charts as SVG: bars that lie (a name each, with parts) and bars that stand (a month each)."""

from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#1f5a99", "#4c8fcc", "#a3c9ea", "#c9dff2", "#8a6fb0", "#57a773", "#d8a13b", "#c25b4e")
"""For the roles in their order."""
_LINE, _LABEL, _WIDTH = 20, 250, 900


def lying_bars(rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """A bar a row, its parts side by side in the order of the colours, the sum behind it."""
    most = max((sum(parts) for _, parts in rows), default=0) or 1
    scale = (_WIDTH - _LABEL - 60) / most
    height = len(rows) * _LINE + 6
    pieces = [f'<svg viewBox="0 0 {_WIDTH} {height}" role="img">']
    for number, (name, parts) in enumerate(rows):
        top, left = number * _LINE, float(_LABEL)
        pieces.append(f'<text x="{_LABEL - 8}" y="{top + 15}" text-anchor="end">{escape(_shorten(name, 18))}</text>')
        for part, colour in zip(parts, COLOURS, strict=False):
            if part:
                width = part * scale
                pieces.append(f'<rect x="{left:.1f}" y="{top + 3}" width="{width:.1f}" height="15" fill="{colour}"/>')
                left += width
        pieces.append(f'<text x="{left + 6:.1f}" y="{top + 15}">{sum(parts)}</text>')
    return "".join(pieces) + "</svg>"


def standing_bars(counts: Mapping[str, int]) -> str:
    """A bar a key, in order, with its count above and its name below."""
    most = max(counts.values(), default=0) or 1
    step = min(70.0, _WIDTH / max(len(counts), 1))
    pieces = [f'<svg viewBox="0 0 {_WIDTH} 220" role="img">']
    for number, (name, value) in enumerate(counts.items()):
        left, height = number * step, value / most * 150
        middle = left + step / 2
        bar = f'x="{left + step * 0.15:.1f}" y="{180 - height:.1f}" width="{step * 0.7:.1f}" height="{height:.1f}"'
        pieces.append(f'<rect {bar} fill="{COLOURS[0]}"/>')
        pieces.append(f'<text x="{middle:.1f}" y="{174 - height:.1f}" text-anchor="middle">{value}</text>')
        pieces.append(f'<text x="{middle:.1f}" y="200" text-anchor="middle">{escape(name)}</text>')
    return "".join(pieces) + "</svg>"


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
