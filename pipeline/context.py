"""What the document says of itself around the list: title, number (发文字号), issuer, issue date, year, region."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.knowledge import alternatives
from pipeline.model import Frame, Provenance, Region
from pipeline.provenance import PageIndex, line_text, solid_text
from pipeline.region import Evidence, find_region
from pipeline.source import Document, Paragraph, Quote, Quotes, Table, TaskRow
from pipeline.text.patterns import pattern, words
from pipeline.titles import TitleLine, find_titles, run_in_title, title_in_table
from pipeline.units import Registry

_FRAME = partial(pattern, "frame")
_LINE = 20
"""Characters of a line that is nothing but a date."""
_HEAD = 60
"""Paragraphs before the list in which its frame is looked for, and after it for the signature."""


class Context(Struct, frozen=True):
    """What was found, each with its quotes; ``frame`` makes the record's ``document`` of it."""

    title: Quotes
    notice_title: Quotes
    attachment: Quotes
    number: Quotes
    issuers: tuple[Quotes, ...]
    issued_on: tuple[str, Quotes] | None
    year: tuple[int, Quotes] | None
    region: tuple[Region, Quotes] | None

    def frame(self, places: PageIndex) -> Frame:
        """The record's ``document``: values with their places."""
        pointers: dict[str, tuple[Provenance, ...]] = {}
        stated = {
            "/title": self.title,
            "/notice_title": self.notice_title,
            "/attachment": self.attachment,
            "/number": self.number,
            **{f"/issuers/{index}": quotes for index, quotes in enumerate(self.issuers)},
            "/issued_on": self.issued_on[1] if self.issued_on else (),
            "/year": self.year[1] if self.year else (),
            "/region": self.region[1] if self.region else (),
        }
        for pointer, quotes in stated.items():
            if quotes:
                pointers[pointer] = places.of_all(quotes)
        return Frame(
            title=line_text(self.title) if self.title else None,
            notice_title=line_text(self.notice_title) if self.notice_title else None,
            attachment=line_text(self.attachment) if self.attachment else None,
            number=solid_text(self.number) if self.number else None,
            issuers=tuple(line_text(quotes) for quotes in self.issuers),
            issued_on=self.issued_on[0] if self.issued_on else None,
            year=self.year[0] if self.year else None,
            region=self.region[0] if self.region else None,
            provenance=pointers,
        )


def find_context(
    document: Document, tables: list[Table], headers: list[Quote], rows: list[TaskRow], registry: Registry
) -> Context:
    """The frame of the list that ``rows`` came from. Nothing is guessed: what is not stated stays empty.

    ``tables``: the list's tables, with all their ``headers``.
    """
    lines = [
        TitleLine(index, Folded((Quote(block.id, None, None, 0, len(block.text), block.text),)))
        for index, block in enumerate(document.blocks)
        if isinstance(block, Paragraph)
    ]
    first = _first_index(document, rows)
    before = [line for line in lines if line.index < first][-_HEAD * 4 :]
    number = _number(before or lines[:_HEAD])
    title, notice_title, attachment = find_titles(before)
    if not title:
        title, run_in_number = run_in_title(lines)
        number = number or run_in_number
    if not title and tables:
        title = title_in_table(tables[0])
    issuers = _issuers(lines, before) or _issuer_of_title((notice_title, title))
    issued_on = _issued_on(lines)
    year = _year(title, notice_title, tuple(headers), number, issued_on)
    evidence = Evidence(
        titles=tuple(quotes for quotes in (title, notice_title) if quotes),
        number=number,
        issuers=issuers,
        lines=tuple(line.folded for line in lines),
        statements=tuple(s.quotes for row in rows for group in row.groups for s in group),
    )
    on = issued_on[0] if issued_on else str(year[0]) if year else None
    region = find_region(evidence, registry, on)
    return Context(title, notice_title, attachment, number, issuers, issued_on, year, region)


def _first_index(document: Document, rows: list[TaskRow]) -> int:
    """The index of the block in which the list begins."""
    ids = {row.block for row in rows}
    return next((index for index, block in enumerate(document.blocks) if block.id in ids), len(document.blocks))


def _labelled(lines: list[TitleLine], labels: Iterable[str]) -> Iterator[Folded]:
    """The values behind labels, on the same line or the next: 文号：…"""
    known = alternatives(labels)
    label = re.compile(rf"[【\[(]?(?:{known})[】\])]?:|[【\[](?:{known})[】\]]")
    for position, line in enumerate(lines):
        match = label.match(line.text[:40])
        if match and match.end() < len(line.text):
            yield line.folded.part(match.end(), len(line.text))
        elif match and position + 1 < len(lines):
            yield lines[position + 1].folded


def _number(lines: list[TitleLine]) -> Quotes:
    """The document's own number: behind its label or alone on its line, never one cited in a sentence."""
    for value in _labelled(lines, words("frame_words", "number-label")):
        match = _FRAME("number").match(value.text)
        if match:
            return value.locate(*match.span())
    for line in lines:
        match = _FRAME("number").fullmatch(line.text)
        if match:
            return line.all()
    return ()


def _issued_on(lines: list[TitleLine]) -> tuple[str, Quotes] | None:
    """The issue date: behind its label, or alone on its line as a signature has it (the last one of the text)."""
    for value in _labelled(lines, words("frame_words", "date-label")):
        match = _FRAME("date").match(value.text[:_LINE])
        if match and (day := _iso(match)):
            return day, value.locate(*match.span())
    for line in reversed(lines):
        alone = len(line.text) <= _LINE and _FRAME("date_line").fullmatch(line.text)
        match = _FRAME("date").search(line.text) if alone else None
        if match and (day := _iso(match)):
            return day, line.folded.locate(match.start("y"), match.end("d") + 1)
    for line in lines:
        match = _FRAME("issued").search(line.text)
        if match and (day := _iso(match)):
            return day, line.folded.locate(match.start("y"), match.end() - 2)
    return None


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None


def _issuers(lines: list[TitleLine], before: list[TitleLine]) -> tuple[Quotes, ...]:
    """Who issued it: behind a label, or on the line above the date of the signature."""
    nouns = words("frame_words", "issuer-noun")
    for value in _labelled(before, words("frame_words", "issuer-label")):
        match = _FRAME("names").match(value.text)
        if match and match.group().endswith(nouns):
            return (value.locate(*match.span()),)
    found: list[Quotes] = []
    for position, line in enumerate(lines):
        if position and len(line.text) <= _LINE and _is_signed(line.text):
            found = []
            for above in reversed(lines[max(0, position - 4) : position]):
                if not _FRAME("names").fullmatch(above.text) or not above.text.endswith(nouns):
                    break
                found.insert(0, above.all())
    return tuple(found)


def _is_signed(text: str) -> bool:
    """True for a date as a signature has it."""
    return _FRAME("date_line").fullmatch(text) is not None and _FRAME("date").fullmatch(text) is not None


def _issuer_of_title(titles: Iterable[Quotes]) -> tuple[Quotes, ...]:
    """某市人民政府关于…: the organ that a title begins with."""
    for quotes in titles:
        folded = Folded(quotes)
        about = _FRAME("matter").search(folded.text, 3, 32)
        if about and folded.text[: about.start()].endswith(words("frame_words", "issuer-noun")):
            return (folded.locate(0, about.start()),)
    return ()


def _year(
    title: Quotes,
    notice_title: Quotes,
    headers: Quotes,
    number: Quotes,
    issued_on: tuple[str, Quotes] | None,
) -> tuple[int, Quotes] | None:
    """The one year of the title, else of the table's title or header, else of the issue date or the number."""
    for quotes in (title, notice_title, headers):
        found = _one_year(quotes)
        if found:
            return found
    if issued_on:
        return int(issued_on[0][:4]), issued_on[1]
    return _one_year(number)


def _one_year(quotes: Iterable[Quote]) -> tuple[int, Quotes] | None:
    folded = Folded(quotes)
    matches = list(_FRAME("year").finditer(folded.text)) or list(_FRAME("number_year").finditer(folded.text))
    years = Counter(int(match[1]) for match in matches)
    return (matches[0] and int(matches[0][1]), folded.locate(*matches[0].span(1))) if len(years) == 1 else None
