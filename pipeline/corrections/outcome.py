"""What becomes of each correction on a document as the program reads it now: needed, read so by itself, or stale."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from pipeline.corrections.book import CorrectionBook
from pipeline.corrections.line import Correction
from pipeline.model import Record

Standing = Literal["needed", "superfluous", "stale"]


class Outlook(Struct, frozen=True):
    """One correction: whether it is still needed, was read so by itself, or does not fit; ``why`` says it in words."""

    line: Correction
    standing: Standing
    why: str = ""


def judge_corrections(book: CorrectionBook, corrected: Record) -> list[Outlook]:
    """The outlook of each correction in force for a record that was read with them."""
    lines = book.of_document(corrected.source.sha256)
    return list(_judge(lines, corrected))


def _judge(lines: Sequence[Correction], record: Record) -> Iterator[Outlook]:
    told = {_told_id(issue.message): issue for issue in record.issues if issue.code.startswith("correction-")}
    for line in lines:
        issue = told.get(line.id)
        if issue is None:
            yield Outlook(line, "needed")
        else:
            yield Outlook(line, "stale" if issue.code == "correction-stale" else "superfluous", issue.message)


def _told_id(message: str) -> str:
    """The id in ``Correction c-0123456789ab (…) …``."""
    return message.split(" ", 2)[1] if message.count(" ") > 1 else ""


def find_sources(folder: Path) -> dict[str, Path]:
    """The files of a folder (or the one file) by the sha256 of their bytes. Raises OSError."""
    import hashlib

    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else [folder]
    found: dict[str, Path] = {}
    for path in files:
        with path.open("rb") as file:
            found.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
    return found


def unit_rows(lines: Sequence[Correction]) -> list[dict[str, str]]:
    """The rows of a user's table of units (``--units``) for corrections that hold everywhere, each name once."""
    rows: dict[str, dict[str, str]] = {}
    for line in lines:
        if line.kind == "unit" and line.scope == "everywhere" and line.quote:
            rows[line.quote] = {"name": line.quote, "is": line.new or "unknown", "note": line.why or line.id}
    return list(rows.values())
