"""Parquet: a folder with a file a table. Files know no keys between them, no views and no search."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.database import DatabaseError
from pipeline.database.arrow_tables import make_table, read_schema
from pipeline.database.layout import DataTable, read_tables
from pipeline.database.rows import DIGITS, Rows, identify, make_rows
from pipeline.files import free_name, name_draft
from pipeline.model import Record

_AT_ONCE = 50_000
"""Rows that make a row group together, over all tables."""


class ParquetTarget:
    """New rows go to draft files; at the end the rows of other documents are copied behind them."""

    def __init__(self, folder: Path, draft: Path) -> None:
        self._folder, self._draft = folder, draft
        self._there = _read_keys(folder)
        self._new: dict[str, str] = {}
        self._waiting: list[Rows] = []
        self._count = 0
        self._files = {
            table.name: pq.ParquetWriter(draft / f"{table.name}.parquet", read_schema(table), compression="zstd")
            for table in read_tables()
        }

    def has(self, sha256: str, record_sha256: str) -> bool:
        """True if this very record of that document is there."""
        key = identify(sha256)
        return key not in self._new and self._there.get(key) == (sha256, record_sha256)

    def add(self, record: Record, path: str, record_sha256: str) -> None:
        """Put a record's rows in place of those of its document. Raises DatabaseError."""
        key, rows = identify(record.source.sha256), make_rows(record, path, record_sha256)
        if key in self._new:
            raise DatabaseError("the same document twice in one call")
        self._new[key] = record.source.sha256
        self._waiting.append(rows)
        self._count += sum(map(len, rows.values()))
        if self._count >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for table in read_tables():
            if rows := [row for waiting in self._waiting for row in waiting[table.name]]:
                self._files[table.name].write_table(make_table(table, rows))
        self._waiting, self._count = [], 0

    def finish(self) -> None:
        """Write what waits and the rows of the documents that stay; close the files."""
        self._flush()
        for table in read_tables():
            for kept in _kept_rows(self._folder, table, set(self._new)):
                self._files[table.name].write_table(kept)
        self.close()

    def close(self) -> None:
        """Close all files."""
        for file in self._files.values():
            file.close()


@contextmanager
def open_target(path: Path) -> Iterator[ParquetTarget]:
    """Write into a draft folder that takes the place of the one that is there."""
    if path.exists() and not (path / "documents.parquet").is_file() and (path.is_file() or any(path.iterdir())):
        raise DatabaseError(f"{path.name} is no folder of ours.")
    draft = path.parent / name_draft()
    draft.mkdir(parents=True)
    try:
        target = ParquetTarget(path, draft)
        try:
            yield target
            target.finish()
        finally:
            target.close()
        if path.exists():
            old = free_name(path.parent / name_draft())
            path.replace(old)
            draft.replace(path)
            shutil.rmtree(old)
        else:
            draft.replace(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _read_keys(folder: Path) -> dict[str, tuple[str, str]]:
    file = folder / "documents.parquet"
    if not file.is_file():
        return {}
    try:
        there = pq.read_table(file, columns=["document_id", "sha256", "record_sha256"]).to_pylist()
    except (pa.ArrowInvalid, KeyError) as error:
        raise DatabaseError(f"{folder.name}: {error}") from error
    return {row["document_id"]: (row["sha256"], row["record_sha256"]) for row in there}


def _kept_rows(folder: Path, table: DataTable, new: set[str]) -> Iterator[pa.Table]:
    """The rows of documents that are not replaced, a row group at a time."""
    path = folder / f"{table.name}.parquet"
    if not path.is_file():
        return
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            rows = file.read_row_group(number)
            keys = (
                rows["document_id"]
                if "document_id" in table.names
                else pc.utf8_slice_codeunits(rows["task_id"], 0, DIGITS)
            )
            kept = rows.filter(pc.invert(pc.is_in(keys, pa.array(sorted(new), pa.string()))))
            if kept.num_rows:
                yield kept
