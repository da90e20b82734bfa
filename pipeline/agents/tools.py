"""What the tools do, apart from the protocol: documents of given folders only, in workers that can be killed."""

import hashlib
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.batch.model import Job
from pipeline.contract import read_record
from pipeline.knowledge import read_toml
from pipeline.model import Assignment, Record, Task
from pipeline.service.conveyor import Conveyor
from pipeline.units import load_registry
from pipeline.units.explain import explain_names

_MIB = 2**20


class ToolTrouble(ValueError):
    """A question that cannot be answered; the words say why and what to do."""


class Toolbox:
    """The tools. ``folders``: where documents may be read. ``spool``: for copies on their way."""

    def __init__(
        self, conveyor: Conveyor, folders: Sequence[Path], spool: Path, limit: int, units: Path | None
    ) -> None:
        self._conveyor, self._folders, self._spool, self._limit = conveyor, folders, spool, limit
        self._units = units

    def extract_tasks(self, path: str, whole: bool) -> dict[str, Any]:
        """The tasks of a document: short, or the whole record. Raises ToolTrouble, OSError."""
        file = self._allowed(path)
        if file.stat().st_size > self._limit * _MIB:
            raise ToolTrouble(f"{file.name} has more than {self._limit} MiB.")
        copy = self._spool / secrets.token_hex(12)
        shutil.copyfile(file, copy)
        with copy.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        job = Job(digest, str(copy), copy.name, file.name, copy.stat().st_size, spooled=True)
        done = self._conveyor.submit(job).result()
        if done.record is None:
            finding = done.finding
            raise ToolTrouble(" ".join(filter(None, (f"{finding.code}:", finding.reason, finding.advice))))
        record = read_record(done.record)
        return record.to_dict() if whole else shorten(record)

    def _allowed(self, path: str) -> Path:
        """The file, if it is in one of the folders, links followed."""
        for folder in self._folders:
            file = (folder / path).resolve()
            if file.is_file() and file.is_relative_to(folder.resolve()):
                return file
        names = ", ".join(str(folder) for folder in self._folders)
        raise ToolTrouble(f"{path}: no such document in {names}.")

    def resolve_unit(self, names: list[str], region: str | None, on: str | None) -> list[dict[str, object]]:
        """What each name means at a place and on a day, and why. Raises KnowledgeError."""
        return explain_names(names[:100], load_registry(self._units), region, on)

    @staticmethod
    def explain_code(code: str) -> dict[str, str]:
        """What a code of an error or issue means. Raises ToolTrouble."""
        entry = read_toml("codes.toml").get(code)
        if entry is None:
            raise ToolTrouble(f"{code}: no such code.")
        return {"code": code, "severity": str(entry["severity"]), "en": str(entry["en"]), "zh": str(entry["zh"])}


def shorten(record: Record) -> dict[str, Any]:
    """A record as a model reads it: what is to be done, by whom, by when, each with the place of its title."""
    frame = record.document
    return {
        "title": frame.title or frame.notice_title,
        "number": frame.number,
        "issued_on": frame.issued_on,
        "region": frame.region.name if frame.region else None,
        "status": record.status,
        "tasks": [_shorten_task(task) for task in record.tasks],
        "issues": [
            {"code": issue.code, "severity": issue.severity, "message": issue.message} for issue in record.issues
        ],
    }


def _shorten_task(task: Task) -> dict[str, Any]:
    place = next(iter(task.provenance.get("/title", ())), None)
    return {
        "id": task.id,
        "number": task.number,
        "categories": list(task.categories),
        "title": task.title,
        "measures": task.measures,
        "assignments": [_shorten_assignment(item) for item in task.assignments],
        "place": {"quote": place.quote, "page": place.page, "block": place.block, "row": place.row} if place else None,
    }


def _shorten_assignment(item: Assignment) -> dict[str, Any]:
    return {
        "part": item.part,
        "units": [{"name": party.name, "role": party.role, "unit": party.unit} for party in item.parties],
        "deadlines": [
            {"text": limit.text, "kind": limit.kind, "earliest": limit.earliest, "latest": limit.latest}
            for limit in item.deadlines
        ],
    }
