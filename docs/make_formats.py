"""Make the tables of what can be read in both READMEs from ``formats.toml``: ``python docs/make_formats.py``.

A test holds the READMEs against it.
"""

import re
from pathlib import Path

from pipeline.readers.listed import list_formats

ROOT = Path(__file__).parent.parent
HEADS = {"README.md": ("form", "files", "how"), "README.zh-CN.md": ("形式", "文件", "方法")}


def make_table(name: str) -> str:
    """The table of one README."""
    heads = HEADS[name]
    at = 0 if name == "README.md" else 1
    rows = [heads, ("---", "---", "---")]
    for item in list_formats():
        extra = f" (`fengong[{item.extra}]`)" if item.extra else ""
        rows.append((item.name[at] + extra, " ".join(item.suffixes), item.how[at]))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def fill_in(text: str, name: str) -> str:
    """A README with its table made anew: the one whose first line has these heads."""
    head = re.escape(f"| {' | '.join(HEADS[name])} |\n")
    return re.sub(rf"{head}(?:\|.*\n)+", lambda _: make_table(name), text, count=1)


if __name__ == "__main__":
    for readme in HEADS:
        path = ROOT / readme
        path.write_text(fill_in(path.read_text(encoding="utf-8"), readme), encoding="utf-8")
