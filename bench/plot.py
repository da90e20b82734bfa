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
    """A panel for each input, a dot for each reader, seconds on one log scale; the same figures give the same bytes."""
    matplotlib.rcParams.update({"svg.hashsalt": "fengong", "svg.fonttype": "none", "font.size": 9})
    heights = [len(dots) + 1 for dots in figures.values()]
    figure, panels = pyplot.subplots(
        len(figures),
        1,
        figsize=(7.5, 0.6 + sum(heights) * 0.24),
        sharex=True,
        squeeze=False,
        gridspec_kw={"height_ratios": heights},
    )
    for panel, (title, dots) in zip(panels[:, 0], figures.items(), strict=True):
        names = [name for name, _ in dots]
        seconds = [value for _, value in dots]
        panel.scatter(seconds, names, color=[_colour(name) for name in names], zorder=2)
        for name, value in dots:
            panel.annotate(_show(value), (value, name), (7, 0), textcoords="offset points", va="center", fontsize=8)
        panel.set_ylim(len(dots) - 0.5, -0.5)
        panel.grid(color="#e0e0e0", zorder=0)
        panel.set_title(title, fontsize=9, loc="left")
        panel.spines[["top", "right"]].set_visible(False)
    every = [value for dots in figures.values() for _, value in dots]
    panels[-1, 0].set_xscale("log")
    panels[-1, 0].set_xlim(min(every) / 1.5, max(every) * 3)
    panels[-1, 0].xaxis.set_major_formatter(lambda value, _: _show(value))
    for panel in panels[:, 0]:
        panel.minorticks_off()
        panel.tick_params(length=0)
    panels[-1, 0].set_xlabel("time for one document, median, log scale")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.endswith(".svg") else None)


def _colour(name: str) -> str:
    return OURS if name.startswith("fengong") else FLOOR if name.startswith("floor") else PEER


def _show(seconds: float) -> str:
    return (
        f"{seconds:.3g} s"
        if seconds >= 0.9995
        else f"{seconds * 1000:.2g} ms"
        if seconds < 0.1
        else f"{seconds * 1000:.0f} ms"
    )


if __name__ == "__main__":
    draw(json.load(sys.stdin), sys.argv[1])
