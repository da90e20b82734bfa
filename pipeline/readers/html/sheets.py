"""A page's own style sheets, as far as they decide what is shown: which elements are hidden, struck out, laid out as
tables (CSS Cascade 4, Selectors 3, Media Queries 3). Sheets in other files are not fetched.

What a sheet says of an element is written into its ``style`` attribute, where the page's own words come last. A rule
with a selector that is not understood (states, siblings, attributes) is left out: its text is shown.
"""

import re

from msgspec import Struct

SCREEN = 1280
"""Pixels of width of the screen that media queries are asked about."""
_LONGEST = 2_000_000
_MOST_RULES = 20_000
_WORK = 3_000_000
"""Comparisons of one page; a page beyond is made to cost time, and the rest of it is read without sheets."""
_READ = frozenset({"display", "visibility", "opacity", "font-size", "text-decoration", "text-decoration-line"})
_READ |= {"vertical-align", "white-space"}
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[#.][\w\u0080-\uffff-]+)*)", re.I)
_PART = re.compile(r"([#.])([\w\u0080-\uffff-]+)")
_LENGTH = re.compile(r"\((?:(min|max)-(?:device-)?width)\s*:\s*([\d.]{1,8})(px|em|rem)\)")
_MOVES = ("transition", "animation", "transform")

Path = list[tuple[str, str, frozenset[str]]]
"""An element and what it is inside, outermost first: tag, id, classes."""


class _Compound(Struct, frozen=True):
    """One step of a selector; ``direct``: the next one must be its child."""

    tag: str
    identity: str
    classes: frozenset[str]
    direct: bool = False

    def fits(self, element: tuple[str, str, frozenset[str]]) -> bool:
        tag, identity, classes = element
        return (
            (not self.tag or self.tag == tag)
            and (not self.identity or self.identity == identity)
            and self.classes <= classes
        )


class _StyleRule(Struct, frozen=True):
    """Declarations for the elements that a selector fits, with its rank in the cascade."""

    steps: tuple[_Compound, ...]
    rank: tuple[int, int, int, int]
    normal: str
    important: str


class StyleSheets:
    """The rules of a page's sheets, by what their last step asks for."""

    def __init__(self, texts: list[tuple[str, str]]) -> None:
        """``texts``: for each sheet the media it is for, and its text."""
        self._by_key: dict[str, list[_StyleRule]] = {}
        self._count = 0
        self._work = _WORK
        for media, text in texts:
            if is_for_screen(media):
                self._read(_COMMENT.sub("", text[:_LONGEST]), 0)

    def __bool__(self) -> bool:
        return self._count > 0

    def style(self, path: Path, own: str) -> str:
        """The style of the last element of ``path``, whose own ``style`` attribute is ``own``."""
        if self._work <= 0:
            return own
        _, identity, classes = path[-1]
        keys = (path[-1][0], "#" + identity, *("." + name for name in classes), "*")
        rules = [rule for key in keys for rule in self._by_key.get(key, ()) if self._fits(rule.steps, path)]
        if not rules:
            return own
        rules.sort(key=lambda rule: rule.rank)
        parts = [*(rule.normal for rule in rules), own, *(rule.important for rule in rules)]
        return ";".join(part for part in parts if part)

    def _fits(self, steps: tuple[_Compound, ...], path: Path) -> bool:
        """Does the selector fit the last element? A step fits the nearest element that it can."""
        at = len(path) - 1
        self._work -= 1
        if not steps[-1].fits(path[at]):
            return False
        for step in reversed(steps[:-1]):
            at -= 1
            while at >= 0 and not step.fits(path[at]) and not step.direct:
                at -= 1
                self._work -= 1
            if at < 0 or not step.fits(path[at]):
                return False
        return True

    def _read(self, text: str, depth: int) -> None:
        at = 0
        while at < len(text) and self._count < _MOST_RULES:
            opened = text.find("{", at)
            if opened < 0:
                return
            head = text[at:opened].rpartition(";")[2].strip()
            closed = _closing(text, opened)
            body = text[opened + 1 : closed]
            if head.startswith("@"):
                inside = head.lower().startswith(("@supports", "@layer"))
                inside = inside or (head.lower().startswith("@media") and is_for_screen(head[6:]))
                if inside and depth < 5:
                    self._read(body, depth + 1)
            else:
                self._add(head, body)
            at = closed + 1

    def _add(self, selectors: str, body: str) -> None:
        if any(word in body for word in _MOVES):
            body = re.sub(r"opacity\s*:[^;]*", "", body)  # it appears by and by
        found = _declarations(body)
        normal = ";".join(f"{name}:{value}" for name, value, important in found if not important)
        important = ";".join(f"{name}:{value}" for name, value, important in found if important)
        if not found:
            return
        for selector in selectors.split(","):
            steps = _steps(selector.strip())
            if steps:
                self._count += 1
                rank = (*_weight(steps), self._count)
                last = steps[-1]
                key = "#" + last.identity if last.identity else "." + min(last.classes) if last.classes else last.tag
                self._by_key.setdefault(key or "*", []).append(_StyleRule(steps, rank, normal, important))


def is_for_screen(query: str) -> bool:
    """True where a media query holds on a screen of ``SCREEN`` pixels; an empty one holds everywhere."""
    return not query.strip() or any(_holds(part.strip().lower()) for part in query.split(","))


def _holds(query: str) -> bool:
    negated = query.startswith("not ")
    kind = re.match(r"(?:not |only )?\s*([a-z]+)", query)
    shown = kind is None or kind[1] in ("all", "screen", "and")
    for side, number, unit in _LENGTH.findall(query):
        pixels = float(number) * (1 if unit == "px" else 16) if number.count(".") < 2 else SCREEN
        shown = shown and (pixels >= SCREEN if side == "max" else pixels <= SCREEN)
    return shown != negated


def _closing(text: str, opened: int) -> int:
    """Where the block that opens at ``opened`` is closed; the end of the text where it is not."""
    level = 0
    for brace in _BRACE.finditer(text, opened):
        level += 1 if brace.group() == "{" else -1
        if level == 0:
            return brace.start()
    return len(text)


def _declarations(body: str) -> list[tuple[str, str, bool]]:
    """Property, value and whether it is important, of the properties that are read."""
    found: list[tuple[str, str, bool]] = []
    for declaration in body.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and name in _READ:
            value, mark, _ = value.partition("!")
            found.append((name, value.strip().lower(), mark != ""))
    return found


def _steps(selector: str) -> tuple[_Compound, ...]:
    """The steps of a selector; none where it has something that is not understood."""
    steps: list[_Compound] = []
    for word in re.sub(r"\s*>\s*", " > ", selector).split():
        if word == ">":
            if not steps:
                return ()
            last = steps[-1]
            steps[-1] = _Compound(last.tag, last.identity, last.classes, True)
            continue
        found = _COMPOUND.fullmatch(word)
        if not found or len(steps) > 8:
            return ()
        parts = _PART.findall(found[2])
        steps.append(
            _Compound(
                "" if found[1] in (None, "*") else found[1].lower(),
                next((name for mark, name in parts if mark == "#"), ""),
                frozenset(name for mark, name in parts if mark == "."),
            )
        )
    return tuple(steps)


def _weight(steps: tuple[_Compound, ...]) -> tuple[int, int, int]:
    """The selector's specificity: ids, classes, tags."""
    return (
        sum(bool(step.identity) for step in steps),
        sum(len(step.classes) for step in steps),
        sum(bool(step.tag) for step in steps),
    )
