"""The page: both texts side by side, with the words that changed; one file, no network, printable."""

from html import escape
from pathlib import Path
from typing import Any, Literal

from rapidfuzz.distance import Indel

from pipeline.compare.model import KINDS, ComparedItem, ComparedList, Comparison, TaskPlace
from pipeline.compare.wording import read_words, say_deadline, say_place, say_unit

_SHORTEST = 2
"""Characters: an equal stretch between two changes is shown as changed too where it is shorter."""


def write_html(comparison: Comparison, language: Literal["en", "zh"]) -> bytes:
    """The page's bytes."""
    words = read_words(language)
    style = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    counts = "".join(f"<li>{words[kind]} <b>{comparison.summary[kind]}</b></li>" for kind in KINDS)
    page = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{words["title"]}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>',
        f"<h1>{words['title']}</h1><div class=lists>",
        f"<div><h2>{words['old']}</h2>{_lists(comparison.old, words)}</div>",
        f"<div><h2>{words['now']}</h2>{_lists(comparison.new, words)}</div></div>",
        f"<ul class=counts>{counts}<li>{words['unsure']} <b>{comparison.unsure}</b></li></ul><p>{words['note']}</p>",
        *(_show(item, words) for item in comparison.items),
        "</body></html>\n",
    ]
    return "\n".join(page).encode("utf-8", "replace")


def _lists(lists: tuple[ComparedList, ...], words: dict[str, Any]) -> str:
    lines = (
        f"<li>{escape(item.title or item.name)} ({escape(item.name)}, {words['tasks'].format(count=item.tasks)})</li>"
        for item in lists
    )
    return f"<ul>{''.join(lines)}</ul>"


def _show(item: ComparedItem, words: dict[str, Any]) -> str:
    left, right = mark_changes(_text(item.old), _text(item.new)) if item.old and item.new else ("", "")
    left = left or escape(_text(item.old))
    right = right or escape(_text(item.new))
    notes = [say_unit(change, words) for change in item.units]
    if item.deadline:
        notes.append(say_deadline(item.deadline, words))
    if item.nearest:
        notes.append(words["nearest"].format(task=item.nearest))
    state = words["certain" if item.certain else "unsure"]
    return (
        f'<section class="{item.kind}{"" if item.certain else " unsure"}"><header><b>{words[item.kind]}</b> '
        f"<span>{state}</span> <span>{words['score']} {item.score:.2f}</span></header>"
        f"<div class=sides><div>{_head(item.old, words)}<p>{left}</p></div>"
        f"<div>{_head(item.new, words)}<p>{right}</p></div></div>"
        f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul></section>"
    )


def _head(tasks: tuple[TaskPlace, ...], words: dict[str, Any]) -> str:
    lines = (escape(" · ".join(filter(None, (task.number, say_place(task, words))))) for task in tasks)
    return f"<small>{'<br>'.join(lines)}</small>"


def _text(tasks: tuple[TaskPlace, ...]) -> str:
    return "\n".join("\n".join(filter(None, (task.title, task.measures))) for task in tasks)


def mark_changes(old: str, new: str) -> tuple[str, str]:
    """Both texts as HTML, with what only one of them has in <del> and <ins>."""
    found = list(Indel.opcodes(old, new))
    blocks = [
        (op.tag == "equal" and (op.src_end - op.src_start >= _SHORTEST or number in (0, len(found) - 1)), op)
        for number, op in enumerate(found)
    ]
    left, right = list[str](), list[str]()
    index = 0
    while index < len(blocks):
        equal, first = blocks[index]
        end = index
        while end + 1 < len(blocks) and blocks[end + 1][0] == equal:
            end += 1
        last = blocks[end][1]
        here, there = old[first.src_start : last.src_end], new[first.dest_start : last.dest_end]
        for side, text, tag in ((left, here, "del"), (right, there, "ins")):
            side.append(escape(text) if equal or not text else f"<{tag}>{escape(text)}</{tag}>")
        index = end + 1
    return "".join(left), "".join(right)
