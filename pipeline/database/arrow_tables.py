"""Rows as Arrow tables, for DuckDB, Parquet and frames: typed columns, comments in the fields' metadata."""

from functools import cache

import pyarrow as pa

from pipeline.database.layout import DataTable
from pipeline.database.rows import Row, to_day

_TYPES = {
    "text": pa.string(), "json": pa.string(), "integer": pa.int64(), "real": pa.float64(), "boolean": pa.bool_(),
    "date": pa.date32(),
}  # fmt: skip


@cache
def read_schema(table: DataTable) -> pa.Schema:
    """The Arrow schema of a table, with its comments in both languages."""
    fields = [
        pa.field(column.name, _TYPES[column.type], column.nullable, {"en": column.en, "zh": column.zh})
        for column in table.columns
    ]
    return pa.schema(fields, {"en": table.en, "zh": table.zh})


def make_table(table: DataTable, rows: list[Row]) -> pa.Table:
    """The rows as one Arrow table."""
    values = zip(*rows, strict=True) if rows else iter([()] * len(table.columns))
    arrays = [
        pa.array(map(to_day, column) if field.type == pa.date32() else column, field.type)
        for column, field in zip(values, read_schema(table), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=read_schema(table))
