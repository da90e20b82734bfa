"""Characters → a balanced stream of tags and text, by libxml2's forgiving HTML parser.

The parser runs without building a tree: libxml2 drops everything below 2,048 levels of a tree, and a stream has no
recursion to run out of. Nothing is fetched, and entities are HTML's own.
"""

from typing import Any

from lxml import etree
from msgspec import Struct

from pipeline.errors import TooLarge

DEEPEST = 6_000
"""Levels of open elements; each unmatched end tag may cost a look at all of them."""

_CHUNK = 1 << 16
_SILENT = frozenset({"script", "style", "noscript", "template", "applet", "svg", "xml", "noframes"})
FRAMES = frozenset({"iframe", "object", "embed", "frame"})
"""Elements that show another file; what they contain is for browsers that cannot."""
_KEPT = frozenset({"style", "hidden", "class", "id", "role", "colspan", "rowspan", "type", "start", "border", "height"})
_KEPT_ALSO = {
    "input": frozenset({"value", "checked"}),
    "option": frozenset({"selected"}),
    "img": frozenset({"src", "width"}),
    **dict.fromkeys(FRAMES, frozenset({"src", "data", "width"})),
}


class Open(Struct, frozen=True, gc=False):
    tag: str
    attributes: dict[str, str]


class Close(Struct, frozen=True, gc=False):
    tag: str


class Text(Struct, frozen=True, gc=False):
    text: str


Event = Open | Close | Text
_NO_ATTRIBUTES: dict[str, str] = {}


class Markup(Struct, frozen=True):
    """A page's tags and text in order, each tag closed in its turn; ``title`` is the text of the ``title`` element;
    ``sheets``: media and text of each style sheet."""

    events: list[Event]
    title: str
    sheets: list[tuple[str, str]]


def parse(text: str) -> Markup:
    """The events of a page or fragment. Raises TooLarge where elements are nested beyond ``DEEPEST``."""
    recorder = _Recorder()
    target: Any = recorder  # lxml's stubs ask for a target that takes bytes too, which HTML never gives
    parser = etree.HTMLParser(target=target, huge_tree=True, no_network=True, encoding="utf-8")
    # libxml2 ends a text at a zero; a start of a few bytes alone would never leave its buffer.
    data = b"<html>" + text.replace("\0", "").encode("utf-8", "replace")
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        if recorder.depth > DEEPEST:
            raise TooLarge(f"The page nests elements more than {DEEPEST} deep.")
    parser.close()
    return Markup(recorder.events, "".join(recorder.title).strip(), recorder.sheets)


class _Recorder:
    """The parser's target: keeps what the reader looks at, leaves scripts out, and the text of style sheets apart."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.title: list[str] = []
        self._sheets: list[tuple[str, list[str]]] = []
        self.depth = 0
        self._in_sheet = False
        self._silent = 0
        self._titles = 0
        self._in_title = False

    @property
    def sheets(self) -> list[tuple[str, str]]:
        """Media and text of each style sheet."""
        return [(media, "".join(pieces)) for media, pieces in self._sheets]

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.depth += 1
        if self._silent or tag in _SILENT:
            self._silent += 1
            if tag == "style" and self._silent == 1:
                self._in_sheet = True
                self._sheets.append((attrib.get("media", ""), []))
        elif tag == "title":
            self._titles += 1
            self._in_title = True
        else:
            also = _KEPT_ALSO.get(tag, frozenset())
            kept = {name: value for name, value in attrib.items() if name in _KEPT or name in also}
            self.events.append(Open(tag, kept or _NO_ATTRIBUTES))
            self._silent += tag in FRAMES

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self._silent:
            self._silent -= 1
            self._in_sheet = False
            if self._silent == 0 and tag in FRAMES:
                self.events.append(Close(tag))
        elif tag == "title":
            self._in_title = False
        else:
            self.events.append(Close(tag))

    def data(self, data: str) -> None:
        if self._silent:
            if self._in_sheet:
                self._sheets[-1][1].append(data)
            return
        if not self._in_title:
            self.events.append(Text(data))
        elif self._titles == 1:
            self.title.append(data)

    def close(self) -> None:
        """The parser asks for a result; the caller reads the members instead."""
