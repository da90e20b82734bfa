"""All corrections that bear on one document, ready for the flow."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from pipeline.corrections.apply import Corrected, lay_over, settle_issues
from pipeline.corrections.book import read_corrections
from pipeline.corrections.layouts import judge_columns, profiles_for
from pipeline.corrections.line import Correction
from pipeline.corrections.report import ReadingPlace
from pipeline.model import Issue, Task, Unit
from pipeline.provenance import PageIndex
from pipeline.source import Document
from pipeline.text.profiles import LayoutProfile, read_profiles, using_profiles
from pipeline.units import Registry


class Overlay(Struct, frozen=True):
    """What a person's files say for one document: its own corrections, and the layouts in force while it is read."""

    lines: tuple[Correction, ...] = ()
    layouts: tuple[LayoutProfile, ...] = ()

    @contextmanager
    def reading(self) -> "Iterator[Overlay]":
        """While it lasts, the layouts are known; gives the overlay."""
        with using_profiles(self.layouts):
            yield self

    def apply(
        self,
        tasks: Sequence[Task],
        units: Sequence[Unit],
        document: Document,
        places: PageIndex,
        registry: Registry,
        setting: ReadingPlace,
    ) -> Corrected:
        """The tasks and units as corrected, with issues on what does not fit; as they are where nothing is said."""
        if not self.lines:
            return Corrected(tuple(tasks), tuple(units), ())
        found = lay_over(tasks, units, self.lines, document, places, registry, setting)
        columns = [line for line in self.lines if line.kind in ("column", "layout")]
        issues = (*judge_columns(document, columns), *found.issues)
        return Corrected(found.tasks, found.units, issues, found.dropped, found.freed, found.settled)


def read_overlay(data: bytes, corrections: str | Path | None, profiles: str | Path | None) -> Overlay:
    """The overlay of the document of these bytes, from the user's files. Raises KnowledgeError where one is broken."""
    layouts = read_profiles(Path(profiles)) if profiles else ()
    if not corrections:
        return Overlay((), layouts)
    sha256 = hashlib.sha256(data).hexdigest()
    book = read_corrections(Path(corrections))
    return Overlay(tuple(book.of_document(sha256)), (*profiles_for(book, sha256), *layouts))


def keep_issues(issues: Sequence[Issue], corrected: Corrected) -> tuple[Issue, ...]:
    """The issues that still hold, with those on the corrections."""
    return (*settle_issues(issues, corrected), *corrected.issues) if corrected.settled else (*issues, *corrected.issues)
