"""What a person does: a correction made, taken back, begun and not yet saved."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from filelock import FileLock
from msgspec import Struct

from pipeline.contract import CORRECTIONS, explain_line_faults, is_valid_line
from pipeline.corrections.book import add_corrections, write_line
from pipeline.corrections.line import Correction, CorrectionKind, CorrectionScope
from pipeline.corrections.make import Corrector
from pipeline.files import write_whole
from pipeline.review.shelf import Shelf, Shown
from pipeline.units.user_table import read_table

_LONGEST_DRAFT = 20_000


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page sends to be saved. ``task``: the id of the task; ``pointer``: of the value in it as it is shown."""

    kind: CorrectionKind
    task: str | None = None
    pointer: str | None = None
    new: Any = None
    scope: CorrectionScope = "here"
    why: str = ""
    table: str | None = None
    column: int | None = None
    block: str | None = None
    row: int | None = None
    quote: str | None = None
    withdraws: str | None = None


class Refusal(ValueError):
    """A wish that cannot be met; the words say why."""


class Desk:
    """Saves corrections to the file, and drafts beside it. ``units``: the user's table for names decided everywhere."""

    def __init__(self, shelf: Shelf, by: str, units: Path) -> None:
        self._shelf, self._by, self._units = shelf, by, units
        self._draft = shelf.corrections.with_name(shelf.corrections.name + ".draft")

    def save(self, index: int, wish: Wish) -> Correction:
        """Add the line to the file, flushed to the disk. Raises Refusal, OSError, FileError."""
        shown = self._shelf.show(index)
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        try:
            line = self._make(shown, wish, now)
        except (KeyError, IndexError, msgspec.ValidationError) as error:
            raise Refusal(f"there is no such value any more: {error}") from error
        tree = msgspec.json.decode(write_line(line))
        if not is_valid_line(tree, CORRECTIONS):
            raise Refusal(explain_line_faults(tree, CORRECTIONS))
        add_corrections(self._shelf.corrections, [line])
        if line.kind == "unit" and line.scope == "everywhere" and line.quote:
            add_unit(self._units, line.quote, line.new or "unknown", line.why or line.id)
        return line

    def _make(self, shown: Shown, wish: Wish, now: str) -> Correction:
        make = Corrector(shown.base, self._by)
        if wish.kind == "withdrawn":
            return make.withdraw(wish.withdraws or "", now)
        if wish.kind == "column":
            scope: CorrectionScope = "layout" if wish.scope == "layout" else "document"
            return make.column(wish.table or "", wish.column or 0, wish.new, scope, now, wish.why)
        if wish.kind == "layout":
            return make.layout(wish.table or "", now, wish.why)
        if wish.kind == "missing-task":
            return self._missing(make, shown, wish, now)
        ids = [task.id for task in shown.base.tasks]
        if wish.task not in ids:
            raise KeyError(wish.task or "-")
        at = ids.index(wish.task)
        if wish.kind == "not-a-task":
            return make.no_task(at, now, wish.why)
        pointer = _base_pointer(shown, wish.task, wish.pointer or "")
        return make.correct(wish.kind, at, pointer, wish.new, now, wish.why, wish.scope)

    @staticmethod
    def _missing(make: Corrector, shown: Shown, wish: Wish, now: str) -> Correction:
        if shown.document is None:
            raise Refusal("the document itself is not there: give its folder with --source")
        column = wish.column if wish.row is not None else None
        return make.missing(shown.document, wish.block or "", wish.row, column, wish.quote or "", wish.new or {}, now)

    def keep_draft(self, data: bytes) -> None:
        """Keep what is being typed: after a crash it is there again. An empty draft removes it. Raises OSError."""
        if len(data) > _LONGEST_DRAFT:
            raise Refusal("the draft is too long")
        if not data:
            self._draft.unlink(missing_ok=True)
            return
        with write_whole(self._draft) as out:
            out.write(data)

    def draft(self) -> bytes:
        """What was being typed; empty where nothing was."""
        return self._draft.read_bytes() if self._draft.is_file() else b""


def _base_pointer(shown: Shown, task: str, pointer: str) -> str:
    """The pointer in the record as read: where items of a list were taken away, those behind them had other indexes."""
    now = next(item for item in shown.record.tasks if item.id == task)
    before = next(item for item in shown.base.tasks if item.id == task)
    steps = pointer.split("/")
    if len(steps) < 5 or steps[3] not in ("parties", "deadlines"):
        return pointer
    kind: Literal["parties", "deadlines"] = "parties" if steps[3] == "parties" else "deadlines"
    shown_places = now.provenance.get("/".join(steps[:5]))
    length = len(getattr(before.assignments[int(steps[2])], kind))
    for index in range(length):
        base = f"/assignments/{steps[2]}/{kind}/{index}"
        if shown_places and before.provenance.get(base) == shown_places:
            return "/".join([base, *steps[5:]])
    raise KeyError(pointer)


def add_unit(path: Path, name: str, meaning: str, note: str) -> None:
    """Add a row to the user's table of units, under a lock; the name's row is kept where it is there already.

    Raises Refusal where the table is a workbook, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock", timeout=10):
        fields = ["name", "is", "note"]
        before = b""
        if path.is_file() and (before := path.read_bytes()):
            if before.startswith(b"PK"):
                raise Refusal(f"{path.name} is a workbook: write the row there yourself, or give a CSV with --units")
            rows = [values for _, values in read_table(path)]
            fields = rows[0] if rows else fields
            at = {field: index for index, field in enumerate(fields)}
            if any(row[at["name"]] == name and row[at["is"]] == meaning for row in rows[1:]):
                return
        text = io.StringIO()
        sheet = csv.DictWriter(text, fieldnames=fields, extrasaction="ignore", restval="")
        if not before:
            sheet.writeheader()
        sheet.writerow({"name": name, "is": meaning, "note": note})
        kept = before if before.endswith(b"\n") or not before else before + b"\n"
        with write_whole(path, durable=True) as out:
            out.write(kept + text.getvalue().encode())
