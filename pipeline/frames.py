"""Records as data frames: the tables of the database, with typed columns, for pandas or polars.

    tables = frames([record])                 # or frames(records, library="polars")
    tables["deadlines"].query("latest < '2021-07-01'")

Days are dates (an interval is ``earliest`` and ``latest``), numbers that may be missing stay whole numbers, and
``document_id`` and ``task_id`` join the tables as ``docs/database.md`` says.
"""

from collections.abc import Iterable
from typing import Any, Literal

from pipeline.database.layout import DataColumn, DataTable, read_tables
from pipeline.database.rows import Row, make_rows, to_day
from pipeline.model import Record

_PANDAS = {"text": "string", "json": "string", "integer": "Int64", "real": "Float64", "boolean": "boolean"}


def frames(records: Iterable[Record], library: Literal["pandas", "polars"] = "pandas") -> dict[str, Any]:
    """By name, a frame a table: documents, tasks, assignments, parties, deadlines, units, provenance, issues.

    Raises ImportError without that library, and DatabaseError for a record whose tasks share an id.
    """
    rows: dict[str, list[Row]] = {table.name: [] for table in read_tables()}
    for record in records:
        for name, own in make_rows(record, "", "").items():
            rows[name] += own
    make = _to_pandas if library == "pandas" else _to_polars
    return {table.name: make(table, rows[table.name]) for table in read_tables()}


def _columns(table: DataTable, rows: list[Row]) -> dict[str, list[Any]]:
    values = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in table.columns]
    return {
        column.name: [to_day(value) for value in own] if column.type == "date" else own
        for column, own in zip(table.columns, values, strict=True)
    }


def _to_pandas(table: DataTable, rows: list[Row]) -> Any:
    import pandas

    columns = _columns(table, rows)

    def make(column: DataColumn) -> Any:
        if column.type != "date":
            return pandas.Series(columns[column.name], dtype=_PANDAS[column.type])
        days = pandas.Series(columns[column.name], dtype="object")
        return pandas.to_datetime(days, errors="coerce").astype("datetime64[s]")

    series = {column.name: make(column) for column in table.columns}
    return pandas.DataFrame(series)


def _to_polars(table: DataTable, rows: list[Row]) -> Any:
    import polars

    kinds: dict[str, Any] = {
        "text": polars.String, "json": polars.String, "integer": polars.Int64, "real": polars.Float64,
        "boolean": polars.Boolean, "date": polars.Date,
    }  # fmt: skip
    return polars.DataFrame(_columns(table, rows), schema={column.name: kinds[column.type] for column in table.columns})
