"""Small documents of our own wording, and short ways to read them, for the tests of the stages."""

from functools import cache

from pipeline import extract
from pipeline.fold import Folded
from pipeline.grid import RawDocument, RawParagraph, build_document
from pipeline.model import Record, Task
from pipeline.source import Document, Paragraph, Quote
from pipeline.units import Registry, load_registry

PLACE = "甘肃省天水市2031年重点工作任务分工表"
"""A title with a real place, so that 市财政局 means one unit."""


@cache
def registry() -> Registry:
    return load_registry(None)


def folded(text: str) -> Folded:
    """A text as one paragraph's folded text."""
    return Folded((Quote("p1", None, None, 0, len(text), text),))


def paragraphs(text: str) -> list[Paragraph]:
    """One paragraph a line."""
    return [block for block in document(text).blocks if isinstance(block, Paragraph)]


def document(text: str) -> Document:
    raw = RawDocument("text/plain", tuple(RawParagraph(line) for line in text.split("\n")))
    return build_document(raw, name="a.txt", sha256="0" * 64, size=len(text))


def read(text: str, name: str = "notice.txt") -> Record:
    """The record of a text file that holds ``text``."""
    return extract(text.encode(), name=name)


def who(task: Task) -> list[str]:
    """``name:role`` of all parties, in order."""
    return [f"{party.name}:{party.role}" for item in task.assignments for party in item.parties]


def when(task: Task) -> list[tuple[str | None, str | None]]:
    """The ends of all deadlines."""
    return [(deadline.earliest, deadline.latest) for item in task.assignments for deadline in item.deadlines]
