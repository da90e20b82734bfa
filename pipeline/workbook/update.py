"""THE FLOW of an update: rows matched, our cells changed where people left them alone, all changes listed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from pipeline.fold import fold_text
from pipeline.model import Record
from pipeline.workbook import layout
from pipeline.workbook.cells import is_cut, put, read, show
from pipeline.workbook.changes import ChangeLine, write_changes
from pipeline.workbook.entries import Cell, LedgerEntry, make_entries, name_losses
from pipeline.workbook.layout import Styles
from pipeline.workbook.memory import Remembered, digest, read_memory, write_memory
from pipeline.workbook.settings import open_settings
from pipeline.workbook.sheet import LedgerSheet, find_sheet
from pipeline.workbook.wording import LedgerColumn, read_words

if TYPE_CHECKING:
    from openpyxl import Workbook

_ALIKE = 0.5
"""The share of tasks that two files of one name or title have in common at least, to be versions of one document."""


class Update(Struct):
    """What an update did."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    restored: int = 0
    kept: int = 0
    """Cells that people had changed and the record now says otherwise."""
    deleted: int = 0
    """Rows that people had deleted; they stay so."""
    missing: list[str] = field(default_factory=list)
    """Headings of columns that the workbook does not have."""
    losses: list[str] = field(default_factory=list)
    """Members of tasks that no column shows."""
    cut: int = 0
    """Texts that were longer than a cell."""


def update_book(
    book: "Workbook",
    records: Iterable[Record],
    columns: Sequence[LedgerColumn],
    today: date,
    heights: Mapping[str, Set[int]],
) -> Update:
    """Bring the ledger in ``book`` up to the records; a book without one gets one. Documents that no record is given
    for stay as they are.

    ``today``  the date of the listed changes; ``heights``  by sheet, the rows whose height people set
    """
    updating = _Updating(book, columns, today)
    for record in records:
        updating.take(record)
    return updating.finish(heights)


class _Updating:
    """One update at work."""

    def __init__(self, book: "Workbook", columns: Sequence[LedgerColumn], today: date) -> None:
        self._book, self._today, self._names = book, today.isoformat(), read_words()["sheets"]
        self._styles, self._done, self._lines = Styles(), Update(), list[ChangeLine]()
        self._memory = read_memory(book, self._names["memory"])
        self._before: dict[str, list[Remembered]] = {}
        for row in self._memory.values():
            self._before.setdefault(row.sha256, []).append(row)
        self._settings = open_settings(book)
        found = find_sheet(book, columns)
        self._is_new = found is None
        self._ledger = found or self._make(columns)
        if "id" not in self._ledger.places:
            self._ledger.add_column(next(column for column in columns if column.name == "id"))
            layout.hide_ids(self._ledger)
        self._done.missing = self._ledger.missing()
        self._serial = self._last_serial()

    def _make(self, columns: Sequence[LedgerColumn]) -> LedgerSheet:
        sheet = self._book.create_sheet(self._names["ledger"], 0)
        for number, column in enumerate(columns, start=1):
            sheet.cell(1, number, column.heading)
        ledger = LedgerSheet(sheet, 1, columns)
        layout.dress_header(ledger, self._styles)
        layout.hide_ids(ledger)
        return ledger

    def _last_serial(self) -> int:
        cells = (self._ledger.cell(row, "serial") for row in range(self._ledger.header + 1, self._ledger.last + 1))
        return max((cell.value for cell in cells if cell is not None and isinstance(cell.value, int)), default=0)

    # ------------------------------------------------------------ rows matched

    def take(self, record: Record) -> None:
        """Add, change and withdraw the rows of one document."""
        entries = list(make_entries(record))
        document = name_document(record)
        before = self._rows_of(record, document, entries)
        match = _match(before, entries)
        for number, entry in enumerate(entries):
            if number in match:
                self._change(match[number], entry, document)
            else:
                self._add(entry, document)
        matched = {row.id for row in match.values()}
        for row in before:
            if row.id not in matched:
                self._withdraw(row, record)
        self._done.losses = list(dict.fromkeys([*self._done.losses, *name_losses(record)]))

    def _rows_of(self, record: Record, document: str, entries: Sequence[LedgerEntry]) -> list[Remembered]:
        """What is remembered of this document: of the same file, or of an earlier version of it."""
        groups = self._before
        if record.source.sha256 in groups:
            return groups[record.source.sha256]
        keys, parts = {entry.key for entry in entries}, set(filter(None, document.split("|")))
        for rows in groups.values():
            common = len({row.key for row in rows} & keys) / max(len({row.key for row in rows}), 1)
            if common >= _ALIKE and parts & set(filter(None, rows[0].document.split("|"))):
                return rows
        return []

    # ------------------------------------------------------------ one row

    def _add(self, entry: LedgerEntry, document: str) -> None:
        identity = f"{entry.key}.{entry.index}.{entry.sha256[:8]}"
        while identity in self._memory or identity in self._ledger.rows:
            identity += "x"
        self._ledger.last += 1
        row, self._serial = self._ledger.last, self._serial + 1
        self._ledger.rows[identity] = row
        values: dict[str, Cell] = {**entry.cells, "serial": self._serial, "id": identity}
        for column in self._ledger.columns:
            cell = self._ledger.cell(row, column.name)
            if cell is None:
                continue
            self._styles.dress(cell)
            if column.name == "light":
                cell.value = layout.light_formula(self._ledger, row)
            else:
                put(cell, values.get(column.name))
        remembered = Remembered(identity, entry.sha256, document, entry.key, entry.task_id, entry.index, False, {})
        self._memory[identity] = remembered
        self._remember(remembered, entry)
        self._mark(row, entry)
        self._done.added += 1
        self._list(remembered, entry, "added")

    def _change(self, known: Remembered, entry: LedgerEntry, document: str) -> None:
        row = self._ledger.rows.get(known.id)
        if row is None:
            self._done.deleted += 1
            return
        if known.is_withdrawn:
            self._restore(known, row, entry)
        has_changed = False
        for name in self._own_columns():
            cell = self._ledger.cell(row, name)
            if cell is None:
                continue
            there, wanted = read(cell), show(entry.cells.get(name))
            if there == wanted:
                known.digests[name] = digest(wanted)
            elif known.digests.get(name, digest("")) == digest(there):
                put(cell, entry.cells.get(name))
                has_changed = True
                known.digests[name] = digest(wanted)
                self._list(known, entry, "changed", name, there, wanted)
            elif known.digests.get(f"{name}?") != digest(wanted):
                known.digests[f"{name}?"] = digest(wanted)  # told once
                self._done.kept += 1
                self._list(known, entry, "kept", name, there, wanted)
        known.sha256, known.document, known.key, known.task_id = entry.sha256, document, entry.key, entry.task_id
        self._done.changed += has_changed
        self._mark(row, entry)

    def _withdraw(self, known: Remembered, record: Record) -> None:
        row = self._ledger.rows.get(known.id)
        if row is None or known.is_withdrawn:
            return
        known.is_withdrawn = True
        for name in ("place", "title"):
            cell = self._ledger.cell(row, name)
            if cell is not None:
                cell.font = self._styles.struck
        place = self._ledger.cell(row, "place")
        if place is not None:
            put(place, read_words()["marks"]["withdrawn"] + read(place))
        self._done.withdrawn += 1
        self._lines.append(self._line(known, "withdrawn", source=record.source.name))

    def _restore(self, known: Remembered, row: int, entry: LedgerEntry) -> None:
        known.is_withdrawn = False
        for name in ("place", "title"):
            cell = self._ledger.cell(row, name)
            if cell is not None:
                cell.font = self._styles.font
        place = self._ledger.cell(row, "place")
        if place is not None:
            put(place, read(place).removeprefix(read_words()["marks"]["withdrawn"]))
        self._done.restored += 1
        self._list(known, entry, "restored")

    def _own_columns(self) -> Iterator[str]:
        return (column.name for column in self._ledger.columns if column.by == "record" and column.name != "id")

    def _remember(self, known: Remembered, entry: LedgerEntry) -> None:
        known.digests = {name: digest(show(entry.cells.get(name))) for name in self._own_columns()}

    def _mark(self, row: int, entry: LedgerEntry) -> None:
        for name in self._own_columns():
            cell = self._ledger.cell(row, name)
            reason = entry.doubts.get(name)
            if is_cut(entry.cells.get(name)):
                reason = read_words()["doubts"]["cut"]
                self._done.cut += 1
            if cell is not None:
                layout.mark_doubt(cell, reason, self._styles)

    # ------------------------------------------------------------ what is listed

    def _list(
        self, known: Remembered, entry: LedgerEntry, kind: str, name: str = "", old: str = "", new: str = ""
    ) -> None:
        heading = next((column.heading for column in self._ledger.columns if column.name == name), "")
        line = self._line(known, kind, show(entry.cells["source"]), heading, old, new)
        self._lines.append(line)

    def _line(
        self, known: Remembered, kind: str, source: str = "", heading: str = "", old: str = "", new: str = ""
    ) -> ChangeLine:
        row = self._ledger.rows[known.id]
        title = self._ledger.cell(row, "title")
        return ChangeLine(
            self._today, known.id, read(title) if title is not None else "", kind, heading, old, new, source
        )

    def finish(self, heights: Mapping[str, Set[int]]) -> Update:
        """What all rows have in common, and the sheets beside."""
        if self._is_new:
            layout.add_filter(self._ledger)
        layout.refresh(self._ledger, self._settings)
        layout.fit_rows(self._ledger, heights.get(self._ledger.sheet.title, frozenset()))
        write_changes(self._book, self._lines, self._styles)
        write_memory(self._book, self._names["memory"], self._memory.values())
        return self._done


def name_document(record: Record) -> str:
    """Number, title and file name, by each of which a later version of a document may be known."""
    frame = record.document
    parts = (frame.number, frame.title or frame.notice_title, record.source.name)
    return "|".join(fold_text(part or "").replace("|", "") for part in parts)


def _match(before: Sequence[Remembered], entries: Sequence[LedgerEntry]) -> dict[int, Remembered]:
    """By the number of an entry, the row of the same task; else, in the very same file, the row of the same place: its
    title was corrected."""
    by_key = {(row.key, row.index): row for row in reversed(before)}
    by_place = {(row.sha256, row.task_id, row.index): row for row in before}
    match, taken = dict[int, Remembered](), set[str]()
    for number, entry in enumerate(entries):
        if (row := by_key.get((entry.key, entry.index))) is not None and row.id not in taken:
            match[number] = row
            taken.add(row.id)
    for number, entry in enumerate(entries):
        row = by_place.get((entry.sha256, entry.task_id, entry.index))
        if number not in match and row is not None and row.id not in taken:
            match[number] = row
            taken.add(row.id)
    return match
