"""The page: its sections from top to bottom, each left out where there is nothing to say."""

import shlex
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from lxml.etree import _Element as Element

from pipeline.batch.buckets import is_url
from pipeline.batch.model import MANIFEST, OUTCOMES, RECORDS, TASKS, Language, Options, OutcomeKind, Summary
from pipeline.batch.report import html
from pipeline.batch.report.figures import DocumentRow, Figures
from pipeline.batch.report.html import Content, shorten, tag
from pipeline.batch.report.wording import Wording

_STYLE = Path(__file__).with_name("style.css")
_SAFE = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: nothing."""
_LONGEST_TEXT, _LONGEST_COMMAND = 300, 1000
_DOCUMENT, _TEXT = ("document", "path"), ("happened", "says")
_CODE, _COUNT, _TIMES, _TASKS = ("code", "key"), ("count", "number"), ("times", "number"), ("task-count", "number")
"""Heads of columns: their words, and what kind of column it is."""


class ReportPage:
    """One page, made of figures. ``write`` gives its bytes."""

    def __init__(self, figures: Figures, summary: Summary, options: Options, out: Path, language: Language) -> None:
        self._figures, self._summary, self._options = figures, summary, options
        self._records = options.records or str(out / RECORDS)
        self._words = Wording(language)

    def write(self) -> bytes:
        """The bytes of the whole page."""
        title = self._words.word("title")
        sections = list(self._sections())
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=_SAFE),
            tag("title", title),
            tag("style", _STYLE.read_text(encoding="utf-8")),
        )
        body = tag("body", *self._top(title), self._contents(sections), *sections)
        return html.write(tag("html", head, body, lang="zh-CN" if self._words.language == "zh" else "en"))

    def _sections(self) -> Iterator[Element]:
        figures = self._figures
        yield self._outcomes()
        if figures.failures:
            yield self._section("failures", self._failures())
        if figures.issues:
            yield self._section("issues", self._issues())
        if figures.unknown:
            yield self._unknown()
        describe = {
            "quarantined": self._describe_crash,
            "failed": self._describe_failure,
            "partial": self._describe_issues,
        }
        yield from (self._list(outcome, items, describe[outcome]) for outcome, items in figures.listed.items())
        if figures.slowest:
            yield self._section("slowest", self._extremes(figures.slowest))
        if {item.path for item in figures.hungriest} - {item.path for item in figures.slowest}:
            yield self._section("hungriest", self._extremes(figures.hungriest))
        if figures.regions:
            yield self._regions()
        yield self._about()

    # The top.

    def _top(self, title: str) -> Iterator[Element]:
        summary, outcomes = self._summary, self._summary.outcomes
        took = self._words.span(summary.seconds)
        ended = self._words.say("ended", time=time.strftime("%Y-%m-%d %H:%M (%z)"), took=took)
        yield tag("header", tag("h1", title), tag("p", *ended))
        tiles = {
            "documents": summary.documents,
            "with-record": outcomes["complete"] + outcomes["partial"],
            "tasks": summary.tasks,
            "to-look-at": outcomes["partial"] + outcomes["failed"] + outcomes["quarantined"],
        }
        yield tag("div", *(self._tile(*tile) for tile in tiles.items()), class_="tiles")
        for key, count in (
            ("left", summary.left),
            ("orphans", summary.orphans),
            ("pruned", summary.pruned),
            ("kept", summary.kept),
        ):
            if count:
                yield tag("p", *self._words.say(key, count=f"{count:,}"), class_="notice")

    def _tile(self, key: str, count: int) -> Element:
        kind = "tile bad" if key == "to-look-at" and count else "tile"
        return tag("div", tag("b", f"{count:,}"), self._words.word(key), class_=kind, id=f"tile-{key}")

    def _contents(self, sections: Sequence[Element]) -> Element:
        links = (tag("a", str(section[0].text), href=f"#{section.get('id')}") for section in sections)
        return tag("nav", *links)

    def _outcomes(self) -> Element:
        outcomes = {kind: count for kind in OUTCOMES if (count := self._summary.outcomes[kind])}
        whole = sum(outcomes.values()) or 1
        parts = (tag("i", class_=kind, style=f"flex:{count}") for kind, count in outcomes.items())
        rows = [
            (
                tag("td", *self._kind(kind), class_="key"),
                _number(f"{count:,}"),
                _number(f"{count / whole:.1%}"),
                _text(self._words.word(f"{kind}-means")),
            )
            for kind, count in outcomes.items()
        ]
        table = self._table([("outcome", "key"), _COUNT, ("share", "number"), ("", "says")], rows)
        content = [tag("div", *parts, class_="bar"), table]
        if count := self._figures.duplicates:
            same = self._words.say("duplicates", count=f"{count:,}", tasks=_file(self._tasks()))
            content.append(tag("p", *same, class_="soft"))
        return self._section("outcomes", *content)

    # What a person should look at.

    def _failures(self) -> Element:
        rows = [
            (
                tag("td", tag("code", code), id=f"code-{code}", class_="key"),
                _number(f"{count:,}"),
                _text(self._words.meaning(code)),
            )
            for code, count in self._figures.failures
        ]
        return self._table([_CODE, _COUNT, ("meaning", "says")], rows)

    def _issues(self) -> Element:
        rows = [
            (
                tag("td", tag("code", issue.name), class_="key"),
                tag("td", tag("span", self._words.word(severity), class_=severity), class_="key"),
                _number(f"{issue.records:,}"),
                _number(f"{issue.times:,}"),
                _text(self._words.meaning(issue.name)),
            )
            for issue in sorted(self._figures.issues, key=lambda issue: self._words.gravest_first(issue.name))
            for severity in [self._words.severity(issue.name)]
        ]
        return self._table([_CODE, ("severity", "key"), _COUNT, _TIMES, ("meaning", "says")], rows)

    def _unknown(self) -> Element:
        rows = [
            (
                _text(shorten(unit.name, _LONGEST_TEXT)),
                _number(f"{unit.times:,}"),
                _number(f"{unit.records:,}"),
                self._document(unit.example, titled=False) if unit.example else _text(),
            )
            for unit in self._figures.unknown
        ]
        table = self._table([("name", "says"), _TIMES, _COUNT, ("example", "path")], rows)
        left = self._more("more-names", self._figures.unknown_names - len(rows))
        command = f"fengong units --unknown {shlex.quote(self._records)} > names.csv"
        afar = self._words.say("unknown-fetch", place=tag("code", self._records)) if is_url(self._records) else []
        fetch = [tag("p", *afar, class_="soft")] if afar else []
        return self._section("unknown", *fetch, table, *left, command=command)

    def _list(
        self, outcome: OutcomeKind, items: Sequence[DocumentRow], describe: Callable[[DocumentRow], Element]
    ) -> Element:
        table = self._table([_DOCUMENT, _TEXT], ((self._document(item), describe(item)) for item in items))
        left = self._more("more", self._summary.outcomes[outcome] - len(items))
        linked = outcome == "partial" and self._options.records is None
        content = [tag("p", self._words.word("linked"), class_="soft")] if linked else []
        return self._section(f"{outcome}-list", *content, table, *left)

    def _describe_failure(self, item: DocumentRow) -> Element:
        link = tag("a", tag("code", item.code or ""), href=f"#code-{item.code}")
        return _text(link, " ", _reason(item))

    def _describe_crash(self, item: DocumentRow) -> Element:
        command = item.replay or ""
        if len(command) > _LONGEST_COMMAND:  # cut short it would be another one
            details = tag("div", *self._words.say("see-manifest", manifest=_file(MANIFEST)))
        else:
            details = tag("code", command, class_="replay")
        return _text(_reason(item), details)

    def _describe_issues(self, item: DocumentRow) -> Element:
        """What made a record partial: text without a place, and issues that are more than notes."""
        lines: list[list[Content]] = []
        if item.unused:
            lines.append(self._words.say("unused", count=f"{item.unused:,}"))
        for code in sorted(item.issues, key=self._words.gravest_first):
            if self._words.severity(code) != "info":
                lines.append([tag("code", code), f" × {item.issues[code]:,}"])
        return _text(*(tag("div", *line) for line in lines))

    # What may interest besides.

    def _extremes(self, items: Iterable[DocumentRow]) -> Element:
        rows = [
            (
                self._document(item),
                _number(self._words.span(item.seconds)),
                _number(f"{item.memory:,} MiB" if item.memory else "–"),
                _number(_size(item.size)),
                _number(f"{item.tasks:,}"),
                tag("td", *self._kind(item.outcome), class_="key"),
            )
            for item in items
        ]
        measures = [("time", "number"), ("memory", "number"), ("size", "number"), _TASKS]
        return self._table([_DOCUMENT, *measures, ("outcome", "key")], rows)

    def _regions(self) -> Element:
        rows = [
            (_text(place.name), _number(f"{place.records:,}"), _number(f"{place.times:,}"))
            for place in self._figures.regions
        ]
        left = self._more("more-places", self._figures.region_names - len(rows))
        return self._section("regions", self._table([("region", "says"), ("records", "number"), _TASKS], rows), *left)

    def _about(self) -> Element:
        terms: list[tuple[str, list[list[Content]]]] = [
            ("inputs", [self._inputs()]),
            ("worked", [self._worked()]),
            ("jobs", [[f"{self._options.jobs:,}"]] if self._options.jobs else []),
            ("limits", [[self._limits()]]),
            ("own-units", [[tag("code", self._options.units)]] if self._options.units else []),
            ("own-words", [[tag("code", self._options.words)]] if self._options.words else []),
            ("versions", [[text] for text in self._versions()]),
            ("files", self._files()),
        ]
        parts = [
            part
            for key, lines in terms
            if lines
            for part in (tag("dt", self._words.word(key)), *(tag("dd", *line) for line in lines))
        ]
        return self._section("about", tag("dl", *parts))

    def _inputs(self) -> list[Content]:
        shown: list[Content] = []
        for root in self._figures.roots:
            shown += [tag("code", shorten(root, _LONGEST_TEXT)), " "]
        left = self._figures.root_count - len(self._figures.roots)
        return [*shown, *(self._words.say("more-inputs", count=f"{left:,}") if left else ())]

    def _worked(self) -> list[Content]:
        summary = self._summary
        counts = {"worked": summary.worked, "documents": summary.documents}
        content = self._words.say("worked-value", **{key: f"{count:,}" for key, count in counts.items()})
        return content if summary.worked == summary.documents else [*content, " ", self._words.word("worked-rest")]

    def _limits(self) -> str:
        limits = {name: getattr(self._options.limits, name) for name in self._options.limits.__struct_fields__}
        content = (self._words.fill(f"limit-{name}", value=f"{value:,}") for name, value in limits.items() if value)
        return self._words.join(content) or self._words.word("no-limits")

    def _versions(self) -> Iterator[str]:
        for made in self._figures.versions:
            details = {"program": made.program, "schema": made.schema, "knowledge": made.knowledge}
            yield self._words.fill("version-value", count=f"{made.documents:,}", **details)

    def _files(self) -> list[list[Content]]:
        elsewhere = self._options.records is not None
        records = tag("code", self._records) if elsewhere else _file(f"{RECORDS}/")
        files = (("file-manifest", _file(MANIFEST)), ("file-tasks", _file(self._tasks())), ("file-records", records))
        return [[link, " ", tag("span", self._words.word(key), class_="soft")] for key, link in files]

    # Parts of sections.

    def _section(self, key: str, *parts: Element, **values: str) -> Element:
        lead = self._words.lead(key, **values)
        content = [tag("p", *lead, class_="soft")] if lead else []
        return tag("section", tag("h2", self._words.word(key)), *content, *parts, id=key)

    def _more(self, key: str, left: int) -> list[Element]:
        if left <= 0:
            return []
        return [tag("p", *self._words.say(key, count=f"{left:,}", manifest=_file(MANIFEST)), class_="soft")]

    def _table(self, heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[Element]]) -> Element:
        """Each number knows its head: on a narrow screen, where a row takes several lines, there is no head above."""
        names = [self._words.word(key) if key else "" for key, _ in heads]
        body = tag("tbody")
        for row in rows:
            for name, cell in zip(names, row, strict=True):
                if cell.get("class") == "number":
                    cell.set("data-head", name)
            body.append(tag("tr", *row))
        first = tag("tr", *(tag("th", name, class_=kind) for name, (_, kind) in zip(names, heads, strict=True)))
        return tag("table", tag("thead", first), body)

    def _document(self, item: DocumentRow, titled: bool = True) -> Element:
        """A document by its path, leading to its record if there is one here; below it its title."""
        folder, slash, name = shorten(item.path, _LONGEST_TEXT).rpartition("/")
        parts = [tag("small", folder + slash), tag("b", name)] if folder else [tag("b", name)]
        if item.record and self._options.records is None:
            shown = tag("a", *parts, class_="name", href=f"{RECORDS}/{quote(item.record)}")
        else:
            shown = tag("span", *parts, class_="name")
        title = [tag("small", shorten(item.title, _LONGEST_TEXT))] if titled and item.title else []
        return tag("td", shown, *title, class_="path")

    def _kind(self, outcome: OutcomeKind) -> tuple[Element, str]:
        return tag("i", class_=f"swatch {outcome}"), self._words.word(outcome)

    def _tasks(self) -> str:
        return f"{TASKS}.gz" if self._options.gzip else TASKS


def _file(name: str) -> Element:
    return tag("a", name, href=name)


def _reason(item: DocumentRow) -> Element:
    return tag("small", shorten(item.reason or "", _LONGEST_TEXT), lang="en")


def _size(size: int | None) -> str:
    if size is None:
        return "–"
    return f"{size / 2**20:,.1f} MiB" if size >= 2**20 else f"{size / 2**10:,.1f} KiB"


def _number(text: str) -> Element:
    return tag("td", text, class_="number")


def _text(*content: Content) -> Element:
    return tag("td", *content, class_="says")
