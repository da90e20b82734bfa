"""THE FLOW: one input → one validated record, straight calls on one screen."""

from datetime import date
from pathlib import Path

from pipeline import knowledge
from pipeline.assemble import Setting, assemble
from pipeline.context import Context, find_context
from pipeline.contract import validate
from pipeline.corrections.overlay import Overlay, keep_issues, read_overlay
from pipeline.corrections.report import ReadingPlace
from pipeline.covering import Covering, cover
from pipeline.errors import NoTasks
from pipeline.files import ReadableSource, read_source
from pipeline.fold import fold_text
from pipeline.given import GivenFacts, complete_frame, read_given
from pipeline.keys import add_keys
from pipeline.ledger import keep_ledger
from pipeline.lists import ListTable, find_lists, summarise
from pipeline.mentions import find_mentions
from pipeline.model import Frame, Generator, Issue, Record, Source
from pipeline.passed import find_passed
from pipeline.provenance import PageIndex, line_text
from pipeline.readers import read
from pipeline.readers.ocr.choice import OcrChoice, choosing
from pipeline.rows.office import find_office, give_to_office
from pipeline.rows.paragraphs import rows_of_paragraphs
from pipeline.rules import apply_rules
from pipeline.source import Document, Paragraph, TaskRow
from pipeline.text.lexicon import UNIT_ROLES, using
from pipeline.text.patterns import pattern
from pipeline.text.profiles import profile_bytes
from pipeline.uncertain import doubt_frame, doubt_values
from pipeline.units import Registry, load_registry
from pipeline.version import VERSION

SCHEMA = "task-list/1"
_NOTHING = "no task table and no numbered tasks with a responsible unit."


def extract(
    source: ReadableSource,
    *,
    name: str | None = None,
    units: str | Path | None = None,
    words: str | Path | None = None,
    region: str | None = None,
    year: int | None = None,
    issued_on: str | date | None = None,
    corrections: str | Path | None = None,
    profiles: str | Path | None = None,
    ocr: OcrChoice = "auto",
    notice: Covering | None = None,
) -> Record:
    """Read one document and give its validated record. Safe to call from any number of threads.

    ``source``     a path, the bytes of the document (``bytes``, ``bytearray``, ``memoryview``), or a binary file object
    ``name``       the input's name in the record; by default the last part of the path (``document`` for bytes)
    ``units``, ``words``  CSVs of your own: names and decisions on units; words of headers, labels and statements
    ``region``, ``year``, ``issued_on``  for a notice that does not state them: its place by name or GB/T 2260 code, the
                   year of dates without one, its day of issue (ISO 8601)
    ``corrections``, ``profiles``  corrections.jsonl to lay over what is read; TOML (or a folder) of confirmed layouts
    ``ocr``        recognise text on pages that are pictures (``fengong[ocr]``): auto, never, always (over another's)
    ``notice``     the covering notice in a file of its own (``read_covering``), for what the document does not state

    What the notice states is kept (``given-differs``); what was filled in is listed in ``document.given``.

    Raises ``errors.FileError`` (``.code``, ``.advice``) where no record can be given, ``OSError`` for a path,
    ``ValueError`` for a region, year or day that does not exist, ``errors.KnowledgeError`` for a broken file of yours.
    """
    data, found_name = read_source(source)
    registry = load_registry(Path(units) if units else None)
    given = read_given(registry, region, year, issued_on)
    version = knowledge.version(units or None, words or None, profile_bytes(profiles))
    overlaid = read_overlay(data, corrections, profiles)
    with using(Path(words) if words else None), choosing(ocr), overlaid.reading() as overlay:
        document = read(data, name or found_name or "document")
        record = record_of(document, registry, given, version, overlay, notice)
    return _finish(record)


def _finish(record: Record) -> Record:
    """The record, validated and logged."""
    validate(record)
    import logging  # not before: it takes a tenth of a cold start

    counts = (record.source.name, record.status, len(record.tasks), len(record.issues))
    logging.getLogger("fengong").info("%s: %s, %d tasks, %d issues", *counts)
    return record


def record_of(
    document: Document,
    registry: Registry,
    given: GivenFacts,
    version: str,
    overlay: Overlay | None = None,
    notice: Covering | None = None,
) -> Record:
    """The record of a document, not yet validated; ``version`` is that of the knowledge in force. Raises NoTasks."""
    lists, passed, rows = read_lists(document, registry)
    places = PageIndex(document.blocks)
    headers = [quote for found in lists for quote in found.headers]
    context = find_context(document, [found.table for found in lists], headers, rows, registry)
    rows, defaulted = default_office(lists, rows, context, places)
    frame, undated = doubt_frame(context.frame(places))
    frame, differences = complete_frame(cover(frame, notice), given)
    ruled = apply_rules(rows, document, headers, places)
    assembled = assemble(ruled.rows, places, registry, _setting(document, frame))
    doubted = doubt_values(assembled.tasks, assembled.units, registry, frame.issued_on)
    when = ReadingPlace(frame.region.code if frame.region else None, frame.year, frame.issued_on)
    done = (overlay or Overlay()).apply(doubted.tasks, doubted.units, document, places, registry, when)
    covers = [quote for row in rows for quote in row.covers]
    items = [quote for index, row in enumerate(rows) if index not in done.dropped for quote in row.covers]
    ledger = keep_ledger(document, places, done.tasks, headers, items, (*assembled.marks, *ruled.marks, *done.freed))
    mentions = (*find_mentions(document, covers, places, registry), *find_passed(document, covers, places))
    doubts = (*undated, *doubted.issues)
    issues = (*document.issues, *passed, *differences, *defaulted, *ruled.issues, *assembled.issues, *doubts, *mentions)
    issues = keep_issues(issues, done)
    return Record(
        schema=SCHEMA,
        generator=Generator("fengong", VERSION, version),
        status="partial" if ledger.unused or any(issue.severity == "error" for issue in issues) else "complete",
        source=Source(document.name, document.media_type, document.sha256, document.size),
        document=frame,
        tables=summarise(lists),
        tasks=add_keys(done.tasks),
        units=done.units,
        issues=issues,
        ledger=ledger,
    )


def _setting(document: Document, frame: Frame) -> Setting:
    """What the frame says of place and time, for reading names and dates."""
    region = frame.region.code if frame.region else None
    heads = (fold_text(text) for text in (frame.title, frame.notice_title, *frame.issuers) if text)
    house = any(pattern("frame", "house").match(text) for text in heads)
    return Setting(document.sha256[:12], region, frame.year, frame.issued_on, house)


def read_lists(
    document: Document, registry: Registry
) -> tuple[tuple[ListTable, ...], tuple[Issue, ...], list[TaskRow]]:
    """The tables that are task lists, issues on the others, and all rows in order. Raises NoTasks.

    Tables of tasks and times that name nobody are looked at where there is no other list.
    """
    found = find_lists(document)
    rows = in_order(document, found.lists, registry)
    if not rows:
        lacks = found.lacks
        found = find_lists(document, with_office=True)
        rows = in_order(document, found.lists, registry)
        context = find_context(document, [item.table for item in found.lists], [], rows, registry) if rows else None
        if context is None or not find_office(context.issuers, (context.title, context.notice_title)):
            raise NoTasks(f"{document.name} holds {_NOTHING} {lacks}".rstrip())
    return found.lists, found.issues, rows


def default_office(
    lists: tuple[ListTable, ...], rows: list[TaskRow], context: Context, places: PageIndex
) -> tuple[list[TaskRow], list[Issue]]:
    """The rows; those of tables without a column for units get the document's own office, which an issue reports."""
    bare = {found.table.id for found in lists if not found.header.has(*UNIT_ROLES)}
    office = find_office(context.issuers, (context.title, context.notice_title)) if bare else ()
    if not office:
        return rows, []
    message = f"No column names units: {line_text(office)}, whose document it is, was taken to be responsible."
    issue = Issue("own-office", "info", message, places.of(office[0])[0])
    return [give_to_office(row, office) if row.block in bare else row for row in rows], [issue]


def in_order(document: Document, lists: tuple[ListTable, ...], registry: Registry) -> list[TaskRow]:
    """The rows of both producers in the order of the document."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    rows = rows_of_paragraphs(paragraphs, registry) + [row for found in lists for row in found.rows]
    order = {block.id: index for index, block in enumerate(document.blocks)}
    return sorted(rows, key=lambda row: (order[row.block], row.row))
