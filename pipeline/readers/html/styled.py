"""Events of a page with its style sheets worked in: each element's style is complete, and elements that a style lays
out as tables (CSS 2.2, clause 17.2), or whose roles say so, are table elements."""

from msgspec import Struct

from pipeline.readers.html.events import Close, Event, Open
from pipeline.readers.html.looks import declared
from pipeline.readers.html.sheets import Path, StyleSheets

_ROLES = {
    "table": "table",
    "inline-table": "table",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
    "table-row": "tr",
    "table-cell": "td",
}
_ARIA = {
    **dict.fromkeys(("table", "grid"), "table"),
    **dict.fromkeys(("cell", "gridcell", "columnheader", "rowheader"), "td"),
    "rowgroup": "tbody",
    "row": "tr",
}
"""What an element's role says that it is, where its tag does not (WAI-ARIA)."""
_INSIDE = {"tbody": ("table",), "thead": ("table",), "tfoot": ("table",), "tr": ("table", "tbody", "thead", "tfoot")}
_OWN = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})


class _Element(Struct):
    """An open element: the tag it is read as, and whether a table that no tag opens is open in it."""

    tag: str
    has_table: bool = False


class _Styler:
    """Works through the events once."""

    def __init__(self, sheets: StyleSheets) -> None:
        self._sheets = sheets
        self._path: Path = []
        self._open: list[_Element] = []
        self.events: list[Event] = []

    def add(self, event: Event) -> None:
        if isinstance(event, Open):
            self._add_open(event)
        elif isinstance(event, Close):
            self._end_table()
            self._path.pop()
            self.events.append(Close(self._open.pop().tag))
        else:
            if event.text.strip():
                self._end_table()
            self.events.append(event)

    def _add_open(self, event: Open) -> None:
        attributes = event.attributes
        own = attributes.get("style", "")
        self._path.append((event.tag, attributes.get("id", ""), frozenset(attributes.get("class", "").split())))
        style = self._sheets.style(self._path, own) if self._sheets else own
        tag = event.tag
        if tag not in _OWN:
            said = _ARIA.get(attributes.get("role", ""), tag)
            tag = _ROLES.get(declared(style).get("display", ""), said)
        around = self._open[-1] if self._open else None
        if tag == "tr" and event.tag != "tr" and around and around.tag not in _INSIDE["tr"]:
            if not around.has_table:
                self.events.append(Open("table", {}))
                around.has_table = True
        else:
            self._end_table()
        self._open.append(_Element(tag))
        self.events.append(Open(tag, {**attributes, "style": style} if style != own else attributes))

    def _end_table(self) -> None:
        """Close the table that rows without one have opened in the innermost element."""
        if self._open and self._open[-1].has_table:
            self._open[-1].has_table = False
            self.events.append(Close("table"))


def style_events(events: list[Event], texts: list[tuple[str, str]]) -> list[Event]:
    """The events of a page under its sheets; the same list where no style lays out or hides anything."""
    sheets = StyleSheets(texts)
    if not sheets and not any(
        isinstance(event, Open)
        and ("table-row" in event.attributes.get("style", "") or event.attributes.get("role") == "row")
        for event in events
    ):
        return events
    styler = _Styler(sheets)
    for event in events:
        styler.add(event)
    return styler.events
