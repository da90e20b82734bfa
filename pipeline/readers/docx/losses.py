"""What a reading leaves out, and what it could not settle, until both are written into the document."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.fold import count_ink
from pipeline.model import Discarded, Issue
from pipeline.readers.docx import names as w

if TYPE_CHECKING:
    from lxml.etree import _Element

_EXCERPT = 60
_REPORTED = {
    "struck": ("struck-out", "Text that is struck out was not read: "),
    "hidden": ("hidden-text", "Hidden text was not read: "),
}


class Losses:
    """``discarded`` with its reasons, ``issues`` of the whole document, and those that wait for their place."""

    def __init__(self) -> None:
        self.discarded: list[Discarded] = []
        self.issues: list[Issue] = []
        self._here: list[Issue] = []
        self._words: dict[str, list[str]] = {}

    def discard(self, reason: str, text: str, *, reported: bool = True) -> None:
        """Keep text that is left out, with its reason; blank text is not worth keeping.

        Struck-out and hidden text is also ``reported``, but for what Word itself never shows at that place.
        """
        if count_ink(text):
            self.discarded.append(Discarded(reason, text))
            if reported and reason in _REPORTED:
                self._words.setdefault(reason, []).append(text)

    def discard_element(self, reason: str, element: "_Element", *, reported: bool = True) -> None:
        """Leave out an element with all its text."""
        self.discard(reason, "".join(_plain_texts(element)), reported=reported)

    def report(self, code: str, severity: str, message: str) -> None:
        """An issue of the cell or paragraph that is being read."""
        self._here.append(Issue(code, severity, message))  # type: ignore[arg-type]

    def take(self) -> tuple[Issue, ...]:
        """The issues of the cell or paragraph that was just read."""
        if not self._here and not self._words:
            return ()
        for reason, words in self._words.items():
            code, message = _REPORTED[reason]
            text = "".join(words)
            self._here.append(Issue(code, "info", message + text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else "")))
        found = tuple(self._here)
        self._here, self._words = [], {}
        return found


def _plain_texts(element: "_Element") -> Iterator[str]:
    """All text below an element, deleted text too; a line feed after each paragraph."""
    for child in element.iter(w.T, w.DELETED_TEXT, w.P):
        yield "\n" if child.tag == w.P else child.text or ""
