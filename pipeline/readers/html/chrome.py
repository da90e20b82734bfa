"""Tells the article from the site around it: menus, tools, breadcrumbs, footers.

A line goes only where something speaks against it; whatever is undecided stays. The article is the smallest element
that contains three quarters of the page's sentences and tables, from its first such line to its last; inside it only
the tools (打印, 分享到 …) go.
"""

import re
from functools import cache

from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.knowledge import read_toml
from pipeline.readers.html.blocks import Extent, Layout, PageItem, WebLine
from pipeline.text.patterns import pattern

_SENTENCE_INK = 20
_SENTENCE = re.compile(r"[，。；：、,;（(]")
_LONG = 16
"""Non-blank characters from which a line without links is too long for a menu."""
_TOOL_LINE = 60
_SEPARATORS = re.compile(r"[\s|>»›·:\[\]【】()</\\•、,.\-—×☐☑\ue000-\uf8ff]")
"""Characters between a menu's words; icon fonts use the private use area."""
_WORD = re.compile(r"\w")


class _Words(Struct, frozen=True):
    """The compiled data file."""

    tools: re.Pattern[str]
    menus: re.Pattern[str]
    trails: re.Pattern[str]
    footers: re.Pattern[str]
    near: re.Pattern[str]
    labels: tuple[str, ...]


def _compile(*sections: dict[str, list[str]]) -> re.Pattern[str]:
    """One alternation, longer words first."""
    words = sorted((word for section in sections for word in section.get("words", ())), key=len, reverse=True)
    patterns = [each for section in sections for each in section["patterns"]]
    return re.compile("|".join([*patterns, *(re.escape(fold_text(word)) for word in words)]), re.I)


@cache
def _words() -> _Words:
    data = read_toml("site_chrome.toml")
    return _Words(
        tools=_compile(data["tools"]),
        menus=_compile(data["tools"], data["menus"]),
        trails=_compile(data["trails"]),
        footers=_compile(data["footers"]),
        near=_compile(data["footers_near"]),
        labels=tuple(data["meta"]["labels"]),
    )


def is_covered(text: str, section: str) -> bool:
    """True where the words of ``tools`` or ``menus`` and separators between them make up the whole folded line."""
    words = _words().tools if section == "tools" else _words().menus
    at, found = 0, False
    while at < len(text):
        match = words.match(text, at)
        if match and match.end() > at:
            at, found = match.end(), True
        elif _SEPARATORS.match(text, at):
            at += 1
        else:
            return False
    return found


def begins_with(text: str, section: str) -> bool:
    """True where a pattern of ``trails``, ``footers`` or ``near`` matches at the start of the folded line."""
    patterns = {"trails": _words().trails, "footers": _words().footers, "near": _words().near}
    return patterns[section].match(text.lstrip("|>[(【")) is not None


def weigh(item: PageItem) -> int:
    """Characters of content in an item: a table's, or a sentence's outside navigation; else 0."""
    if not isinstance(item, WebLine):
        return sum(len(cell.text) for cell in item.cells)
    if item.aside or item.ink < _SENTENCE_INK or item.link_ink * 2 > item.ink or not _SENTENCE.search(item.text):
        return 0
    text = fold_text(item.text[:200])
    return 0 if any(begins_with(text, name) for name in ("trails", "footers")) else item.ink


def find_article(layout: Layout) -> tuple[int, int]:
    """Half-open range of the items of the smallest element that contains three quarters of the content."""
    total = sum(weigh(item) for item in layout.items)
    whole = Extent(0, len(layout.items), total)
    large = (extent for extent in layout.extents if extent.content * 4 >= total * 3)
    best = min(large, key=lambda extent: extent.end - extent.start, default=whole)
    return best.start, best.end


def mark_chrome(layout: Layout, title: str) -> list[bool]:
    """For each item of the page whether it is the site's and not the article's."""
    items = layout.items
    start, end = find_article(layout)
    content = [index for index in range(start, end) if weigh(items[index])]
    first, last = (content[0], content[-1] + 1) if content else (start, end)
    own = range(start, end) if (start, end) != (0, len(items)) else range(0)
    judge = _Judge(fold_text(title), own, _hints_count(items))
    marks = [False] * len(items)
    for index in range(first, last):
        marks[index] = _is_tool(items[index])
    judge.walk(items, marks, range(first - 1, -1, -1))
    judge.walk(items, marks, range(last, len(items)))
    return marks


def _hints_count(items: list[PageItem]) -> bool:
    """False where most sentences are in an element named for navigation: then it is not closed, or named loosely."""
    lines = [item for item in items if isinstance(item, WebLine)]
    return sum(weigh(line) for line in lines if line.hinted) * 2 < sum(weigh(line) for line in lines)


def _is_tool(item: PageItem) -> bool:
    return isinstance(item, WebLine) and item.ink <= _TOOL_LINE and is_covered(fold_text(item.text), "tools")


class _Judge:
    """Judges lines outside the article, walking away from it."""

    def __init__(self, title: str, own: range, hints_count: bool) -> None:
        self._title = title
        self._hints_count = hints_count
        self._own = own

    def walk(self, items: list[PageItem], marks: list[bool], indexes: range) -> None:
        """Beyond the first menu a short undecided line is a menu too; beyond the first footer any but sentences."""
        menu = footer = False
        waiting: list[int] = []  # lines that are a footer's if a sure one follows
        for index in indexes:
            item = items[index]
            if not isinstance(item, WebLine):
                waiting = []
                continue
            text = fold_text(item.text[:400])
            if begins_with(text, "footers"):
                footer = menu = marks[index] = True
                for place in waiting:
                    marks[place] = True
                waiting = []
            elif begins_with(text, "near"):
                marks[index] = footer
                waiting.append(index)
            elif _is_tool(item):
                marks[index] = True
            elif self._is_menu(item, text):
                menu = marks[index] = True
            elif not self._is_wanted(item, text):
                undecided = menu and item.ink < _LONG and index not in self._own
                marks[index] = undecided or (footer and indexes.step > 0 and not weigh(item))

    def _is_menu(self, line: WebLine, text: str) -> bool:
        if line.aside or begins_with(text, "trails") or not _WORD.search(text):
            return True
        linked = line.link_ink * 10 >= line.ink * 7
        if pattern("site_chrome", "attached").match(text) or self._is_title(text, most_of_it=linked):
            return False
        if linked or is_covered(text, "menus"):
            return True
        return self._hints_count and line.hinted and not weigh(line) and not self._is_wanted(line, text)

    def _is_wanted(self, line: WebLine, text: str) -> bool:
        """Title, number, date, label of the block above the article."""
        labelled = text.startswith(_words().labels) and ":" in text[:12]
        dated = pattern("site_chrome", "dated").search(text[:60]) is not None
        return labelled or line.heading or dated or self._is_title(text)

    def _is_title(self, text: str, *, most_of_it: bool = False) -> bool:
        """The page's title or a line of it; a linked line must be most of it, since site names are links as well."""
        if len(text) < 6 or (most_of_it and len(text) * 2 < len(self._title)):
            return False
        return text in self._title or (len(self._title) >= 6 and self._title in text)
