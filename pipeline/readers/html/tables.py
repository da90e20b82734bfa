"""What each table element of a page is for.

A page uses ``table`` for data, for its own layout, and for the block of 索引号, 发布机构, 文号 above an article.
"""

from collections.abc import Iterable
from enum import Enum

from pipeline.fold import count_ink, fold_text
from pipeline.knowledge import read_toml
from pipeline.readers.html.events import Close, Event, Open
from pipeline.text.lexicon import roles_of

_LONG_CELL_BLOCKS = 10
_BREAKING = frozenset({"p", "div", "li", "br", "h1", "h2", "h3", "h4"})
_BUTTONS = frozenset({"submit", "button", "image", "reset"})


class TableKind(Enum):
    """What a table element is for."""

    DATA = "data"
    LAYOUT = "layout"
    META = "meta"


class _Facts:
    """What the choice of a kind looks at, for one table element."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.rows: list[list[str]] = []
        """For each row the beginnings of its cells' texts; a longer text says no more."""
        self.ink = self.link_ink = self.data_ink = self.controls = 0
        self.largest = self.blocks_in_largest = 0
        self.ruled = attributes.get("border", "0") not in ("", "0") or "border" in attributes.get("style", "")
        self.presentation = attributes.get("role") in ("presentation", "none")
        self.cell_ink = self.cell_blocks = 0
        self.in_cell = False

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])

    def open_cell(self, tag: str, attributes: dict[str, str]) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append("")
        self.ruled = self.ruled or tag == "th" or "solid" in attributes.get("style", "")
        self.in_cell = True

    def close_cell(self) -> None:
        if self.cell_ink > self.largest:
            self.largest, self.blocks_in_largest = self.cell_ink, self.cell_blocks
        self.cell_ink = self.cell_blocks = 0
        self.in_cell = False

    def add_text(self, text: str, linked: bool) -> None:
        ink = count_ink(text)
        self.add_ink(ink, ink if linked else 0)
        if self.in_cell and len(self.rows[-1][-1]) < 20:
            self.rows[-1][-1] += text.strip()[:20]

    def add_ink(self, ink: int, link_ink: int) -> None:
        self.ink += ink
        self.link_ink += link_ink
        self.cell_ink += ink

    def _holds_tables(self) -> bool:
        """True where data tables inside are most of it, or anything of it where it draws no lines itself."""
        return self.data_ink * 2 > self.ink if self.ruled else self.data_ink > 0

    def kind(self) -> TableKind:
        """Layout unless rows and columns speak for data; see each line for its reason."""
        filled = [row for row in self.rows if any(row)]
        columns = max((len(row) for row in filled), default=0)
        if self.presentation or columns < 2 or self._holds_tables():
            return TableKind.LAYOUT  # a frame: around other tables, or of a single column
        if _is_meta(filled):
            return TableKind.META
        if len(filled) < 2 and not (self.ruled and columns > 2):
            return TableKind.LAYOUT  # side by side is not a list
        if (self.controls and not _has_header(filled)) or self.link_ink * 10 > self.ink * (9 if self.ruled else 6):
            return TableKind.LAYOUT  # a form, or a menu
        cells = sum(1 for row in filled for text in row if text)
        swallowed = self.largest * 10 > self.ink * 6 and self.blocks_in_largest >= _LONG_CELL_BLOCKS
        if swallowed and not self.ruled and (cells <= 8 or len(filled) <= 3):
            return TableKind.LAYOUT  # the article in the middle of its frame
        return TableKind.DATA


def _has_header(rows: list[list[str]]) -> bool:
    """True where a row begins the table with the words of a list's header: it may be filled in as a form."""
    return any(sum(bool(roles_of(text)) for text in row) >= 2 for row in rows[:3])


def _is_meta(rows: list[list[str]]) -> bool:
    """True for label, value, label, value: at least two rows or pairs, most labels known, none beside another label."""
    labels = frozenset(read_toml("site_chrome.toml")["meta"]["labels"])
    pairs = [(row[at], row[at + 1] if at + 1 < len(row) else "") for row in rows for at in range(0, len(row), 2)]
    names = [fold_text(label).rstrip(":") for label, _ in pairs if label]
    known = sum(name in labels for name in names)
    beside = any(fold_text(value).rstrip(":") in labels for _, value in pairs)
    return known >= 2 and known * 2 > len(names) and not beside and len(rows) <= 20


def classify_tables(events: Iterable[Event]) -> list[TableKind]:
    """The kind of each table element, in the order in which they open."""
    kinds: list[TableKind] = []
    stack: list[tuple[int, _Facts]] = []
    links = 0
    for event in events:
        if isinstance(event, Open):
            links += event.tag == "a"
            if event.tag == "table":
                stack.append((len(kinds), _Facts(event.attributes)))
                kinds.append(TableKind.LAYOUT)
            elif stack:
                _note_open(stack[-1][1], event)
        elif isinstance(event, Close):
            links -= event.tag == "a"
            if event.tag == "table" and stack:
                index, facts = stack.pop()
                facts.close_cell()
                kinds[index] = facts.kind()
                if stack:
                    _note_inner(stack[-1][1], facts, kinds[index])
            elif stack and event.tag in ("td", "th"):
                stack[-1][1].close_cell()
        elif stack:
            stack[-1][1].add_text(event.text, links > 0)
    return kinds


def _note_open(facts: _Facts, event: Open) -> None:
    tag = event.tag
    if tag == "tr":
        facts.open_row()
    elif tag in ("td", "th"):
        facts.open_cell(tag, event.attributes)
    elif tag in _BREAKING:
        facts.cell_blocks += 1
    elif tag == "button" or (tag == "input" and _is_empty(event.attributes)):
        facts.controls += 1


def _is_empty(attributes: dict[str, str]) -> bool:
    """True for a button, and for a control that waits to be filled in; what is filled in is content."""
    kind = attributes.get("type", "").lower()
    if kind in ("checkbox", "radio", "hidden"):
        return False
    return kind in _BUTTONS or not attributes.get("value", "").strip()


def _note_inner(outer: _Facts, inner: _Facts, kind: TableKind) -> None:
    outer.add_ink(inner.ink, inner.link_ink)
    outer.data_ink += inner.ink if kind is TableKind.DATA else inner.data_ink
    outer.controls += inner.controls
