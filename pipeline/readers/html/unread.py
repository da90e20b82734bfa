"""What a page has beside its text: struck-out and hidden words, pictures, frames that show other files."""

import re

from msgspec import Struct

from pipeline.fold import count_ink
from pipeline.model import Discarded, Issue

LARGE = 400
"""Pixels of width from which a picture may be a page or a table."""
SMALL = 48
"""Pixels of width of an icon."""
_EXCERPT = 60
_ICON = re.compile(r"icon|ico\b|logo|arrow|dot|line|space|blank|button|btn|qr_?code|ewm|share|\.gif", re.I)
_WIDTH = re.compile(r"(?:^|;)\s*(?:max-)?width\s*:\s*([\d.]{1,7})\s*(px|pt|%|em|cm)?", re.I)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "em": 16.0, "cm": 37.8}


class WebPicture(Struct, frozen=True):
    """A picture before the item ``index`` of the page; ``width`` in pixels, None where the page does not say."""

    index: int
    width: float | None
    icon: bool

    @property
    def large(self) -> bool:
        return self.width is not None and self.width >= LARGE


def read_picture(attributes: dict[str, str], index: int) -> WebPicture:
    """A picture as its tag describes it."""
    width = _pixels(attributes.get("width", ""))
    styled = _WIDTH.search(attributes.get("style", ""))
    if styled:
        width = _pixels(styled[1] + (styled[2] or ""))
    icon = (width is not None and width <= SMALL) or _ICON.search(attributes.get("src", "")[-200:]) is not None
    return WebPicture(index, width, icon and not (width is not None and width >= LARGE))


def _pixels(length: str) -> float | None:
    found = re.fullmatch(r"\s*([\d.]{1,7})\s*(px|pt|%|em|cm)?\s*", length)
    if not found or found[1].count(".") > 1 or not found[1].strip("."):
        return None
    number, unit = float(found[1]), (found[2] or "").lower()
    return (LARGE if number > 50 else SMALL) if unit == "%" else number * _PIXELS[unit]


class Unread:
    """Text that is left out of the line or cell being read."""

    def __init__(self) -> None:
        self.discarded: list[Discarded] = []
        self._pieces: list[tuple[str, str]] = []

    def add(self, reason: str, text: str) -> None:
        """Text left out for a reason of the ledger."""
        self._pieces.append((reason, text))

    def take(self) -> tuple[Issue, ...]:
        """Move what was added since the last time to ``discarded``; an issue for each kind that should be reported."""
        if not self._pieces:
            return ()
        texts: dict[str, str] = {}
        for reason, text in self._pieces:
            texts[reason] = texts.get(reason, "") + text
        self._pieces = []
        issues: list[Issue] = []
        for reason, text in texts.items():
            shown = " ".join(text.split())
            if not count_ink(shown):
                continue
            self.discarded.append(Discarded(reason, shown))
            if reason == "struck":
                issues.append(Issue("struck-out", "info", f"Text that is struck out was not read: {_cut(shown)}"))
            elif reason == "hidden":
                issues.append(hidden_issue(shown))
        return tuple(issues)


def hidden_issue(text: str) -> Issue:
    """A place loses text that the page does not show."""
    return Issue("hidden-text", "info", f"Hidden text was not read: {_cut(text)}")


def _cut(text: str) -> str:
    return text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else "")


def is_shown_frame(attributes: dict[str, str]) -> bool:
    """True for a frame that shows a file at a size that can be read."""
    source = attributes.get("src") or attributes.get("data") or ""
    width = _pixels(attributes.get("width", ""))
    return (
        bool(source.strip()) and not source.startswith(("about:", "javascript:")) and (width is None or width > SMALL)
    )
