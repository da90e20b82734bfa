"""The figures of bench/readers.py as a picture, drawn in the plot's own environment (matplotlib).

python bench/plot.py OUT.svg < figures.json      {"title": [[subject, seconds], …], …}
"""

import json
import sys

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

OURS, FLOOR, PEER = "#b03a2e", "#7f8c8d", "#2e6da4"


def draw(figures: dict[str, list[tuple[str, float]]], path: str) -> None:
    """One panel of bars for each input, seconds on a log scale; the same figures give the same bytes."""
    matplotlib.rcParams.update({"svg.hashsalt": "fengong", "svg.fonttype": "none", "font.size": 9})
    heights = [len(bars) + 2 for bars in figures.values()]
    figure, panels = pyplot.subplots(
        len(figures), 1, figsize=(7.5, sum(heights) * 0.24), squeeze=False, gridspec_kw={"height_ratios": heights}
    )
    for panel, (title, bars) in zip(panels[:, 0], figures.items(), strict=True):
        names = [name for name, _ in bars]
        seconds = [value for _, value in bars]
        drawn = panel.barh(names, seconds, color=[_colour(name) for name in names], height=0.7)
        panel.bar_label(drawn, [_show(value) for value in seconds], padding=3, fontsize=8)
        panel.set_xscale("log")
        panel.set_xlim(min(seconds) / 2, max(seconds) * 4)
        panel.invert_yaxis()
        panel.set_title(title, fontsize=9, loc="left")
        panel.spines[["top", "right"]].set_visible(False)
    panels[-1, 0].set_xlabel("seconds for one document, median, log scale")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.endswith(".svg") else None)


def _colour(name: str) -> str:
    return OURS if name.startswith("fengong") else FLOOR if name.startswith("floor") else PEER


def _show(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    draw(json.load(sys.stdin), sys.argv[1])
