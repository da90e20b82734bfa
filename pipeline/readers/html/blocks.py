"""A stream of tags and text → lines and data tables in reading order, with what tells content from navigation."""

import re
from collections.abc import Callable

from msgspec import Struct

from pipeline.fold import count_ink
from pipeline.grid import RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.html.cells import Grid
from pipeline.readers.html.events import FRAMES, Close, Event, Open
from pipeline.readers.html.forms import FIELD
from pipeline.readers.html.looks import look_of
from pipeline.readers.html.marks import INLINE, marks_of, numbering_of, reason_hidden
from pipeline.readers.html.runs import Run, list_marker
from pipeline.readers.html.tables import TableKind, classify_tables
from pipeline.readers.html.unread import Unread, WebPicture, hidden_issue, is_shown_frame, read_picture
from pipeline.readers.raised import split_raised

MOST_SLOTS = 4_000_000
"""Rows by columns; a table beyond is read as lines."""

_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_MARKS = ("aside", "hinted", "heading", "link", "preserved")


class WebLine(Struct, frozen=True):
    """A line of text outside data tables."""

    text: str
    ink: int
    link_ink: int
    aside: bool = False
    """Inside an element made for navigation or a footer."""
    hinted: bool = False
    """Inside an element whose class or id says navigation, sharing, footer …"""
    heading: bool = False
    issues: tuple[Issue, ...] = ()


PageItem = WebLine | RawTable


class Extent(Struct, frozen=True):
    """An element: its items ``start`` to ``end`` (half-open), and the characters of ``content`` in them."""

    start: int
    end: int
    content: int


class Layout(Struct, frozen=True):
    """What a page shows, in order, and what it does not show."""

    items: list[PageItem]
    extents: list[Extent]
    discarded: list[Discarded]
    issues: list[Issue]
    pictures: list[WebPicture]
    """Pictures outside data tables."""
    frames: list[int]
    """Before which item another file is shown."""


def lay_out(events: list[Event], weigh: Callable[[PageItem], int], *, show_hidden: bool = False) -> Layout:
    """Lines and tables of a page; ``weigh`` gives the characters of content in an item (0 for chrome)."""
    page = _Page(classify_tables(events), weigh, show_hidden)
    for event in events:
        if isinstance(event, Open):
            page.open(event)
        elif isinstance(event, Close):
            page.close(event.tag)
        else:
            page.add_text(event.text)
    page.break_line(ends_paragraph=True)
    return Layout(page.items, page.extents, page.unread.discarded, page.issues, page.pictures, page.frames)


class _Frame(Struct):
    """What an open element changed, to be undone when it closes."""

    marks: tuple[str, ...] = ()
    hidden: bool = False
    around: tuple[bool, bool, bool, bool] = (False, False, False, False)
    block: bool = False
    first_item: int = 0
    content: int = 0


class _Page:
    """The page while it is read."""

    def __init__(self, kinds: list[TableKind], weigh: Callable[[PageItem], int], show_hidden: bool) -> None:
        self.items: list[PageItem] = []
        self.extents: list[Extent] = []
        self.issues: list[Issue] = []
        self.pictures: list[WebPicture] = []
        self.frames: list[int] = []
        self.unread = Unread()
        self._kinds = iter(kinds)
        self._weigh = weigh
        self._show_hidden = show_hidden
        self._run = Run()
        self._frames: list[_Frame] = []
        self._tables: list[tuple[TableKind, Grid | None]] = []
        self._grid: Grid | None = None
        self._nested = 0
        self._meta_cell = 0
        self._content = 0
        self._hidden_text: list[str] = []
        self._hidden_reason = ""
        self._hidden_depth = 0
        self._muted = False  # what is hidden is no text of the page
        self._look = (False, False, False, False)  # unseen, tiny, struck, raised
        self._counts = dict.fromkeys(_MARKS, 0)
        self._lists: list[tuple[int, str] | None] = []

    # -------------------------------------------------- text

    def add_text(self, text: str) -> None:
        if self._hidden_depth:
            if not self._muted:
                self._hidden_text.append(text)
            return
        if any(self._look):
            text = self._seen(text)
        linked = self._counts["link"] > 0
        if not self._counts["preserved"]:
            self._run.add(text, link=linked)
            return
        for index, part in enumerate(re.split(r"\r\n|\r|\n", text)):
            if index:
                self.break_line(ends_paragraph=False)
            self._run.add(part, kept=True, link=linked)

    def _seen(self, text: str) -> str:
        """The part of a text that is seen and counts; the rest is left out."""
        unseen, tiny, struck, raised = self._look
        if unseen or tiny:
            self.unread.add("hidden", text)
            return ""
        if struck:
            self.unread.add("struck", text)
            return ""
        if raised:
            text, mark = split_raised(self._run.tail, text)
            self.unread.add("comment", mark)
        return text

    def break_line(self, *, ends_paragraph: bool) -> None:
        text, ink, link_ink = self._run.take()
        issues = self.unread.take()
        if self._grid is not None and self._grid.cell is not None:
            self._grid.cell.add_line(text, ends_paragraph)
            self._grid.cell.issues += issues
            return
        issues = tuple(issue for issue in issues if issue.code == "struck-out" or self._grid is not None)
        if ink:
            counts = self._counts
            flags = (counts["aside"] > 0, counts["hinted"] > 0, counts["heading"] > 0)
            self._add_item(WebLine(text, ink, link_ink, *flags, issues))
        else:
            self.issues.extend(issues)

    def _add_item(self, item: PageItem) -> None:
        self.items.append(item)
        self._content += self._weigh(item)

    # -------------------------------------------------- elements

    def open(self, event: Open) -> None:
        tag, attributes = event.tag, event.attributes
        frame = _Frame()
        self._frames.append(frame)
        frame.around = self._look
        if reason := self._enter(tag, attributes):
            frame.hidden = True
            self._hidden_depth += 1
            self._hidden_reason = self._hidden_reason or reason
            self._muted = self._hidden_depth == 1 and tag == FIELD and "value" in attributes
        if self._hidden_depth:
            if tag not in INLINE:
                self._hidden_text.append("\n")
            if tag == "table":
                next(self._kinds)
            return
        if tag == "img" or tag in FRAMES:
            self._note_shown(tag, attributes)
        if tag not in INLINE:
            self._open_block(tag, attributes, frame)
        frame.marks = marks_of(tag, attributes)
        for mark in frame.marks:
            self._counts[mark] += 1

    def _enter(self, tag: str, attributes: dict[str, str]) -> str:
        """Take in how an element looks; why it is not read with all that is in it, if it is not."""
        look = look_of(tag, attributes)
        unseen, tiny, struck, raised = self._look
        if not self._show_hidden:
            unseen = unseen if look.unseen is None else look.unseen
            tiny = tiny if look.tiny is None else look.tiny
        self._look = (unseen, tiny, struck or look.struck, raised or look.raised)
        if reason := reason_hidden(tag, attributes):
            return reason
        if look.gone and not self._show_hidden:
            return "hidden"
        in_cell = self._grid is not None and self._grid.cell is not None
        if tag == FIELD and not in_cell and not self._run.tail.rstrip().endswith((":", "：")):
            return "site-chrome"
        return ""

    def _note_shown(self, tag: str, attributes: dict[str, str]) -> None:
        """A picture, or a frame that shows another file."""
        if tag == "img":
            picture = read_picture(attributes, len(self.items))
            if self._grid is not None and self._grid.cell is not None:
                self._grid.cell.pictures += (picture,)
            elif not (self._counts["aside"] or (self._counts["link"] and not picture.large)):
                self.pictures.append(picture)
        elif is_shown_frame(attributes):
            self.frames.append(len(self.items))

    def _open_block(self, tag: str, attributes: dict[str, str], frame: _Frame) -> None:
        if tag == "br":
            self.break_line(ends_paragraph=False)
            return
        if self._meta_cell and tag not in ("table", "td", "th", "tr"):
            self._run.add(" ")
            return
        self._open_table_part(tag, attributes)
        if tag in ("ol", "ul"):
            self._lists.append(numbering_of(attributes) if tag == "ol" else None)
        elif tag == "li" and self._lists and (numbering := self._lists[-1]):
            self._run.marker = list_marker(*numbering)
            self._lists[-1] = (numbering[0] + 1, numbering[1])
        frame.block, frame.first_item, frame.content = True, len(self.items), self._content

    def _open_table_part(self, tag: str, attributes: dict[str, str]) -> None:
        kind, grid = self._tables[-1] if self._tables else (None, None)
        if tag in ("td", "th") and kind is TableKind.META:
            # 索引号：|…|发布机构：|… : a label begins a line, its value continues it
            if self._meta_cell % 2:
                self._run.add(" ")
            else:
                self.break_line(ends_paragraph=True)
            self._meta_cell += 1
            return
        self.break_line(ends_paragraph=True)
        if tag == "table":
            self._open_table()
        elif tag == "tr" and kind is TableKind.META:
            self._meta_cell = 0
        elif grid is not None and tag == "tr":
            grid.open_row()
        elif grid is not None and tag in ("td", "th"):
            grid.open_cell(attributes)

    def _open_table(self) -> None:
        kind = next(self._kinds)
        if self._grid is not None:
            self._tables.append((TableKind.LAYOUT, None))
            self._nested += 1
            return
        self._grid = Grid() if kind is TableKind.DATA else None
        self._tables.append((kind, self._grid))

    def close(self, tag: str) -> None:
        frame = self._frames.pop()
        self._look = frame.around
        if self._hidden_depth:
            self._close_hidden(tag, frame)
            return
        if frame.block:
            self._close_block(tag, frame)
        elif self._meta_cell and tag not in INLINE:
            self._run.add(" ")
        for mark in frame.marks:
            self._counts[mark] -= 1

    def _close_block(self, tag: str, frame: _Frame) -> None:
        kind, grid = self._tables[-1] if self._tables else (None, None)
        if kind is TableKind.META and tag in ("td", "th"):
            return
        self.break_line(ends_paragraph=True)
        if tag == "table" and self._tables:
            self._close_table()
        elif grid is not None:
            if tag in ("td", "th"):
                grid.close_cell()
            elif tag == "tr":
                grid.close_row()
            elif tag in _ROW_GROUPS:
                grid.close_group()
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if self._content > frame.content:
            self.extents.append(Extent(frame.first_item, len(self.items), self._content - frame.content))

    def _close_table(self) -> None:
        kind, grid = self._tables.pop()
        if kind is TableKind.META:
            self._meta_cell = 0
        if grid is None:
            return
        self._grid = None
        if self._nested:
            message = f"{self._nested} table(s) inside cells were read as lines of these cells."
            self.issues.append(Issue("nested-table", "info", message))
            self._nested = 0
        if grid.crowded:
            message = "A row has more cells than a table can have columns; the last column holds the rest."
            self.issues.append(Issue("crowded-row", "warning", message))
        if grid.absurd:
            message = "A cell claims more columns than a table can have; it was read as one column wide."
            self.issues.append(Issue("span-clamped", "info", message))
        if grid.slots > MOST_SLOTS:
            message = "A table claims more rows and columns than it can fill; its cells were read as paragraphs."
            self.issues.append(Issue("sparse-table", "warning", message))
            for line in grid.lines():
                self._add_item(WebLine(line, count_ink(line), 0))
        else:
            self._add_item(grid.finish())

    def _close_hidden(self, tag: str, frame: _Frame) -> None:
        """Discard the text that is not shown once its outermost element ends."""
        if tag not in INLINE:
            self._hidden_text.append("\n")
        self._hidden_depth -= frame.hidden
        if self._hidden_depth:
            return
        lines = [" ".join(line.split()) for line in "".join(self._hidden_text).split("\n")]
        text = "\n".join(line for line in lines if line)
        if text:
            self.unread.discarded.append(Discarded(self._hidden_reason, text))
            if self._hidden_reason == "hidden" and self._grid is not None:
                self._report_hidden(text)
        self._hidden_text, self._hidden_reason = [], ""

    def _report_hidden(self, text: str) -> None:
        """A table lost text that the page does not show: a part of a cell, or whole rows and cells."""
        issue = hidden_issue(text)
        cell = self._grid.cell if self._grid is not None else None
        if cell is None:
            self.issues.append(issue)
        else:
            cell.issues += (issue,)
