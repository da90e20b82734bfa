"""The page from the figures."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.knowledge import read_toml
from pipeline.model import PartyRole, Record
from pipeline.overview.charts import COLOURS, lying_bars, standing_bars
from pipeline.overview.figures import OverviewFigures, count

_MOST = 40
"""Rows of a chart or list; how many more there are is said."""
_HERE = Path(__file__).parent


def write_page(records: Iterable[Record], language: Literal["en", "zh"]) -> bytes:
    """The bytes of the page; nothing of a record can become markup."""
    words = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))[language]
    figures = count(records)
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    summary = words["summary"].format(
        documents=len(figures.documents),
        tasks=figures.tasks,
        assignments=figures.assignments,
        units=len(figures.units),
    )
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{words["title"]}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>',
        f"<h1>{words['title']}</h1><p>{summary}</p>",
        f"<h2>{words['units']}</h2>{_units(figures, words)}",
        f"<h2>{words['months']}</h2>{standing_bars(dict(sorted(figures.months.items())[:_MOST]))}",
        f"{_more(len(figures.months), words)}<p>{words['undated'].format(count=figures.undated)}</p>",
        f"<h2>{words['categories']}</h2>{_categories(figures, words)}",
        f"<h2>{words['doubts']}</h2>{_doubts(figures, words, language)}",
        f"<h2>{words['documents']}</h2>{_documents(figures, words)}</body></html>\n",
    ]
    return "\n".join(parts).encode("utf-8", "replace")


def _units(figures: OverviewFigures, words: dict[str, Any]) -> str:
    roles: tuple[PartyRole, ...] = get_args(PartyRole)
    ordered = sorted(figures.units.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    rows = [(name, [counted[role] for role in roles]) for name, counted in ordered[:_MOST]]
    used = [index for index, role in enumerate(roles) if any(counted[role] for counted in figures.units.values())]
    key = "".join(f'<span><i style="background:{COLOURS[i]}"></i>{words["roles"][roles[i]]}</span>' for i in used)
    return f"<p class=key>{key}</p>{lying_bars(rows)}{_more(len(ordered), words)}"


def _categories(figures: OverviewFigures, words: dict[str, Any]) -> str:
    rows = [(name or words["uncategorised"], [value]) for name, value in figures.categories.most_common(_MOST)]
    return lying_bars(rows) + _more(len(figures.categories), words)


def _doubts(figures: OverviewFigures, words: dict[str, Any], language: str) -> str:
    codes = read_toml("codes.toml")
    issues = Counter(
        {f"{code}: {codes[code][language] if code in codes else ''}": n for (_, code), n in figures.issues.items()}
    )
    bases = Counter({words["basis"][basis]: n for basis, n in figures.bases.items()})
    lists = (("names", figures.names), ("days", bases), ("issues", issues))
    return "".join(f"<h3>{words[title]}</h3>{_list(counted, words)}" for title, counted in lists)


def _list(counted: Counter[str], words: dict[str, Any]) -> str:
    lines = "".join(f"<li>{escape(name)} × {number}</li>" for name, number in counted.most_common(_MOST))
    return f"<ul>{lines or '<li>' + words['none'] + '</li>'}</ul>{_more(len(counted), words)}"


def _documents(figures: OverviewFigures, words: dict[str, Any]) -> str:
    lines = "".join(
        f"<li>{escape(title)} ({escape(name)}, {tasks}){words['partial'] if partial else ''}</li>"
        for title, name, tasks, partial in figures.documents[:_MOST]
    )
    return f"<ul>{lines}</ul>{_more(len(figures.documents), words)}"


def _more(number: int, words: dict[str, Any]) -> str:
    return f"<p>{words['more'].format(count=number - _MOST)}</p>" if number > _MOST else ""
