"""The records under review with their documents: a few are held, the others are read when they are asked for."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

from msgspec import Struct

from pipeline.contract import read_record
from pipeline.corrections.book import CorrectionBook, read_corrections
from pipeline.corrections.layouts import profiles_for
from pipeline.corrections.overlay import Overlay, keep_issues
from pipeline.corrections.report import ReadingPlace
from pipeline.errors import FileError
from pipeline.model import Record
from pipeline.provenance import PageIndex
from pipeline.readers import read
from pipeline.review.doubts import Uncertain, find_doubts
from pipeline.review.reread import OwnFiles, reread
from pipeline.source import Document
from pipeline.units import load_registry

_HELD = 3
"""Documents held at a time: the one that is looked at, and those beside it."""


class Shown(Struct, frozen=True):
    """A record as it is shown: ``base`` as the program read it, ``record`` with the corrections laid over.

    ``document`` is None where the source is not there, and so are ``data``.
    """

    name: str
    base: Record
    record: Record
    doubts: tuple[Uncertain, ...]
    document: Document | None
    data: bytes | None


class Entry(Struct, frozen=True):
    """One record in the list: its file's name, its title, how many tasks and doubts it has."""

    index: int
    name: str
    title: str
    tasks: int
    doubts: int
    status: str


class Held(Struct, frozen=True):
    """What is kept of one document: its record as read, and its bytes and blocks where the source is there."""

    base: Record
    document: Document | None
    data: bytes | None
    layouts: str


class Shelf:
    """All records of a call. ``sources``: file by sha256. Safe to use from several threads; it reads one at a time."""

    def __init__(
        self, records: Sequence[tuple[str, Path]], sources: dict[str, Path], corrections: Path, own: OwnFiles
    ) -> None:
        self._records, self._sources, self.corrections, self._own = list(records), sources, corrections, own
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._entries: dict[int, Entry] = {}
        self._turn = RLock()

    def __len__(self) -> int:
        return len(self._records)

    def book(self) -> CorrectionBook:
        """The corrections as the file has them now, whoever wrote them."""
        return read_corrections(self.corrections) if self.corrections.is_file() else CorrectionBook([])

    def brief(self, index: int) -> Entry:
        """The line of one record as far as it is known without reading it."""
        return self._entries.get(index) or Entry(index, self._records[index][0], "", 0, 0, "unread")

    def entry(self, index: int) -> Entry:
        """The line of one record in the list. Raises FileError."""
        with self._turn:
            if index not in self._entries:
                record = self._load(index)
                self._note(index, record, len(find_doubts(record)))
            return self._entries[index]

    def show(self, index: int) -> Shown:
        """One record with its corrections. Raises FileError where it cannot be read, IndexError where none is."""
        with self._turn:
            held = self._hold(index)
            book = self.book()
            lines = tuple(book.of_document(held.base.source.sha256))
            record = _correct(held, Overlay(lines)) if lines else held.base
            doubts = find_doubts(record)
            self._note(index, record, len(doubts))
            return Shown(self._records[index][0], held.base, record, doubts, held.document, held.data)

    def _note(self, index: int, record: Record, doubts: int) -> None:
        title = record.document.title or record.document.notice_title or record.source.name
        name = self._records[index][0]
        self._entries[index] = Entry(index, name, title, len(record.tasks), doubts, record.status)

    def _load(self, index: int) -> Record:
        if not 0 <= index < len(self._records):
            raise IndexError(index)
        return read_record(self._records[index][1].read_bytes())

    def _hold(self, index: int) -> Held:
        """The document, read anew where corrections of its columns have changed since."""
        held = self._held.get(index)
        sha256 = held.base.source.sha256 if held else ""
        layouts = repr(profiles_for(self.book(), sha256)) if held else ""
        if held is None or held.layouts != layouts:
            held = self._open(self._load(index))
            self._held[index] = held
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(index)
        return held

    def _open(self, record: Record) -> Held:
        """The record as the program reads it without corrections of values; read again where the saved one has some."""
        book = self.book()
        layouts = profiles_for(book, record.source.sha256)
        path = self._sources.get(record.source.sha256)
        if path is None:
            return Held(record, None, None, repr(layouts))
        data = path.read_bytes()
        document = None
        with suppress(FileError):
            document = read(data, record.source.name)
        corrected = any(task.corrected for task in record.tasks) or _has_corrected_columns(record)
        if document is not None and (corrected or layouts or _has_losses(record, book)):
            record = reread(document, record, layouts, self._own)
        return Held(record, document, data, repr(layouts))


def _has_corrected_columns(record: Record) -> bool:
    return any(column.corrected for table in record.tables for column in table.columns)


def _has_losses(record: Record, book: CorrectionBook) -> bool:
    """Whether a task that was none may be missing from the saved record without a mark."""
    return any(line.kind == "not-a-task" for line in book.of_document(record.source.sha256))


def _correct(held: Held, overlay: Overlay) -> Record:
    """The record with its corrections laid over, as far as that is shown: the ledger stays as it was."""
    from msgspec.structs import replace

    record = held.base
    document = held.document or Document(record.source.name, "", record.source.sha256, 0, ())
    frame = record.document
    setting = ReadingPlace(frame.region.code if frame.region else None, frame.year, frame.issued_on)
    places = PageIndex(document.blocks)
    done = overlay.apply(record.tasks, record.units, document, places, load_registry(), setting)
    return replace(record, tasks=done.tasks, units=done.units, issues=keep_issues(record.issues, done))
